/**
 * The nearest chunks to a passage, elsewhere. By vectors alone: kin shares meaning and shape, not the words of a question.
 * The passage itself and everything that overlaps it is left out; copies elsewhere stay, they are what is looked for.
 */
import type { ChunkRecord, ChunkRef, Snapshot } from '../segment';
import { dot, similarities } from '../vectors/similarity';
import { topK } from '../vectors/topK';
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
    const scores = similarities(segment.vectors, segment.dims, vector);
    segment.chunks.forEach((chunk, ordinal) => {
      const isItself =
        segment.corpusId === options.corpusId &&
        chunk.path === options.path &&
        chunk.startLine <= options.endLine &&
        chunk.endLine >= options.startLine;
      if (isItself || (accepts && !accepts({ segment: s, ordinal }, chunk))) scores[ordinal] = 0;
    });
    for (const ordinal of topK(scores, limit * 2, LEAST_SIMILARITY)) {
      const chunk = segment.chunks[ordinal]!;
      const deepVector = deep?.vectorOf(chunk.contentHash);
      const score = deepVector ? dot(deepVector, deep!.queryVector) : scores[ordinal]!;
      const name = deepVector ? 'deepMeaning' : 'meaning';
      hits.push({ ref: { segment: s, ordinal }, chunk, score, reasons: [{ name, value: score }] });
    }
  });
  return diversify(hits.sort(compareHits), limit, SAME_FILE);
}
