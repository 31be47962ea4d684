import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { analyzeChunk } from '../../../src/core/lexical/analyze';
import { type ChunkTerms, FIELD_COUNT } from '../../../src/core/lexical/fields';
import { LexicalSegment } from '../../../src/core/lexical/lexicalSegment';

/** Chunks over a small alphabet of terms, so that they share some; counts from none to the highest. */
const chunkTerms: fc.Arbitrary<ChunkTerms> = fc
  .uniqueArray(fc.constantFrom('a', 'ab', 'abc', 'b', 'retri', '로그', '로그인', 'é', 'z9'), { maxLength: 9 })
  .chain((terms) =>
    fc.record({
      terms: fc.constant(terms),
      counts: fc
        .array(fc.array(fc.constantFrom(0, 1, 2, 255), { minLength: FIELD_COUNT, maxLength: FIELD_COUNT }), {
          minLength: terms.length,
          maxLength: terms.length,
        })
        .map((rows) =>
          Uint8Array.from(rows.flatMap((row) => (row.some((count) => count > 0) ? row : [1, ...row.slice(1)]))),
        ),
      lengths: fc
        .array(fc.nat(65_535), { minLength: FIELD_COUNT, maxLength: FIELD_COUNT })
        .map((lengths) => Uint16Array.from(lengths)),
    }),
  );

/** Everything a segment says, as plain data. */
function contents(segment: LexicalSegment) {
  const terms = segment.termsWithPrefix('', Number.POSITIVE_INFINITY);
  return {
    chunkCount: segment.chunkCount,
    lengths: [...segment.fieldLengths],
    terms: terms.map(({ term, frequency }) => {
      const postings: [number, number[]][] = [];
      segment.postings(term, (ordinal, counts) => postings.push([ordinal, [...counts]]));
      assert.equal(segment.documentFrequency(term), frequency);
      return { term, frequency, postings };
    }),
  };
}

/** The same, from the chunks directly. */
function expected(chunks: readonly ChunkTerms[]) {
  const byTerm = new Map<string, [number, number[]][]>();
  chunks.forEach(({ terms, counts }, ordinal) => {
    terms.forEach((term, i) => {
      const postings = byTerm.get(term) ?? [];
      postings.push([ordinal, [...counts.slice(i * FIELD_COUNT, (i + 1) * FIELD_COUNT)]]);
      byTerm.set(term, postings);
    });
  });
  return {
    chunkCount: chunks.length,
    lengths: chunks.flatMap(({ lengths }) => [...lengths]),
    terms: [...byTerm.keys()]
      .sort()
      .map((term) => ({ term, frequency: byTerm.get(term)!.length, postings: byTerm.get(term)! })),
  };
}

describe('a lexical segment', () => {
  it('holds what it was built from, also after a trip through bytes at any offset', () => {
    fc.assert(
      fc.property(fc.array(chunkTerms, { maxLength: 12 }), fc.nat(7), (chunks, offset) => {
        const segment = LexicalSegment.build(chunks);
        assert.deepEqual(contents(segment), expected(chunks));
        const bytes = new Uint8Array(segment.bytes().length + offset);
        bytes.set(segment.bytes(), offset);
        assert.deepEqual(contents(LexicalSegment.fromBytes(bytes.subarray(offset))), expected(chunks));
      }),
    );
  });

  it('after a rebuild equals one that was built from what is kept and what is new, in their order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ old: chunkTerms, isKept: fc.boolean(), added: fc.array(chunkTerms, { maxLength: 2 }) }), {
          maxLength: 12,
        }),
        (places) => {
          const segment = LexicalSegment.build(places.map(({ old }) => old));
          const order = places.flatMap(({ isKept, added }, ordinal) => [...(isKept ? [ordinal] : []), ...added]);
          const chunks = order.map((chunk) => (typeof chunk === 'number' ? places[chunk]!.old : chunk));
          assert.deepEqual(segment.rebuild(order).bytes(), LexicalSegment.build(chunks).bytes());
          assert.deepEqual(contents(segment.rebuild(order)), expected(chunks));
        },
      ),
    );
  });

  it('finds 200 chunks apart, where distances and the number of postings take two bytes', () => {
    const chunk = (terms: string[]): ChunkTerms => ({
      terms,
      counts: Uint8Array.from(terms.flatMap(() => [1, 0, 0, 0, 0, 0])),
      lengths: new Uint16Array(FIELD_COUNT),
    });
    const chunks = Array.from({ length: 400 }, (_, i) => chunk(i % 200 === 7 ? ['rare'] : ['common']));
    const found: number[] = [];
    const segment = LexicalSegment.build(chunks);
    segment.postings('rare', (ordinal) => found.push(ordinal));
    assert.deepEqual(found, [7, 207]);
    assert.equal(segment.documentFrequency('common'), 398);
    const fewer = segment.rebuild(chunks.flatMap((_, ordinal) => (ordinal % 4 === 0 ? [ordinal] : [])));
    assert.equal(fewer.documentFrequency('common'), 100);
    assert.equal(fewer.documentFrequency('rare'), 0);
  });

  it('lists the most frequent terms with a prefix, in order', () => {
    const texts = ['upload upstream upset download', 'upset upward', 'upward upset'];
    const segment = LexicalSegment.build(texts.map((text) => analyze(text)));
    const listed = (prefix: string, limit: number) =>
      segment.termsWithPrefix(prefix, limit).map(({ term, frequency }) => `${term} ${frequency}`);
    assert.deepEqual(listed('upl', 10), ['upload 1']);
    assert.deepEqual(listed('up', 10), ['upload 1', 'upset 3', 'upstream 1', 'upward 2']);
    assert.deepEqual(listed('up', 2), ['upset 3', 'upward 2']);
    assert.deepEqual(listed('x', 10), []);
  });

  it('refuses bytes that are cut short, foreign or of another version', () => {
    const bytes = LexicalSegment.build([analyze('upload')]).bytes();
    const changed = (at: number) => {
      const copy = bytes.slice();
      copy[at]! ^= 1;
      return copy;
    };
    for (const bad of [bytes.slice(0, 10), bytes.slice(0, -1), changed(0), changed(4), new Uint8Array(0)])
      assert.throws(() => LexicalSegment.fromBytes(bad), RangeError);
  });

  it('refuses kept ordinals that do not ascend or do not exist', () => {
    const segment = LexicalSegment.build([analyze('a1'), analyze('b1')]);
    for (const kept of [[1, 0], [0, 0], [2], [-1]]) assert.throws(() => segment.rebuild(kept), RangeError);
  });

  it('takes less than one and a half times the text', () => {
    const text = Array.from(
      { length: 60 },
      (_, i) => `  const value${i} = readSetting('section.name${i}', defaults.entry);`,
    ).join('\n');
    const chunks = Array.from({ length: 50 }, (_, i) => ({
      path: `src/a${i}.ts`,
      text: text.replaceAll('value', `v${i}x`),
    }));
    const segment = LexicalSegment.build(chunks.map(({ path, text: each }) => analyze(each, path)));
    const size = chunks.reduce((sum, chunk) => sum + chunk.text.length, 0);
    assert.ok(segment.bytes().length < 1.5 * size, `${segment.bytes().length} of ${size}`);
  });
});

function analyze(text: string, path = 'src/a.ts'): ChunkTerms {
  return analyzeChunk({ path, language: 'typescript', symbol: '', definitions: [], signature: '', text });
}
