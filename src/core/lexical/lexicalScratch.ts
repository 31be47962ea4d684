/** The working memory of BM25: the scores of each segment, and what one concept finds in one before it is added up. */
import type { LexicalSegment } from './lexicalSegment';

export interface SegmentScores {
  chunks: Float32Array;
  matched: Int32Array;
  files: Float32Array;
  greatest: number;
}

export class LexicalScratch {
  private readonly scores = new WeakMap<LexicalSegment, SegmentScores>();
  /** The best score of a concept in each chunk; all zero between two concepts. */
  best = new Float64Array();
  /** The chunks that have a score, `count` of them. */
  ordinals = new Int32Array();
  count = 0;
  bestOfFile = new Float32Array();
  frequencyOfFile = new Float32Array();

  /** All zero. */
  scoresOf(lexical: LexicalSegment, fileCount: number): SegmentScores {
    const known = this.scores.get(lexical);
    if (known?.files.length === fileCount) {
      known.chunks.fill(0);
      known.matched.fill(0);
      known.files.fill(0);
      known.greatest = 0;
      return known;
    }
    const { chunkCount } = lexical;
    const scores: SegmentScores = {
      chunks: new Float32Array(chunkCount),
      matched: new Int32Array(chunkCount),
      files: new Float32Array(fileCount),
      greatest: 0,
    };
    this.scores.set(lexical, scores);
    return scores;
  }

  /** Makes room for a segment of so many chunks and files. */
  reserve(chunks: number, files: number): void {
    if (this.best.length < chunks) {
      this.best = new Float64Array(chunks);
      this.ordinals = new Int32Array(chunks);
    }
    if (this.bestOfFile.length < files) {
      this.bestOfFile = new Float32Array(files);
      this.frequencyOfFile = new Float32Array(files);
    }
  }
}
