/**
 * Exact nearest rows, found in two passes: all rows by their high bytes (`scanKernel.ts`), then the best of those by
 * all their bits. What a filter refuses is not scanned. The first pass is an approximation whose error is about a
 * thousandth; `SPARE` says how far beyond the wanted number the second pass looks, so that none is missed.
 */

import { dotAt } from './dot';
import type { VectorRows } from './rows';
import { scanKernel } from './scanKernel';
import { ScanScratch } from './scanScratch';
import { createTopK } from './topK';

/** A row of one of several sources. */
export interface Neighbor {
  source: number;
  row: number;
  value: number;
}

export interface NearestOptions {
  /** Values must be above it. */
  floor?: number;
  /** By source, one number per row, 0 = leave it out. */
  allowed?: readonly (Uint8Array | undefined)[];
  /** Working memory of the scans before; absent: a new one. */
  scratch?: ScanScratch | undefined;
}

/** Where more than one row in so many is allowed, all are scanned: copying rows one by one costs more. */
const DENSE_PART = 3;
/** Rows that the second pass looks at beside the wanted ones: as many again, and these. */
const SPARE = 64;
/**
 * How far below the floor the first pass still takes a row: its error stays below this (a cosine's, 256 dimensions or
 * more).
 */
const FLOOR_MARGIN = 0.01;

/** The `k` rows most similar to the query over all sources, best first; of equal ones the first. */
export function nearest(
  sources: readonly VectorRows[],
  query: Float32Array,
  k: number,
  { floor = Number.NEGATIVE_INFINITY, allowed, scratch = new ScanScratch() }: NearestOptions = {},
): Neighbor[] {
  const values = sources.map((rows, s) => approximate(rows, query, allowed?.[s], undefined, scratch));
  return refineBest(sources, values, query, k, floor);
}

/**
 * The second pass: makes exact the values that could be among the `k` best, in place, and returns the best. Values that
 * are not finite are left out. `values` has one array per source, undefined where a source takes no part.
 */
export function refineBest(
  sources: readonly VectorRows[],
  values: readonly (Float32Array | undefined)[],
  query: Float32Array,
  k: number,
  floor = Number.NEGATIVE_INFINITY,
): Neighbor[] {
  const bases: number[] = [];
  let base = 0;
  const first = createTopK(k === 0 ? 0 : k * 2 + SPARE, floor - FLOOR_MARGIN);
  values.forEach((all, s) => {
    bases.push(base);
    if (all) first.offer(all, base);
    base += sources[s]!.count;
  });
  const rowsBySource = new Map<number, number[]>();
  const found = first.take().map(({ index }) => {
    let source = bases.length - 1;
    while (bases[source]! > index) source--;
    return { source, row: index - bases[source]! };
  });
  for (const { source, row } of found.sort((a, b) => a.source - b.source || a.row - b.row)) {
    const rows = rowsBySource.get(source);
    if (rows) rows.push(row);
    else rowsBySource.set(source, [row]);
  }
  const neighbors: Neighbor[] = [];
  for (const [source, rows] of rowsBySource) {
    refine(sources[source]!, values[source]!, query, rows);
    for (const row of rows) {
      const value = values[source]![row]!;
      if (value > floor) neighbors.push({ source, row, value });
    }
  }
  return neighbors.sort((a, b) => b.value - a.value || a.source - b.source || a.row - b.row).slice(0, k);
}

/**
 * Puts the exact similarities of these rows (ascending) in the place of the approximate ones. Returns the rows as
 * floats.
 */
export function refine(
  rows: VectorRows,
  values: Float32Array,
  query: Float32Array,
  ordinals: readonly number[],
): Float32Array {
  const vectors = rows.decode(ordinals);
  ordinals.forEach((ordinal, i) => {
    values[ordinal] = dotAt(vectors, i * rows.dims, query);
  });
  return vectors;
}

/**
 * The first pass: one value per row, in `values` where they are given; negative infinity for those that are not
 * allowed.
 */
export function approximate(
  rows: VectorRows,
  query: Float32Array,
  allowed?: Uint8Array,
  values = new Float32Array(rows.count),
  scratch = new ScanScratch(),
): Float32Array {
  const { dims, high, scales, count } = rows;
  if (query.length !== dims) throw new RangeError(`a query of ${query.length} dimensions for rows of ${dims}`);
  const kernel = scanKernel(dims);
  const quantized = quantizeQuery(query);
  const { scale } = quantized;
  const atOnce = kernel.rowsAtOnce(dims);
  scratch.reserve(atOnce);
  const { sums, starts } = scratch;
  for (let first = 0; first < count; first += atOnce) {
    const end = Math.min(count, first + atOnce);
    let wanted = 0;
    if (allowed) for (let row = first; row < end; row++) if (allowed[row]) starts[wanted++] = row * dims;
    if (!allowed || wanted > (end - first) / DENSE_PART) {
      kernel.dots(quantized.values, high, first * dims, end - first, sums);
      for (let row = first; row < end; row++) values[row] = sums[row - first]! * scales[row]! * scale;
      if (allowed) for (let row = first; row < end; row++) if (!allowed[row]) values[row] = Number.NEGATIVE_INFINITY;
      continue;
    }
    if (wanted > 0) kernel.dots(quantized.values, high, starts, wanted, sums);
    for (let row = first, next = 0; row < end; row++)
      values[row] = allowed[row] ? sums[next++]! * scales[row]! * scale : Number.NEGATIVE_INFINITY;
  }
  return values;
}

/**
 * As fine as the kernel's sums of int32 allow: no row of bytes can make them overflow. `scale` turns a sum times a
 * row's scale into a similarity.
 */
function quantizeQuery(query: Float32Array): { values: Int16Array; scale: number } {
  let most = 0;
  let total = 0;
  for (const value of query) {
    most = Math.max(most, Math.abs(value));
    total += Math.abs(value);
  }
  // Rounding adds half a step a component at most.
  const step = Math.max(most / 32_767, (total * 128) / (2 ** 31 - 128 * query.length));
  const values = new Int16Array(query.length);
  if (step > 0) for (let i = 0; i < query.length; i++) values[i] = Math.round(query[i]! / step);
  return { values, scale: step * 65_536 };
}
