/**
 * What the map and the extension say to each other; both validate what they receive. A point is a passage by its place in the columns of the map.
 */
import * as v from 'valibot';

const numbers = v.array(v.number());

const MapSchema = v.object({
  total: v.number(),
  documents: v.array(v.object({ corpusId: v.string(), path: v.string(), language: v.string() })),
  document: numbers,
  startLine: numbers,
  endLine: numbers,
  symbol: v.array(v.string()),
  x: numbers,
  y: numbers,
  cluster: numbers,
  clusters: v.array(v.object({ words: v.array(v.string()), passages: v.number() })),
});
export type MapData = v.InferOutput<typeof MapSchema>;

/** Texts that the page completes by itself; `{0}` is a number. */
const TextsSchema = v.object({
  passages: v.string(),
  partOfPassages: v.string(),
  more: v.string(),
  others: v.string(),
  here: v.string(),
  lit: v.string(),
  noneLit: v.string(),
});
export type MapTexts = v.InferOutput<typeof TextsSchema>;

const LitSchema = v.object({
  label: v.string(),
  passages: v.array(v.object({ corpusId: v.string(), path: v.string(), startLine: v.number(), endLine: v.number() })),
});
export type Lit = v.InferOutput<typeof LitSchema>;

export const ToMapSchema = v.variant('type', [
  /** Instead of the map: how far it is, or why there is none. `share` absent: it does not go on. */
  v.object({ type: v.literal('waiting'), text: v.string(), share: v.optional(v.number()) }),
  /** `folders`: the name of each workspace folder, where several are open. */
  v.object({
    type: v.literal('map'),
    map: MapSchema,
    folders: v.record(v.string(), v.string()),
    texts: TextsSchema,
  }),
  /** The index has changed since the map was made, or no longer differs. */
  v.object({ type: v.literal('stale'), isStale: v.boolean() }),
  /** The results of the search that the view shows. */
  v.object({ type: v.literal('lit'), lit: v.optional(LitSchema) }),
  /** Of the point that was asked for. */
  v.object({ type: v.literal('preview'), point: v.number(), code: v.string() }),
]);
export type ToMap = v.InferOutput<typeof ToMapSchema>;

const point = v.pipe(v.number(), v.integer(), v.minValue(0));

export const FromMapSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('preview'), point }),
  v.object({ type: v.literal('open'), point, beside: v.boolean() }),
  /** Compute it anew from the index as it is. */
  v.object({ type: v.literal('update') }),
]);
export type FromMap = v.InferOutput<typeof FromMapSchema>;
