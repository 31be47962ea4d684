/**
 * The semantic map, and what its page and the extension say to each other; both validate what they receive. A point is
 * a passage by its place in the columns of the map.
 */
import * as v from 'valibot';
import type { Announcements, Message } from './announcements';

const numbers = v.array(v.number());

/** The workspace as a map: columns with one entry per passage, since there are thousands. */
export const MapSchema = v.object({
  /** Passages of the index; more than the map shows where it shows an even part of them. */
  total: v.number(),
  documents: v.array(v.object({ corpusId: v.string(), path: v.string(), language: v.string() })),
  /** Indices into `documents`. */
  document: numbers,
  startLine: numbers,
  endLine: numbers,
  symbol: v.array(v.string()),
  /** 0 to 65,535. */
  x: numbers,
  y: numbers,
  /** Indices into `clusters`. */
  cluster: numbers,
  /** The largest first; each with the words that tell it from the others. */
  clusters: v.array(v.object({ words: v.array(v.string()), passages: v.number() })),
});
export type WorkspaceMap = v.InferOutput<typeof MapSchema>;

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

/** To the page. */
export const toMap = {
  /** Instead of the map: how far it is, or why there is none. `share` absent: it does not go on. */
  waiting: v.object({ text: v.string(), share: v.optional(v.number()) }),
  /** `folders`: the name of each workspace folder, where several are open. */
  map: v.object({ map: MapSchema, folders: v.record(v.string(), v.string()), texts: TextsSchema }),
  /** The index has changed since the map was made, or no longer differs. */
  stale: v.object({ isStale: v.boolean() }),
  /** The results of the search that the view shows. */
  lit: v.object({ lit: v.optional(LitSchema) }),
  /** Of the point that was asked for. */
  preview: v.object({ point: v.number(), code: v.string() }),
} satisfies Announcements;
export type ToMap = Message<typeof toMap>;

const point = v.pipe(v.number(), v.integer(), v.minValue(0));

/** From the page. */
export const fromMap = {
  ready: v.object({}),
  preview: v.object({ point }),
  open: v.object({ point, beside: v.boolean() }),
  /** Compute it anew from the index as it is. */
  update: v.object({}),
} satisfies Announcements;
export type FromMap = Message<typeof fromMap>;
