/**
 * Chooses the chunks that are worth scoring in full: the best by words and the best by vectors (`dense.ts`), over all
 * segments together.
 */
import type { ChunkRef } from '../snapshot';
import { createTopK } from '../vectors/topK';
import type { ChunkMask } from './filterMask';

/** Candidates from each source; more change nothing measurable. */
export const CANDIDATES = 100;

export function chooseCandidates(
  words: readonly Float32Array[],
  byVector: readonly ChunkRef[],
  allowed: ChunkMask | undefined,
): ChunkRef[] {
  // A document that shares no word with the question must not take part by words: its place among the others means
  // nothing.
  return withoutRepeats([...bestByWords(words, allowed), ...byVector]);
}

/** Each chunk once, where it comes first. */
export function withoutRepeats(refs: readonly ChunkRef[]): ChunkRef[] {
  const seen = new Set<string>();
  return refs.filter(({ segment, ordinal }) => {
    const key = `${segment}/${ordinal}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

function bestByWords(scores: readonly Float32Array[], allowed: ChunkMask | undefined): ChunkRef[] {
  const top = createTopK(CANDIDATES, 0);
  const bases: number[] = [];
  let base = 0;
  scores.forEach((all, segment) => {
    bases.push(base);
    top.offer(all, base, allowed?.[segment]);
    base += all.length;
  });
  return top.take().map(({ index }) => {
    let segment = bases.length - 1;
    while (bases[segment]! > index) segment--;
    return { segment, ordinal: index - bases[segment]! };
  });
}
