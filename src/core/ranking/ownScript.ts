/**
 * Questions in Hangul to passages in Hangul, and alike in the other scripts whose words are pairs of letters in the
 * index (Chinese, Japanese, Thai). The embedded model reads code and English, and Korean only as far as strings of
 * interfaces taught it: where the corpus answers in the words of such a question, words decide, and where it answers in
 * English, vectors count as ever. Pure arithmetic.
 */
import type { Concept } from '../lexical/bm25';
import type { Weights } from './weights';

/** From this share of its pairs in one passage on, a question is answered by words alone. */
const WORDS_ALONE = 0.5;
/** From this share on, what was found has to do with the question: 97 % of those that are answered, 10 % of others. */
const RELEVANT_SHARE = 0.4;

/**
 * How much of a question's pairs of letters a passage has, 0..1; 0 for questions without any. `matched`: bit i for
 * concept i, as in `LexicalScores`.
 */
export function pairShare(concepts: readonly Concept[], matched: number): number {
  let all = 0;
  let found = 0;
  concepts.slice(0, 31).forEach(({ role }, i) => {
    if (role !== 'pair') return;
    all++;
    if (matched & (1 << i)) found++;
  });
  return all === 0 ? 0 : found / all;
}

/** `share`: what the passage that is best by words has of the question's pairs of letters. */
export function weightsByScript(weights: Weights, share: number): Weights {
  if (share === 0) return weights;
  const left = Math.max(0, 1 - share / WORDS_ALONE);
  const { dense, fileDense, fileTopic } = weights;
  return { ...weights, dense: left * dense, fileDense: left * fileDense, fileTopic: left * fileTopic };
}

/** Scores of words alone lie below those that `RELEVANT_SCORE` was measured on. */
export function isRelevantByPairs(share: number): boolean {
  return share >= RELEVANT_SHARE;
}
