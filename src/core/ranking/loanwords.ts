/** Finds by sound what Korean spellings of English words stand for, in the names that the snapshot itself uses. */

import type { Concept } from '../lexical/bm25';
import { memoize } from '../memo';
import { conceptOfLoanword } from '../query/concepts';
import { type LoanwordIndex, loanwordIndex, lookUpLoanword } from '../query/korean/expansion';
import type { Segment, Snapshot } from '../snapshot';
import { partsOf } from '../text/words';

const MAX_WORDS = 3;

export function loanwordConcepts({ segments }: Snapshot, loanwords: readonly string[]): Concept[] {
  const concepts: Concept[] = [];
  for (const hangul of loanwords) {
    const english = new Set(
      segments.flatMap((segment) => lookUpLoanword(hangul, indexOf(segment)).slice(0, MAX_WORDS)),
    );
    if (english.size > 0) concepts.push(conceptOfLoanword(hangul, [...english].slice(0, MAX_WORDS)));
  }
  return concepts;
}

/** Made when a question first needs it. */
const indexOf = memoize(({ chunks }: Segment): LoanwordIndex => {
  const words = new Set<string>();
  for (const { path, symbol, definitions, signature } of chunks)
    for (const part of partsOf(`${path} ${symbol} ${definitions.join(' ')} ${signature}`)) words.add(part);
  return loanwordIndex(words);
});
