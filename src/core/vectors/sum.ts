/** The length of the sum of these vectors, which are of the same dimensions; 0 of none. */
export function lengthOfSum(vectors: readonly Float32Array[]): number {
  // In doubles: the order of a file's chunks, which depends on its history, must not show.
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]!;
  return Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
}
