/**
 * Pieces of one definition, or of one section, that stand next to each other and are both good become one result: a
 * person reads the whole. The result keeps the score and the reasons of its best piece, and has the lines of its pieces
 * together.
 */
import type { Hit } from './hit';

/** `hits` and what comes back: best first. `share`: how much of the better piece's score the other must have. */
export function adjacentMerged(hits: readonly Hit[], share: number): Hit[] {
  const merged: Hit[] = [];
  const byDefinition = new Map<string, Hit[]>();
  for (const hit of hits) {
    const { ref, chunk, score } = hit;
    const key = `${ref.segment}/${chunk.path}/${chunk.symbol}`;
    const pieces = byDefinition.get(key) ?? [];
    const better = chunk.symbol !== '' && pieces.find((each) => touch(each, hit) && score >= each.score * share);
    if (better) {
      better.startLine = Math.min(better.startLine, hit.startLine);
      better.endLine = Math.max(better.endLine, hit.endLine);
      continue;
    }
    const piece = { ...hit };
    merged.push(piece);
    byDefinition.set(key, [...pieces, piece]);
  }
  return merged;
}

function touch(a: Hit, b: Hit): boolean {
  return a.startLine <= b.endLine + 1 && b.startLine <= a.endLine + 1;
}
