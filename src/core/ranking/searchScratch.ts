/**
 * The working memory of searches: arrays as long as the segments, filled anew by each search. Owned by whoever searches
 * again and again, since a million new numbers for each question would keep the collector busy. Invariant: nothing that
 * a search returns lies in it.
 */
import { LexicalScratch } from '../lexical/lexicalScratch';
import type { VectorRows } from '../vectors/rows';
import { ScanScratch } from '../vectors/scanScratch';

export class SearchScratch {
  readonly lexical = new LexicalScratch();
  readonly scan = new ScanScratch();
  private readonly similarities = new WeakMap<VectorRows, Float32Array<ArrayBuffer>>();

  /** One number for each row, with what the search before left in it. */
  similaritiesOf(rows: VectorRows): Float32Array<ArrayBuffer> {
    let values = this.similarities.get(rows);
    if (!values) {
      values = new Float32Array(rows.count);
      this.similarities.set(rows, values);
    }
    return values;
  }
}
