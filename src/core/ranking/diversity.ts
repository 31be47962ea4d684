/**
 * Orders candidates so that one file does not fill the page: what a file is worth as a whole is paid in full to its
 * best chunk alone, its other chunks keep a share of it and all that they are worth themselves, and the hit says so.
 * Scores of the result never rise from one hit to the next.
 */
import type { Hit } from './hit';
import { PARTS, SCORE_PARTS } from './parts';

/** `sameFile`: the share of its file's worth that a chunk behind a better one of the file keeps. */
export function diversify(candidates: readonly Hit[], limit: number, sameFile: number): Hit[] {
  const seen = new Set<string>();
  const hits = [...candidates].sort(compareHits).map((hit): Hit => {
    const file = `${hit.ref.segment}/${hit.chunk.path}`;
    if (!seen.has(file)) {
      seen.add(file);
      return hit;
    }
    const value = worthOfFile(hit) * (sameFile - 1);
    if (value === 0) return hit;
    return { ...hit, score: hit.score + value, reasons: [...hit.reasons, { name: 'sameFile', value }] };
  });
  return hits.sort(compareHits).slice(0, limit);
}

/** Parts that all chunks of a file share. */
const OF_FILE: ReadonlySet<string> = new Set(SCORE_PARTS.filter((name) => PARTS[name].scope === 'file'));

/** How much of the score is owed to the file, after what lowers the hit. */
function worthOfFile({ score, reasons }: Hit): number {
  let own = 0;
  let shared = 0;
  for (const { name, value } of reasons) {
    if (OF_FILE.has(name)) shared += value;
    else if (value > 0) own += value;
  }
  return shared <= 0 ? 0 : (score * shared) / (shared + own);
}

/** Better first; equals in the order of path and line, so that results do not jump. */
export function compareHits(a: Hit, b: Hit): number {
  return (
    b.score - a.score ||
    (a.chunk.path < b.chunk.path ? -1 : a.chunk.path > b.chunk.path ? 1 : a.chunk.startLine - b.chunk.startLine)
  );
}
