/**
 * Questions, their results and the passages of documents, as client and engine exchange them. Lines are 0-based; the
 * CLI and the views add one.
 */
import * as v from 'valibot';

/** 0-based. */
export const line = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Each list: any of them. */
const FiltersSchema = v.object({
  /** Ids or other names. */
  languages: v.optional(v.array(v.string())),
  /** Parts of a path, or globs. */
  paths: v.optional(v.array(v.string())),
  notPaths: v.optional(v.array(v.string())),
  kinds: v.optional(v.array(v.string())),
  /** Parts of a symbol. */
  symbols: v.optional(v.array(v.string())),
  /** true: tests only; false: no tests. */
  isTest: v.optional(v.boolean()),
  /** Exact texts that must occur, all of them, case ignored. */
  phrases: v.optional(v.array(v.string())),
});

export const SearchSchema = v.object({
  query: v.string(),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  /**
   * `fast`: BM25 and the embedded model only, for results while typing; `full`: also the deep model where it is there.
   */
  depth: v.picklist(['fast', 'full']),
  /** The last word may be the beginning of one; absent: it is whole. */
  isTyping: v.optional(v.boolean()),
  /** Only these documents (refine, "in this file"); absent: all. */
  within: v.optional(v.array(v.object({ corpusId: v.string(), path: v.string() }))),
  /** Beside those that the question holds, as in the query language; the question may then be any text. */
  filters: v.optional(FiltersSchema),
});
export type SearchParams = v.InferOutput<typeof SearchSchema>;

export const SimilarSchema = v.object({
  corpusId: v.string(),
  path: v.string(),
  /** Absent: the whole file. `endLine` absent: the definition around `startLine`. */
  startLine: v.optional(line),
  endLine: v.optional(line),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  /** `fast`: by the embedded model alone, for counts in passing; absent: `full`. */
  depth: v.optional(v.picklist(['fast', 'full'])),
});
export type SimilarParams = v.InferOutput<typeof SimilarSchema>;

/** The lines of a passage that answer, and the symbol that they belong to ('' for none). */
const FocusSchema = v.object({ startLine: line, endLine: line, symbol: v.string() });

const ResultSchema = v.object({
  corpusId: v.string(),
  path: v.string(),
  startLine: line,
  endLine: line,
  symbol: v.string(),
  kind: v.string(),
  language: v.string(),
  score: v.number(),
  reasons: v.array(v.object({ name: v.string(), value: v.number(), detail: v.optional(v.string()) })),
  /** Where the passage answers: what is opened, shown and cited. */
  focus: FocusSchema,
  /** The lines of the focus as a person reads them, at most eight: of a notebook the cell's code. */
  excerpt: v.string(),
  /** The passage's lines as the file has them now; '' when the file has gone since. */
  preview: v.string(),
});
export type SearchResult = v.InferOutput<typeof ResultSchema>;

const HintSchema = v.object({
  code: v.picklist(['readAsText', 'phraseAsText', 'matchesNothing', 'respelled']),
  /** As typed. */
  value: v.string(),
  /** Of `respelled`: the word that was looked for instead. */
  detail: v.optional(v.string()),
});
export type SearchHint = v.InferOutput<typeof HintSchema>;

export const SearchResponseSchema = v.object({
  query: v.string(),
  tier: v.picklist(['lexical', 'embedded', 'deep']),
  tookMs: v.number(),
  /** false: nothing relevant was found, and the results are only the nearest there is. */
  isRelevant: v.boolean(),
  results: v.array(ResultSchema),
  /** How the question was read, where that is not as it may have been meant (`QueryHint` of the query language). */
  hints: v.optional(v.array(HintSchema)),
  /**
   * Of a quoted phrase or a regular expression: how often it stands in the passages that pass the filters, all of them
   * counted, whether they are among the results or not.
   */
  exact: v.optional(v.object({ matches: v.number(), passages: v.number(), files: v.number() })),
  /** Absent where no deep model was asked. */
  deep: v.optional(
    v.object({
      /** Their ids, the preferred one first. */
      models: v.array(v.string()),
      passages: v.number(),
      /** How many of the passages have a deep vector. */
      covered: v.number(),
      /** Results that would not be among them without the deep models. */
      brought: v.number(),
    }),
  ),
  /** Of `similar`: the lines that were compared; absent when it was a whole file. */
  passage: v.optional(v.object({ startLine: line, endLine: line })),
});
export type SearchResponse = v.InferOutput<typeof SearchResponseSchema>;

export const PassagesOfSchema = v.object({ corpusId: v.string(), path: v.string() });
export type PassagesOfParams = v.InferOutput<typeof PassagesOfSchema>;

/** What the index holds of one document, in its order; empty when it holds nothing. */
export const PassagesSchema = v.array(
  v.object({ startLine: line, endLine: line, symbol: v.string(), kind: v.string() }),
);
export type DocumentPassage = v.InferOutput<typeof PassagesSchema>[number];

export const PassageTextSchema = v.object({ corpusId: v.string(), path: v.string(), startLine: line, endLine: line });
export type PassageTextParams = v.InferOutput<typeof PassageTextSchema>;

/** `text` absent: the document is as on disk again. */
export const UnsavedSchema = v.object({ corpusId: v.string(), path: v.string(), text: v.optional(v.string()) });
export type UnsavedParams = v.InferOutput<typeof UnsavedSchema>;
