/** What opening a store takes, and what a store says about itself. Types alone. */
import type { Files } from './files';
import type { LockTiming } from './lock';

export interface StoreOptions {
  /** Names the embedded model and the chunker. An index of another fingerprint is rebuilt empty. */
  fingerprint: string;
  /** Of the embedded vectors. */
  dims: number;
  /** For a new index; an existing one keeps its number. 64 is measured good at 100,000 chunks. */
  shardCount?: number;
  /** Never writes, not even a lock. */
  readOnly?: boolean;
  /** Replaced in tests. */
  files?: Files;
  lockTiming?: LockTiming;
}

export interface StoreNotice {
  code: 'indexCorrupt' | 'indexIncompatible' | 'indexLocked' | 'indexNotWritable' | 'diskFull';
  /** The file or folder it is about. */
  path: string;
  detail: string;
}

export interface StoreStats {
  documents: number;
  chunks: number;
  /** Everything below the index folder. */
  sizeBytes: number;
  generation: number;
}

export interface Damage {
  path: string;
  detail: string;
}
