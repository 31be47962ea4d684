/** What each part of a score weighs. Every value earned its place by measurement; docs/ranking.md has the gains. */
export interface Weights {
  /** Words of the question in the chunk, BM25 over fields. */
  words: number;
  /** Words of the question in the whole file. */
  fileWords: number;
  /** Similarity of the chunk's vector. */
  dense: number;
  /** How surprisingly similar a deep model finds the chunk, in deviations, as far as it counts (`deepWeight.ts`). */
  deep: number;
  /** The same of the sum of the file's chunks. */
  fileDeep: number;
  /** Similarity of the file's best vector. */
  fileDense: number;
  /** Similarity of the sum of the file's vectors: what the file is about as a whole. */
  fileTopic: number;
  /** The chunk defines what the question names. */
  definition: number;
  /** The question names the file by its path: a share of what the score lacks to 1. */
  fileReference: number;
  /** It names a line of the chunk, as a stack trace does: the same. */
  lineReference: number;
  /** What was pasted stands in the chunk as it is: the same. */
  verbatim: number;
  /** The names defined in the chunk are words of the question. */
  names: number;
  /** The file's name is made of words of the question. */
  fileName: number;
  /** The chunk's definition is offered to others, by keyword or convention: a share of the score. */
  exported: number;
  /** The file was edited just now: a share of the score. */
  recent: number;
  /** What is left of a score in a file of this kind, or in a test beside what it tests. */
  test: number;
  vendored: number;
  generated: number;
  example: number;
  changelog: number;
  document: number;
  declaration: number;
  config: number;
  /** What a chunk behind a better one of its file keeps of the parts that are its file's. */
  sameFile: number;
  /** A piece is merged into the better one beside it of the same definition when it has this share of its score. */
  neighbor: number;
  /** How far word scores are measured against the best of the query (1) or against what could be earned (0). */
  relativeWords: number;
  /** How much a file's name must cover of the question, as a power. */
  fileNameCover: number;
  /** The same for the names that a chunk defines. */
  namesCover: number;
}

export const WEIGHTS: Readonly<Weights> = {
  words: 0.21,
  fileWords: 0.175,
  dense: 0.245,
  deep: 0.032,
  fileDeep: 0.015,
  fileDense: 0.09,
  fileTopic: 0.35,
  definition: 0.14,
  fileReference: 0.21,
  lineReference: 0.8,
  verbatim: 0.6,
  names: 0.07,
  fileName: 0.105,
  exported: 0.03,
  recent: 0.03,
  test: 0.5,
  vendored: 0.5,
  generated: 0.5,
  example: 0.6,
  changelog: 0.5,
  document: 0.6,
  declaration: 0.8,
  config: 0.7,
  sameFile: 0.5,
  neighbor: 0.7,
  relativeWords: 0.5,
  fileNameCover: 0.2,
  namesCover: 1,
};

/**
 * A best score below it means that nothing relevant was found: it refuses most questions about what a corpus does not
 * have and hardly any about what it has (docs/ranking.md). Ranking itself cuts nothing.
 */
export const RELEVANT_SCORE = 0.25;
