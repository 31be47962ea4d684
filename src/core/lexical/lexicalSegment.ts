/**
 * An immutable inverted index over the chunks of one shard. Its bytes are its memory: opening one is viewing them, and
 * nothing is rebuilt. Holds no text and no paths. Terms are sorted by character code and contain no surrogates
 * (`analyze.ts` makes none), so that the order of UTF-8 bytes is the order of strings.
 *
 * Layout, little-endian: header of 8 uint32 (magic, version, chunks, terms, bytes of terms, bytes of postings, fields,
 * 0); uint32 start of each term and one more; uint32 start of each posting list and one more; uint16 field lengths,
 * chunk by chunk; the terms; the posting lists. A list is the number of its postings (varint), then those: the distance
 * to the chunk before (varint), a byte with one bit per field and, unless bit 6 says that all counts are 1, a byte of
 * count per field.
 *
 * Version 1 had the numbers of postings as an array of uint32. Version 2: in the lists.
 * Version 3: the same bytes; what is a comment follows each language's definition.
 * Version 4: the same bytes; Chinese, Japanese, Thai and their like by pairs of letters, and a term for what no word
 * was read of.
 */
import { ALL_ONCE, type ChunkTerms, FIELD_COUNT } from './fields';
import { behindNumber, type Lists, type NewPosting, numberAt, SegmentWriter, touchedTerms } from './segmentWriter';

const MAGIC = 0x4c444e4b; // 'KNDL'
/** Counts up whenever the bytes or the analysis behind them change: part of what an index remembers. */
export const LEXICAL_VERSION = 4;
const HEADER_BYTES = 32;

/** Called with a chunk's ordinal and its counts per field; the array is reused between calls. */
export type VisitPosting = (ordinal: number, counts: Uint8Array) => void;

/** Where a term's postings lie, and how many they are. */
export interface PostingList {
  bytes: Uint8Array;
  start: number;
  end: number;
  frequency: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** One character for each byte, whatever it is. */
const bytesAsText = new TextDecoder('latin1');

/** A term as segments have it: made once for all segments that are asked. */
export function termKey(term: string): Uint8Array {
  return encoder.encode(term);
}

export class LexicalSegment {
  readonly chunkCount: number;
  readonly termCount: number;
  /** `chunkCount * FIELD_COUNT`: words per field. */
  readonly fieldLengths: Uint16Array;
  /** Words per field over all chunks, for the averages of a snapshot. */
  readonly totalLengths: Float64Array;
  private readonly lists: Lists;

  private constructor(private readonly data: Uint8Array) {
    ({ lists: this.lists, fieldLengths: this.fieldLengths } = partsOf(data));
    this.chunkCount = this.fieldLengths.length / FIELD_COUNT;
    this.termCount = this.lists.termStarts.length - 1;
    this.totalLengths = new Float64Array(FIELD_COUNT);
    for (let i = 0; i < this.fieldLengths.length; i++) this.totalLengths[i % FIELD_COUNT]! += this.fieldLengths[i]!;
  }

  static build(chunks: readonly ChunkTerms[]): LexicalSegment {
    return LexicalSegment.empty().rebuild(chunks);
  }

  static empty(): LexicalSegment {
    return new LexicalSegment(blank(0, 0, 0, 0));
  }

  /**
   * Views the bytes (copied only when they are not aligned). Throws a RangeError when they are no segment of this
   * version.
   */
  static fromBytes(bytes: Uint8Array): LexicalSegment {
    if (bytes.length < HEADER_BYTES) throw new RangeError('lexical segment: cut short');
    const data = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    const header = new Uint32Array(data.buffer, data.byteOffset, HEADER_BYTES / 4);
    if (header[0] !== MAGIC) throw new RangeError('lexical segment: not one');
    if (header[1] !== LEXICAL_VERSION || header[6] !== FIELD_COUNT)
      throw new RangeError(`lexical segment: version ${header[1]}`);
    const expected = sizeOf(header[2]!, header[3]!) + header[4]! + header[5]!;
    if (data.length !== expected) throw new RangeError(`lexical segment: ${data.length} bytes, expected ${expected}`);
    return new LexicalSegment(data);
  }

  bytes(): Uint8Array {
    return this.data;
  }

  /** The segment of these chunks in their order: new ones, and those of this one by their ordinals, which ascend. */
  rebuild(order: readonly (number | ChunkTerms)[]): LexicalSegment {
    const newOrdinals = new Int32Array(this.chunkCount).fill(-1);
    let last = -1;
    order.forEach((chunk, ordinal) => {
      if (typeof chunk !== 'number') return;
      if (chunk <= last || chunk >= this.chunkCount)
        throw new RangeError(`lexical segment: kept ordinals must ascend below ${this.chunkCount}`);
      last = chunk;
      newOrdinals[chunk] = ordinal;
    });

    const inverted = invert(order);
    const moved = Array.from(newOrdinals.keys()).filter((ordinal) => newOrdinals[ordinal] !== ordinal);
    const writer = new SegmentWriter(this.lists, newOrdinals, touchedTerms(this.lists, this.chunkCount, moved));
    for (const term of [...inverted.keys()].sort()) {
      const bytes = encoder.encode(term);
      const place = this.lowerBound(bytes);
      const isKnown = place < this.termCount && this.compare(place, bytes) === 0;
      writer.keepTerms(place);
      if (isKnown) writer.mergeTerm(place, inverted.get(term)!);
      else writer.addTerm(place, bytes, inverted.get(term)!);
    }
    writer.keepTerms(this.termCount);

    const { termCount, termsLength, postingsLength, copyTo } = writer.finish();
    const data = blank(order.length, termCount, termsLength, postingsLength);
    const { lists, fieldLengths } = partsOf(data);
    copyTo(lists);
    order.forEach((chunk, ordinal) => {
      const isKept = typeof chunk === 'number';
      const lengths = isKept ? this.fieldLengths : chunk.lengths;
      const from = isKept ? chunk * FIELD_COUNT : 0;
      for (let field = 0; field < FIELD_COUNT; field++)
        fieldLengths[ordinal * FIELD_COUNT + field] = lengths[from + field]!;
    });
    return new LexicalSegment(data);
  }

  /** In how many chunks the term occurs. */
  documentFrequency(term: string): number {
    const index = this.indexOf(termKey(term));
    return index < 0 ? 0 : this.frequencyAt(index);
  }

  /** The bytes of the list of a term (`termKey`), for who reads them faster than `postings` can. */
  postingList(key: Uint8Array): PostingList | undefined {
    const index = this.indexOf(key);
    if (index < 0) return undefined;
    const { postings, postingStarts } = this.lists;
    const start = behindNumber(postings, postingStarts[index]!);
    return { bytes: postings, start, end: postingStarts[index + 1]!, frequency: this.frequencyAt(index) };
  }

  /** Visits the chunks of a term, given by itself or by its place (`termsWith`), in ascending order. */
  postings(term: string | number, visit: VisitPosting): void {
    const index = typeof term === 'number' ? term : this.indexOf(termKey(term));
    if (index >= 0) this.visitAt(index, visit);
  }

  /** Terms that begin with `prefix` and in how many chunks each occurs: the `limit` most frequent ones, in order. */
  termsWithPrefix(prefix: string, limit: number): { term: string; frequency: number }[] {
    const first = termKey(prefix);
    const start = this.lowerBound(first);
    // No byte of UTF-8 is 0xff: it lies behind all that may follow the prefix.
    const end = this.lowerBound(Uint8Array.of(...first, 0xff));
    const frequencies = Uint32Array.from({ length: end - start }, (_, i) => this.frequencyAt(start + i));
    let chosen = Array.from(frequencies.keys());
    if (chosen.length > limit) {
      const byFrequency = chosen.sort((a, b) => frequencies[b]! - frequencies[a]! || a - b);
      chosen = byFrequency.slice(0, limit).sort((a, b) => a - b);
    }
    return chosen.map((i) => ({ term: this.termAt(start + i), frequency: frequencies[i]! }));
  }

  /**
   * Terms that hold all of the letters, or that end with so many of the first of them as `beginnings` has, and at most
   * `most` other bytes behind. Undefined where they are more than `limit`.
   */
  termsWith(
    letters: string,
    beginnings: readonly number[],
    { most, limit }: { most: number; limit: number },
  ): number[] | undefined {
    const { terms, termStarts } = this.lists;
    const found: number[] = [];
    // One character per byte for both: what is found in one string begins at the same byte.
    const all = bytesAsText.decode(terms);
    const wanted = bytesAsText.decode(termKey(letters));
    const needle = wanted.slice(0, Math.min(wanted.length, ...beginnings));
    for (let at = all.indexOf(needle); at >= 0; ) {
      const index = this.termAround(at);
      const end = termStarts[index + 1]!;
      let shared = 0;
      while (at + shared < end && shared < wanted.length && all[at + shared] === wanted[shared]) shared++;
      const fits = shared === wanted.length || beginnings.some((known) => known <= shared && end - at - known <= most);
      if (fits) found.push(index);
      if (found.length > limit) return undefined;
      at = all.indexOf(needle, fits ? end : at + 1);
    }
    return found;
  }

  /** The terms of lower-case letters alone whose length lies between these, both inclusive. */
  *termsOfLength(least: number, most: number): Iterable<{ term: string; frequency: number }> {
    const { terms, termStarts } = this.lists;
    for (let index = 0; index < this.termCount; index++) {
      const start = termStarts[index]!;
      const length = termStarts[index + 1]! - start;
      if (length < least || length > most || !areLetters(terms, start, length)) continue;
      yield { term: this.termAt(index), frequency: this.frequencyAt(index) };
    }
  }

  /** The term that a byte of the terms belongs to. */
  private termAround(byte: number): number {
    const { termStarts } = this.lists;
    let low = 0;
    let high = this.termCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (termStarts[middle]! <= byte) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private frequencyAt(index: number): number {
    return numberAt(this.lists.postings, this.lists.postingStarts[index]!);
  }

  private termAt(index: number): string {
    const { terms, termStarts } = this.lists;
    return decoder.decode(terms.subarray(termStarts[index], termStarts[index + 1]));
  }

  private visitAt(index: number, visit: VisitPosting): void {
    const { postings: bytes, postingStarts } = this.lists;
    const end = postingStarts[index + 1]!;
    const counts = new Uint8Array(FIELD_COUNT);
    let ordinal = -1;
    for (let at = behindNumber(bytes, postingStarts[index]!); at < end; ) {
      let distance = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++]!;
        distance |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
      ordinal += distance;
      const fields = bytes[at++]!;
      const isAllOnce = (fields & ALL_ONCE) !== 0;
      for (let field = 0; field < FIELD_COUNT; field++)
        counts[field] = fields & (1 << field) ? (isAllOnce ? 1 : bytes[at++]!) : 0;
      visit(ordinal, counts);
    }
  }

  private indexOf(key: Uint8Array): number {
    const index = this.lowerBound(key);
    return index < this.termCount && this.compare(index, key) === 0 ? index : -1;
  }

  /** The first term that is not below `wanted`. */
  private lowerBound(wanted: Uint8Array): number {
    let low = 0;
    let high = this.termCount;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(middle, wanted) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private compare(index: number, wanted: Uint8Array): number {
    const { terms, termStarts } = this.lists;
    const start = termStarts[index]!;
    const length = termStarts[index + 1]! - start;
    const shared = Math.min(length, wanted.length);
    for (let i = 0; i < shared; i++) {
      const difference = terms[start + i]! - wanted[i]!;
      if (difference !== 0) return difference;
    }
    return length - wanted.length;
  }
}

/** From a to z. */
function areLetters(bytes: Uint8Array, start: number, length: number): boolean {
  for (let at = start; at < start + length; at++) if (bytes[at]! < 0x61 || bytes[at]! > 0x7a) return false;
  return true;
}

/** The postings of the new chunks, by term. */
function invert(order: readonly (number | ChunkTerms)[]): Map<string, NewPosting[]> {
  const inverted = new Map<string, NewPosting[]>();
  order.forEach((chunk, ordinal) => {
    if (typeof chunk === 'number') return;
    const { terms, counts } = chunk;
    for (let place = 0; place < terms.length; place++) {
      const posting = { ordinal, counts, at: place * FIELD_COUNT };
      const postings = inverted.get(terms[place]!);
      if (postings) postings.push(posting);
      else inverted.set(terms[place]!, [posting]);
    }
  });
  return inverted;
}

/** A segment's bytes with the header alone. */
function blank(chunkCount: number, termCount: number, termsLength: number, postingsLength: number): Uint8Array {
  const data = new Uint8Array(sizeOf(chunkCount, termCount) + termsLength + postingsLength);
  const header = [MAGIC, LEXICAL_VERSION, chunkCount, termCount, termsLength, postingsLength, FIELD_COUNT, 0];
  new Uint32Array(data.buffer, 0, header.length).set(header);
  return data;
}

/** Of what comes before the terms. */
function sizeOf(chunkCount: number, termCount: number): number {
  return HEADER_BYTES + termCount * 8 + 8 + chunkCount * FIELD_COUNT * 2;
}

/** Views of the bytes. */
function partsOf(data: Uint8Array): { lists: Lists; fieldLengths: Uint16Array } {
  const header = new Uint32Array(data.buffer, data.byteOffset, HEADER_BYTES / 4);
  const [, , chunkCount, termCount, termsLength, postingsLength] = header as unknown as [number, number, ...number[]];
  let at = data.byteOffset + HEADER_BYTES;
  const words = (length: number) => {
    const view = new Uint32Array(data.buffer, at, length);
    at += length * 4;
    return view;
  };
  const termStarts = words(termCount! + 1);
  const postingStarts = words(termCount! + 1);
  const fieldLengths = new Uint16Array(data.buffer, at, chunkCount! * FIELD_COUNT);
  at += fieldLengths.byteLength;
  const terms = new Uint8Array(data.buffer, at, termsLength);
  const postings = new Uint8Array(data.buffer, at + termsLength!, postingsLength);
  return { lists: { terms, termStarts, postings, postingStarts }, fieldLengths };
}
