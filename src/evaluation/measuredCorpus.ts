/**
 * Corpora for measuring: texts indexed in memory by the same steps as a folder in the product (walk, read, chunk,
 * analyze, embed). Writes nothing anywhere. Invariant: what the walk leaves out in the product is left out here.
 */
import type { Parsers } from '../core/chunking/parsers';
import { readDocument } from '../core/corpus/classify';
import type { EmbeddedModel } from '../core/embedder';
import type { ChunkTerms } from '../core/lexical/fields';
import { LexicalSegment } from '../core/lexical/lexicalSegment';
import type { ChunkRecord, ChunkRef, Snapshot } from '../core/snapshot';
import { VectorRows } from '../core/vectors/rows';
import { readCorpusFile, walk } from '../engine/files/walk';
import { cutText, indexChunk } from '../engine/indexing/ingest';
import { Timings } from '../engine/indexing/timings';
import { type CorpusText, chunkHere } from '../engine/parsing/chunker';
import { EngineError } from '../protocol/errors';

export interface MeasuredCorpus {
  snapshot: Snapshot;
  readText: (ref: ChunkRef) => string;
}

export interface IndexTools {
  parsers: Parsers;
  embedded: EmbeddedModel;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number, corpus: string) => void;
}

/** @throws EngineError folderNotFound, canceled */
export async function readFolder(root: string, signal?: AbortSignal): Promise<CorpusText[]> {
  const texts: CorpusText[] = [];
  for (const { path, skipped } of await walk(root, { ...(signal && { signal }) })) {
    if (skipped) continue;
    const bytes = await readCorpusFile(root, path);
    if ('skipped' in bytes) continue;
    const document = readDocument(bytes, path);
    if ('text' in document) texts.push({ path, ...document });
  }
  return texts;
}

/** @throws EngineError canceled */
export async function indexTexts(texts: readonly CorpusText[], tools: IndexTools, name = ''): Promise<MeasuredCorpus> {
  const { embedded, signal, onProgress } = tools;
  const chunker = chunkHere(tools.parsers);
  const chunks: ChunkRecord[] = [];
  const terms: ChunkTerms[] = [];
  const rows: Float32Array[] = [];
  const contents: string[] = [];
  const timings = new Timings();
  for (const [done, text] of texts.entries()) {
    // Parsing yields to nothing: without a pause the interrupt of a person would not be heard.
    if (done % 16 === 0) await pause();
    if (signal?.aborted) throw new EngineError('canceled', text.path);
    const cut = await cutText(text, { chunker, timings });
    cut.chunks.forEach((chunk, i) => {
      const indexed = indexChunk(chunk, cut.contents[i]!, { embedded, timings });
      chunks.push(chunk);
      terms.push(indexed.terms);
      rows.push(indexed.vector);
      contents.push(cut.contents[i]!);
    });
    onProgress?.(done + 1, texts.length, name);
  }
  const floats = new Float32Array(chunks.length * embedded.dims);
  rows.forEach((row, i) => {
    floats.set(row, i * embedded.dims);
  });
  const vectors = VectorRows.encode(floats, embedded.dims);
  const lexical = LexicalSegment.build(terms);
  const segment = { corpusId: 'measured', chunks, vectors, dims: embedded.dims, lexical };
  return { snapshot: { segments: [segment] }, readText: ({ ordinal }) => contents[ordinal]! };
}

export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
