/** Which points of the map the results of a search are. No DOM. */
import type { Lit, WorkspaceMap } from '../../protocol/map';

/**
 * A result is the point whose lines are nearest to its own: the map may show every second passage, and the pieces of
 * one definition may be one result. A result of a file that is not on the map has none.
 */
export function litPoints(map: WorkspaceMap, passages: Lit['passages']): number[] {
  const pointsOf = new Map<string, number[]>();
  for (const [point, document] of map.document.entries()) {
    const key = keyOf(map.documents[document]!);
    const points = pointsOf.get(key);
    if (points) points.push(point);
    else pointsOf.set(key, [point]);
  }
  const lit = passages.flatMap((passage) => {
    const points = pointsOf.get(keyOf(passage)) ?? [];
    const gap = (point: number) =>
      Math.max(0, map.startLine[point]! - passage.endLine, passage.startLine - map.endLine[point]!) +
      Math.abs(map.startLine[point]! - passage.startLine) / 1e6;
    return points.length > 0 ? [points.reduce((a, b) => (gap(b) < gap(a) ? b : a))] : [];
  });
  return [...new Set(lit)];
}

const keyOf = ({ corpusId, path }: { corpusId: string; path: string }) => `${corpusId}\n${path}`;
