/** How alike two passages are, in a word for a number. Pure. */
import type { SearchResult } from '../../protocol/engine';

/**
 * `nearlySame` reads as a copy, `verySimilar` does the same thing, `similar` does the like, `related` shares its
 * subject.
 */
export type Likeness = 'nearlySame' | 'verySimilar' | 'similar' | 'related';

/**
 * Least cosine of each word, the greatest first. Read off the neighbors of definitions in flask with the embedded
 * model: twins (a test that enables, one that disables) stand at 0.8, passages of one class or task between 0.6 and
 * 0.7, those of one subject below.
 */
const LEAST: readonly (readonly [Likeness, number])[] = [
  ['nearlySame', 0.9],
  ['verySimilar', 0.75],
  ['similar', 0.6],
];

export function likenessOf(similarity: number): Likeness {
  return LEAST.find(([, least]) => similarity >= least)?.[0] ?? 'related';
}

/** The cosine that Find Similar compared by, without what moved the result for the sake of variety. */
export function similarityOf({ reasons }: SearchResult): number | undefined {
  return reasons.find(({ name }) => name === 'deep' || name === 'dense')?.value;
}
