/**
 * Who cuts the engine's documents into chunks: threads of their own (`chunkerPool.ts`), or the thread that asks. The
 * chunks are the same.
 */
import type { ChunkedDocument } from '../../core/chunking/chunk';
import { chunkDocument } from '../../core/chunking/chunkDocument';
import type { Parsers } from '../../core/chunking/parsers';

/** A document as text. */
export interface CorpusText {
  path: string;
  language: string;
  text: string;
}

export interface Chunker {
  /**
   * Never rejects for a document's sake: what cannot be parsed comes as windows of lines with a note. `isUrgent`:
   * somebody waits for it.
   */
  chunk(document: CorpusText, options?: { isUrgent?: boolean }): Promise<TimedChunks>;
  dispose(): Promise<void>;
}

/** `tookMs` is the time of the cutting alone, without waiting for its turn. */
export interface TimedChunks extends ChunkedDocument {
  tookMs: number;
}

/** Cuts in the caller's thread: for measuring and for a handful of documents. */
export function chunkHere(parsers: Parsers): Chunker {
  return { chunk: (document) => timedChunks(document, parsers), dispose: async () => parsers.dispose() };
}

export async function timedChunks({ language, text }: CorpusText, parsers: Parsers): Promise<TimedChunks> {
  const started = performance.now();
  return { ...(await chunkDocument(text, language, parsers)), tookMs: performance.now() - started };
}
