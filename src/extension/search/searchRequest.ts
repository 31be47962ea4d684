/**
 * What a search asks: a question, or a passage to which similar ones are wanted. Kept in VS Code's storage for pins and
 * restarts, so it is checked when it comes back.
 */
import * as v from 'valibot';
import type { Store } from './recentQueries';

const LAST_KEY = 'lastSearch';

const line = v.pipe(v.number(), v.integer(), v.minValue(0));
const PlaceSchema = v.object({ corpusId: v.string(), path: v.string() });

const SearchRequestSchema = v.variant('kind', [
  v.object({
    kind: v.literal('search'),
    query: v.string(),
    /** Only these documents: the files of the results before. */
    within: v.optional(v.array(PlaceSchema)),
  }),
  v.object({
    kind: v.literal('similar'),
    corpusId: v.string(),
    path: v.string(),
    startLine: v.optional(line),
    endLine: v.optional(line),
    /** What people call the passage. */
    label: v.string(),
  }),
]);
export type SearchRequest = v.InferOutput<typeof SearchRequestSchema>;

export function readSearchRequest(stored: unknown): SearchRequest | undefined {
  const parsed = v.safeParse(SearchRequestSchema, stored);
  return parsed.success ? parsed.output : undefined;
}

export function readSearchRequests(stored: unknown): SearchRequest[] {
  return Array.isArray(stored) ? stored.flatMap((each) => readSearchRequest(each) ?? []) : [];
}

/** What was asked last in this workspace, for the next time its window opens. */
export function rememberRequest(store: Store, request: SearchRequest | undefined): void {
  void store.update(LAST_KEY, request);
}

export function lastRequest(store: Store): SearchRequest | undefined {
  return readSearchRequest(store.get<unknown>(LAST_KEY));
}

/** Two requests with the same key ask the same. */
export function requestKey(request: SearchRequest): string {
  return JSON.stringify(
    request.kind === 'search'
      ? [request.query.trim(), request.within ?? null]
      : [request.corpusId, request.path, request.startLine ?? null, request.endLine ?? null],
  );
}
