/** How many chunks of each language an index holds. Counted once for each segment: segments never change. */
import { memoize } from '../../core/memo';
import type { Segment } from '../../core/snapshot';

/** Endings and particles that stand in nearly every Korean sentence, as the analysis cuts them. */
const KOREAN_TERMS = ['니다', '하는', '한다', '에서', '으로'];
const KOREAN_SHARE = 0.1;

/** Whether more than one passage in ten has words of Korean sentences: comments or documents are written in it. */
export function isKorean(segments: readonly Segment[]): boolean {
  const chunks = segments.reduce((sum, { lexical }) => sum + lexical.chunkCount, 0);
  const commonest = KOREAN_TERMS.map((term) =>
    segments.reduce((sum, { lexical }) => sum + lexical.documentFrequency(term), 0),
  );
  return Math.max(...commonest) > chunks * KOREAN_SHARE;
}

/** The commonest language first. */
export function languagesOf(segments: readonly Segment[]): { id: string; chunks: number }[] {
  const sums = new Map<string, number>();
  for (const segment of segments) {
    for (const [id, chunks] of countsOf(segment)) sums.set(id, (sums.get(id) ?? 0) + chunks);
  }
  return [...sums]
    .map(([id, chunks]) => ({ id, chunks }))
    .sort((a, b) => b.chunks - a.chunks || (a.id < b.id ? -1 : 1));
}

const countsOf = memoize(({ chunks }: Segment): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { language } of chunks) counts.set(language, (counts.get(language) ?? 0) + 1);
  return counts;
});
