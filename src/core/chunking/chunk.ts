/**
 * A ranged part of a document. The chunks of a document tile it: each character of the text lies in exactly one chunk.
 */

export const KINDS = [
  'function',
  'method',
  'class',
  'interface',
  'type',
  'enum',
  'module',
  'variable',
  'section',
  'cell',
  'block',
] as const;
export type ChunkKind = (typeof KINDS)[number];

export function isChunkKind(name: string): name is ChunkKind {
  return (KINDS as readonly string[]).includes(name);
}

export interface Chunk {
  /** UTF-16 offsets into the document's text, end exclusive. */
  startOffset: number;
  endOffset: number;
  /** 0-based, both inclusive. */
  startLine: number;
  endLine: number;
  /**
   * Symbol path of the chunk's main definition (`Uploader.retry`, a markdown heading path `Guide > Install`), '' when
   * there is none.
   */
  symbol: string;
  kind: ChunkKind;
  /**
   * Names of everything defined in the chunk, in order, the main one included: a chunk of merged small functions has
   * several.
   */
  definitions: string[];
  /**
   * Where these definitions stand, in the order of their heads: a result opens the one that answers, not the first line
   * of the chunk.
   */
  inner: readonly InnerDefinition[];
  /** The declaration line(s) of the main definition without its body, '' when there is none; at most 300 characters. */
  signature: string;
  /**
   * What to embed and to index instead of the document's slice, where the two differ: a notebook's cell is JSON in the
   * file, its source is here.
   */
  content?: string;
}

/**
 * A definition whose declaration lies in a chunk. Lines are relative to the chunk's first, so that a chunk that moves
 * stays the same.
 */
export interface InnerDefinition {
  kind: ChunkKind;
  /** Path of names that leads to it, `Uploader.retry`. */
  symbol: string;
  /** Names it defines; several for `a, b = …`. */
  names: readonly string[];
  /** From its doc comment to its last line that is in the chunk, both inclusive. */
  startLine: number;
  endLine: number;
  /** The line of the declaration itself. */
  headLine: number;
}

export interface ChunkedDocument {
  chunks: Chunk[];
  /** Set when the language's parser could not be used and line windows stand in: said to the user with the file. */
  note?: string;
}

/** What a chunk says: its slice of the document, or its source where the file holds it in another form. */
export function chunkContent(chunk: Chunk, text: string): string {
  return chunk.content ?? text.slice(chunk.startOffset, chunk.endOffset);
}
