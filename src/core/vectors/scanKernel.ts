/**
 * The inner loop of a scan: one query of int16 times rows of int8. In WebAssembly SIMD (`scan.wat`) where the machine
 * has it, in plain TypeScript where not; both give the same integers. The rows are copied into WebAssembly's memory
 * block by block: the copy reads them once from main memory and leaves them in the processor's cache, so that the rows
 * can lie wherever they were read to.
 */
import scanModule from './scan.wat';

export interface ScanKernel {
  /** Rows in one call at most. */
  rowsAtOnce(dims: number): number;
  /**
   * `sums[i]` becomes the dot product of the query with row i, for `count` rows. `at` names where the row of an index
   * begins in `rows`.
   */
  dots(query: Int16Array, rows: Int8Array, at: Int32Array | number, count: number, sums: Int32Array): void;
}

/** The fastest that this machine runs for vectors of so many dimensions. */
export function scanKernel(dims: number): ScanKernel {
  if (dims % 16 !== 0 || dims > MAX_DIMS) return referenceKernel;
  simd ??= makeSimdKernel() ?? referenceKernel;
  return simd;
}

let simd: ScanKernel | undefined;

// Where things lie in the memory of `scan.wat` (4 pages): the query, the sums, the rows.
const MAX_DIMS = 4096;
const MAX_ROWS = 1024;
const SUMS_AT = MAX_DIMS * 2;
const ROWS_AT = SUMS_AT + MAX_ROWS * 4;
const MEMORY_BYTES = 4 * 65_536;

/** Undefined where the machine has no WebAssembly SIMD (browsers and Node have had it since 2021). */
export function makeSimdKernel(): ScanKernel | undefined {
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(scanModule)) return undefined;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(scanModule));
  const { memory, dots } = exports as unknown as {
    memory: WebAssembly.Memory;
    dots(query: number, rows: number, count: number, dims: number, sums: number): void;
  };
  const queryPlace = new Int16Array(memory.buffer, 0, MAX_DIMS);
  const sumsPlace = new Int32Array(memory.buffer, SUMS_AT, MAX_ROWS);
  const rowsPlace = new Int8Array(memory.buffer, ROWS_AT);
  return {
    // A multiple of four, as the loop works.
    rowsAtOnce: (dims) => Math.min(MAX_ROWS, Math.floor((MEMORY_BYTES - ROWS_AT) / dims)) & ~3,
    dots(query, rows, at, count, sums) {
      const dims = query.length;
      queryPlace.set(query);
      if (typeof at === 'number') rowsPlace.set(rows.subarray(at, at + count * dims));
      else for (let i = 0; i < count; i++) rowsPlace.set(rows.subarray(at[i]!, at[i]! + dims), i * dims);
      dots(0, ROWS_AT, count, dims, SUMS_AT);
      sums.set(sumsPlace.subarray(0, count));
    },
  };
}

/** What every kernel must compute. */
export const referenceKernel: ScanKernel = {
  rowsAtOnce: () => MAX_ROWS,
  dots(query, rows, at, count, sums) {
    const dims = query.length;
    for (let i = 0; i < count; i++) {
      const start = typeof at === 'number' ? at + i * dims : at[i]!;
      let sum = 0;
      for (let d = 0; d < dims; d++) sum += query[d]! * rows[start + d]!;
      sums[i] = sum;
    }
  },
};
