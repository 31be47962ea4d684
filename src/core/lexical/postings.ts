/** Writes posting lists one after the other, in the form that `segment.ts` describes and reads. */
import { FIELD_COUNT } from './fields';

const ALL_ONCE = 0x40;

export class PostingsWriter {
  private buffer = new Uint8Array(1 << 16);
  private length = 0;
  private readonly ends: number[] = [];
  private last = -1;
  private frequency = 0;

  /** Ordinals of one list must ascend. Reads `FIELD_COUNT` counts from `counts[at]` on. */
  write(ordinal: number, counts: Uint8Array, at: number): void {
    if (this.length + 16 > this.buffer.length) this.grow();
    const { buffer } = this;
    let distance = ordinal - this.last;
    for (; distance >= 0x80; distance >>>= 7) buffer[this.length++] = (distance & 0x7f) | 0x80;
    buffer[this.length++] = distance;
    let fields = 0;
    let isAllOnce = true;
    for (let field = 0; field < FIELD_COUNT; field++) {
      const count = counts[at + field]!;
      if (count === 0) continue;
      fields |= 1 << field;
      if (count > 1) isAllOnce = false;
    }
    buffer[this.length++] = isAllOnce ? fields | ALL_ONCE : fields;
    if (!isAllOnce)
      for (let field = 0; field < FIELD_COUNT; field++)
        if (counts[at + field]! > 0) buffer[this.length++] = counts[at + field]!;
    this.last = ordinal;
    this.frequency++;
  }

  /** Ends a list and returns how many postings it has; an empty one leaves no trace. */
  endList(): number {
    const { frequency } = this;
    if (frequency > 0) this.ends.push(this.length);
    this.last = -1;
    this.frequency = 0;
    return frequency;
  }

  listEnds(): readonly number[] {
    return this.ends;
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private grow(): void {
    const bigger = new Uint8Array(this.buffer.length * 2);
    bigger.set(this.buffer);
    this.buffer = bigger;
  }
}
