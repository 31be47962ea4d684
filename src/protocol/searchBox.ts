/**
 * What the search box and the extension say to each other. Both sides validate what they receive: a message that does not fit is dropped.
 * The webview knows no language of its own; every text it shows comes in these messages or in the page it was given.
 */
import * as v from 'valibot';

/** Longest question that leaves the box: the engine refuses longer ones, and pasting a whole file must not freeze the view. */
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

export const ToBoxSchema = v.variant('type', [
  v.object({ type: v.literal('state'), state: BoxStateSchema }),
  /** The answer to `ready`: the question that is asked, '' for none. Older than all that was typed in the page. */
  v.object({ type: v.literal('restored'), query: v.string() }),
  /** A question that was asked elsewhere, by the palette or a chip; '' for one without words, Find Similar. */
  v.object({ type: v.literal('query'), query: v.string() }),
  v.object({ type: v.literal('history'), queries: v.array(v.string()) }),
  v.object({ type: v.literal('focus'), select: v.boolean() }),
]);
export type ToBox = v.InferOutput<typeof ToBoxSchema>;

export const FromBoxSchema = v.variant('type', [
  /** The page listens. `query`: what its box read before a reload, '' where nothing was kept. */
  v.object({ type: v.literal('ready'), query: v.pipe(v.string(), v.maxLength(QUERY_LIMIT)) }),
  /** `commit`: Enter was pressed, so the question belongs into the history. */
  v.object({ type: v.literal('search'), query: v.pipe(v.string(), v.maxLength(QUERY_LIMIT)), commit: v.boolean() }),
  v.object({ type: v.literal('clear') }),
  /** A chip was pressed while the box held this. */
  v.object({ type: v.literal('chip'), id: ChipIdSchema, query: v.pipe(v.string(), v.maxLength(QUERY_LIMIT)) }),
  /** Arrow down past the history, or Ctrl+Down: the keyboard moves to the results. */
  v.object({ type: v.literal('focusResults') }),
  v.object({ type: v.literal('menu') }),
]);
export type FromBox = v.InferOutput<typeof FromBoxSchema>;
