/** What was asked: a question, or a passage whose kin is wanted. Kept in VS Code's storage for pins and restarts, so it is checked when it comes back. */
import * as v from 'valibot';
import type { Store } from './recentQueries';

const LAST_KEY = 'lastSearch';

const line = v.pipe(v.number(), v.integer(), v.minValue(0));
const PlaceSchema = v.object({ corpusId: v.string(), path: v.string() });

const OriginSchema = v.variant('kind', [
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
export type Origin = v.InferOutput<typeof OriginSchema>;

export function readOrigin(stored: unknown): Origin | undefined {
  const parsed = v.safeParse(OriginSchema, stored);
  return parsed.success ? parsed.output : undefined;
}

export function readOrigins(stored: unknown): Origin[] {
  return Array.isArray(stored) ? stored.flatMap((each) => readOrigin(each) ?? []) : [];
}

/** What was asked last in this workspace, for the next time its window opens. */
export function rememberOrigin(store: Store, origin: Origin | undefined): void {
  void store.update(LAST_KEY, origin);
}

export function lastOrigin(store: Store): Origin | undefined {
  return readOrigin(store.get<unknown>(LAST_KEY));
}

/** Two origins with one key ask the same. */
export function originKey(origin: Origin): string {
  return JSON.stringify(
    origin.kind === 'search'
      ? [origin.query.trim(), origin.within ?? null]
      : [origin.corpusId, origin.path, origin.startLine ?? null, origin.endLine ?? null],
  );
}
