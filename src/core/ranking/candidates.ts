/** Chooses the chunks that are worth scoring in full: the best by words and the best by vectors (`meaning.ts`), over all segments together. */
import type { ChunkRef } from '../segment';
import { createTopK } from '../vectors/topK';

/** Candidates from each source; more change nothing measurable. */
export const CANDIDATES = 100;

export function chooseCandidates(
  words: readonly Float32Array[],
  byMeaning: readonly ChunkRef[],
  accepts: ((ref: ChunkRef) => boolean) | undefined,
): ChunkRef[] {
  // A document that shares no word with the question must not take part by words: its place among the others means nothing.
  const chosen = [...bestByWords(words, accepts), ...byMeaning];
  const seen = new Set<string>();
  return chosen.filter(({ segment, ordinal }) => {
    const key = `${segment}/${ordinal}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** All chunks that pass, in order, for a query that only filters. */
export function listAccepted(
  chunkCounts: readonly number[],
  limit: number,
  accepts: (ref: ChunkRef) => boolean,
): ChunkRef[] {
  const listed: ChunkRef[] = [];
  for (let segment = 0; segment < chunkCounts.length; segment++) {
    for (let ordinal = 0; ordinal < chunkCounts[segment]!; ordinal++) {
      if (listed.length === limit) return listed;
      if (accepts({ segment, ordinal })) listed.push({ segment, ordinal });
    }
  }
  return listed;
}

function bestByWords(scores: readonly Float32Array[], accepts: ((ref: ChunkRef) => boolean) | undefined): ChunkRef[] {
  const top = createTopK(CANDIDATES, 0);
  const bases: number[] = [];
  let base = 0;
  scores.forEach((all, segment) => {
    bases.push(base);
    const allowed = accepts
      ? all.map((score, ordinal) => (score > 0 && accepts({ segment, ordinal }) ? score : Number.NEGATIVE_INFINITY))
      : all;
    top.offer(allowed, base);
    base += all.length;
  });
  return top.take().map(({ index }) => {
    let segment = bases.length - 1;
    while (bases[segment]! > index) segment--;
    return { segment, ordinal: index - bases[segment]! };
  });
}
