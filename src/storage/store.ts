/**
 * What the engine asks of storage: the index of one corpus and deep vectors by content, as interfaces.
 * `localStorage.ts` opens the implementation (files in a folder, each an index of vectra); docs/scale.md says what
 * another would be. Types alone.
 */
import type { DocumentRecord } from '../core/corpus/document';
import type { ChunkRecord } from '../core/snapshot';
import type { VectorRows } from '../core/vectors/rows';
import type { LockTiming } from './disk/lock';

export interface Storage {
  /**
   * Opens the index in `folder`, or an empty one. Rejects with an `EngineError` (`indexNotWritable`, `diskFull`) when
   * the folder can neither be written nor read.
   */
  openStore(folder: string, options: StoreOptions): Promise<Store>;
  /** `folder` holds the vectors of several models side by side. Rejects with an `EngineError`. */
  openVectors(folder: string, options: VectorStoreOptions): Promise<VectorStore>;
  /**
   * Removes deep vectors that were used least recently until all below `folder` (`<repository>/<model>`) fit the
   * budget; those of the open vector stores stay. Rejects with an `EngineError`.
   */
  trimVectors(folder: string, budgetBytes: number, open: readonly VectorStore[]): Promise<VectorUsage>;
  /**
   * What `writeDerived` stored beside the index under this name and key; undefined when there is nothing, it has
   * another key or is damaged. Never rejects: what is missing can be computed again.
   */
  readDerived(indexFolder: string, name: string, key: string): Promise<Uint8Array | undefined>;
  /** Replaces what is stored under the name. Rejects with an `EngineError` (`indexNotWritable`, `diskFull`). */
  writeDerived(indexFolder: string, name: string, key: string, bytes: Uint8Array): Promise<void>;
}

export interface StoreOptions {
  /** Names the embedded model and the chunker. An index of another fingerprint is rebuilt empty. */
  fingerprint: string;
  /** Of the embedded vectors. */
  dims: number;
  /** For a new index; an existing one keeps its number. Default: 128. */
  shardCount?: number;
  /**
   * Where its deep vectors are kept, shared with other indexes of the same texts; default: in the index's own folder.
   */
  vectorsFolder?: string;
  /** Never writes, not even a lock. */
  readOnly?: boolean;
  /** Replaced in tests. */
  lockTiming?: LockTiming;
}

/** The index of one corpus. One process writes at a time; the others read and follow. */
export interface Store {
  /** Grows when something is found later, e.g. a damaged shard. */
  readonly notices: readonly StoreNotice[];
  readonly shardCount: number;
  readonly isReadOnly: boolean;
  /** Where the deep vectors of this index are kept (`Storage.openVectors`). */
  readonly deepFolder: string;
  /** Stable over versions of Kindred, systems and processes. */
  shardOf(documentPath: string): number;
  /**
   * Undefined when the shard has no documents, or is damaged: then that is in `notices`, and the next update indexes
   * its documents again.
   */
  readShard(k: number): Promise<ShardData | undefined>;
  /**
   * Replaces these shards, all or none. Resolves when the new state is durable. Rejects with an `EngineError`
   * (`diskFull`, `indexNotWritable`, `indexLocked` when the store is read-only or the lock was lost); the old state
   * stays then.
   */
  commit(changes: ReadonlyMap<number, ShardData>): Promise<void>;
  /**
   * For a reader that follows a writer: the numbers of the shards that differ from what this store knew; empty when
   * nothing changed.
   */
  refresh(): Promise<number[]>;
  /**
   * For a reader: takes over when the writer has gone, and says what differs as `refresh` does; undefined while another
   * process writes.
   */
  becomeWriter(): Promise<number[] | undefined>;
  stats(): Promise<StoreStats>;
  /** Reads every file, deep vectors of all models too, and checks every checksum; changes nothing. */
  verify(): Promise<Verification>;
  /**
   * Removes damaged files of deep vectors: their texts are embedded again. Damaged shards are mended by the next
   * commit.
   */
  removeDamagedVectors(damages: readonly Damage[]): Promise<void>;
  /** Forgets all documents. Deep vectors, which belong to texts and not to files, stay unless asked for. */
  clear(options?: { vectorsToo?: boolean }): Promise<void>;
  /** Waits for what is in flight and lets go of the lock. */
  close(): Promise<void>;
}

/** One shard, whole: what is read, changed and written as a unit. */
export interface ShardData {
  documents: DocumentRecord[];
  /** As read, views into the file's bytes. */
  chunks: ChunkRecord[];
  /**
   * Gives the chunks bytes of their own: those that live on in another shard would keep all of the file in memory.
   * Absent where they have them.
   */
  detachChunks?(): void;
  /** One per chunk. As read, views into the file's bytes. */
  vectors: VectorRows;
  /**
   * The lexical segment's bytes (`src/core/lexical/lexicalSegment.ts`), opaque to storage. As read, a view that starts
   * at a multiple of 64.
   */
  lexical: Uint8Array;
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

export interface Verification {
  /** How many files were read, and their size. */
  files: number;
  sizeBytes: number;
  damages: Damage[];
}

export interface Damage {
  path: string;
  detail: string;
  /** Which shard; absent for deep vectors. */
  shard?: number;
}

export interface VectorStoreOptions {
  /** Names the deep model and every rule that shapes a vector. */
  fingerprint: string;
  dims: number;
  /** Never writes: what is put stays in memory. */
  readOnly?: boolean;
}

/** Deep vectors by the hash of the text they were made from; any process may add. */
export interface VectorStore {
  readonly folder: string;
  readonly dims: number;
  has(hash: string): boolean;
  /** `dims` numbers, the caller's own. */
  get(hash: string): Float32Array | undefined;
  /**
   * Found from now on; durable with the next `flush`. Copies the vectors. A hash that is there already keeps its
   * vector.
   */
  put(entries: Iterable<VectorEntry>): void;
  /**
   * Resolves when all that was put is durable. Rejects with an `EngineError` (`diskFull`, …); what was put stays in
   * memory for the next try.
   */
  flush(): Promise<void>;
  /** Follows other processes. Resolves with whether anything changed. */
  refresh(): Promise<boolean>;
  /** Forgets all other hashes, on disk too. Resolves with the number forgotten. */
  retain(hashes: ReadonlySet<string>): Promise<number>;
  /** Another one after every vector that came, went or moved: places hold for one version. */
  readonly version: number;
  /** Where the hash's vector lies; undefined where there is none. */
  placeOf(hash: string): number | undefined;
  /**
   * Compares all vectors with a query of `dims` numbers, by their high bytes (exact to about a thousandth). Returns the
   * cosine of the vector at a place, for the version at hand.
   */
  scan(query: Float32Array): (place: number) => number;
}

export interface VectorUsage {
  /** Of all deep vectors that are left. */
  sizeBytes: number;
  removedBytes: number;
}

export interface VectorEntry {
  hash: string;
  vector: Float32Array;
}
