/**
 * Chooses weights by measurement alone: from a start that has seen nothing, one weight after the other is moved as long
 * as the mean over the sets gains. Deterministic. What each question's candidates are worth is collected once
 * (`collectEvidence`), so that a step is only weighing.
 */

import { type AnalyzedQuery, analyzeQuery } from '../src/core/query/analyzeQuery';
import type { CollectedEvidence } from '../src/core/ranking/evidence';
import { collectEvidence, rankCandidates } from '../src/core/ranking/rank';
import { WEIGHTS, type Weights } from '../src/core/ranking/weights';
import { rangeOf } from '../src/evaluation/evaluate';
import { measure } from '../src/evaluation/metrics';
import type { Question } from '../src/evaluation/setFormats';
import { type EvaluationSet, embedded } from './evalSets';

/** A question with all that ranking knows before it weighs. */
export interface Collection {
  set: string;
  question: Question;
  query: AnalyzedQuery;
  collected: CollectedEvidence | undefined;
}

export function collect({ name, questions, corpora }: EvaluationSet): Collection[] {
  return questions.map((question) => {
    const { snapshot, readText } = corpora.get(question.corpus)!;
    const query = analyzeQuery(question.text);
    const queryVector = embedded.embedQuery(query.embeddingText);
    return { set: name, question, query, collected: collectEvidence(snapshot, query, { queryVector, readText }) };
  });
}

/** nDCG@10 by set: the mean over corpora of each corpus' mean. */
export function score(collections: readonly Collection[], weights: Weights): Record<string, number> {
  const means = new Map<string, Map<string, { sum: number; count: number }>>();
  for (const { set, question, query, collected } of collections) {
    const hits = collected ? rankCandidates(query, collected, 10, weights) : [];
    const { ndcg10 } = measure(hits.map(rangeOf), question.targets, 'chunks');
    const corpora = means.get(set) ?? new Map<string, { sum: number; count: number }>();
    means.set(set, corpora);
    const mean = corpora.get(question.corpus) ?? { sum: 0, count: 0 };
    corpora.set(question.corpus, { sum: mean.sum + ndcg10, count: mean.count + 1 });
  }
  return Object.fromEntries(
    [...means].map(([set, corpora]) => [set, average([...corpora.values()].map(({ sum, count }) => sum / count))]),
  );
}

/** Parts that add to a score, measured by nothing but these sets. */
const ADDED = ['words', 'fileWords', 'dense', 'fileDense', 'fileTopic', 'definition', 'names', 'fileName'] as const;
/** Shares and powers between 0 and 1. */
const SHARES = [
  ...(['test', 'document', 'changelog', 'example', 'declaration', 'config'] as const),
  ...(['sameFile', 'neighbor', 'relativeWords', 'fileNameCover', 'namesCover'] as const),
];
/** All parts weigh the same and nothing is told apart; what these sets cannot see is as in the product. */
const START: Weights = {
  ...WEIGHTS,
  ...Object.fromEntries(ADDED.map((name) => [name, 0.17])),
  ...Object.fromEntries(SHARES.map((name) => [name, 0.7])),
};
/** Steps of the first round and of the second. */
const FACTORS = [2, 1.4];
const STEPS = [0.2, 0.1];
/** Less is noise. */
const LEAST_GAIN = 0.0002;

export function fitWeights(collections: readonly Collection[]): Weights {
  let weights = START;
  let best = average(Object.values(score(collections, weights)));
  FACTORS.forEach((factor, round) => {
    const moves = [
      ...ADDED.map((name) => ({
        name,
        up: (value: number) => value * factor,
        down: (value: number) => value / factor,
      })),
      ...SHARES.map((name) => ({
        name,
        up: (value: number) => Math.min(1, value + STEPS[round]!),
        down: (value: number) => Math.max(0, value - STEPS[round]!),
      })),
    ];
    for (const { name, up, down } of moves)
      for (const move of [up, down])
        for (let moved = true; moved; ) {
          const tried = { ...weights, [name]: move(weights[name]) };
          const gained = tried[name] === weights[name] ? best : average(Object.values(score(collections, tried)));
          moved = gained > best + LEAST_GAIN;
          if (moved) [weights, best] = [tried, gained];
        }
  });
  return weights;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
