/**
 * Two runs of the same questions, pairwise: a run is what `kindred eval --json` writes. Questions that only one of them
 * has are counted, not compared.
 */
import { compareRuns, type Interval } from './bootstrap';
import type { Outcome } from './evaluate';
import { MEASURES, type Measures } from './metrics';

export interface EvaluationRun {
  settings: Record<string, unknown>;
  sets: { name: string; outcomes: Outcome[] }[];
}

export interface Comparison {
  name: string;
  questions: number;
  /** Questions of either run that the other has not. */
  unmatched: number;
  /** What the second run gains. */
  gains: Record<keyof Measures, Interval>;
  /** By nDCG@10, from the second run's side. */
  wins: number;
  losses: number;
  ties: number;
  /** Largest change of nDCG@10 first. */
  changed: { id: string; text: string; before: number; after: number }[];
}

/** @throws SyntaxError when the text is not a run. */
export function parseRun(text: string): EvaluationRun {
  const run = JSON.parse(text) as Partial<EvaluationRun> | null;
  const isRun =
    Array.isArray(run?.sets) &&
    run.sets.every(
      ({ name, outcomes }) =>
        typeof name === 'string' &&
        Array.isArray(outcomes) &&
        outcomes.every(
          (each) =>
            typeof each?.question?.id === 'string' && MEASURES.every((key) => Number.isFinite(each.measures?.[key])),
        ),
    );
  if (!isRun) throw new SyntaxError('not a run of kindred eval --json');
  return run as EvaluationRun;
}

/** One comparison per set that both runs have, in the order of the first. */
export function compare(first: EvaluationRun, second: EvaluationRun): Comparison[] {
  return first.sets.flatMap(({ name, outcomes }) => {
    const other = second.sets.find((set) => set.name === name);
    return other ? [compareSet(name, outcomes, other.outcomes)] : [];
  });
}

function compareSet(name: string, first: readonly Outcome[], second: readonly Outcome[]): Comparison {
  const byKey = new Map(second.map((outcome) => [keyOf(outcome), outcome]));
  const pairs = first.flatMap((before) => {
    const after = byKey.get(keyOf(before));
    return after ? [{ before, after }] : [];
  });
  const gainOf = (measure: keyof Measures) =>
    compareRuns(
      pairs.map(({ before }) => before.measures[measure]),
      pairs.map(({ after }) => after.measures[measure]),
    );
  const changed = pairs
    .map(({ before, after }) => ({
      id: before.question.id,
      text: before.question.text,
      before: before.measures.ndcg10,
      after: after.measures.ndcg10,
    }))
    .filter((each) => each.before !== each.after)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
  const wins = changed.filter(({ before, after }) => after > before).length;
  return {
    name,
    questions: pairs.length,
    unmatched: first.length + second.length - 2 * pairs.length,
    gains: Object.fromEntries(MEASURES.map((measure) => [measure, gainOf(measure)])) as Comparison['gains'],
    wins,
    losses: changed.length - wins,
    ties: pairs.length - changed.length,
    changed,
  };
}

function keyOf({ question: { corpus, id, text } }: Outcome): string {
  return JSON.stringify([corpus, id, text]);
}
