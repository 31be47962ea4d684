/** The part `scale` of bench/index.main.ts: opening, scanning, memory and disk at 100,000 chunks and at a million. */
import fs from 'node:fs';
import path from 'node:path';
import { diskFiles } from '../src/storage/files';
import { numberedItems, openIndex, writeIndexFile } from '../src/storage/vectorIndex';
import type { Steps } from './index.main';
import { percentile, rounded } from './record';

const CHUNKS = 100_000;
const DEEP_DIMS = 768;

export const scale: Steps = {
  /** What Kindred's own scan is compared with: vectra's, over the same vectors in memory. */
  async vectraScan(folder) {
    const file = path.join(folder, 'deep.kvx');
    const vectors = unitVectors(CHUNKS, DEEP_DIMS);
    await writeIndexFile(diskFiles, file, {
      info: { version: 1, metadataConfig: {}, properties: {} },
      dims: DEEP_DIMS,
      vectors,
      items: numberedItems(CHUNKS),
      metadata: numberedItems(CHUNKS),
      extras: new Map(),
    });
    const index = openIndex(diskFiles, file);
    const times: number[] = [];
    for (let i = 0; i < 20; i++) {
      const query = [...unitVectors(1, DEEP_DIMS)];
      const started = performance.now();
      await index.queryItems(query, '', 50);
      times.push(performance.now() - started);
    }
    fs.rmSync(file);
    return { vectra_top50_100k_768_p50_ms: rounded(percentile(times.slice(5), 0.5)) };
  },
};

/** Uniform on no sphere, but as long as embeddings are: enough where only time counts. */
function unitVectors(count: number, dims: number): Float32Array {
  const vectors = Float32Array.from({ length: count * dims }, () => Math.random() - 0.5);
  for (let row = 0; row < count; row++) {
    const vector = vectors.subarray(row * dims, (row + 1) * dims);
    const length = Math.hypot(...vector);
    for (let i = 0; i < dims; i++) vector[i]! /= length;
  }
  return vectors;
}
