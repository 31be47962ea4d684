/**
 * What a search reads: immutable segments, one per shard of the index, and a snapshot that holds some of them.
 * An update builds new segments and a new snapshot; a search in flight keeps the one it started with.
 */
import type { ChunkKind, InnerDefinition } from './chunking/chunk';
import type { LexicalSegment } from './lexical/lexicalSegment';
import type { VectorRows } from './vectors/rows';

/** A chunk as the index remembers it; its text stays in the file. */
export interface ChunkRecord {
  path: string;
  language: string;
  kind: ChunkKind;
  symbol: string;
  definitions: string[];
  inner: readonly InnerDefinition[];
  signature: string;
  /** 0-based, both inclusive. */
  startLine: number;
  endLine: number;
  /** Hex SHA-256 (first 32 digits) of the text that is embedded: equal texts share their deep vector. */
  contentHash: string;
}

export interface Segment {
  /** Which corpus (workspace folder) the segment belongs to. */
  corpusId: string;
  chunks: readonly ChunkRecord[];
  /** Embedded vectors, L2-normalized, one per chunk. */
  vectors: VectorRows;
  dims: number;
  lexical: LexicalSegment;
}

export interface Snapshot {
  segments: readonly Segment[];
}

/** Addresses a chunk within a snapshot. */
export interface ChunkRef {
  segment: number;
  ordinal: number;
}
