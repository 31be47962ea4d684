/**
 * The scores by words against the formula, worked out term by term from the chunks themselves; twice, since segments
 * keep their arrays.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BM25, type Concept, type LexicalInput, scoreLexically } from '../../../src/core/lexical/bm25';
import { type ChunkTerms, FIELD_COUNT, FieldIndex } from '../../../src/core/lexical/fields';
import { LexicalSegment } from '../../../src/core/lexical/lexicalSegment';

const TERMS = ['a', 'b', 'c', 'd'];

interface Chunk extends ChunkTerms {
  file: number;
}

const chunk: fc.Arbitrary<Chunk> = fc
  .record({
    terms: fc.uniqueArray(fc.constantFrom(...TERMS), { maxLength: 4 }),
    file: fc.nat(2),
    lengths: fc.array(fc.nat(3000), { minLength: FIELD_COUNT, maxLength: FIELD_COUNT }),
    counts: fc.array(fc.constantFrom(0, 1, 1, 3, 255), { minLength: 4 * FIELD_COUNT, maxLength: 4 * FIELD_COUNT }),
  })
  .map(({ terms, file, lengths, counts }) => ({
    ...{ terms, file, lengths: Uint16Array.from(lengths) },
    // A posting has a count at least.
    counts: Uint8Array.from(counts.slice(0, terms.length * FIELD_COUNT), (count, i) =>
      i % FIELD_COUNT === 0 ? Math.max(1, count) : count,
    ),
  }));

const concept: fc.Arbitrary<Concept> = fc.record({
  label: fc.constant(''),
  alternatives: fc.uniqueArray(
    fc.oneof(
      fc.record({ term: fc.constantFrom(...TERMS, 'absent'), weight: fc.constantFrom(1, 0.5) }),
      fc.record({ term: fc.constantFrom(...TERMS), weight: fc.constant(0.5), isGuess: fc.constant(true as const) }),
    ),
    { minLength: 1, maxLength: 3, selector: ({ term }) => term },
  ),
  weight: fc.constantFrom(1, 0.7),
  role: fc.constantFrom('word', 'joined'),
});

/**
 * A term's frequency in a chunk, weighed and length-normalized: what it has of its own, and what its file gives to all
 * chunks.
 */
function frequencyOf(term: string, { terms, counts, lengths }: Chunk, averages: readonly number[]) {
  const place = terms.indexOf(term);
  let own = 0;
  let shared = 0;
  for (let field = 0; place >= 0 && field < FIELD_COUNT; field++) {
    const b = BM25.b[field]!;
    const length = Math.min(lengths[field]!, 2047);
    const part =
      (counts[place * FIELD_COUNT + field]! * BM25.weight[field]!) / (1 - b + (b * length) / averages[field]!);
    if (field === FieldIndex.stem || field === FieldIndex.path) shared += part;
    else own += part;
  }
  return { own, shared };
}

function byFormula(segments: readonly Chunk[][], concepts: readonly Concept[]) {
  const all = segments.flat();
  const averages = Array.from({ length: FIELD_COUNT }, (_, field) =>
    Math.max(1, all.reduce((sum, { lengths }) => sum + lengths[field]!, 0) / Math.max(1, all.length)),
  );
  const frequency = (term: string) => all.filter(({ terms }) => terms.includes(term)).length;
  const worths = concepts.map(({ alternatives, weight, role }) => {
    const known = Math.max(0, ...alternatives.filter(({ isGuess }) => !isGuess).map(({ term }) => frequency(term)));
    const n = known || Math.max(0, ...alternatives.map(({ term }) => frequency(term)));
    const isThere = alternatives.some(({ term }) => frequency(term) > 0);
    const idf = n === 0 ? Math.log(1 + all.length) : Math.log(1 + (all.length - n + 0.5) / (n + 0.5));
    return { worth: weight * idf, counts: isThere || role === 'word' };
  });
  const most = worths.reduce((sum, { worth, counts }) => sum + (counts ? worth : 0), 0) || 1;
  const best = (saturation: number, score: (term: string) => number) =>
    concepts.reduce((sum, { alternatives }, i) => {
      const parts = alternatives.map(({ term, weight }) => {
        const found = score(term);
        return (weight * worths[i]!.worth * found) / (saturation + found);
      });
      return sum + Math.max(0, ...parts);
    }, 0) / most;
  return segments.map((chunks) => ({
    chunks: chunks.map((each) =>
      best(BM25.k1, (term) => {
        const { own, shared } = frequencyOf(term, each, averages);
        return own + shared;
      }),
    ),
    files: [0, 1, 2].map((file) =>
      best(BM25.fileK1, (term) =>
        chunks.reduce((sum, each) => {
          const { own, shared } = frequencyOf(term, each, averages);
          return each.file === file ? Math.max(sum, shared) + own : sum;
        }, 0),
      ),
    ),
    matched: chunks.map(({ terms }) =>
      concepts.reduce((bits, { alternatives }, i) => {
        const isFound = worths[i]!.worth > 0 && alternatives.some(({ term }) => terms.includes(term));
        return isFound ? bits | (1 << i) : bits;
      }, 0),
    ),
  }));
}

test('chunks and files score what the formula says, one question after the other', () => {
  const questions = fc.array(fc.array(concept, { maxLength: 4 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(fc.array(chunk, { maxLength: 8 }), { maxLength: 3 }), questions, (segments, asked) => {
      const inputs = segments.map(
        (chunks): LexicalInput => ({
          lexical: LexicalSegment.build(chunks),
          fileOf: Int32Array.from(chunks, ({ file }) => file),
          fileCount: 3,
        }),
      );
      for (const concepts of asked) {
        const { chunks, files, matched, best } = scoreLexically(inputs, concepts);
        const expected = byFormula(segments, concepts);
        const isNear = (a: ArrayLike<number>, b: readonly number[]) =>
          assert.ok(a.length === b.length && b.every((value, i) => Math.abs(value - a[i]!) < 1e-5), `${a} for ${b}`);
        expected.forEach((segment, s) => {
          isNear(chunks[s]!, segment.chunks);
          isNear(files[s]!, segment.files);
          assert.deepEqual([...matched[s]!], segment.matched);
        });
        assert.equal(best, Math.max(0, ...chunks.flatMap((scores) => [...scores])));
      }
    }),
    { numRuns: 300 },
  );
});
