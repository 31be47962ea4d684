/**
 * What a client (the extension host) and the engine's process say to each other, as tables: a request has the schemas
 * of its parameters and of its result, an announcement the schema of what it carries. Both ends are made from these
 * tables (requests.ts, announcements.ts) and validate what they receive. A new request stands here and among the
 * handlers of `engine/main.ts`, nowhere else.
 */
import * as v from 'valibot';
import type { Announcements } from './announcements';
import {
  CorpusIdSchema,
  CorpusSchema,
  CorpusStatusSchema,
  ProgressSchema,
  UpdateSchema,
  VerificationSchema,
} from './corpusSchemas';
import { DeepIndexingPolicySchema, DeepModelSchema, DeepStatusSchema } from './deepSchemas';
import { DuplicatesProgressSchema, DuplicatesResponseSchema, DuplicatesSchema } from './duplicateSchemas';
import { MapSchema } from './map';
import type { Client, RequestTable } from './requests';
import {
  PassagesOfSchema,
  PassagesSchema,
  PassageTextSchema,
  SearchResponseSchema,
  SearchSchema,
  SimilarSchema,
  UnsavedSchema,
} from './searchSchemas';

export type * from './corpusSchemas';
export type * from './deepSchemas';
export type * from './duplicateSchemas';
export type { WorkspaceMap } from './map';
export type * from './searchSchemas';

const OpenSchema = v.object({
  corpora: v.array(CorpusSchema),
  /** Globs of VS Code's `files.exclude` and `search.exclude` that are switched on, and `kindred.exclude`. */
  excludeGlobs: v.array(v.string()),
  maxFileSizeBytes: v.number(),
  /** Folder of an installed deep model, absent while there is none. */
  deepModel: v.optional(v.object({ id: v.string(), dir: v.string() })),
  deepIndexingPolicy: v.optional(DeepIndexingPolicySchema),
  /** Where deep vectors of all repositories are kept; absent: beside each index. */
  vectorsDir: v.optional(v.string()),
});
export type OpenParams = v.InferOutput<typeof OpenSchema>;

const StatusSchema = v.object({
  corpora: v.array(CorpusStatusSchema),
  memoryBytes: v.number(),
  /** Of the deep vectors of all repositories; absent before they were looked at. */
  vectorsSizeBytes: v.optional(v.number()),
  embeddedModel: v.string(),
  /** Why it cannot be used, and search goes by words. */
  embeddedFault: v.optional(v.string()),
  deep: DeepStatusSchema,
});
export type EngineStatus = v.InferOutput<typeof StatusSchema>;

/** Of a request that has no parameters. */
const none = v.object({});
/** Of a request whose answer says only that it is done; whatever else comes is ignored. */
const done = v.pipe(
  v.unknown(),
  v.transform((): void => undefined),
);

export const requests = {
  /** Opens these folders in place of those before; to be sent before anything else. */
  open: { params: OpenSchema, result: done },
  /** Brings an index up to date with its folder. */
  update: { params: UpdateSchema, result: done },
  /** Deletes the index of a corpus and builds it anew. */
  rebuild: { params: CorpusIdSchema, result: done },
  /** Checks the files of an index and mends them. */
  verify: { params: CorpusIdSchema, result: VerificationSchema },
  /** Deletes the index of a corpus. */
  clear: { params: CorpusIdSchema, result: done },
  search: { params: SearchSchema, result: SearchResponseSchema },
  similar: { params: SimilarSchema, result: SearchResponseSchema },
  /** The passages of one document, without their text. */
  passages: { params: PassagesOfSchema, result: PassagesSchema },
  /** The text that stands on a passage's lines now; '' when the file has gone. */
  text: { params: PassageTextSchema, result: v.string() },
  /** Near-identical passages of all open corpora. */
  duplicates: { params: DuplicatesSchema, result: DuplicatesResponseSchema },
  /** All passages on a plane, like ones together. */
  map: { params: none, result: MapSchema },
  /** The editor's text of a document, not saved yet: searches read it in place of the file's. */
  setUnsaved: { params: UnsavedSchema, result: done },
  status: { params: none, result: StatusSchema },
  /** Loads or replaces the deep model; without `dir` there is none any more. */
  setDeepModel: { params: DeepModelSchema, result: done },
  setDeepIndexingPolicy: { params: DeepIndexingPolicySchema, result: done },
  /** All indexing stops until `resume`. */
  pause: { params: none, result: done },
  resume: { params: none, result: done },
} satisfies RequestTable;

/** The requests as functions; `Cancel` is what a caller cancels one with. */
export type EngineRequests<Cancel = AbortSignal> = Client<typeof requests, Cancel>;

/** What the engine announces. */
export const fromEngine = {
  progress: ProgressSchema,
  duplicatesProgress: DuplicatesProgressSchema,
  /** Share of the map that is computed, 0 to 1. */
  mapProgress: v.object({ share: v.number() }),
  /** The index of a corpus answers differently now. */
  changed: CorpusIdSchema,
  /** The status differs from what it was. */
  statusChanged: none,
} satisfies Announcements;

/** What is announced to the engine. */
export const toEngine = {
  /** The user types: work in the background keeps still for a moment. */
  activity: none,
  /** What is open in the editor, the document in front first. */
  openDocuments: v.object({ documents: v.array(PassagesOfSchema) }),
} satisfies Announcements;
