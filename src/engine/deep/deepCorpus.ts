/** What deep vectors are made of and for: the passages of a corpus, and those that are wanted next. Shapes alone. */
import type { ChunkRecord } from '../../core/snapshot';
import type { VectorStore } from '../../storage/store';

/** A chunk whose deep vector is wanted, and how to come by its text. */
export interface DeepCandidate {
  chunk: ChunkRecord;
  corpusId: string;
}

export interface DeepCorpus {
  cache: VectorStore;
  chunks: () => Iterable<ChunkRecord>;
  /** When the document was changed last; 0 when it is not known. */
  modifiedMs: (path: string) => number;
  /** The chunk's text as it was indexed; undefined when its file has gone or changed since. */
  readContent: (chunk: ChunkRecord) => Promise<string | undefined>;
}
