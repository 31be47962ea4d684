/**
 * L2-normalised vectors as fixed-point numbers of 24 bits: a component is `(high * 65,536 + low) * scale`, `scale` one for each row. The
 * high bytes are what a scan reads, so they are kept in memory; the low 16 bits make the numbers as fine as float32 is at a row's largest
 * component, and are read when a row is wanted exactly. Together they take less room than the floats would.
 * Invariants: immutable; no component is NaN or infinite; without its low part a row is wrong by less than half a step of its high bytes, so
 * that a low part that cannot be read makes a score less exact, never a wrong one.
 */

/** Reads low parts from where they are kept: of `runs[i].count` rows from row `runs[i].first`; undefined where that fails. */
export type ReadLow = (runs: readonly RowRun[]) => (Int16Array | undefined)[];

export interface RowRun {
  first: number;
  count: number;
}

/** Greatest value of a component in steps of `scale`, so that the high byte is at most 127. */
const MOST = 127 * 65_536;

export class VectorRows {
  constructor(
    readonly dims: number,
    /** Row-major, `count * dims`. */
    readonly high: Int8Array,
    readonly scales: Float32Array,
    /** Row-major, or how to come by it. */
    private readonly low: Int16Array | ReadLow,
  ) {}

  /** `vectors` is `count * dims`, row-major. */
  static encode(vectors: Float32Array, dims: number): VectorRows {
    const count = dims === 0 ? 0 : vectors.length / dims;
    if (!Number.isInteger(count)) throw new RangeError(`${vectors.length} numbers are not vectors of ${dims}`);
    const high = new Int8Array(vectors.length);
    const low = new Int16Array(vectors.length);
    const scales = new Float32Array(count);
    for (let row = 0, at = 0; row < count; row++) {
      const end = at + dims;
      let most = 0;
      for (let i = at; i < end; i++) most = Math.max(most, Math.abs(vectors[i]!));
      if (!Number.isFinite(most)) throw new RangeError(`vector ${row} has a component that is no number`);
      // As it is stored: in float32.
      scales[row] = most / MOST;
      const steps = scales[row] === 0 ? 0 : 1 / scales[row]!;
      for (; at < end; at++) {
        const value = Math.round(vectors[at]! * steps);
        high[at] = (value + 32_768) >> 16;
        low[at] = value;
      }
    }
    return new VectorRows(dims, high, scales, low);
  }

  /** These rows of these, one after the other. */
  static collect(parts: readonly { rows: VectorRows; ordinals: ArrayLike<number> }[], dims: number): VectorRows {
    const count = parts.reduce((sum, { ordinals }) => sum + ordinals.length, 0);
    const high = new Int8Array(count * dims);
    const low = new Int16Array(count * dims);
    const scales = new Float32Array(count);
    let to = 0;
    for (const { rows, ordinals } of parts) {
      const runs = runsOf(ordinals);
      const lows = rows.#readLow(runs);
      for (const [i, { first, count: length }] of runs.entries()) {
        high.set(rows.high.subarray(first * dims, (first + length) * dims), to * dims);
        scales.set(rows.scales.subarray(first, first + length), to);
        if (lows[i]) low.set(lows[i], to * dims);
        to += length;
      }
    }
    return new VectorRows(dims, high, scales, low);
  }

  get count(): number {
    return this.scales.length;
  }

  /** The rows as floats, in the order asked for, row-major. Ascending ordinals are read fastest. */
  decode(ordinals: ArrayLike<number>): Float32Array {
    const { dims, high, scales } = this;
    const vectors = new Float32Array(ordinals.length * dims);
    const runs = runsOf(ordinals);
    const lows = this.#readLow(runs);
    let to = 0;
    for (const [i, { first, count }] of runs.entries()) {
      const low = lows[i];
      for (let row = 0, from = 0; row < count; row++) {
        const scale = scales[first + row]!;
        const start = (first + row) * dims;
        for (let d = 0; d < dims; d++, from++, to++)
          vectors[to] = (high[start + d]! * 65_536 + (low ? low[from]! : 0)) * scale;
      }
    }
    return vectors;
  }

  /** Row-major; zeroes when it cannot be read. */
  lowPlane(): Int16Array {
    return this.#readLow([{ first: 0, count: this.count }])[0] ?? new Int16Array(this.count * this.dims);
  }

  #readLow(runs: readonly RowRun[]): (Int16Array | undefined)[] {
    const { low, dims } = this;
    if (typeof low === 'function') return low(runs);
    return runs.map(({ first, count }) => low.subarray(first * dims, (first + count) * dims));
  }
}

/** Neighbouring ordinals together, so that they are read at once. */
function runsOf(ordinals: ArrayLike<number>): RowRun[] {
  const runs: RowRun[] = [];
  for (let i = 0; i < ordinals.length; i++) {
    const last = runs.at(-1);
    if (last && last.first + last.count === ordinals[i]) last.count++;
    else runs.push({ first: ordinals[i]!, count: 1 });
  }
  return runs;
}
