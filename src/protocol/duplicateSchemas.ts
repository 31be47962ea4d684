/** Near-identical passages, as client and engine exchange them. Lines are 0-based. */
import * as v from 'valibot';
import { line } from './searchSchemas';

export const DuplicatesSchema = v.object({
  /** Shorter passages are no duplicates, in lines of code; absent: what the engine thinks best. */
  minLines: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1000))),
  /**
   * Only copies of what stands on these lines, looked for in the documents with the nearest passages alone; absent:
   * all.
   */
  of: v.optional(v.object({ corpusId: v.string(), path: v.string(), startLine: line, endLine: line })),
});
export type DuplicatesParams = v.InferOutput<typeof DuplicatesSchema>;

const grade = v.picklist(['exact', 'renamed', 'edited']);
const DuplicatePassageSchema = v.object({
  corpusId: v.string(),
  path: v.string(),
  startLine: line,
  endLine: line,
  symbol: v.string(),
  kind: v.string(),
  language: v.string(),
  /** Relative to the one passage of the cluster that the others are compared with. */
  grade,
  /** Share of the tokens that both have, 0 to 1. */
  similarity: v.number(),
  /** The first lines, to find the passage again after an edit. */
  preview: v.string(),
});
export type DuplicatePassage = v.InferOutput<typeof DuplicatePassageSchema>;

const DuplicateClusterSchema = v.object({
  /** Of the contents alone: the same wherever the passages stand, another when one of them changes. */
  key: v.string(),
  /** The weakest of its passages' grades. */
  grade,
  savedLines: v.number(),
  passages: v.array(DuplicatePassageSchema),
});
export type DuplicateCluster = v.InferOutput<typeof DuplicateClusterSchema>;

export const DuplicatesResponseSchema = v.object({
  /** Documents that were compared. */
  documents: v.number(),
  /** What could be saved most first; at most 500. */
  clusters: v.array(DuplicateClusterSchema),
  counts: v.object({ clusters: v.number(), passages: v.number(), savedLines: v.number() }),
  tookMs: v.number(),
});
export type DuplicatesResponse = v.InferOutput<typeof DuplicatesResponseSchema>;

export const DuplicatesProgressSchema = v.object({
  phase: v.picklist(['reading', 'comparing']),
  done: v.number(),
  total: v.number(),
});
export type DuplicatesProgress = v.InferOutput<typeof DuplicatesProgressSchema>;
