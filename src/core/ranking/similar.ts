/**
 * The nearest chunks to a passage, elsewhere. By vectors alone: kin shares meaning and shape, not the words of a question.
 * The passage itself and everything that overlaps it is left out; copies elsewhere stay, they are what is looked for.
 */
import type { ChunkRecord, ChunkRef, Snapshot } from '../snapshot';
import { dot } from '../vectors/dot';
import { nearest } from '../vectors/scan';
import { compareHits, diversify } from './diversity';
import type { Hit } from './hit';
import type { DeepEvidence } from './rank';

export interface SimilarOptions {
  /** Embedded vector of the passage (`embedChunk(path, text)`). */
  vector: Float32Array;
  /** Where the passage stands. */
  corpusId: string;
  path: string;
  /** 0-based, both inclusive. */
  startLine: number;
  endLine: number;
  limit: number;
  deep?: DeepEvidence;
  accepts?: (ref: ChunkRef, chunk: ChunkRecord) => boolean;
}

/** The cosine to return at all: below it, chunks of one language look alike by their keywords. */
const LEAST_SIMILARITY = 0.2;
const SAME_FILE = 0.95;

export function similar(snapshot: Snapshot, options: SimilarOptions): Hit[] {
  const { vector, limit, deep, accepts } = options;
  const hits: Hit[] = [];
  snapshot.segments.forEach((segment, s) => {
    if (segment.dims !== vector.length) return;
    let allowed: Uint8Array | undefined;
    segment.chunks.forEach((chunk, ordinal) => {
      const isItself =
        segment.corpusId === options.corpusId &&
        chunk.path === options.path &&
        chunk.startLine <= options.endLine &&
        chunk.endLine >= options.startLine;
      if (!isItself && (!accepts || accepts({ segment: s, ordinal }, chunk))) return;
      allowed ??= new Uint8Array(segment.chunks.length).fill(1);
      allowed[ordinal] = 0;
    });
    const found = nearest([segment.vectors], vector, limit * 2, { floor: LEAST_SIMILARITY, allowed: [allowed] });
    for (const { row: ordinal, value } of found) {
      const chunk = segment.chunks[ordinal]!;
      const deepVector = deep?.vectorOf(chunk.contentHash);
      const score = deepVector ? dot(deepVector, deep!.queryVector) : value;
      const name = deepVector ? 'deepDense' : 'meaning';
      const { startLine, endLine } = chunk;
      hits.push({ ref: { segment: s, ordinal }, chunk, startLine, endLine, score, reasons: [{ name, value: score }] });
    }
  });
  return diversify(hits.sort(compareHits), limit, SAME_FILE);
}
