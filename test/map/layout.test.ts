import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapQuality } from '../../bench/mapQuality';
import { VectorRows } from '../../src/core/vectors/rows';
import { nearest } from '../../src/core/vectors/scan';
import { layOut } from '../../src/map/layout';
import { nearestNeighbors } from '../../src/map/nearestNeighbors';
import { principalPlane } from '../../src/map/principalPlane';

const DIMS = 32;

test('groups of like vectors are apart on the map and each is together', () => {
  const { rows, groupOf } = groups(8, 60);
  const places = finish(layOut(rows));
  let strangers = 0;
  for (let row = 0; row < rows.count; row++) {
    const others = Array.from({ length: rows.count }, (_, other) => other).filter((other) => other !== row);
    const away = (other: number) =>
      Math.hypot(places[row * 2]! - places[other * 2]!, places[row * 2 + 1]! - places[other * 2 + 1]!);
    const nearby = others.sort((a, b) => away(a) - away(b)).slice(0, 10);
    strangers += nearby.filter((other) => groupOf[other] !== groupOf[row]).length;
  }
  assert.ok(strangers / (rows.count * 10) < 0.01, `${strangers} of ${rows.count * 10} neighbors are strangers`);
});

test('neighborhoods are kept better than by principal components', () => {
  const { rows } = groups(12, 40, 0.6);
  const map = mapQuality(rows, finish(layOut(rows)), 10);
  const plane = mapQuality(rows, principalPlane(rows.decodeAll(), rows.dims), 10);
  assert.ok(map.trustworthiness > 0.85, JSON.stringify(map));
  assert.ok(
    map.trustworthiness > plane.trustworthiness && map.preserved > plane.preserved,
    JSON.stringify({ map, plane }),
  );
});

test('the same vectors give the same map, within the unit square', () => {
  const { rows } = groups(4, 50);
  const places = finish(layOut(rows));
  assert.deepEqual(finish(layOut(rows)), places);
  assert.ok(places.every((value) => value >= 0 && value <= 1));
});

test('few, equal and zero vectors have places too', () => {
  const vector = unit(Float32Array.from({ length: DIMS }, (_, d) => d + 1));
  for (const count of [0, 1, 2, 3, 40]) {
    const equal = VectorRows.encode(repeat(vector, count), DIMS);
    const places = finish(layOut(equal));
    assert.equal(places.length, count * 2);
    assert.ok(places.every(Number.isFinite), `${count} equal vectors`);
  }
  assert.ok(finish(layOut(VectorRows.encode(new Float32Array(5 * DIMS), DIMS))).every(Number.isFinite));
});

test('of many rows nearly all true neighbors are found, and a row is never its own', () => {
  const { rows } = groups(40, 60, 1);
  const { k, rows: found } = finish(nearestNeighbors(rows, 10));
  let right = 0;
  for (let row = 0; row < rows.count; row += 12) {
    const mine = [...found.subarray(row * k, (row + 1) * k)];
    assert.ok(!mine.includes(row));
    assert.equal(new Set(mine).size, k);
    const truth = new Set(nearest([rows], rows.decode([row]), k + 1).map((neighbor) => neighbor.row));
    right += mine.filter((other) => truth.has(other)).length;
  }
  assert.ok(right / ((rows.count / 12) * k) > 0.9, `${right} of ${(rows.count / 12) * k}`);
});

test('progress grows from nothing to all', () => {
  const seen = [...steps(layOut(groups(6, 50).rows))];
  assert.ok(seen.length > 10);
  assert.ok(seen.every((share, i) => share >= 0 && share <= 1 && (i === 0 || share >= seen[i - 1]!)));
});

/** Vectors around as many directions as there are groups, `size` around each. */
function groups(count: number, size: number, spread = 0.3): { rows: VectorRows; groupOf: number[] } {
  const random = randomNumbers();
  const vectors = new Float32Array(count * size * DIMS);
  const groupOf: number[] = [];
  for (let group = 0; group < count; group++) {
    const center = unit(Float32Array.from({ length: DIMS }, random));
    for (let i = 0; i < size; i++) {
      const noise = unit(Float32Array.from({ length: DIMS }, random));
      const vector = unit(center.map((value, d) => value + spread * noise[d]!));
      vectors.set(vector, groupOf.length * DIMS);
      groupOf.push(group);
    }
  }
  return { rows: VectorRows.encode(vectors, DIMS), groupOf };
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function repeat(vector: Float32Array, count: number): Float32Array {
  return Float32Array.from({ length: count * DIMS }, (_, i) => vector[i % DIMS]!);
}

/** In [-1, 1), always the same. */
function randomNumbers(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function finish<T>(generator: Generator<number, T>): T {
  for (;;) {
    const { done, value } = generator.next();
    if (done) return value;
  }
}

function* steps(generator: Generator<number, unknown>): Generator<number> {
  yield* generator;
}
