/** How many chunks of each language an index holds. Counted once for each segment: segments never change. */
import type { Segment } from '../core/segment';

const counted = new WeakMap<Segment, Map<string, number>>();

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

function countsOf(segment: Segment): Map<string, number> {
  let counts = counted.get(segment);
  if (!counts) {
    counts = new Map();
    for (const { language } of segment.chunks) counts.set(language, (counts.get(language) ?? 0) + 1);
    counted.set(segment, counts);
  }
  return counts;
}
