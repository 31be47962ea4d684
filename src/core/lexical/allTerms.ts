import type { LexicalSegment } from './lexicalSegment';

/** Which chunks of the segment have all of the terms: one number per chunk, 1 or 0; without terms, all have. */
export function chunksWithAll(lexical: LexicalSegment, terms: readonly string[]): Uint8Array {
  // How many of the terms, in their order, a chunk has had so far.
  const having = new Uint16Array(lexical.chunkCount);
  terms.forEach((term, place) => {
    lexical.postings(term, (ordinal) => {
      if (having[ordinal] === place) having[ordinal] = place + 1;
    });
  });
  return Uint8Array.from(having, (count) => (count === terms.length ? 1 : 0));
}
