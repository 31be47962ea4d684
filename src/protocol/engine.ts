/**
 * The messages between a client (extension host) and the engine's process. Declared once, validated on receipt by both sides.
 * Lines are 0-based here; the CLI and the views add one. They travel over `channel.ts`, so each request is cancellable.
 */
import * as v from 'valibot';
import { RuntimeSchema } from './runtimeInUse';

const line = v.pipe(v.number(), v.integer(), v.minValue(0));

export const CorpusSchema = v.object({
  /** Stable id of the workspace folder: its URI as a string. */
  id: v.string(),
  /** Shown to people; unique among the open folders. */
  name: v.string(),
  /** Absolute path of the folder. */
  root: v.string(),
  /** Absolute path of the folder the index is kept in (a sub-folder per corpus is made by the client). */
  indexDir: v.string(),
});
export type CorpusSpec = v.InferOutput<typeof CorpusSchema>;

/** How the deep indexing of a window goes on. */
export const DeepIndexingPolicySchema = v.object({
  /** `full`: the user asked for all of the machine until all is done; nothing but another window is waited for. */
  pace: v.picklist(['normal', 'paused', 'full']),
  /** On battery and under the load of other programs only what the user works on is embedded. */
  pauseOnBattery: v.boolean(),
  pauseWhenBusy: v.boolean(),
  /** The inference process is replaced above this. */
  memoryLimitBytes: v.number(),
  /** The inference process ends when it has had nothing to do for so long. */
  idleMs: v.number(),
  /** Deep vectors of all repositories take at most so much room; those used least recently go first. */
  vectorLimitBytes: v.number(),
});
export type DeepIndexingPolicy = v.InferOutput<typeof DeepIndexingPolicySchema>;
export type Pace = DeepIndexingPolicy['pace'];

export const OpenSchema = v.object({
  corpora: v.array(CorpusSchema),
  /** Globs of VS Code's `files.exclude` and `search.exclude` that are switched on, and `kindred.exclude`. */
  excludeGlobs: v.array(v.string()),
  maxFileSizeBytes: v.number(),
  /** Folder of an installed deep model, absent while there is none. */
  deepModel: v.optional(v.object({ id: v.string(), dir: v.string() })),
  govern: v.optional(DeepIndexingPolicySchema),
  /** Where deep vectors of all repositories are kept; absent: beside each index. */
  vectorsDir: v.optional(v.string()),
});
export type OpenParams = v.InferOutput<typeof OpenSchema>;

export const UpdateSchema = v.object({
  corpusId: v.string(),
  /** Corpus-relative paths that changed, appeared or went; absent: compare the whole folder with the index. */
  paths: v.optional(v.array(v.string())),
});
export type UpdateParams = v.InferOutput<typeof UpdateSchema>;

export const CorpusIdSchema = v.object({ corpusId: v.string() });

/** `dir` absent: no deep model any more. */
export const DeepModelSchema = v.object({ dir: v.optional(v.string()) });

export const SearchSchema = v.object({
  query: v.string(),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  /** `fast`: BM25 and the embedded model only, for results while typing; `full`: also the deep model where it is there. */
  depth: v.picklist(['fast', 'full']),
  /** The last word may be the beginning of one; absent: it is whole. */
  isTyping: v.optional(v.boolean()),
  /** Only these documents (refine, "in this file"); absent: all. */
  within: v.optional(v.array(v.object({ corpusId: v.string(), path: v.string() }))),
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

export const ResultSchema = v.object({
  corpusId: v.string(),
  path: v.string(),
  startLine: line,
  endLine: line,
  symbol: v.string(),
  kind: v.string(),
  language: v.string(),
  score: v.number(),
  reasons: v.array(v.object({ name: v.string(), value: v.number(), detail: v.optional(v.string()) })),
  /** First lines of the chunk as the file has them now; '' when the file has gone since. */
  preview: v.string(),
});
export type SearchResult = v.InferOutput<typeof ResultSchema>;

export const SearchResponseSchema = v.object({
  query: v.string(),
  tier: v.picklist(['lexical', 'embedded', 'deep']),
  tookMs: v.number(),
  /** false: nothing relevant was found, and the results are only the nearest there is. */
  isRelevant: v.boolean(),
  results: v.array(ResultSchema),
  /** Of `similar`: the lines that were compared; absent when it was a whole file. */
  passage: v.optional(v.object({ startLine: line, endLine: line })),
});
export type SearchResponse = v.InferOutput<typeof SearchResponseSchema>;

export const PassagesOfSchema = v.object({ corpusId: v.string(), path: v.string() });
export type PassagesOfParams = v.InferOutput<typeof PassagesOfSchema>;

/** `text` absent: the document is as on disk again. */
export const UnsavedSchema = v.object({ corpusId: v.string(), path: v.string(), text: v.optional(v.string()) });
export type UnsavedParams = v.InferOutput<typeof UnsavedSchema>;

/** What the index holds of one document, in its order; empty when it holds nothing. */
export const PassagesSchema = v.array(
  v.object({ startLine: line, endLine: line, symbol: v.string(), kind: v.string() }),
);
export type DocumentPassage = v.InferOutput<typeof PassagesSchema>[number];

export const DuplicatesSchema = v.object({
  /** Shorter passages are no duplicates, in lines of code; absent: what the engine thinks best. */
  minLines: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1000))),
  /** Only copies of what stands on these lines, looked for in the documents with the nearest passages alone; absent: all. */
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
export const PassageTextSchema = v.object({ corpusId: v.string(), path: v.string(), startLine: line, endLine: line });
export type PassageTextParams = v.InferOutput<typeof PassageTextSchema>;
/** '' when the file has gone. */
export const TextSchema = v.object({ text: v.string() });

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

/** Share of the map that is computed, 0 to 1. */
export const MapProgressSchema = v.object({ share: v.number() });

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

/** What a check of an index's files found; what was damaged has been mended, unless another process writes the index. */
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

/** Why deep indexing waits. */
const WaitReasonSchema = v.picklist(['paused', 'typing', 'battery', 'busy', 'otherWindow']);
export type WaitReason = v.InferOutput<typeof WaitReasonSchema>;

/** What is open in the editor, the document in front first. */
export const OpenDocumentsSchema = v.object({ documents: v.array(PassagesOfSchema) });

export const StatusSchema = v.object({
  corpora: v.array(CorpusStatusSchema),
  memoryBytes: v.number(),
  /** Of the deep vectors of all repositories; absent before they were looked at. */
  vectorsSizeBytes: v.optional(v.number()),
  embeddedModel: v.string(),
  /** Why it cannot be used, and search goes by words. */
  embeddedFault: v.optional(v.string()),
  deep: v.object({
    state: v.picklist(['absent', 'idle', 'loading', 'running', 'failed']),
    id: v.optional(v.string()),
    detail: v.optional(v.string()),
    pace: v.optional(DeepIndexingPolicySchema.entries.pace, 'normal'),
    /** Absent while it works, and when there is nothing left to do. */
    waitingFor: v.optional(WaitReasonSchema),
    /** Known since the model was first loaded, or could not be; `cause` says why it is not the native one. */
    runtime: v.optional(RuntimeSchema),
  }),
});
export type EngineStatus = v.InferOutput<typeof StatusSchema>;

/** Method names on the wire: requests first, then what is announced. */
export const Method = {
  open: 'open',
  update: 'update',
  search: 'search',
  similar: 'similar',
  /** The passages of one document, without their text. */
  passages: 'passages',
  /** Near-identical passages of all open corpora. */
  duplicates: 'duplicates',
  /** The editor's text of a document, not saved yet: searches read it in place of the file's. */
  unsaved: 'unsaved',
  /** The text that stands on a passage's lines now. */
  text: 'text',
  /** All passages on a plane, like ones together. */
  map: 'map',
  mapProgress: 'mapProgress',
  status: 'status',
  /** Takes up, replaces or (without `dir`) drops the deep model. */
  setDeepModel: 'setDeepModel',
  /** Deletes the index of a corpus and builds it anew. */
  rebuild: 'rebuild',
  /** Checks the files of an index and mends them. */
  verify: 'verify',
  /** Deletes the index of a corpus. */
  clear: 'clear',
  pause: 'pause',
  resume: 'resume',
  govern: 'govern',
  progress: 'progress',
  duplicatesProgress: 'duplicatesProgress',
  changed: 'changed',
  /** The status differs from what it was. */
  statusChanged: 'statusChanged',
  /** To the engine, unanswered: the user types; these documents are open. */
  activity: 'activity',
  openDocuments: 'openDocuments',
} as const;
