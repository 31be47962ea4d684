/** What ranking knows about a candidate before anything is weighed, and what it is asked to look at. Shapes alone. */
import type { AnalyzedQuery } from '../query/analyzeQuery';
import type { ChunkRecord, ChunkRef, Segment } from '../snapshot';
import type { AskedNames } from './askedNames';
import type { DeepValue } from './deepWeight';
import type { FileReference } from './fileReferences';
import type { ChunkMask } from './filterMask';
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
  /** What a deep model says of the chunk and of its file (`deepWeight.ts`), where the chunk has a deep vector. */
  deep: DeepValue | undefined;
  /** Time since the file was edited, where it is known. */
  ageMs: number | undefined;
  /** Whether the question points at the chunk or its file. */
  reference: FileReference | undefined;
  /** How much of what was pasted stands in the chunk as it is, where texts could be read. */
  verbatim: number | undefined;
}

export interface Candidate extends Omit<Evidence, 'deep'> {
  ref: ChunkRef;
  /** Of a deep model, where one has a vector of the chunk. */
  deepCosines: CandidateCosines | undefined;
  /** Found by words, by the embedded model, or by a line that the question names. */
  isOfFirstStage: boolean;
}

/** What one pass over a snapshot found. Nothing in it is shared with a later pass. */
export interface CollectedEvidence {
  candidates: readonly Candidate[];
  asked: AskedNames;
  /** The best word score of the snapshot. */
  bestWords: number;
  /** What the candidate that is best by words has of the question's Hangul, 0..1 (`ownScript.ts`). */
  pairShare: number;
  /** Whether the embedded model had a vector of the question. */
  hasVector: boolean;
  /** By deep model: how far its best passage stands out from all that it has seen; undefined: it has seen too few. */
  standsOut: readonly (number | undefined)[];
  tier: Tier;
}

/** One deep model's answer to one question. */
export interface DeepEvidence {
  /**
   * The cosine of each chunk's deep vector with the question's, by ordinal; negative infinity where the chunk has none.
   */
  cosinesOf(segment: Segment): Float32Array;
  /** The length of the sum of these chunks' vectors, of those that have one; `ordinals` are all of a file. */
  sumLengthOf(segment: Segment, ordinals: readonly number[]): number;
}

/** A deep model's cosines of a candidate. */
export interface CandidateCosines {
  /** Which of the models. */
  model: number;
  /** Of the passage. */
  chunk: number;
  /** Of the sum of the file's passages that the model has vectors of: what the file is about as a whole. */
  file: number;
}

export interface CollectOptions {
  /** Of the embedded model; absent: words alone. */
  queryVector?: Float32Array | undefined;
  /** Leaves out the files that it refuses (only these documents, only this folder). */
  accepts?: ((corpusId: string, path: string) => boolean) | undefined;
  /** Time since the chunk's file was edited; absent: edits do not count. */
  ageMsOf?: (ref: ChunkRef, chunk: ChunkRecord) => number | undefined;
  /** The folder of a corpus, for `path:` with an absolute path; absent: none is known. */
  rootOf?: (corpusId: string) => string | undefined;
  /**
   * Which chunks have the phrases and expressions that the query asks for, found by who can read the texts. Absent: the
   * phrases' words must occur. `wanted`: so many of them are candidates whatever their words are worth.
   */
  texts?: { mask: ChunkMask; wanted: number } | undefined;
  /** The chunk's text, undefined when its file has gone. What was pasted is compared with it. */
  readText?: (ref: ChunkRef) => string | undefined;
  /** What deep models say, the preferred one first: a third source of candidates, and evidence of its own. */
  deep?: readonly DeepEvidence[];
  /** Working memory of the searches before; absent: a new one. */
  scratch?: SearchScratch;
}

export interface RankOptions extends CollectOptions {
  /** Hits wanted at most. */
  limit: number;
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
