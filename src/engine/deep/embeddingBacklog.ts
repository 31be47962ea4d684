/**
 * What is left to embed in the background, and in which order: what the user works on, then what was changed last.
 * Pure; embeds nothing.
 */
import type { DeepCandidate, DeepCorpus } from './deepCorpus';

export interface EmbeddingBacklog {
  /** What the user works on, the most wanted last. */
  fresh: DeepCandidate[];
  /** Everything else, the document changed last at the end. */
  rest: DeepCandidate[];
  counts: Map<string, { done: number; total: number }>;
}

/** `fresh`: documents, the most wanted first. Chunks of the same text count and come once. */
export function embeddingBacklog(
  corpora: ReadonlyMap<string, Pick<DeepCorpus, 'cache' | 'chunks' | 'modifiedMs'>>,
  fresh: readonly { corpusId: string; path: string }[],
): EmbeddingBacklog {
  const rankOf = new Map(fresh.map(({ corpusId, path }, rank) => [key(corpusId, path), rank] as const).reverse());
  const wanted: { rank: number; candidate: DeepCandidate }[] = [];
  const rest: { modifiedMs: number; candidate: DeepCandidate }[] = [];
  const counts: EmbeddingBacklog['counts'] = new Map();
  for (const [corpusId, { cache, chunks, modifiedMs }] of corpora) {
    const seen = new Set<string>();
    let total = 0;
    let missing = 0;
    for (const chunk of chunks()) {
      total++;
      if (cache.has(chunk.contentHash) || seen.has(chunk.contentHash)) continue;
      seen.add(chunk.contentHash);
      missing++;
      const rank = rankOf.get(key(corpusId, chunk.path));
      const candidate = { chunk, corpusId };
      if (rank === undefined) rest.push({ modifiedMs: modifiedMs(chunk.path), candidate });
      else wanted.push({ rank, candidate });
    }
    counts.set(corpusId, { done: total - missing, total });
  }
  const byRank = wanted.sort((a, b) => a.rank - b.rank).reverse();
  const byTime = rest.sort((a, b) => b.modifiedMs - a.modifiedMs).reverse();
  return { fresh: byRank.map(({ candidate }) => candidate), rest: byTime.map(({ candidate }) => candidate), counts };
}

function key(corpusId: string, path: string): string {
  return `${corpusId}\n${path}`;
}
