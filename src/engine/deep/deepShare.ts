/** What the deep models had to do with an answer: how much they have seen, and which results they brought. */
import type { Hit } from '../../core/ranking/hit';
import type { Snapshot } from '../../core/snapshot';
import type { SearchResponse } from '../../protocol/engine';
import type { DeepQuestion } from './deepModel';

/** `first`: the results without the deep models, as many as `hits` has at most. */
export function deepShare(
  { segments }: Snapshot,
  question: DeepQuestion,
  first: readonly Hit[],
  hits: readonly Hit[],
): NonNullable<SearchResponse['deep']> {
  const evidence = question.evidence();
  let passages = 0;
  let covered = 0;
  for (const segment of segments) {
    const cosines = evidence.map((model) => model.cosinesOf(segment));
    passages += segment.chunks.length;
    for (let ordinal = 0; ordinal < segment.chunks.length; ordinal++)
      if (cosines.some((values) => values[ordinal]! > Number.NEGATIVE_INFINITY)) covered++;
  }
  const keyOf = ({ ref }: Hit) => `${ref.segment}/${ref.ordinal}`;
  const known = new Set(first.map(keyOf));
  return { models: question.models, passages, covered, brought: hits.filter((hit) => !known.has(keyOf(hit))).length };
}
