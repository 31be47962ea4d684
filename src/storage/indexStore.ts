/** (to be written by the storage work) The contract the engine builds on. */
import type { DocumentRecord } from '../core/corpus/document';
import type { ChunkRecord } from '../core/segment';

/** One shard, whole: what is read, changed and written as a unit. */
export interface ShardData {
  documents: DocumentRecord[];
  chunks: ChunkRecord[];
  /** `chunks.length * dims`, row-major. */
  vectors: Float32Array;
  /** The lexical segment's bytes (`src/core/lexical/segment.ts`), opaque to storage. */
  lexical: Uint8Array;
}
