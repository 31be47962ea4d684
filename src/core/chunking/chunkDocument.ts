/**
 * Cuts a document into chunks. One definition with its comments is the ideal chunk; a grammar finds definitions best, a scan of the lines next best,
 * and where neither applies or the parser fails, chunks are windows of lines.
 * Invariants: the chunks tile the text (the first starts at 0, each where the last one ended); none is empty or larger than `MAX_CHARS`; nothing is thrown.
 */
import { assembleChunks } from './assemble';
import { indentationDepths } from './breaks';
import type { ChunkedDocument } from './chunk';
import { splitLines } from './lines';
import type { Outline } from './outline';
import type { Parsers } from './parsers';

/** Counts up whenever the same text would be cut differently: part of what an index remembers. */
export const CHUNKER_VERSION = 1;

export async function chunkDocument(
  text: string,
  _path: string,
  _language: string,
  _parsers: Parsers,
): Promise<ChunkedDocument> {
  if (text.length === 0) return { chunks: [] };
  const lines = splitLines(text);
  const outline: Outline = { definitions: [], depths: () => indentationDepths(lines) };
  return { chunks: assembleChunks(lines, outline) };
}
