/** Writes terms and their posting lists, one after the other, in the form that `segment.ts` describes and reads. */
import { ALL_ONCE, FIELD_COUNT } from './fields';

const FIELD_BITS = 0x3f;
/** Most bytes of one posting: a distance of 32 bits, the fields, a count for each. */
const POSTING_BYTES = 5 + 1 + FIELD_COUNT;

export class SegmentWriter {
  readonly terms: GrowingBytes;
  readonly postings: PostingsWriter;
  readonly termEnds: number[] = [];
  readonly listEnds: number[] = [];
  /** In how many chunks each term occurs. */
  readonly frequencies: number[] = [];

  /** `sizeBytes`: about how much will be written. */
  constructor(sizeBytes: number) {
    this.terms = new GrowingBytes(sizeBytes >>> 2);
    this.postings = new PostingsWriter(sizeBytes);
  }

  /** The postings written since the last call belong to the term `bytes[start..end)`; one without postings leaves no trace. */
  endTerm(bytes: Uint8Array, start: number, end: number): void {
    const frequency = this.postings.endList();
    if (frequency === 0) return;
    this.terms.append(bytes, start, end);
    this.termEnds.push(this.terms.length);
    this.listEnds.push(this.postings.bytes.length);
    this.frequencies.push(frequency);
  }
}

class PostingsWriter {
  readonly bytes: GrowingBytes;
  private last = -1;
  private frequency = 0;

  constructor(sizeBytes: number) {
    this.bytes = new GrowingBytes(sizeBytes);
  }

  /** Ordinals of one list must ascend. Reads `FIELD_COUNT` counts from `counts[at]` on. */
  write(ordinal: number, counts: Uint8Array, at: number): void {
    const { bytes } = this;
    bytes.reserve(POSTING_BYTES);
    this.writeDistance(ordinal);
    let fields = 0;
    let isAllOnce = true;
    for (let field = 0; field < FIELD_COUNT; field++) {
      const count = counts[at + field]!;
      if (count === 0) continue;
      fields |= 1 << field;
      if (count > 1) isAllOnce = false;
    }
    bytes.push(isAllOnce ? fields | ALL_ONCE : fields);
    if (isAllOnce) return;
    for (let field = 0; field < FIELD_COUNT; field++) if (counts[at + field]! > 0) bytes.push(counts[at + field]!);
  }

  /** The list `source[start..end)` as it is. Nothing can be written behind it. */
  copyList(source: Uint8Array, start: number, end: number, frequency: number): void {
    this.bytes.append(source, start, end);
    this.frequency = frequency;
  }

  /** The postings of the list `source[start..end)` whose chunk is kept, each under its new ordinal (-1: not kept). */
  copyKept(source: Uint8Array, start: number, end: number, newOrdinals: Int32Array): void {
    // Where postings are left out, the distance over them takes no more bytes than they did.
    const { bytes } = this;
    bytes.reserve(end - start);
    let ordinal = -1;
    for (let at = start; at < end; ) {
      let distance = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = source[at++]!;
        distance |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
      ordinal += distance;
      const fields = source[at++]!;
      const countsEnd = fields & ALL_ONCE ? at : at + bitCount(fields & FIELD_BITS);
      if (newOrdinals[ordinal]! >= 0) {
        this.writeDistance(newOrdinals[ordinal]!);
        bytes.push(fields);
        while (at < countsEnd) bytes.push(source[at++]!);
      }
      at = countsEnd;
    }
  }

  /** Ends a list and returns how many postings it has. */
  endList(): number {
    const { frequency } = this;
    this.last = -1;
    this.frequency = 0;
    return frequency;
  }

  private writeDistance(ordinal: number): void {
    let distance = ordinal - this.last;
    for (; distance >= 0x80; distance >>>= 7) this.bytes.push((distance & 0x7f) | 0x80);
    this.bytes.push(distance);
    this.last = ordinal;
    this.frequency++;
  }
}

class GrowingBytes {
  length = 0;
  private buffer: Uint8Array;

  constructor(sizeBytes: number) {
    this.buffer = new Uint8Array(Math.max(1 << 12, sizeBytes));
  }

  /** Room for so many more bytes. */
  reserve(count: number): void {
    if (this.length + count <= this.buffer.length) return;
    const bigger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + count));
    bigger.set(this.buffer.subarray(0, this.length));
    this.buffer = bigger;
  }

  /** There must be room. */
  push(byte: number): void {
    this.buffer[this.length++] = byte;
  }

  append(source: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    // Most are short: a loop is faster than a view of each.
    for (let at = start; at < end; at++) this.buffer[this.length++] = source[at]!;
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count++;
  return count;
}
