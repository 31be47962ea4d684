/**
 * The part `lexical` of bench/index.main.ts: the index of words at 100,000 chunks: its size beside the text's, opening
 * it, changing a document of it.
 */
import fs from 'node:fs';
import path from 'node:path';
import { analyzeChunk } from '../src/core/lexical/analyze';
import { LexicalSegment } from '../src/core/lexical/lexicalSegment';
import { DEFAULT_SHARD_COUNT } from '../src/storage/indexStore';
import { CHUNKS_PER_DOCUMENT, generatedDocument, generatedShards } from './generatedCorpus';
import type { Steps } from './indexSteps';
import { percentile, rounded } from './record';

const CHUNKS = 100_000;
/** Vectors play no part here. */
const DIMS = 8;

export const lexical: Steps = {
  async write(folder) {
    let segmentBytes = 0;
    for (const [k, { lexical: bytes }] of generatedShards(CHUNKS, DEFAULT_SHARD_COUNT, DIMS)) {
      fs.writeFileSync(fileOf(folder, k), bytes);
      segmentBytes += bytes.length;
    }
    let textBytes = 0;
    for (let i = 0; i < CHUNKS / CHUNKS_PER_DOCUMENT; i++) textBytes += Buffer.byteLength(generatedDocument(i).text);
    return {
      lexical_100k_mb: rounded(segmentBytes / 1e6),
      lexical_100k_text_mb: rounded(textBytes / 1e6),
      lexical_100k_to_text: rounded(segmentBytes / textBytes, 3),
    };
  },

  /** Reading the files and viewing their bytes; then what stays in memory, beside the same process without them. */
  async open(folder) {
    globalThis.gc?.();
    const before = process.memoryUsage();
    const started = performance.now();
    const segments = openAll(folder);
    const openMs = performance.now() - started;
    globalThis.gc?.();
    const { external, heapUsed } = process.memoryUsage();
    const kept = external + heapUsed - before.external - before.heapUsed;
    const chunks = segments.reduce((sum, { chunkCount }) => sum + chunkCount, 0);
    if (chunks !== CHUNKS) throw new Error(`${chunks} chunks were opened, not ${CHUNKS}`);
    return { lexical_open_100k_ms: rounded(openMs), lexical_resident_100k_mb: rounded(kept / 1e6) };
  },

  /**
   * A document of ten chunks, or one chunk of it, takes the place of another in its shard: analyzed, and the shard's
   * segment made anew.
   */
  async update(folder) {
    const segments = openAll(folder);
    const timesOf = (changed: number) => {
      const times: number[] = [];
      for (let i = 0; i < DEFAULT_SHARD_COUNT; i++) {
        const segment = segments[i]!;
        const first = (i * 37) % (segment.chunkCount - changed);
        const document = generatedDocument(CHUNKS + i);
        const started = performance.now();
        const added = document.chunks.slice(0, changed).map(({ name, signature, text }) =>
          analyzeChunk({
            path: document.path,
            language: 'typescript',
            symbol: name,
            definitions: [name],
            signature,
            text,
          }),
        );
        const order = Array.from({ length: segment.chunkCount }, (_, ordinal) => added[ordinal - first] ?? ordinal);
        const rebuilt = segment.rebuild(order);
        times.push(performance.now() - started);
        if (rebuilt.chunkCount !== segment.chunkCount) throw new Error('chunks were lost');
      }
      return times.slice(5);
    };
    const [one, document] = [timesOf(1), timesOf(CHUNKS_PER_DOCUMENT)];
    return {
      lexical_update_chunk_100k_p50_ms: rounded(percentile(one, 0.5)),
      lexical_update_chunk_100k_p95_ms: rounded(percentile(one, 0.95)),
      lexical_update_document_100k_p50_ms: rounded(percentile(document, 0.5)),
      lexical_update_document_100k_p95_ms: rounded(percentile(document, 0.95)),
    };
  },
};

function openAll(folder: string): LexicalSegment[] {
  return Array.from({ length: DEFAULT_SHARD_COUNT }, (_, k) =>
    LexicalSegment.fromBytes(fs.readFileSync(fileOf(folder, k))),
  );
}

function fileOf(folder: string, shard: number): string {
  return path.join(folder, `${shard}.lex`);
}
