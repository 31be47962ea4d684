/**
 * The nearest rows of each row, approximately: rows are parted into cells by k-means, and a row is compared with those
 * of its own cell and of the cells nearest to it. Fewer rows than `EXACT_BELOW` are one cell, which is exact. Says
 * nothing of how near is near. Invariant: the same rows give the same neighbors.
 */
import { VectorRows } from '../core/vectors/rows';
import { approximate } from '../core/vectors/scan';
import { createTopK } from '../core/vectors/topK';

/** Row-major, `count * k`, the nearest first and never the row itself. */
export interface Neighbors {
  k: number;
  rows: Int32Array;
  /** Cosines. */
  values: Float32Array;
}

/** So few rows are compared all with all in about a tenth of a second. */
const EXACT_BELOW = 2000;
/** Of the cells, how many a row is compared with: finds nine of ten true neighbors (`bench/map.main.ts`). */
const PROBED_SHARE = 0.1;
const LEAST_PROBED = 12;
/** Cells settle quickly, and need not settle wholly. */
const ROUNDS = 4;

/** Yields the share that is done, from time to time. */
export function* nearestNeighbors(rows: VectorRows, wanted: number): Generator<number, Neighbors> {
  const { count, dims } = rows;
  const k = Math.max(0, Math.min(wanted, count - 1));
  const found: Neighbors = { k, rows: new Int32Array(count * k), values: new Float32Array(count * k) };
  if (k === 0) return found;
  const cells = count < EXACT_BELOW ? [Array.from({ length: count }, (_, row) => row)] : yield* partition(rows);
  const centers = cells.map((members) => centerOf(rows, members));
  const among = VectorRows.encode(concatenate(centers, dims), dims);
  let done = 0;
  for (const [c, members] of cells.entries()) {
    const probed = createTopK(Math.max(LEAST_PROBED, Math.ceil(cells.length * PROBED_SHARE)));
    probed.offer(approximate(among, centers[c]!), 0);
    const candidates = Int32Array.from(probed.take().flatMap(({ index }) => cells[index]!));
    const compared = VectorRows.collect([{ rows, ordinals: candidates }], dims);
    const queries = rows.decode(members);
    for (const [m, row] of members.entries()) {
      const best = createTopK(k + 1);
      best.offer(approximate(compared, queries.subarray(m * dims, (m + 1) * dims)), 0);
      let at = row * k;
      for (const { index, value } of best.take()) {
        if (candidates[index] === row || at === (row + 1) * k) continue;
        found.rows[at] = candidates[index]!;
        found.values[at++] = value;
      }
      // Its own cell and the next ones may hold fewer: the first one fills the row up.
      for (; at < (row + 1) * k; at++) {
        found.rows[at] = found.rows[row * k]!;
        found.values[at] = found.values[row * k]!;
      }
      if (++done % 200 === 0) yield 0.3 + (0.7 * done) / count;
    }
  }
  return found;
}

/** Rows by cell; no cell is empty. */
function* partition(rows: VectorRows): Generator<number, number[][]> {
  const { count } = rows;
  const size = Math.round(Math.sqrt(count));
  let centers = Array.from({ length: size }, (_, c) => rows.decode([Math.floor((c * count) / size)]));
  let cells: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const nearest = new Int32Array(count);
    const best = new Float32Array(count).fill(Number.NEGATIVE_INFINITY);
    for (const [c, center] of centers.entries()) {
      const values = approximate(rows, center);
      for (let row = 0; row < count; row++) {
        if (values[row]! <= best[row]!) continue;
        best[row] = values[row]!;
        nearest[row] = c;
      }
      if (c % 16 === 0) yield (0.3 * (round + c / centers.length)) / ROUNDS;
    }
    const members: number[][] = centers.map(() => []);
    for (let row = 0; row < count; row++) members[nearest[row]!]!.push(row);
    cells = members.filter(({ length }) => length > 0);
    centers = cells.map((cell) => centerOf(rows, cell));
  }
  return cells;
}

/** Of length 1, so that the nearest center is the one of the greatest cosine. */
function centerOf(rows: VectorRows, members: readonly number[]): Float32Array {
  const { dims } = rows;
  const vectors = rows.decode(members);
  const center = new Float32Array(dims);
  for (let i = 0; i < vectors.length; i++) center[i % dims]! += vectors[i]!;
  const length = Math.hypot(...center) || 1;
  return center.map((value) => value / length);
}

function concatenate(parts: readonly Float32Array[], dims: number): Float32Array {
  const all = new Float32Array(parts.length * dims);
  for (const [i, part] of parts.entries()) all.set(part, i * dims);
  return all;
}
