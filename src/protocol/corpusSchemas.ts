/** Corpora, the progress of their indexing and what is in their indexes, as client and engine exchange them. */
import * as v from 'valibot';

export const CorpusSchema = v.object({
  /** Stable id of the workspace folder: its URI as a string. */
  id: v.string(),
  /** Shown to people; unique among the open folders. */
  name: v.string(),
  /** Absolute path of the folder. */
  root: v.string(),
  /** Absolute path of the folder the index is kept in (a sub-folder per corpus is made by the client). */
  indexDir: v.string(),
  /** VS Code's `files.associations` of this folder: globs to language ids. */
  associations: v.optional(v.record(v.string(), v.string())),
});
export type CorpusSpec = v.InferOutput<typeof CorpusSchema>;

export const UpdateSchema = v.object({
  corpusId: v.string(),
  /** Corpus-relative paths that changed, appeared or went; absent: compare the whole folder with the index. */
  paths: v.optional(v.array(v.string())),
});

export const CorpusIdSchema = v.object({ corpusId: v.string() });

export const ProgressSchema = v.object({
  corpusId: v.string(),
  phase: v.picklist(['walking', 'indexing', 'deepening']),
  documentsDone: v.number(),
  documentsTotal: v.number(),
  documentsFailed: v.number(),
  chunks: v.number(),
  /** If it goes on as it did; absent before its pace is known. */
  msLeft: v.optional(v.number()),
});
export type CorpusProgress = v.InferOutput<typeof ProgressSchema>;

/**
 * What a check of an index's files found; what was damaged has been mended, unless another process writes the index.
 */
export const VerificationSchema = v.object({
  files: v.number(),
  sizeBytes: v.number(),
  damages: v.array(v.object({ path: v.string(), detail: v.string(), shard: v.optional(v.number()) })),
});
export type Verification = v.InferOutput<typeof VerificationSchema>;

const FileIssueSchema = v.object({ path: v.string(), reason: v.string() });
export type FileIssue = v.InferOutput<typeof FileIssueSchema>;

export const CorpusStatusSchema = v.object({
  corpusId: v.string(),
  name: v.string(),
  /** `readOnly`: another window or a CLI writes this index; searches follow it. */
  state: v.picklist(['indexing', 'ready', 'readOnly', 'failed']),
  documents: v.number(),
  chunks: v.number(),
  failed: v.array(FileIssueSchema),
  skipped: v.array(FileIssueSchema),
  /** Documents that could not be parsed and are indexed by lines. */
  asText: v.optional(v.array(FileIssueSchema), []),
  /** Languages with their number of chunks, the commonest first. */
  languages: v.optional(v.array(v.object({ id: v.string(), chunks: v.number() })), []),
  /** Comments or documents are written in Korean. */
  isKorean: v.optional(v.boolean(), false),
  /** Chunks that have a deep vector. */
  deepChunks: v.number(),
  indexSizeBytes: v.number(),
  /** What the last opening had to say (corrupt index moved aside, rebuilt, …), codes of `EngineNotice`. */
  notices: v.array(v.object({ code: v.string(), detail: v.string() })),
});
export type CorpusStatus = v.InferOutput<typeof CorpusStatusSchema>;
