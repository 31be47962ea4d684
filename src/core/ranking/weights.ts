/** What each part of a score weighs. Every value earned its place by measurement; docs/ranking.md has the gains. */
export interface Weights {
  /** Words of the question in the chunk, BM25 over fields. */
  words: number;
  /** Words of the question in the whole file. */
  fileWords: number;
  /** Similarity of the chunk's vector. */
  meaning: number;
  /** Similarity of the file's best vector. */
  fileMeaning: number;
  /** The chunk defines what the question names. */
  definition: number;
  /** The names defined in the chunk are words of the question. */
  names: number;
  /** The file's name is made of words of the question. */
  fileName: number;
  /** So is its folder. */
  folder: number;
  /** What remains of a score in a file of this kind. */
  test: number;
  vendored: number;
  generated: number;
  example: number;
  changelog: number;
  document: number;
  declaration: number;
  config: number;
  /** What remains of the score of a file's second chunk, and again of its third. */
  sameFile: number;
}

export const WEIGHTS: Weights = {
  words: 0.3,
  fileWords: 0.2,
  meaning: 0.3,
  fileMeaning: 0.1,
  definition: 0.25,
  names: 0.1,
  fileName: 0.15,
  folder: 0.04,
  test: 0.5,
  vendored: 0.5,
  generated: 0.5,
  example: 0.6,
  changelog: 0.5,
  document: 0.7,
  declaration: 0.8,
  config: 0.7,
  sameFile: 0.6,
};
