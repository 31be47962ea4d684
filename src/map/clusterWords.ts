/**
 * Words that tell a cluster of passages from all others, out of what passages are called: paths, symbols, headings. A
 * word counts once for a passage; it weighs by how much commoner it is in the cluster than outside, times how common it
 * is there (the idea of tf-idf, with the cluster as the document). Words of one stem are one, shown as they are written
 * most.
 */
import { STOP_WORDS } from '../core/query/stopWords';
import type { ChunkRecord } from '../core/snapshot';
import { stem } from '../core/text/stem';
import { readWords } from '../core/text/words';

const WORDS = 4;
/** Says nothing in any cluster: parts of names that every project has. */
const LEAST_LETTERS = 3;
/** A word must be this many times as common in the cluster as outside. */
const LEAST_RATIO = 1.5;

/** The words of each cluster, the most telling first; none where all passages are called alike. */
export function clusterWords(
  chunks: readonly Pick<ChunkRecord, 'path' | 'symbol' | 'definitions'>[],
  clusterOf: Int32Array,
  sizes: readonly number[],
): string[][] {
  const inAll = new Map<string, number>();
  const inCluster = sizes.map(() => new Map<string, number>());
  const spellings = new Map<string, Map<string, number>>();
  for (const [i, chunk] of chunks.entries()) {
    const own = inCluster[clusterOf[i]!]!;
    for (const [term, word] of wordsOf(chunk)) {
      inAll.set(term, (inAll.get(term) ?? 0) + 1);
      own.set(term, (own.get(term) ?? 0) + 1);
      const spelt = spellings.get(term) ?? new Map<string, number>();
      spellings.set(term, spelt.set(word, (spelt.get(word) ?? 0) + 1));
    }
  }
  return inCluster.map((own, cluster) => {
    const size = sizes[cluster]!;
    const rest = chunks.length - size;
    const scored = [...own]
      .map(([term, within]) => {
        const inside = within / size;
        const outside = (inAll.get(term)! - within + 0.5) / (rest + 1);
        return { term, ratio: inside / outside, score: inside * Math.log(inside / outside) };
      })
      .filter(({ term, ratio }) => ratio >= LEAST_RATIO && own.get(term)! >= Math.min(2, size));
    const best = scored.sort((a, b) => b.score - a.score || (a.term < b.term ? -1 : 1)).slice(0, WORDS);
    return best.map(({ term }) => commonest(spellings.get(term)!));
  });
}

/** Stem and spelling of each word, each stem once. */
function wordsOf({
  path,
  symbol,
  definitions,
}: Pick<ChunkRecord, 'path' | 'symbol' | 'definitions'>): Map<string, string> {
  const dot = path.lastIndexOf('.');
  const name = dot > path.lastIndexOf('/') + 1 ? path.slice(0, dot) : path;
  const found = new Map<string, string>();
  for (const { parts } of readWords([name, symbol, ...definitions].join(' '))) {
    for (const part of parts) {
      const isWord = part.length >= LEAST_LETTERS || /[가-힣]{2}/.test(part);
      if (isWord && !/^\d+$/.test(part) && !STOP_WORDS.has(part)) found.set(stem(part), part);
    }
  }
  return found;
}

function commonest(spellings: ReadonlyMap<string, number>): string {
  return [...spellings].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))[0]![0];
}
