/**
 * Little-endian writing and reading of the index's small parts, with padding, so that numbers can be read in place as
 * typed arrays. A reader that would leave its bytes throws `DamageError`: a wrong length never becomes a wrong value or
 * a huge allocation.
 */
import { DamageError } from '../disk/failure';

export class ByteWriter {
  #buffer = Buffer.alloc(4096);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): void {
    this.#reserve(1)[this.#length] = value;
    this.#length += 1;
  }

  u16(value: number): void {
    this.#reserve(2).writeUInt16LE(value, this.#length);
    this.#length += 2;
  }

  u32(value: number): void {
    this.#reserve(4).writeUInt32LE(value, this.#length);
    this.#length += 4;
  }

  /** Zeroes up to the next multiple of `alignment`. */
  pad(alignment: number): void {
    const missing = -this.#length & (alignment - 1);
    this.#reserve(missing);
    this.#length += missing;
  }

  bytes(source: Uint8Array): void {
    this.#reserve(source.byteLength).set(source, this.#length);
    this.#length += source.byteLength;
  }

  /** The array's memory as it is: all hosts Kindred runs on are little-endian. */
  array(source: Int32Array | Uint32Array | Uint16Array | Float64Array | Float32Array): void {
    this.pad(source.BYTES_PER_ELEMENT);
    this.bytes(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  }

  text(value: string, encoding: TextEncoding): void {
    const sizeBytes = encoding === 'utf8' ? Buffer.byteLength(value) : value.length * (encoding === 'latin1' ? 1 : 2);
    this.#reserve(sizeBytes).write(value, this.#length, encoding);
    this.#length += sizeBytes;
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** The buffer with room for `sizeBytes` more, zeroed behind `length`. */
  #reserve(sizeBytes: number): Buffer {
    const needed = this.#length + sizeBytes;
    if (needed > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    return this.#buffer;
  }
}

export type TextEncoding = 'latin1' | 'utf8' | 'utf16le';

export class ByteReader {
  readonly #buffer: Buffer;
  #offset = 0;

  /** `bytes` must start at a multiple of 8 in its memory, as sections of an index file do. */
  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    return this.#buffer[this.#take(1)]!;
  }

  u16(): number {
    return this.#buffer.readUInt16LE(this.#take(2));
  }

  u32(): number {
    return this.#buffer.readUInt32LE(this.#take(4));
  }

  pad(alignment: number): void {
    this.#take(-this.#offset & (alignment - 1));
  }

  /** A view, not a copy. */
  bytes(length: number): Buffer {
    const start = this.#take(length);
    return this.#buffer.subarray(start, start + length);
  }

  u16s(count: number): Uint16Array {
    return new Uint16Array(this.#buffer.buffer, this.#takeArray(count, 2), count);
  }

  u32s(count: number): Uint32Array {
    return new Uint32Array(this.#buffer.buffer, this.#takeArray(count, 4), count);
  }

  i32s(count: number): Int32Array {
    return new Int32Array(this.#buffer.buffer, this.#takeArray(count, 4), count);
  }

  f64s(count: number): Float64Array {
    return new Float64Array(this.#buffer.buffer, this.#takeArray(count, 8), count);
  }

  text(sizeBytes: number, encoding: TextEncoding): string {
    const start = this.#take(sizeBytes);
    return this.#buffer.toString(encoding, start, start + sizeBytes);
  }

  #takeArray(count: number, size: number): number {
    this.pad(size);
    return this.#buffer.byteOffset + this.#take(count * size);
  }

  #take(length: number): number {
    const start = this.#offset;
    if (start + length > this.#buffer.length) throw new DamageError('a table ends too early');
    this.#offset = start + length;
    return start;
  }
}
