/**
 * Writes terms and their posting lists, one after the other, in the form that `lexicalSegment.ts` describes and reads.
 */
import { ALL_ONCE, FIELD_BITS, FIELD_COUNT } from './fields';

/** Most bytes of a number of 32 bits. */
const NUMBER_BYTES = 5;
/** Most bytes of one posting: a distance, the fields, a count for each. */
const POSTING_BYTES = NUMBER_BYTES + 1 + FIELD_COUNT;

/** The terms of a segment and their lists, as its bytes have them. */
export interface Lists {
  terms: Uint8Array;
  /** Of each term, and one more. */
  termStarts: Uint32Array;
  postings: Uint8Array;
  /** Of each term's list, and one more. */
  postingStarts: Uint32Array;
}

/** A posting that no list has yet; reads `FIELD_COUNT` counts from `counts[at]` on. */
export interface NewPosting {
  ordinal: number;
  counts: Uint8Array;
  at: number;
}

/** What a new segment is made of, in the order of its terms. */
export interface Written {
  termCount: number;
  termsLength: number;
  postingsLength: number;
  /** Copies everything to its places; starts are those behind the first, which is 0. */
  copyTo(to: Lists): void;
}

/**
 * Collects what is different from a source: terms that are new, and terms whose lists change. Everything else is copied
 * as it is, and only when the size of the whole is known.
 */
export class SegmentWriter {
  /** Terms that take the place of `replaced` of the source's, from `place` on (one or none). */
  private readonly changes: { place: number; replaced: number; isEmpty: boolean }[] = [];
  private readonly terms = new GrowingBytes();
  private readonly termEnds: number[] = [];
  private readonly postings = new GrowingBytes();
  private readonly listEnds: number[] = [];
  /** The postings of the list that is being written. */
  private readonly list = new GrowingBytes();

  /** Place in `touched`. */
  private next = 0;

  /**
   * `newOrdinals`: of the source's chunks, ascending; -1: not kept. `touched`: `touchedTerms` of the chunks that do not
   * keep their ordinals.
   */
  constructor(
    private readonly source: Lists,
    private readonly newOrdinals: Int32Array,
    private readonly touched: readonly number[],
  ) {}

  /** The source's terms from the last one on, up to `end`, with what is kept of their lists. */
  keepTerms(end: number): void {
    while (this.touched[this.next]! < end) this.mergeTerm(this.touched[this.next]!, []);
  }

  /** One of the source's terms with what is kept of its list and with `added`, whose ordinals ascend. */
  mergeTerm(place: number, added: readonly NewPosting[]): void {
    if (this.touched[this.next] === place) this.next++;
    const { terms, termStarts, postings, postingStarts } = this.source;
    this.writeList(postings, postingStarts[place]!, postingStarts[place + 1]!, added);
    this.endTerm(place, 1, terms.subarray(termStarts[place]!, termStarts[place + 1]!));
  }

  /** A new term before the source's at `place`. */
  addTerm(place: number, term: Uint8Array, added: readonly NewPosting[]): void {
    this.writeList(term, 0, 0, added);
    this.endTerm(place, 0, term);
  }

  finish(): Written {
    const { terms, postings, postingStarts, termStarts } = this.source;
    let termCount = termStarts.length - 1;
    let termsLength = terms.length + this.terms.length;
    let postingsLength = postings.length + this.postings.length;
    for (const { place, replaced, isEmpty } of this.changes) {
      termCount += (isEmpty ? 0 : 1) - replaced;
      termsLength -= termStarts[place + replaced]! - termStarts[place]!;
      postingsLength -= postingStarts[place + replaced]! - postingStarts[place]!;
    }
    return { termCount, termsLength, postingsLength, copyTo: (to) => this.copyTo(to) };
  }

  private copyTo(to: Lists): void {
    let termCount = 0;
    const copy = (from: Lists, first: number, end: number) => {
      const termsAt = to.termStarts[termCount]!;
      const listsAt = to.postingStarts[termCount]!;
      const termShift = termsAt - from.termStarts[first]!;
      const listShift = listsAt - from.postingStarts[first]!;
      to.terms.set(from.terms.subarray(from.termStarts[first], from.termStarts[end]), termsAt);
      to.postings.set(from.postings.subarray(from.postingStarts[first], from.postingStarts[end]), listsAt);
      for (let term = first + 1; term <= end; term++) {
        termCount++;
        to.termStarts[termCount] = from.termStarts[term]! + termShift;
        to.postingStarts[termCount] = from.postingStarts[term]! + listShift;
      }
    };
    const changed: Lists = {
      terms: this.terms.bytes(),
      termStarts: startsOf(this.termEnds),
      postings: this.postings.bytes(),
      postingStarts: startsOf(this.listEnds),
    };
    let copied = 0;
    this.changes.forEach(({ place, replaced, isEmpty }, change) => {
      copy(this.source, copied, place);
      if (!isEmpty) copy(changed, change, change + 1);
      copied = place + replaced;
    });
    copy(this.source, copied, this.source.termStarts.length - 1);
  }

  private last = -1;
  private frequency = 0;

  private writeList(source: Uint8Array, start: number, end: number, added: readonly NewPosting[]): void {
    // Where postings are left out, the distance over them takes no more bytes than they did.
    this.list.reserve(end - start + added.length * POSTING_BYTES);
    this.last = -1;
    this.frequency = 0;
    let next = 0;
    let ordinal = -1;
    for (let at = start < end ? behindNumber(source, start) : end; at < end; ) {
      let distance = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = source[at++]!;
        distance |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
      ordinal += distance;
      const fieldsAt = at;
      const fields = source[at++]!;
      if ((fields & ALL_ONCE) === 0) at += BIT_COUNTS[fields & FIELD_BITS]!;
      const kept = this.newOrdinals[ordinal]!;
      if (kept < 0) continue;
      while (next < added.length && added[next]!.ordinal < kept) this.writePosting(added[next++]!);
      this.writeDistance(kept);
      for (let from = fieldsAt; from < at; from++) this.list.push(source[from]!);
    }
    while (next < added.length) this.writePosting(added[next++]!);
    if (this.frequency === 0) return;
    this.postings.reserve(NUMBER_BYTES);
    this.postings.pushNumber(this.frequency);
    this.postings.append(this.list.bytes());
    this.list.length = 0;
  }

  private writePosting({ ordinal, counts, at }: NewPosting): void {
    this.writeDistance(ordinal);
    let fields = 0;
    let isAllOnce = true;
    for (let field = 0; field < FIELD_COUNT; field++) {
      const count = counts[at + field]!;
      if (count === 0) continue;
      fields |= 1 << field;
      if (count > 1) isAllOnce = false;
    }
    this.list.push(isAllOnce ? fields | ALL_ONCE : fields);
    if (isAllOnce) return;
    for (let field = 0; field < FIELD_COUNT; field++) {
      const count = counts[at + field]!;
      if (count > 0) this.list.push(count);
    }
  }

  private writeDistance(ordinal: number): void {
    this.list.pushNumber(ordinal - this.last);
    this.last = ordinal;
    this.frequency++;
  }

  /** The list that was just written belongs to this term; one without postings leaves no trace. */
  private endTerm(place: number, replaced: number, term: Uint8Array): void {
    if (this.frequency > 0) this.terms.append(term);
    this.termEnds.push(this.terms.length);
    this.listEnds.push(this.postings.length);
    this.changes.push({ place, replaced, isEmpty: this.frequency === 0 });
  }
}

/** The number that begins a list: of its postings. */
export function numberAt(bytes: Uint8Array, at: number): number {
  let number = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!;
    number |= (byte & 0x7f) << shift;
    if (byte < 0x80) return number;
  }
}

/** Where a list's postings begin. */
export function behindNumber(bytes: Uint8Array, at: number): number {
  let next = at;
  while (bytes[next++]! >= 0x80);
  return next;
}

/** Places of the terms that occur in any of these of `chunkCount` chunks, ascending. */
export function touchedTerms(
  { postings, postingStarts }: Lists,
  chunkCount: number,
  ordinals: readonly number[],
): number[] {
  if (ordinals.length === 0) return [];
  const isAsked = new Uint8Array(chunkCount);
  let last = -1;
  for (const ordinal of ordinals) {
    isAsked[ordinal] = 1;
    last = Math.max(last, ordinal);
  }
  const found: number[] = [];
  for (let term = 0; term < postingStarts.length - 1; term++) {
    const end = postingStarts[term + 1]!;
    let ordinal = -1;
    for (let at = behindNumber(postings, postingStarts[term]!); at < end; ) {
      let distance = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = postings[at++]!;
        distance |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
      ordinal += distance;
      if (ordinal > last) break;
      if (isAsked[ordinal] === 1) {
        found.push(term);
        break;
      }
      const fields = postings[at++]!;
      if ((fields & ALL_ONCE) === 0) at += BIT_COUNTS[fields & FIELD_BITS]!;
    }
  }
  return found;
}

function startsOf(ends: readonly number[]): Uint32Array {
  const starts = new Uint32Array(ends.length + 1);
  starts.set(ends, 1);
  return starts;
}

/** Of each byte of fields. */
const BIT_COUNTS = Uint8Array.from({ length: FIELD_BITS + 1 }, (_, bits) => {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count++;
  return count;
});

class GrowingBytes {
  length = 0;
  private buffer = new Uint8Array(1 << 12);

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

  /** Seven bits a byte, the lowest first. There must be room. */
  pushNumber(number: number): void {
    let rest = number;
    for (; rest >= 0x80; rest >>>= 7) this.push((rest & 0x7f) | 0x80);
    this.push(rest);
  }

  append(source: Uint8Array): void {
    this.reserve(source.length);
    this.buffer.set(source, this.length);
    this.length += source.length;
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}
