/**
 * One file into chunks with terms and vectors. Whatever is wrong with a file becomes part of its record; it never
 * throws for a file's sake, so that one bad file never stops a run.
 */
import { createHash } from 'node:crypto';
import { chunkContent } from '../../core/chunking/chunk';
import type { LanguageAssociations } from '../../core/corpus/associations';
import { readDocument } from '../../core/corpus/classify';
import type { DocumentRecord, SkipReason } from '../../core/corpus/document';
import type { EmbeddedModel } from '../../core/embedder';
import { analyzeChunk } from '../../core/lexical/analyze';
import type { ChunkTerms } from '../../core/lexical/fields';
import type { ChunkRecord } from '../../core/snapshot';
import { contentHash } from '../deep/deepText';
import { readCorpusFile, type WalkEntry } from '../files/walk';
import type { Chunker, CorpusText } from '../parsing/chunker';
import type { Timings } from './timings';

export interface IngestedDocument {
  record: DocumentRecord;
  chunks: IngestedChunk[];
}

/**
 * With what the index is to hold of it; or, where the index has that already and only the lines may differ, with its
 * ordinal there.
 */
export type IngestedChunk = { record: ChunkRecord } & (IndexedChunk | { ordinal: number });

interface IndexedChunk {
  terms: ChunkTerms;
  vector: Float32Array;
}

/** What the index has of a file: the hash of its bytes, and which of its chunks is this one; each is named once. */
export interface KnownFile {
  contentHash: string;
  ordinalOf(chunk: ChunkRecord): number | undefined;
}

export interface IngestTools {
  chunker: Chunker;
  embedded: EmbeddedModel;
  maxFileSizeBytes: number;
  /** The folder's `files.associations`. */
  associations?: LanguageAssociations | undefined;
  timings: Timings;
  /** A person waits for the result: it goes before other documents. */
  isUrgent?: boolean;
}

/**
 * Reads, decodes, chunks, analyzes and embeds what is not known; a file of known content stops after reading:
 * 'unchanged'. `seen`: what was made of a text of this hash before.
 */
export async function ingest(
  root: string,
  entry: WalkEntry,
  known: KnownFile | undefined,
  tools: IngestTools,
  seen?: (hash: string) => IngestedDocument | undefined,
): Promise<IngestedDocument | 'unchanged'> {
  const { maxFileSizeBytes, timings } = tools;
  if (entry.skipped) return leftOut(entry, entry.skipped, entry.note);

  const bytes = await timings.measureAsync('read', () => readCorpusFile(root, entry.path, maxFileSizeBytes));
  if ('skipped' in bytes) return leftOut(entry, bytes.skipped, bytes.note);
  const hash = timings.measure('read', () => hashOf(bytes));
  if (hash === known?.contentHash) return 'unchanged';
  const document = seen?.(hash);
  if (!document) return ingestBytes(entry, bytes, hash, tools, known);
  const { sizeBytes, modifiedMs } = entry;
  return recognize({ ...document, record: { ...document.record, sizeBytes, modifiedMs } }, known);
}

/** With the ordinals of those chunks that the index has. */
export function recognize(document: IngestedDocument, known: KnownFile | undefined): IngestedDocument {
  const chunks = document.chunks.map((chunk): IngestedChunk => {
    const ordinal = known?.ordinalOf(chunk.record);
    return ordinal === undefined ? chunk : { record: chunk.record, ordinal };
  });
  return { ...document, chunks };
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** All but reading. `hash` is the one of `bytes`. */
export async function ingestBytes(
  entry: WalkEntry,
  bytes: Uint8Array,
  hash: string,
  tools: IngestTools,
  known?: KnownFile,
): Promise<IngestedDocument> {
  const document = tools.timings.measure('read', () => readDocument(bytes, entry.path, tools.associations));
  if ('skipped' in document) return leftOut(entry, document.skipped, document.note, hash);
  const { text, language } = document;
  try {
    const cut = await cutText({ path: entry.path, language, text }, tools);
    const chunks = cut.chunks.map((chunk, i): IngestedChunk => {
      const ordinal = known?.ordinalOf(chunk);
      return { record: chunk, ...(ordinal === undefined ? indexChunk(chunk, cut.contents[i]!, tools) : { ordinal }) };
    });
    const { note } = cut;
    const record = { ...base(entry), language, contentHash: hash, chunkCount: chunks.length, ...(note && { note }) };
    return { record, chunks };
  } catch (error) {
    // A bug of ours on this one text: the file is reported, the run goes on.
    return leftOut(entry, 'unreadable', `internal error: ${(error as Error).message}`, hash);
  }
}

function leftOut(entry: WalkEntry, skipped: SkipReason, note?: string, hash = ''): IngestedDocument {
  const record = { ...base(entry), contentHash: hash, chunkCount: 0, skipped, ...(note && { note }) };
  return { record, chunks: [] };
}

/** The chunks of a text, also of one that is no file, and their contents. */
export async function cutText(
  document: CorpusText,
  { chunker, timings, isUrgent = false }: Pick<IngestTools, 'chunker' | 'timings' | 'isUrgent'>,
): Promise<{ note: string | undefined; chunks: ChunkRecord[]; contents: string[] }> {
  const { path: file, language, text } = document;
  const { chunks, note, tookMs } = await chunker.chunk(document, { isUrgent });
  timings.add('parse', tookMs);
  const contents = chunks.map((chunk) => chunkContent(chunk, text));
  return {
    note,
    contents,
    chunks: chunks.map(({ kind, symbol, definitions, inner, signature, startLine, endLine }, i) => ({
      path: file,
      language,
      kind,
      symbol,
      definitions,
      inner,
      signature,
      startLine,
      endLine,
      contentHash: contentHash(symbol, contents[i]!),
    })),
  };
}

export function indexChunk(
  chunk: ChunkRecord,
  content: string,
  { embedded, timings }: Pick<IngestTools, 'embedded' | 'timings'>,
): IndexedChunk {
  return {
    terms: timings.measure('analyze', () => analyzeChunk({ ...chunk, text: content })),
    vector: timings.measure('embed', () => embedded.embedChunk(chunk.path, content)),
  };
}

function base({ path: file, sizeBytes, modifiedMs, language }: WalkEntry) {
  return { path: file, sizeBytes, modifiedMs, language };
}
