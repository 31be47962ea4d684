/**
 * Bootstrap intervals (Efron, 1979) and samples, reproducible: the same numbers give the same interval, the same seed
 * the same sample.
 */

export interface Interval {
  mean: number;
  low: number;
  high: number;
}

const RESAMPLES = 2_000;
const TAIL = 0.025;

/** The mean of the values and its 95 % interval. An empty list has the mean 0 and no width. */
export function bootstrapMean(values: readonly number[]): Interval {
  if (values.length === 0) return { mean: 0, low: 0, high: 0 };
  const random = mulberry32(values.length);
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)]!;
    return sum / values.length;
  }).sort((a, b) => a - b);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, low: means[Math.floor(RESAMPLES * TAIL)]!, high: means[Math.ceil(RESAMPLES * (1 - TAIL)) - 1]! };
}

/**
 * Of two runs over the same questions: what the second gains. The interval is of the differences, so shared difficulty
 * cancels.
 */
export function compareRuns(first: readonly number[], second: readonly number[]): Interval {
  if (first.length !== second.length) throw new RangeError(`runs of ${first.length} and ${second.length} questions`);
  return bootstrapMean(second.map((value, i) => value - first[i]!));
}

/** The values in an order that the seed alone decides (Fisher and Yates): a sample is its beginning. */
export function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = mulberry32(seed);
  const order = [...values];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** A small generator of good enough randomness (Tommy Ettinger's mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
