/**
 * How surprising a deep cosine is. Each deep model's cosines have a range of their own (unrelated texts lie at 0.1 by
 * one model, at 0.8 by another), and most passages may have no deep vector yet. So for each question a line is fitted
 * through the passages that have both a first-stage score and a deep cosine, and a passage's deep evidence is how far
 * its cosine lies from that line, in deviations. Passages that have a deep vector are thereby neither lifted above nor
 * pushed below those of the same first-stage score that have none. What few pairs show counts less. Pure arithmetic.
 */

/** What both stages say of one passage. */
export interface CalibrationPair {
  /** The score without the deep model. */
  first: number;
  /** The deep model's cosine. */
  deep: number;
}

/** Fewer pairs have no spread worth the name. */
const LEAST_PAIRS = 3;
/** Fewer pairs show no slope: then the mean of the cosines is what is expected of each. */
const LEAST_FOR_SLOPE = 10;
/** So many pairs count half of what very many count. */
const HALF_SURE_PAIRS = 5;

/** Returns the deviations of a pair from what is expected; 0 for any where `pairs` are too few or all alike. */
export function calibrate(pairs: readonly CalibrationPair[]): (pair: CalibrationPair) => number {
  if (pairs.length < LEAST_PAIRS) return () => 0;
  const mean = (of: (pair: CalibrationPair) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const first = mean((pair) => pair.first);
  const deep = mean((pair) => pair.deep);
  const squares = mean((pair) => (pair.first - first) ** 2);
  const product = mean((pair) => (pair.first - first) * (pair.deep - deep));
  const slope = pairs.length >= LEAST_FOR_SLOPE && squares > 0 ? product / squares : 0;
  const expected = (pair: CalibrationPair) => deep + slope * (pair.first - first);
  const deviation = Math.sqrt(mean((pair) => (pair.deep - expected(pair)) ** 2));
  const sureness = pairs.length / (pairs.length + HALF_SURE_PAIRS);
  return deviation > LEAST_DEVIATION ? (pair) => (sureness * (pair.deep - expected(pair))) / deviation : () => 0;
}

/** Cosines are exact to about a thousandth; what lies closer together is alike. */
const LEAST_DEVIATION = 1e-4;
