/**
 * The words of a question as they may occur in names of files and definitions. One object per query, so that each name
 * is judged once.
 */
import type { Concept } from '../lexical/bm25';

export interface AskedNames {
  /**
   * Whether a stemmed part of a name is a word of the question, another form of one, or a prefix of it (auth,
   * authentication).
   */
  has(term: string): boolean;
  /** How much a word says among the names of this snapshot, 0..1. */
  rarity(term: string): number;
  /** Rarities of the question's words, summed. */
  total: number;
}

/** Shorter words begin too many others. */
const SHORTEST_PREFIX = 4;

export function askedNames(concepts: readonly Concept[], rarity: (term: string) => number): AskedNames {
  const words = concepts.filter(({ role }) => role === 'word');
  const named = concepts.filter(({ role }) => role === 'word' || role === 'whole');
  const terms = new Set(named.flatMap(({ alternatives }) => alternatives.map(({ term }) => term)));
  const known = new Map<string, boolean>();
  return {
    has(term) {
      let found = known.get(term);
      if (found === undefined) {
        found = terms.has(term) || [...terms].some((each) => isPrefix(term, each) || isPrefix(each, term));
        known.set(term, found);
      }
      return found;
    },
    rarity,
    total: words.reduce((sum, { alternatives, weight }) => {
      // As rare as its most common name, as in bm25.ts; a guess at a name that nothing has would pass for the rarest
      // word of all.
      const said = alternatives.filter(({ isGuess }) => !isGuess);
      return sum + weight * Math.min(...said.map(({ term }) => rarity(term)));
    }, 0),
  };
}

function isPrefix(short: string, long: string): boolean {
  return short.length >= SHORTEST_PREFIX && long.length > short.length && long.startsWith(short);
}
