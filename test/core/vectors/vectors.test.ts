import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dot, similarities } from '../../../src/core/vectors/dot';
import { topK } from '../../../src/core/vectors/topK';

describe('topK', () => {
  it('agrees with sorting', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5, max: 5 })),
        fc.nat(10),
        fc.integer({ min: -6, max: 5 }),
        (list, k, floor) => {
          const values = Float32Array.from(list);
          const sorted = list
            .map((value, index) => ({ value, index }))
            .filter(({ value }) => value > floor)
            .sort((a, b) => b.value - a.value || a.index - b.index);
          assert.deepEqual(
            topK(values, k, floor),
            sorted.slice(0, k).map(({ index }) => index),
          );
        },
      ),
    );
  });
});

describe('similarities', () => {
  it('are the dot products, for any number of dimensions', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11 }), fc.nat(5), (dims, count) => {
        const rows = Float32Array.from({ length: dims * count }, (_, i) => ((i * 7) % 5) - 2);
        const query = Float32Array.from({ length: dims }, (_, i) => (i % 3) - 1);
        const expected = Array.from({ length: count }, (_, row) =>
          query.reduce((sum, value, i) => sum + value * rows[row * dims + i]!, 0),
        );
        assert.deepEqual([...similarities(rows, dims, query)], expected);
        if (count > 0) assert.equal(dot(rows.subarray(0, dims), query), expected[0]);
      }),
    );
  });
});
