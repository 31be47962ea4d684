/**
 * The working memory of searches: arrays as long as the segments, filled anew by each search. Owned by whoever searches
 * again and again, since a million new numbers for each question would keep the collector busy. Invariant: nothing that
 * a search returns lies in it.
 */
import { LexicalScratch } from '../lexical/lexicalScratch';
import { memoize } from '../memo';
import type { VectorRows } from '../vectors/rows';
import { ScanScratch } from '../vectors/scanScratch';

export class SearchScratch {
  readonly lexical = new LexicalScratch();
  readonly scan = new ScanScratch();
  /** One number for each row, with what the search before left in it. */
  readonly similaritiesOf = memoize((rows: VectorRows) => new Float32Array(rows.count));
}
