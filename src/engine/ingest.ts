/**
 * One file into chunks with terms and vectors. Whatever is wrong with a file becomes part of its record; it never throws for a file's sake,
 * so that one bad file never stops a run.
 */
import { createHash } from 'node:crypto';
import { chunkContent } from '../core/chunking/chunk';
import { readDocument } from '../core/corpus/classify';
import type { DocumentRecord, SkipReason } from '../core/corpus/document';
import type { EmbeddedModel } from '../core/embedder';
import { analyzeChunk } from '../core/lexical/analyze';
import type { ChunkTerms } from '../core/lexical/fields';
import type { ChunkRecord } from '../core/segment';
import type { Chunker, CorpusText } from './chunker';
import { contentHash } from './deepText';
import type { Timings } from './timings';
import { readCorpusFile, type WalkEntry } from './walk';

export interface IngestedDocument {
  record: DocumentRecord;
  chunks: ChunkRecord[];
  terms: ChunkTerms[];
  /** One per chunk. */
  vectors: Float32Array[];
}

export interface IngestTools {
  chunker: Chunker;
  embedded: EmbeddedModel;
  maxFileSizeBytes: number;
  timings: Timings;
  /** Somebody waits for it. */
  isUrgent?: boolean;
}

/** Reads, decodes, chunks, analyses and embeds. `previousHash` equal to the file's hash stops after reading: 'unchanged'. */
export async function ingest(
  root: string,
  entry: WalkEntry,
  previousHash: string | undefined,
  tools: IngestTools,
): Promise<IngestedDocument | 'unchanged'> {
  const { maxFileSizeBytes, timings } = tools;
  if (entry.skipped) return leftOut(entry, entry.skipped, entry.note);

  const bytes = await timings.measureAsync('read', () => readCorpusFile(root, entry.path, maxFileSizeBytes));
  if ('skipped' in bytes) return leftOut(entry, bytes.skipped, bytes.note);
  const hash = timings.measure('read', () => createHash('sha256').update(bytes).digest('hex'));
  return hash === previousHash ? 'unchanged' : ingestBytes(entry, bytes, hash, tools);
}

/** All but reading. `hash` is the one of `bytes`. */
export async function ingestBytes(
  entry: WalkEntry,
  bytes: Uint8Array,
  hash: string,
  tools: IngestTools,
): Promise<IngestedDocument> {
  const document = tools.timings.measure('read', () => readDocument(bytes, entry.path));
  if ('skipped' in document) return leftOut(entry, document.skipped, document.note, hash);
  const { text, language } = document;
  try {
    const { chunks, terms, vectors, note } = await ingestText({ path: entry.path, language, text }, tools);
    const record = { ...base(entry), language, contentHash: hash, chunkCount: chunks.length, ...(note && { note }) };
    return { record, chunks, terms, vectors };
  } catch (error) {
    // A bug of ours on this one text: the file is reported, the run goes on.
    return leftOut(entry, 'unreadable', `internal error: ${(error as Error).message}`, hash);
  }
}

function leftOut(entry: WalkEntry, skipped: SkipReason, note?: string, hash = ''): IngestedDocument {
  const record = { ...base(entry), contentHash: hash, chunkCount: 0, skipped, ...(note && { note }) };
  return { record, chunks: [], terms: [], vectors: [] };
}

/** What is left to do once a file is text; also for texts that are no files. */
export async function ingestText(
  document: CorpusText,
  { chunker, embedded, timings, isUrgent = false }: Omit<IngestTools, 'maxFileSizeBytes'>,
) {
  const { path: file, language, text } = document;
  const { chunks, note, tookMs } = await chunker.chunk(document, { isUrgent });
  timings.add('parse', tookMs);
  const contents = chunks.map((chunk) => chunkContent(chunk, text));
  return {
    note,
    contents,
    chunks: chunks.map(
      ({ kind, symbol, definitions, signature, startLine, endLine }, i): ChunkRecord => ({
        ...{ path: file, language, kind, symbol, definitions, signature, startLine, endLine },
        contentHash: contentHash(symbol, contents[i]!),
      }),
    ),
    terms: timings.measure('analyze', () =>
      chunks.map((chunk, i) => analyzeChunk({ ...chunk, path: file, language, text: contents[i]! })),
    ),
    vectors: timings.measure('embed', () => contents.map((content) => embedded.embedChunk(file, content))),
  };
}

function base({ path: file, sizeBytes, modifiedMs, language }: WalkEntry) {
  return { path: file, sizeBytes, modifiedMs, language };
}
