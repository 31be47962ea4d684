/**
 * What the search box and the extension say to each other. Both sides validate what they receive: a message that does
 * not fit is dropped. The webview knows no language of its own; every text it shows comes in these messages or in the
 * page it was given.
 */
import * as v from 'valibot';
import type { Announcements, Message } from './announcements';

/**
 * Longest question that leaves the box: the engine refuses longer ones, and pasting a whole file must not freeze the
 * view.
 */
export const QUERY_LIMIT = 10_000;

/** `within`: only the files of the results before; there only while that is so. */
const ChipIdSchema = v.picklist(['language', 'path', 'kind', 'tests', 'open', 'within']);
export type ChipId = v.InferOutput<typeof ChipIdSchema>;

/** A filter of the question as a button. */
const ChipSchema = v.object({
  id: ChipIdSchema,
  label: v.string(),
  /** Shown on hover and read after the label. */
  detail: v.string(),
  isOn: v.boolean(),
});
export type Chip = v.InferOutput<typeof ChipSchema>;

const BoxStateSchema = v.object({
  /** What was found: "12 passages in 5 files"; '' before the first search. */
  outcome: v.string(),
  /** How far the index is: "1,204 documents, deep 38 %". */
  coverage: v.string(),
  /** Longer words for both lines, shown on hover. */
  coverageDetail: v.string(),
  /** A search is running. */
  searching: v.boolean(),
  /** Share of documents indexed while indexing runs, 0 to 1; absent otherwise. */
  indexed: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  tone: v.picklist(['plain', 'problem']),
  chips: v.array(ChipSchema),
});
export type BoxState = v.InferOutput<typeof BoxStateSchema>;

const query = v.pipe(v.string(), v.maxLength(QUERY_LIMIT));
const none = v.object({});

/** To the page. */
export const toBox = {
  state: v.object({ state: BoxStateSchema }),
  /** The answer to `ready`: the question that is asked, '' for none. Older than all that was typed in the page. */
  restored: v.object({ query: v.string() }),
  /** A question that was asked elsewhere, by the palette or a chip; '' for one without words, Find Similar. */
  query: v.object({ query: v.string() }),
  history: v.object({ queries: v.array(v.string()) }),
  focus: v.object({ select: v.boolean() }),
} satisfies Announcements;
export type ToBox = Message<typeof toBox>;

/** From the page. */
export const fromBox = {
  /** The page listens. `query`: what its box read before a reload, '' where nothing was kept. */
  ready: v.object({ query }),
  /** `commit`: Enter was pressed, so the question belongs into the history. */
  search: v.object({ query, commit: v.boolean() }),
  clear: none,
  /** A chip was pressed while the box held this. */
  chip: v.object({ id: ChipIdSchema, query }),
  /** Arrow down past the history, or Ctrl+Down: the keyboard moves to the results. */
  focusResults: none,
  menu: none,
} satisfies Announcements;
export type FromBox = Message<typeof fromBox>;
