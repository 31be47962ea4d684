/**
 * What the deep model says of candidates, in the embedded model's terms. Deep cosines have a range of their own (unrelated texts lie at 0.1 by one
 * model, at 0.8 by another), and most chunks may have no deep vector yet. So the deep model says which of the covered candidates are better than the
 * others and by how much of their spread; as a whole they keep the place among the uncovered that the embedded model gave them. Pure arithmetic.
 */

/** Both models' cosines of one candidate. */
export interface DeepPair {
  embedded: number;
  deep: number;
}

/**
 * Returns what stands for a deep cosine: the mean of the embedded ones, and `spread` of their deviations for each of its own deviations from the mean
 * of the deep ones. One candidate alone has no deviation: nothing is said of it.
 */
export function alignDeep(covered: readonly DeepPair[], spread: number): (deep: number) => number {
  const embedded = spreadOf(covered.map((pair) => pair.embedded));
  const deep = spreadOf(covered.map((pair) => pair.deep));
  const scale = deep.deviation > 0 ? (spread * embedded.deviation) / deep.deviation : 0;
  return (cosine) => embedded.mean + scale * (cosine - deep.mean);
}

function spreadOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}
