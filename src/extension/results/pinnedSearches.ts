/** Searches that are kept for this workspace until they are let go, the newest last. Pure over a store. */
import { type Origin, originKey, readOrigins } from './origin';
import type { Store } from './recentQueries';

export interface PinnedSearches {
  all(): Origin[];
  has(origin: Origin): boolean;
  add(origin: Origin): void;
  remove(origin: Origin): void;
}

const KEY = 'pinnedSearches';

export function createPinnedSearches(store: Store, onChange: () => void): PinnedSearches {
  const all = (): Origin[] => readOrigins(store.get<unknown>(KEY));
  const without = (origin: Origin): Origin[] => all().filter((other) => originKey(other) !== originKey(origin));
  const write = (origins: Origin[]): void => {
    void store.update(KEY, origins);
    onChange();
  };
  return {
    all,
    has: (origin) => all().some((other) => originKey(other) === originKey(origin)),
    add: (origin) => write([...without(origin), origin]),
    remove: (origin) => write(without(origin)),
  };
}
