/**
 * Places vectors on a plane so that those that are near each other stay near: UMAP (McInnes, Healy and Melville 2018)
 * with a start from principal components. A graph of nearest neighbors, weighted by how near they are for that row, is
 * laid out by stochastic gradient descent: neighbors attract, rows drawn at random repel.
 * Deterministic: the same vectors give the same map. Runs in steps, so that its caller can show progress, let others
 * work, or stop.
 */
import type { VectorRows } from '../core/vectors/rows';
import { type Neighbors, nearestNeighbors } from './nearestNeighbors';
import { principalPlane } from './principalPlane';

/** Counts up whenever the same vectors would give another map: part of what a cached map was made from. */
export const MAP_VERSION = 1;

/** UMAP's default: fewer see only the details, more blur them. */
const NEIGHBORS = 15;
/** UMAP's for large sets; small ones are cheap enough for its 500. */
const epochsFor = (count: number) => (count > 10_000 ? 200 : 500);
const REPELLED = 5;
/**
 * How strongly distance counts on the plane: similarity is 1 / (1 + A d²). UMAP's curve for `min_dist` 0.1 is 1 / (1 +
 * 1.577 d^1.79); with the square no power needs computing, and 1.9 fits it best.
 */
const A = 1.9;
const MOST_MOVED = 4;
/** The extent of the start, as UMAP's. */
const START_EXTENT = 10;

interface Edges {
  from: Int32Array;
  to: Int32Array;
  weights: Float32Array;
}

/** `count * 2` coordinates within 0 to 1, the longer side filled. Yields the share that is done. */
export function* layOut(rows: VectorRows): Generator<number, Float32Array> {
  const { count, dims } = rows;
  if (count === 0) return new Float32Array(0);
  const neighbors = yield* share(nearestNeighbors(rows, NEIGHBORS), 0, 0.5);
  const start = principalPlane(rows.decodeAll(), dims);
  const places = scaleTo(start, START_EXTENT);
  const random = createRandom();
  // Equal vectors start apart, or nothing could part them.
  for (let i = 0; i < places.length; i++) places[i]! += (random() - 0.5) * 0.01;
  if (neighbors.k > 0) yield* share(descend(places, edgesOf(neighbors), random), 0.55, 1);
  return scaleTo(places, 1);
}

/** One edge for each pair of rows of which at least one counts the other among its neighbors. */
export function edgesOf({ k, rows, values }: Neighbors): Edges {
  const count = rows.length / k;
  const strengths = new Float32Array(rows.length);
  for (let row = 0; row < count; row++) strengthen(values, strengths, row * k, k);
  const from: number[] = [];
  const to: number[] = [];
  const weights: number[] = [];
  for (let row = 0; row < count; row++) {
    for (let at = row * k; at < (row + 1) * k; at++) {
      const other = rows[at]!;
      let back = other * k;
      while (back < (other + 1) * k && rows[back] !== row) back++;
      const isMutual = back < (other + 1) * k;
      if (other === row || (isMutual && other < row)) continue;
      const a = strengths[at]!;
      const b = isMutual ? strengths[back]! : 0;
      from.push(row);
      to.push(other);
      weights.push(a + b - a * b);
    }
  }
  return { from: Int32Array.from(from), to: Int32Array.from(to), weights: Float32Array.from(weights) };
}

/**
 * How strongly a row holds to each neighbor, 1 for the nearest and falling with the distance beyond it, at a rate that
 * makes the sum log2(k): a row in a sparse region has neighbors too.
 */
function strengthen(values: Float32Array, strengths: Float32Array, start: number, k: number): void {
  const distance = (at: number) => Math.max(0, 1 - values[start + at]!);
  let nearest = 0;
  for (let at = 0; at < k && nearest <= 1e-6; at++) nearest = distance(at);
  const target = Math.log2(k);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let rate = 1;
  for (let round = 0; round < 32; round++) {
    let sum = 0;
    for (let at = 0; at < k; at++) sum += Math.exp(-Math.max(0, distance(at) - nearest) / rate);
    if (Math.abs(sum - target) < 1e-4) break;
    if (sum > target) high = rate;
    else low = rate;
    rate = Number.isFinite(high) ? (low + high) / 2 : rate * 2;
  }
  rate = Math.max(rate, 1e-4);
  for (let at = 0; at < k; at++) strengths[start + at] = Math.exp(-Math.max(0, distance(at) - nearest) / rate);
}

/** Moves the places. An edge takes part as often as its weight says. */
function* descend(places: Float32Array, { from, to, weights }: Edges, random: () => number): Generator<number, void> {
  const count = places.length / 2;
  const epochs = epochsFor(count);
  const most = weights.reduce((a, b) => Math.max(a, b), 0);
  const due = new Float32Array(weights.length);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = 1 - epoch / epochs;
    for (let edge = 0; edge < weights.length; edge++) {
      due[edge]! += weights[edge]! / most;
      if (due[edge]! < 1) continue;
      due[edge]! -= 1;
      const a = from[edge]! * 2;
      const b = to[edge]! * 2;
      attract(places, a, b, rate);
      for (const end of [a, b]) {
        for (let i = 0; i < REPELLED; i++) repel(places, end, Math.floor(random() * count) * 2, rate);
      }
    }
    yield (epoch + 1) / epochs;
  }
}

function attract(places: Float32Array, a: number, b: number, rate: number): void {
  const dx = places[a]! - places[b]!;
  const dy = places[a + 1]! - places[b + 1]!;
  const pull = (-2 * A) / (1 + A * (dx * dx + dy * dy));
  const mx = clamp(pull * dx) * rate;
  const my = clamp(pull * dy) * rate;
  places[a]! += mx;
  places[a + 1]! += my;
  places[b]! -= mx;
  places[b + 1]! -= my;
}

function repel(places: Float32Array, a: number, other: number, rate: number): void {
  const dx = places[a]! - places[other]!;
  const dy = places[a + 1]! - places[other + 1]!;
  const square = dx * dx + dy * dy;
  const push = 2 / ((0.001 + square) * (1 + A * square));
  places[a]! += clamp(push * dx) * rate;
  places[a + 1]! += clamp(push * dy) * rate;
}

function clamp(move: number): number {
  return Math.min(MOST_MOVED, Math.max(-MOST_MOVED, move));
}

/** Centered in a square of this extent, both axes scaled alike. */
function scaleTo(places: Float32Array, extent: number): Float32Array {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < places.length; i++) {
    low[i % 2] = Math.min(low[i % 2]!, places[i]!);
    high[i % 2] = Math.max(high[i % 2]!, places[i]!);
  }
  const longest = Math.max(high[0]! - low[0]!, high[1]! - low[1]!);
  const scale = longest > 0 ? extent / longest : 0;
  return places.map((value, i) => extent / 2 + (value - (low[i % 2]! + high[i % 2]!) / 2) * scale);
}

/** Numbers in [0, 1), always the same: xorshift of 32 bits (Marsaglia 2003). */
function createRandom(): () => number {
  let state = 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** The progress of a part as that of the whole. */
function* share<T>(part: Generator<number, T>, from: number, to: number): Generator<number, T> {
  for (;;) {
    const { done, value } = part.next();
    if (done) return value;
    yield from + (to - from) * value;
  }
}
