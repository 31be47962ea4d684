/** What ranking knows about a candidate before anything is weighed, and what it is asked to look at. Shapes alone. */
import type { AnalyzedQuery } from '../query/analyzeQuery';
import type { ChunkRecord, ChunkRef } from '../snapshot';
import type { AskedNames } from './askedNames';
import type { FileReference } from './fileReferences';
import type { Tier } from './hit';
import type { RankedFile } from './rankedFiles';
import type { SearchScratch } from './searchScratch';
import type { Weights } from './weights';

export interface Evidence {
  chunk: ChunkRecord;
  file: RankedFile;
  /** BM25 of the chunk and of its file, 0..1. */
  words: number;
  fileWords: number;
  /** Labels of the concepts found. */
  matched: string[];
  /** Cosines of the embedded model: of the chunk, of the file's best chunk, of the sum of the file's chunks. */
  dense: number;
  fileDense: number;
  fileTopic: number;
  /** What the deep model's cosine stands for (`deepAlignment.ts`), where the chunk has a deep vector. */
  deep: number | undefined;
  /** Time since the file was edited, where it is known. */
  ageMs: number | undefined;
  /** Whether the question points at the chunk or its file. */
  reference: FileReference | undefined;
  /** How much of what was pasted stands in the chunk as it is, where texts could be read. */
  verbatim: number | undefined;
}

export interface Candidate extends Omit<Evidence, 'deep'> {
  ref: ChunkRef;
  /** Of the deep model, where the chunk has a vector of it. */
  deepCosine: number | undefined;
}

/** What one pass over a snapshot found. Nothing in it is shared with a later pass. */
export interface CollectedEvidence {
  candidates: readonly Candidate[];
  asked: AskedNames;
  /** The best word score of the snapshot. */
  bestWords: number;
  tier: Tier;
}

/** What the deep model knows: its vector of the question, and of the passages that it has embedded. */
export interface DeepEvidence {
  queryVector: Float32Array;
  /** By `ChunkRecord.contentHash`. */
  vectorOf(contentHash: string): Float32Array | undefined;
}

export interface CollectOptions {
  /** Of the embedded model; absent: words alone. */
  queryVector?: Float32Array | undefined;
  /** Leaves out the files that it refuses (only these documents, only this folder). */
  accepts?: ((corpusId: string, path: string) => boolean) | undefined;
  /** Time since the chunk's file was edited; absent: edits do not count. */
  ageMsOf?: (ref: ChunkRef, chunk: ChunkRecord) => number | undefined;
  /**
   * The chunk's text, undefined when its file has gone. An `"exact phrase"` needs it; without it the phrase's words must occur. What was pasted is
   * compared with it.
   */
  readText?: (ref: ChunkRef) => string | undefined;
  /** Working memory of the searches before; absent: a new one. */
  scratch?: SearchScratch;
}

export interface RankOptions extends CollectOptions {
  /** Hits wanted at most. */
  limit: number;
  /** Takes the place of the embedded similarity for the chunks that have a deep vector. */
  deep?: DeepEvidence;
  /** Other weights than the product's, for evaluation. */
  weights?: Partial<Weights>;
}

/** What a part of a score is made from. */
export interface PartInput {
  query: AnalyzedQuery;
  evidence: Evidence;
  asked: AskedNames;
  weights: Weights;
  /** What the parts before it come to. */
  sum: number;
}
