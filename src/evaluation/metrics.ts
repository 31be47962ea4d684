/**
 * Measures of one ranked list against the right answers. Relevance is binary; ranks are 1-based, and `Infinity` stands
 * for not found.
 */

/** What a question should find: a whole document, or lines of it (0-based, both inclusive). */
export interface Target {
  path: string;
  startLine?: number;
  endLine?: number;
}

export interface RankedRange {
  path: string;
  startLine: number;
  endLine: number;
}

export interface Measures {
  /** nDCG over the first ten (Järvelin and Kekäläinen, 2002). */
  ndcg10: number;
  /** One over the rank of the first right answer within ten. */
  mrr10: number;
  /** Share of the targets within ten. */
  recall10: number;
  /** Whether the first result is right. */
  hit1: number;
}

export const MEASURES = ['ndcg10', 'mrr10', 'recall10', 'hit1'] as const satisfies readonly (keyof Measures)[];

/**
 * `chunks`: each result takes a rank, so several of one file use up several. `files`: only the first of each file
 * counts.
 */
export type EvaluationMode = 'chunks' | 'files';

const DEPTH = 10;

export function measure(results: readonly RankedRange[], targets: readonly Target[], mode: EvaluationMode): Measures {
  const ranked =
    mode === 'chunks'
      ? results
      : results.filter((each, i) => results.findIndex((other) => other.path === each.path) === i);
  const ranks = targets.map((target) => rankOf(ranked, target, mode));
  const first = Math.min(...ranks);
  return {
    ndcg10: ndcg(ranks),
    mrr10: first <= DEPTH ? 1 / first : 0,
    recall10: ranks.filter((rank) => rank <= DEPTH).length / targets.length,
    hit1: first === 1 ? 1 : 0,
  };
}

export function meanMeasures(all: readonly Measures[]): Measures {
  const mean = (name: keyof Measures) => all.reduce((sum, each) => sum + each[name], 0) / Math.max(1, all.length);
  return { ndcg10: mean('ndcg10'), mrr10: mean('mrr10'), recall10: mean('recall10'), hit1: mean('hit1') };
}

/** The rank of the first result that hits the target. */
export function rankOf(results: readonly RankedRange[], target: Target, mode: EvaluationMode): number {
  const index = results.findIndex((result) => isHit(result, target, mode));
  return index < 0 ? Number.POSITIVE_INFINITY : index + 1;
}

function isHit(result: RankedRange, target: Target, mode: EvaluationMode): boolean {
  if (result.path !== target.path) return false;
  if (mode === 'files' || target.startLine === undefined) return true;
  return result.startLine <= (target.endLine ?? target.startLine) && result.endLine >= target.startLine;
}

/**
 * Targets that one result hits together (a place and the wider one around it) are one answer: it is paid once, and the
 * ideal list has it once.
 */
function ndcg(ranks: readonly number[]): number {
  const found = [...new Set(ranks.filter(Number.isFinite))];
  const answers = found.length + ranks.filter((rank) => !Number.isFinite(rank)).length;
  return gain(found) / gain(Array.from({ length: answers }, (_, i) => i + 1));
}

function gain(ranks: readonly number[]): number {
  let sum = 0;
  for (const rank of ranks) if (rank <= DEPTH) sum += 1 / Math.log2(rank + 1);
  return sum;
}
