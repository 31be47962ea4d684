/** The part `scale` of bench/index.main.ts: opening, scanning, memory and disk at 100,000 chunks and at a million. */
import fs from 'node:fs';
import path from 'node:path';
import { VectorRows } from '../src/core/vectors/rows';
import { nearest } from '../src/core/vectors/scan';
import { diskFiles } from '../src/storage/disk/files';
import { openVectraFile, writeIndexFile } from '../src/storage/format/vectraIndex';
import { numberedItems } from '../src/storage/format/vectraItems';
import type { Steps } from './indexSteps';
import { percentile, rounded } from './record';

const CHUNKS = 100_000;
const DEEP_DIMS = 768;

export const scale: Steps = {
  /**
   * Exact top 50 of 100,000 vectors, all allowed and one in ten, beside a bare read of the bytes that the first pass
   * scans.
   */
  async denseScan() {
    const rows = VectorRows.encode(unitVectors(CHUNKS, DEEP_DIMS), DEEP_DIMS);
    const tenth = Uint8Array.from({ length: CHUNKS }, (_, row) => (row % 10 === 0 ? 1 : 0));
    const words = new Float64Array(rows.high.buffer, rows.high.byteOffset, rows.high.length / 8);
    const block = new Float64Array(1 << 15);
    const times = { scan: [] as number[], filtered: [] as number[], read: [] as number[] };
    for (let i = 0; i < 120; i++) {
      const query = unitVectors(1, DEEP_DIMS);
      times.scan.push(timed(() => nearest([rows], query, 50)));
      times.filtered.push(timed(() => nearest([rows], query, 50, { allowed: [tenth] })));
      // Into a block that stays in the cache: the processor's own copy loop, as fast as memory is read.
      times.read.push(
        timed(() => {
          for (let at = 0; at < words.length; at += block.length) block.set(words.subarray(at, at + block.length));
        }),
      );
    }
    const [scan, filtered, read] = [times.scan, times.filtered, times.read].map((all) => all.slice(20));
    return {
      dense_top50_100k_768_p50_ms: rounded(percentile(scan!, 0.5)),
      dense_top50_100k_768_p95_ms: rounded(percentile(scan!, 0.95)),
      dense_top50_100k_768_tenth_allowed_p95_ms: rounded(percentile(filtered!, 0.95)),
      bare_read_100k_768_p50_ms: rounded(percentile(read!, 0.5)),
      dense_to_bare_read_p50_ratio: rounded(percentile(scan!, 0.5) / percentile(read!, 0.5), 2),
      dense_to_bare_read_p95_ratio: rounded(percentile(scan!, 0.95) / percentile(read!, 0.95), 2),
      vector_bytes_to_float32_ratio: rounded(rows.sizeBytes / (CHUNKS * DEEP_DIMS * 4), 3),
    };
  },

  /** What Kindred's own scan is compared with: vectra's, over the same vectors in memory. */
  async vectraScan(folder) {
    const file = path.join(folder, 'deep.kvx');
    const vectors = unitVectors(CHUNKS, DEEP_DIMS);
    await writeIndexFile(diskFiles, file, {
      info: { version: 1, metadataConfig: {}, properties: {} },
      dims: DEEP_DIMS,
      vectors: VectorRows.encode(vectors, DEEP_DIMS),
      items: numberedItems(CHUNKS),
      metadata: numberedItems(CHUNKS),
      extras: new Map(),
    });
    const index = openVectraFile(file);
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

function timed(task: () => void): number {
  const started = performance.now();
  task();
  return performance.now() - started;
}

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
