/**
 * Clusters of duplicates as the view shows them: without the ignored ones. Pure over a store, so that it works without
 * VS Code.
 */
import type { DuplicateCluster, DuplicatePassage } from '../../protocol/engine';
import type { Store } from '../search/recentQueries';

const KEY = 'ignoredDuplicates';
/** Old ones go first: nobody ignores more by hand. */
const LIMIT = 2000;

export function ignoredKeys(store: Store): string[] {
  const stored = store.get<unknown>(KEY);
  return Array.isArray(stored) ? stored.filter((key): key is string => typeof key === 'string') : [];
}

export async function ignoreKeys(store: Store, keys: readonly string[]): Promise<void> {
  await store.update(KEY, [...new Set([...ignoredKeys(store), ...keys])].slice(-LIMIT));
}

export async function forgetIgnored(store: Store): Promise<void> {
  await store.update(KEY, undefined);
}

export function withoutIgnored(clusters: readonly DuplicateCluster[], ignored: readonly string[]): DuplicateCluster[] {
  const keys = new Set(ignored);
  return clusters.filter(({ key }) => !keys.has(key));
}

/**
 * What a passage is compared with: the one that the others of its cluster are copies of, or, for that one, the next.
 */
export function counterpart({ passages }: DuplicateCluster, passage: DuplicatePassage): DuplicatePassage {
  const center = passages.find(({ grade }) => grade === 'exact') ?? passages[0]!;
  return passage === center ? passages.find((other) => other !== center)! : center;
}
