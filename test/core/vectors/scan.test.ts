/**
 * The two-pass scan against a plain sort of exact similarities, and the WebAssembly kernel against plain TypeScript.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dot } from '../../../src/core/vectors/dot';
import { VectorRows } from '../../../src/core/vectors/rows';
import { approximate, nearest } from '../../../src/core/vectors/scan';
import { makeSimdKernel, referenceKernel, scanKernel } from '../../../src/core/vectors/scanKernel';

/** Reproducible numbers in -1..1 (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

function unitVectors(count: number, dims: number, seed: number): Float32Array {
  const next = random(seed);
  const vectors = Float32Array.from({ length: count * dims }, next);
  for (let row = 0; row < count; row++) {
    const vector = vectors.subarray(row * dims, (row + 1) * dims);
    const length = Math.sqrt(dot(vector, vector)) || 1;
    for (let i = 0; i < dims; i++) vector[i]! /= length;
  }
  return vectors;
}

const rowOf = (vectors: Float32Array, dims: number, row: number) => vectors.subarray(row * dims, (row + 1) * dims);

describe('the kernel in WebAssembly', () => {
  const simd = makeSimdKernel()!;

  it('is there on the machines that run the tests, and taken for dimensions it can do', () => {
    assert.ok(simd);
    assert.notEqual(scanKernel(256), referenceKernel);
    assert.notEqual(scanKernel(768), referenceKernel);
    assert.equal(scanKernel(100), referenceKernel);
  });

  it('gives the integers of the reference, for any rows, in order or picked', () => {
    const dims = fc.integer({ min: 1, max: 5 }).map((n) => n * 16);
    fc.assert(
      fc.property(dims, fc.nat(9), fc.nat(1000), fc.boolean(), (dims, count, seed, isPicked) => {
        const next = random(seed);
        const query = Int16Array.from({ length: dims }, () => next() * 32_767);
        const rows = Int8Array.from({ length: dims * (count + 3) }, () => next() * 127);
        const at = isPicked ? Int32Array.from({ length: count }, (_, i) => ((i * 5) % (count + 3)) * dims) : dims;
        const sums = new Int32Array(count);
        const expected = new Int32Array(count);
        simd.dots(query, rows, at, count, sums);
        referenceKernel.dots(query, rows, at, count, expected);
        assert.deepEqual(sums, expected);
      }),
    );
  });

  it('holds the rows of one call, at the extremes of what bytes and sums can be', () => {
    for (const dims of [16, 256, 768, 1024, 4096]) {
      const count = simd.rowsAtOnce(dims);
      assert.ok(count >= 4 && count % 4 === 0);
      const rows = new Int8Array(count * dims).fill(-127);
      const query = new Int16Array(dims).fill(Math.floor((2 ** 31 - 1) / 127 / dims));
      const sums = new Int32Array(count);
      simd.dots(query, rows, 0, count, sums);
      assert.ok(sums.every((sum) => sum === -127 * query[0]! * dims));
    }
  });
});

describe('rows', () => {
  it('keep each component within half a step of 24 bits', () => {
    const component = fc.float({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(component, { maxLength: 60 }), (dims, numbers) => {
        const vectors = Float32Array.from(numbers.slice(0, numbers.length - (numbers.length % dims)));
        const rows = VectorRows.encode(vectors, dims);
        const decoded = rows.decodeAll();
        for (let row = 0; row < rows.count; row++) {
          const most = Math.max(...rowOf(vectors, dims, row).map(Math.abs));
          for (let i = 0; i < dims; i++)
            assert.ok(Math.abs(decoded[row * dims + i]! - vectors[row * dims + i]!) <= most * 2 ** -22 + 1e-30);
        }
      }),
      { examples: [[1, [-5.900431188670321e-38]]] },
    );
  });

  it('in 8 bits are the high bytes of those in 24, at a third of the room, whatever they are collected with', () => {
    const vectors = unitVectors(8, 16, 2);
    const all = VectorRows.encode(vectors, 16);
    const bytes = VectorRows.encode(vectors, 16, 8);
    assert.deepEqual(all.inBytes(), bytes);
    assert.ok(bytes.sizeBytes < all.sizeBytes / 2);
    bytes.decodeAll().forEach((value, i) => {
      const most = Math.max(...rowOf(vectors, 16, Math.floor(i / 16)).map(Math.abs));
      assert.ok(Math.abs(value - vectors[i]!) <= most / 254 + 1e-6);
    });
    const ordinals = [0, 7];
    const mixed = VectorRows.collect(
      [all, bytes].map((rows) => ({ rows, ordinals })),
      16,
    );
    assert.deepEqual([...mixed.decodeAll()], [...bytes.decode(ordinals), ...bytes.decode(ordinals)]);
  });

  it('are collected bit for bit', () => {
    const a = VectorRows.encode(unitVectors(8, 16, 2), 16);
    const b = VectorRows.encode(unitVectors(3, 16, 3), 16);
    const rows = VectorRows.collect(
      [
        { rows: a, ordinals: [0, 1, 5, 7] },
        { rows: b, ordinals: [0, 1, 2] },
        { rows: a, ordinals: [] },
      ],
      16,
    );
    assert.deepEqual([...rows.decode([0, 1, 2, 3, 4, 5, 6])], [...a.decode([0, 1, 5, 7]), ...b.decode([0, 1, 2])]);
    assert.equal(rows.count, 7);
  });

  it('refuse what is no number', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      assert.throws(() => VectorRows.encode(Float32Array.of(0, value, 1, 0), 2), RangeError);
    assert.throws(() => VectorRows.encode(new Float32Array(3), 2), RangeError);
  });
});

describe('nearest', () => {
  /** What is asked for: all exact similarities, sorted. */
  function bySorting(
    sources: readonly VectorRows[],
    query: Float32Array,
    k: number,
    floor: number,
    isAllowed: (source: number, row: number) => boolean,
  ) {
    return sources
      .flatMap((rows, source) =>
        Array.from({ length: rows.count }, (_, row) => ({
          source,
          row,
          value: Math.fround(dot(rows.decode([row]), query)),
        })),
      )
      .filter(({ source, row, value }) => value > floor && isAllowed(source, row))
      .sort((a, b) => b.value - a.value || a.source - b.source || a.row - b.row)
      .slice(0, k);
  }

  it('finds what sorting finds: over several sources, filtered, with a floor, with equal rows', () => {
    const counts = fc.array(fc.nat(40), { maxLength: 4 });
    const dims = fc.constantFrom(3, 16, 48);
    const floors = fc.constantFrom(Number.NEGATIVE_INFINITY, 0, 0.2);
    fc.assert(
      fc.property(counts, dims, fc.nat(30), floors, fc.nat(3), fc.nat(), (counts, dims, k, floor, every, seed) => {
        const sources = counts.map((count, s) => {
          const vectors = unitVectors(count, dims, seed + s);
          // Every fifth row is a copy of the first: ties.
          for (let row = 0; row < count; row += 5) vectors.copyWithin(row * dims, 0, dims);
          return VectorRows.encode(vectors, dims);
        });
        const query = unitVectors(1, dims, seed + 99);
        const isAllowed = (source: number, row: number) => every === 0 || (row + source) % (every + 1) > 0;
        const allowed = sources.map(({ count }, s) =>
          every === 0 ? undefined : Uint8Array.from({ length: count }, (_, row) => (isAllowed(s, row) ? 1 : 0)),
        );
        assert.deepEqual(
          nearest(sources, query, k, { floor, allowed }),
          bySorting(sources, query, k, floor, isAllowed),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('answers for no rows, no sources, no allowed row, a zero query and k = 0', () => {
    const rows = VectorRows.encode(unitVectors(5, 16, 1), 16);
    const query = unitVectors(1, 16, 2);
    assert.deepEqual(nearest([], query, 5), []);
    assert.deepEqual(nearest([VectorRows.encode(new Float32Array(), 16)], query, 5), []);
    assert.deepEqual(nearest([rows], query, 0), []);
    assert.deepEqual(nearest([rows], query, 5, { allowed: [new Uint8Array(5)] }), []);
    assert.deepEqual(
      nearest([rows], new Float32Array(16), 2).map(({ row, value }) => [row, value]),
      [
        [0, 0],
        [1, 0],
      ],
    );
    assert.throws(() => nearest([rows], unitVectors(1, 32, 1), 1), RangeError);
  });

  it('approximates within a hundredth what it then makes exact', () => {
    for (const dims of [256, 384, 768]) {
      const vectors = unitVectors(500, dims, dims);
      const query = unitVectors(1, dims, 7);
      const values = approximate(VectorRows.encode(vectors, dims), query);
      values.forEach((value, row) => {
        assert.ok(Math.abs(value - dot(rowOf(vectors, dims, row), query)) < 0.01);
      });
    }
  });

  it('does not lose rows that are almost equal: the second pass decides', () => {
    const dims = 256;
    const next = random(5);
    const base = unitVectors(1, dims, 6);
    // 60 rows within a ten-thousandth of each other, among others.
    const near = Array.from({ length: 60 }, () => base.map((value) => value + next() * 1e-5));
    const rows = VectorRows.encode(
      Float32Array.from([...near.flatMap((row) => [...row]), ...unitVectors(400, dims, 8)]),
      dims,
    );
    assert.deepEqual(
      nearest([rows], base, 20),
      bySorting([rows], base, 20, -1, () => true),
    );
  });
});
