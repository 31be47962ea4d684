/** Exact similarities over rows of vectors. Everything is L2-normalized, so a dot product is the cosine. */

/** `rows` is `count * dims`, row-major; the result has one cosine per row. */
export function similarities(rows: Float32Array, dims: number, query: Float32Array): Float32Array {
  const count = rows.length / dims;
  const result = new Float32Array(count);
  for (let row = 0, at = 0; row < count; row++, at += dims) result[row] = dotAt(rows, at, query);
  return result;
}

export function dot(a: Float32Array, b: Float32Array): number {
  return dotAt(a, 0, b);
}

/**
 * With the row that begins at `at`. Four sums side by side: V8 keeps them in registers and the additions do not wait
 * for each other.
 */
export function dotAt(rows: Float32Array, at: number, query: Float32Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const whole = query.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    a += rows[at + i]! * query[i]!;
    b += rows[at + i + 1]! * query[i + 1]!;
    c += rows[at + i + 2]! * query[i + 2]!;
    d += rows[at + i + 3]! * query[i + 3]!;
  }
  for (let i = whole; i < query.length; i++) a += rows[at + i]! * query[i]!;
  return a + b + c + d;
}
