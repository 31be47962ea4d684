/** Questions asked before, newest first. Pure over a store, so that it works without VS Code. */

export interface Store {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): Thenable<void>;
}

export interface RecentQueries {
  all(): string[];
  add(query: string): void;
  remove(query: string): void;
}

const KEY = 'recentQueries';
/** VS Code's own search keeps 100; 50 fit a quick pick that somebody still reads. */
const LIMIT = 50;

export function createRecentQueries(store: Store, onChange: () => void): RecentQueries {
  const read = (): string[] => {
    const stored = store.get<unknown>(KEY);
    return Array.isArray(stored) ? stored.filter((query): query is string => typeof query === 'string') : [];
  };
  const write = (queries: string[]): void => {
    void store.update(KEY, queries.slice(0, LIMIT));
    onChange();
  };
  return {
    all: read,
    add(query) {
      const trimmed = query.trim();
      if (trimmed) write([trimmed, ...read().filter((other) => other !== trimmed)]);
    },
    remove: (query) => write(read().filter((other) => other !== query)),
  };
}
