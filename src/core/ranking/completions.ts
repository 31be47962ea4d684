/**
 * What a word that is still being typed may become, among the words that the snapshot itself uses. The most frequent
 * ones are taken as further names of the word's concept; they are guesses, so that a word that is already whole keeps
 * its rarity.
 */
import type { Concept } from '../lexical/bm25';
import type { AnalyzedQuery } from '../query/analyzeQuery';
import type { Snapshot } from '../snapshot';
import { stem, stemsOfPrefix } from '../text/stem';

/** Fewer letters begin too many words. */
const SHORTEST = 3;
const MOST_COMPLETIONS = 16;
/** What a completion weighs beside a word that occurs as it is typed, and where nothing does. */
const WEIGHT_BESIDE = 0.5;
const WEIGHT_ALONE = 0.9;

export function withCompletions(
  snapshot: Snapshot,
  concepts: readonly Concept[],
  prefix: AnalyzedQuery['prefix'],
): readonly Concept[] {
  if (!prefix) return concepts;
  const { whole, part } = prefix;
  const letters = new Map([
    [whole, whole],
    [stem(part), part],
  ]);
  return concepts.map((concept) => {
    const written = letters.get(concept.alternatives[0]!.term);
    return written === undefined ? concept : completed(snapshot, concept, written);
  });
}

function completed({ segments }: Snapshot, concept: Concept, written: string): Concept {
  if (written.length < SHORTEST) return concept;
  const frequencies = new Map<string, number>();
  for (const { lexical } of segments) {
    const add = (term: string, frequency: number) => frequencies.set(term, (frequencies.get(term) ?? 0) + frequency);
    for (const { term, frequency } of lexical.termsWithPrefix(written, MOST_COMPLETIONS)) add(term, frequency);
    for (const term of stemsOfPrefix(written)) {
      const frequency = lexical.documentFrequency(term);
      if (frequency > 0) add(term, frequency);
    }
  }
  const { alternatives } = concept;
  const isThere = segments.some(({ lexical }) => lexical.documentFrequency(alternatives[0]!.term) > 0);
  for (const { term } of alternatives) frequencies.delete(term);
  const completions = [...frequencies]
    .sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1))
    .slice(0, MOST_COMPLETIONS)
    .map(([term]) => ({ term, weight: isThere ? WEIGHT_BESIDE : WEIGHT_ALONE, isGuess: true as const }));
  return completions.length > 0 ? { ...concept, alternatives: [...alternatives, ...completions] } : concept;
}
