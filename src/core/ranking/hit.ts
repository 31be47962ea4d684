import type { ChunkRecord, ChunkRef } from '../snapshot';

/** One named part of a score. The parts of a hit sum to its score. */
export interface Reason {
  name: string;
  value: number;
  /** What the part saw, for a person: the words matched, the definition found. */
  detail?: string;
}

export interface Hit {
  ref: ChunkRef;
  chunk: ChunkRecord;
  /** Lines of the result: the chunk's, and those of the neighbors that were merged into it. */
  startLine: number;
  endLine: number;
  score: number;
  reasons: Reason[];
}

/** The best evidence a hit was ranked with. */
export type Tier = 'lexical' | 'embedded' | 'deep';
