/** Asks the questions of a set and adds up what comes back. Pure: how to search is the caller's. */
import type { Hit } from '../core/ranking/hit';
import { bootstrapMean, type Interval } from './bootstrap';
import { type EvaluationMode, MEASURES, type Measures, measure, type RankedRange } from './metrics';
import type { Question } from './setFormats';

export interface Outcome {
  question: Question;
  measures: Measures;
}

export interface Summary {
  questions: number;
  measures: Record<keyof Measures, Interval>;
}

export interface EvaluationReport {
  /** The mean over corpora of each corpus' mean, so that a large set of questions does not outweigh a small one. */
  headline: Measures;
  all: Summary;
  byCorpus: Record<string, Summary>;
  byCategory: Record<string, Summary>;
  byLanguage: Record<string, Summary>;
}

/** `search` returns the best results first; ten are enough. */
export async function evaluate(
  questions: readonly Question[],
  search: (question: Question) => Promise<readonly RankedRange[]> | readonly RankedRange[],
  mode: EvaluationMode = 'chunks',
): Promise<{ outcomes: Outcome[]; report: EvaluationReport }> {
  const outcomes: Outcome[] = [];
  for (const question of questions)
    outcomes.push({ question, measures: measure(await search(question), question.targets, mode) });
  return { outcomes, report: report(outcomes) };
}

export function rangeOf({ chunk, startLine, endLine }: Hit): RankedRange {
  return { path: chunk.path, startLine, endLine };
}

export function report(outcomes: readonly Outcome[]): EvaluationReport {
  const byCorpus = summariesBy(outcomes, ({ corpus }) => corpus);
  const corpora = Object.values(byCorpus);
  return {
    headline: forEachMeasure(
      (name) => corpora.reduce((sum, each) => sum + each.measures[name].mean, 0) / Math.max(1, corpora.length),
    ),
    all: summarize(outcomes),
    byCorpus,
    byCategory: summariesBy(outcomes, ({ category }) => category),
    byLanguage: summariesBy(outcomes, ({ language }) => language),
  };
}

function summariesBy(outcomes: readonly Outcome[], keyOf: (question: Question) => string): Record<string, Summary> {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const key = keyOf(outcome.question);
    if (key === '') continue;
    const group = groups.get(key);
    if (group) group.push(outcome);
    else groups.set(key, [outcome]);
  }
  return Object.fromEntries([...groups].map(([key, group]) => [key, summarize(group)]));
}

function summarize(outcomes: readonly Outcome[]): Summary {
  return {
    questions: outcomes.length,
    measures: forEachMeasure((name) => bootstrapMean(outcomes.map(({ measures }) => measures[name]))),
  };
}

function forEachMeasure<T>(compute: (name: keyof Measures) => T): Record<keyof Measures, T> {
  return Object.fromEntries(MEASURES.map((name) => [name, compute(name)])) as Record<keyof Measures, T>;
}
