/** Searches that are kept for this workspace until they are let go, the newest last. Pure over a store. */

import type { Store } from './recentQueries';
import { readSearchRequests, requestKey, type SearchRequest } from './searchRequest';

export interface PinnedSearches {
  all(): SearchRequest[];
  has(request: SearchRequest): boolean;
  add(request: SearchRequest): void;
  remove(request: SearchRequest): void;
}

const KEY = 'pinnedSearches';

export function createPinnedSearches(store: Store, onChange: () => void): PinnedSearches {
  const all = (): SearchRequest[] => readSearchRequests(store.get<unknown>(KEY));
  const without = (request: SearchRequest): SearchRequest[] =>
    all().filter((other) => requestKey(other) !== requestKey(request));
  const write = (requests: SearchRequest[]): void => {
    void store.update(KEY, requests);
    onChange();
  };
  return {
    all,
    has: (request) => all().some((other) => requestKey(other) === requestKey(request)),
    add: (request) => write([...without(request), request]),
    remove: (request) => write(without(request)),
  };
}
