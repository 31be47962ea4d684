/**
 * L2-normalized vectors as fixed-point numbers of 24 bits: a component is `(high * 65,536 + low) * scale`, `scale` one
 * for each row. The high bytes are what a scan reads; the low 16 bits make the numbers as fine as float32 is at a row's
 * largest component. Together they take three quarters of the floats' room, and no copy beside them is needed. Rows
 * may do without the low bits: they take a quarter, and the high bytes are all that is known of them. Invariants: immutable; no component is NaN or infinite; what is encoded once is never encoded again (`collect` copies
 * the bits).
 */

/** Greatest value of a component in steps of `scale`, so that the high byte is at most 127. */
const MOST = 127 * 65_536;
/**
 * A row of components below this is zero: its scale would leave the range in which float32 is exact (down to 2^-126).
 */
const LEAST = 1e-30;

export class VectorRows {
  constructor(
    readonly dims: number,
    /** Row-major, `count * dims`. */
    readonly high: Int8Array,
    readonly scales: Float32Array,
    /** Row-major, `count * dims`; absent where rows are kept in 8 bits. */
    readonly low?: Int16Array,
  ) {}

  /** `vectors` is `count * dims`, row-major. */
  static encode(vectors: Float32Array, dims: number, bits: 8 | 24 = 24): VectorRows {
    const count = dims === 0 ? 0 : vectors.length / dims;
    if (!Number.isInteger(count)) throw new RangeError(`${vectors.length} numbers are not vectors of ${dims}`);
    const high = new Int8Array(vectors.length);
    const low = bits === 24 ? new Int16Array(vectors.length) : undefined;
    const scales = new Float32Array(count);
    for (let row = 0, at = 0; row < count; row++) {
      const end = at + dims;
      let most = 0;
      for (let i = at; i < end; i++) most = Math.max(most, Math.abs(vectors[i]!));
      if (!Number.isFinite(most)) throw new RangeError(`vector ${row} has a component that is no number`);
      // As it is stored: in float32.
      scales[row] = most < LEAST ? 0 : most / MOST;
      const steps = scales[row] === 0 ? 0 : 1 / scales[row]!;
      for (; at < end; at++) {
        const value = Math.round(vectors[at]! * steps);
        high[at] = (value + 32_768) >> 16;
        if (low) low[at] = value;
      }
    }
    return new VectorRows(dims, high, scales, low);
  }

  /** These rows of these, one after the other; in 8 bits where one of the parts is. */
  static collect(parts: readonly { rows: VectorRows; ordinals: ArrayLike<number> }[], dims: number): VectorRows {
    const count = parts.reduce((sum, { ordinals }) => sum + ordinals.length, 0);
    const high = new Int8Array(count * dims);
    const low = parts.every(({ rows }) => rows.low) ? new Int16Array(count * dims) : undefined;
    const scales = new Float32Array(count);
    let to = 0;
    for (const { rows, ordinals } of parts) {
      for (let i = 0; i < ordinals.length; ) {
        const first = ordinals[i]!;
        let end = first;
        // Neighbors at once.
        while (i < ordinals.length && ordinals[i] === end) {
          i++;
          end++;
        }
        high.set(rows.high.subarray(first * dims, end * dims), to * dims);
        low?.set(rows.low!.subarray(first * dims, end * dims), to * dims);
        scales.set(rows.scales.subarray(first, end), to);
        to += end - first;
      }
    }
    return new VectorRows(dims, high, scales, low);
  }

  get count(): number {
    return this.scales.length;
  }

  /** What the planes take in memory. */
  get sizeBytes(): number {
    return this.high.byteLength + (this.low?.byteLength ?? 0) + this.scales.byteLength;
  }

  /** Without the low bits: as `encode` makes them of 8 bits. Shares nothing with these rows where they had any. */
  inBytes(): VectorRows {
    return this.low ? new VectorRows(this.dims, this.high.slice(), this.scales.slice()) : this;
  }

  /** The rows as floats, in the order asked for, row-major. */
  decode(ordinals: ArrayLike<number>): Float32Array {
    const { dims, high, low, scales } = this;
    const vectors = new Float32Array(ordinals.length * dims);
    for (let i = 0, to = 0; i < ordinals.length; i++) {
      const scale = scales[ordinals[i]!]!;
      const start = ordinals[i]! * dims;
      for (let at = start; at < start + dims; at++) vectors[to++] = (high[at]! * 65_536 + (low ? low[at]! : 0)) * scale;
    }
    return vectors;
  }

  /** All rows as floats. */
  decodeAll(): Float32Array {
    return this.decode(Array.from(this.scales.keys()));
  }
}
