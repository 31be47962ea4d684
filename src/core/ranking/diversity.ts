/**
 * Orders candidates so that one file does not fill the page: each further chunk of a file counts less than it is worth on its own, and the
 * hit says so. Scores of the result never rise from one hit to the next.
 */
import type { Hit } from './hit';

export function diversify(candidates: readonly Hit[], limit: number, sameFile: number): Hit[] {
  const byScore = [...candidates].sort(compareHits);
  const seen = new Map<string, number>();
  const hits: Hit[] = [];
  for (const hit of byScore) {
    const file = `${hit.ref.segment}/${hit.chunk.path}`;
    const before = seen.get(file) ?? 0;
    seen.set(file, before + 1);
    if (before === 0) hits.push(hit);
    else {
      const value = hit.score * (sameFile ** before - 1);
      hits.push({ ...hit, score: hit.score + value, reasons: [...hit.reasons, { name: 'sameFile', value }] });
    }
  }
  return hits.sort(compareHits).slice(0, limit);
}

/** Better first; equals in the order of path and line, so that results do not jump. */
export function compareHits(a: Hit, b: Hit): number {
  return (
    b.score - a.score ||
    (a.chunk.path < b.chunk.path ? -1 : a.chunk.path > b.chunk.path ? 1 : a.chunk.startLine - b.chunk.startLine)
  );
}
