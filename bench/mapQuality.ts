/** How well a plane keeps the neighborhoods of vectors: exact, for an even sample of the rows. */
import type { VectorRows } from '../src/core/vectors/rows';

export interface MapQuality {
  /** Venna and Kaski 2001: 1 when no row is near on the plane that is far among the vectors. */
  trustworthiness: number;
  /** Share of a row's nearest vectors that are among its nearest on the plane. */
  preserved: number;
}

export function mapQuality(rows: VectorRows, places: ArrayLike<number>, k = 15, sampled = 1000): MapQuality {
  const { count, dims } = rows;
  const vectors = rows.decodeAll();
  const near = Math.min(k, count - 1);
  const queries = Math.min(sampled, count);
  let penalty = 0;
  let kept = 0;
  for (let i = 0; i < queries; i++) {
    const row = Math.floor((i * count) / queries);
    const apart = new Float64Array(count);
    const away = new Float64Array(count);
    for (let other = 0; other < count; other++) {
      let dot = 0;
      for (let d = 0; d < dims; d++) dot += vectors[row * dims + d]! * vectors[other * dims + d]!;
      apart[other] = 1 - dot;
      away[other] = (places[row * 2]! - places[other * 2]!) ** 2 + (places[row * 2 + 1]! - places[other * 2 + 1]!) ** 2;
    }
    const others = Array.from({ length: count }, (_, other) => other).filter((other) => other !== row);
    const rank = new Int32Array(count);
    for (const [at, other] of [...others].sort((a, b) => apart[a]! - apart[b]! || a - b).entries())
      rank[other] = at + 1;
    for (const other of others.sort((a, b) => away[a]! - away[b]! || a - b).slice(0, near)) {
      if (rank[other]! <= near) kept++;
      else penalty += rank[other]! - near;
    }
  }
  return {
    trustworthiness: 1 - (2 * penalty) / (queries * near * (2 * count - 3 * near - 1)),
    preserved: kept / (queries * near),
  };
}
