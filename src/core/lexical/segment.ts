/**
 * An immutable inverted index over the chunks of one shard. Its bytes are its memory: opening one is viewing them, and nothing is rebuilt.
 * Holds no text and no paths. Terms are sorted by character code and contain no surrogates (`analyze.ts` makes none), so that the order of
 * UTF-8 bytes is the order of strings.
 *
 * Layout, little-endian: header of 8 uint32 (magic, version, chunks, terms, bytes of terms, bytes of postings, fields, 0); uint32 start of
 * each term and one more; uint32 start of each posting list and one more; uint32 document frequency of each term; uint16 field lengths,
 * chunk by chunk; the terms; the posting lists. A posting is the distance to the chunk before (varint), a byte with one bit per field and,
 * unless bit 6 says that all counts are 1, a byte of count per field.
 *
 * Version 1: first.
 */
import { ALL_ONCE, type ChunkTerms, FIELD_COUNT } from './fields';
import { SegmentWriter } from './segmentWriter';

const MAGIC = 0x4c444e4b; // 'KNDL'
/** Counts up whenever the bytes or the analysis behind them change: part of what an index remembers. */
export const LEXICAL_VERSION = 1;
const HEADER_BYTES = 32;

/** Called with a chunk's ordinal and its counts per field; the array is reused between calls. */
export type VisitPosting = (ordinal: number, counts: Uint8Array) => void;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class LexicalSegment {
  readonly chunkCount: number;
  readonly termCount: number;
  /** `chunkCount * FIELD_COUNT`: words per field. */
  readonly fieldLengths: Uint16Array;
  /** Words per field over all chunks, for the averages of a snapshot. */
  readonly totalLengths: Float64Array;
  private readonly termStarts: Uint32Array;
  private readonly postingStarts: Uint32Array;
  private readonly frequencies: Uint32Array;
  private readonly terms: Uint8Array;
  private readonly postingBytes: Uint8Array;

  private constructor(private readonly data: Uint8Array) {
    const header = new Uint32Array(data.buffer, data.byteOffset, HEADER_BYTES / 4);
    const [, , chunks, terms, termBytes, postingBytes] = header as unknown as number[];
    this.chunkCount = chunks!;
    this.termCount = terms!;
    let at = data.byteOffset + HEADER_BYTES;
    const words = (length: number) => {
      const view = new Uint32Array(data.buffer, at, length);
      at += length * 4;
      return view;
    };
    this.termStarts = words(this.termCount + 1);
    this.postingStarts = words(this.termCount + 1);
    this.frequencies = words(this.termCount);
    this.fieldLengths = new Uint16Array(data.buffer, at, this.chunkCount * FIELD_COUNT);
    at += this.fieldLengths.byteLength;
    this.terms = new Uint8Array(data.buffer, at, termBytes!);
    this.postingBytes = new Uint8Array(data.buffer, at + termBytes!, postingBytes!);
    this.totalLengths = new Float64Array(FIELD_COUNT);
    for (let i = 0; i < this.fieldLengths.length; i++) this.totalLengths[i % FIELD_COUNT]! += this.fieldLengths[i]!;
  }

  static build(chunks: readonly ChunkTerms[]): LexicalSegment {
    return LexicalSegment.empty().rebuild([], chunks);
  }

  static empty(): LexicalSegment {
    return new LexicalSegment(layOut(0, new SegmentWriter(0), new Uint16Array(0)));
  }

  /** Views the bytes (copied only when they are not aligned). Throws a RangeError when they are no segment of this version. */
  static fromBytes(bytes: Uint8Array): LexicalSegment {
    if (bytes.length < HEADER_BYTES) throw new RangeError('lexical segment: cut short');
    const data = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    const header = new Uint32Array(data.buffer, data.byteOffset, HEADER_BYTES / 4);
    if (header[0] !== MAGIC) throw new RangeError('lexical segment: not one');
    if (header[1] !== LEXICAL_VERSION || header[6] !== FIELD_COUNT)
      throw new RangeError(`lexical segment: version ${header[1]}`);
    const expected = HEADER_BYTES + header[3]! * 12 + 8 + header[2]! * FIELD_COUNT * 2 + header[4]! + header[5]!;
    if (data.length !== expected) throw new RangeError(`lexical segment: ${data.length} bytes, expected ${expected}`);
    return new LexicalSegment(data);
  }

  bytes(): Uint8Array {
    return this.data;
  }

  /**
   * The segment that holds the chunks `kept` (ordinals of this one, ascending) and after them `added`: the new ordinal of `kept[i]` is `i`,
   * that of `added[i]` is `kept.length + i`.
   */
  rebuild(kept: readonly number[], added: readonly ChunkTerms[]): LexicalSegment {
    const chunkCount = kept.length + added.length;
    const lengths = new Uint16Array(chunkCount * FIELD_COUNT);
    const newOrdinals = new Int32Array(this.chunkCount).fill(-1);
    kept.forEach((old, ordinal) => {
      if (old < 0 || old >= this.chunkCount || (ordinal > 0 && old <= kept[ordinal - 1]!))
        throw new RangeError(`lexical segment: kept ordinals must ascend below ${this.chunkCount}`);
      newOrdinals[old] = ordinal;
      lengths.set(this.fieldLengths.subarray(old * FIELD_COUNT, (old + 1) * FIELD_COUNT), ordinal * FIELD_COUNT);
    });
    added.forEach((chunk, i) => {
      lengths.set(chunk.lengths, (kept.length + i) * FIELD_COUNT);
    });

    const inverted = invert(added);
    const writer = new SegmentWriter(this.data.length);
    const isAllKept = kept.length === this.chunkCount;
    let index = 0;
    const copyPostings = () => {
      const [start, end] = [this.postingStarts[index]!, this.postingStarts[index + 1]!];
      writer.postings.copyKept(this.postingBytes, start, end, newOrdinals);
    };
    const copyTermsBelow = (limit: number) => {
      for (; index < limit; index++) {
        if (isAllKept) this.copyTerm(index, writer);
        else {
          copyPostings();
          writer.endTerm(this.terms, this.termStarts[index]!, this.termStarts[index + 1]!);
        }
      }
    };
    for (const term of [...inverted.keys()].sort()) {
      const bytes = encoder.encode(term);
      const place = this.lowerBound(bytes);
      copyTermsBelow(place);
      if (place < this.termCount && this.compare(place, bytes) === 0) {
        copyPostings();
        index++;
      }
      const places = inverted.get(term)!;
      for (let i = 0; i < places.length; i += 2) {
        const chunk = added[places[i]!]!;
        writer.postings.write(kept.length + places[i]!, chunk.counts, places[i + 1]! * FIELD_COUNT);
      }
      writer.endTerm(bytes, 0, bytes.length);
    }
    copyTermsBelow(this.termCount);
    return new LexicalSegment(layOut(chunkCount, writer, lengths));
  }

  /** In how many chunks the term occurs. */
  documentFrequency(term: string): number {
    const index = this.indexOf(term);
    return index < 0 ? 0 : this.frequencies[index]!;
  }

  /** The bytes of the term's list, for who reads them faster than `postings` can. */
  postingList(term: string): { bytes: Uint8Array; start: number; end: number } | undefined {
    const index = this.indexOf(term);
    if (index < 0) return undefined;
    return { bytes: this.postingBytes, start: this.postingStarts[index]!, end: this.postingStarts[index + 1]! };
  }

  /** Visits the term's chunks in ascending order. */
  postings(term: string, visit: VisitPosting): void {
    const index = this.indexOf(term);
    if (index >= 0) this.visitAt(index, visit);
  }

  /** Terms that begin with `prefix` and in how many chunks each occurs: the `limit` most frequent ones, in order. */
  termsWithPrefix(prefix: string, limit: number): { term: string; frequency: number }[] {
    const first = encoder.encode(prefix);
    const start = this.lowerBound(first);
    // No byte of UTF-8 is 0xff: it lies behind all that may follow the prefix.
    const end = this.lowerBound(Uint8Array.of(...first, 0xff));
    let chosen = Array.from({ length: end - start }, (_, i) => start + i);
    if (chosen.length > limit) {
      const byFrequency = chosen.sort((a, b) => this.frequencies[b]! - this.frequencies[a]! || a - b);
      chosen = byFrequency.slice(0, limit).sort((a, b) => a - b);
    }
    return chosen.map((index) => ({ term: this.termAt(index), frequency: this.frequencies[index]! }));
  }

  /** The term with its whole list, when no ordinal changes. */
  private copyTerm(index: number, writer: SegmentWriter): void {
    const [start, end] = [this.postingStarts[index]!, this.postingStarts[index + 1]!];
    writer.postings.copyList(this.postingBytes, start, end, this.frequencies[index]!);
    writer.endTerm(this.terms, this.termStarts[index]!, this.termStarts[index + 1]!);
  }

  private termAt(index: number): string {
    return decoder.decode(this.terms.subarray(this.termStarts[index], this.termStarts[index + 1]));
  }

  private visitAt(index: number, visit: VisitPosting): void {
    const bytes = this.postingBytes;
    const end = this.postingStarts[index + 1]!;
    const counts = new Uint8Array(FIELD_COUNT);
    let ordinal = -1;
    for (let at = this.postingStarts[index]!; at < end; ) {
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

  private indexOf(term: string): number {
    const wanted = encoder.encode(term);
    const index = this.lowerBound(wanted);
    return index < this.termCount && this.compare(index, wanted) === 0 ? index : -1;
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
    const start = this.termStarts[index]!;
    const length = this.termStarts[index + 1]! - start;
    const shared = Math.min(length, wanted.length);
    for (let i = 0; i < shared; i++) {
      const difference = this.terms[start + i]! - wanted[i]!;
      if (difference !== 0) return difference;
    }
    return length - wanted.length;
  }
}

/** Term -> pairs of (chunk, place of the term in that chunk). */
function invert(chunks: readonly ChunkTerms[]): Map<string, number[]> {
  const inverted = new Map<string, number[]>();
  chunks.forEach(({ terms }, chunk) => {
    for (let place = 0; place < terms.length; place++) {
      const places = inverted.get(terms[place]!);
      if (places) places.push(chunk, place);
      else inverted.set(terms[place]!, [chunk, place]);
    }
  });
  return inverted;
}

function layOut(chunkCount: number, writer: SegmentWriter, lengths: Uint16Array): Uint8Array {
  const terms = writer.terms.bytes();
  const postings = writer.postings.bytes.bytes();
  const termCount = writer.frequencies.length;
  const wordCount = HEADER_BYTES / 4 + termCount * 3 + 2;
  const data = new Uint8Array(wordCount * 4 + lengths.byteLength + terms.length + postings.length);
  const words = new Uint32Array(data.buffer, 0, wordCount);
  words.set([MAGIC, LEXICAL_VERSION, chunkCount, termCount, terms.length, postings.length, FIELD_COUNT, 0]);
  // A list of starts begins with 0, which stands there already.
  words.set(writer.termEnds, HEADER_BYTES / 4 + 1);
  words.set(writer.listEnds, HEADER_BYTES / 4 + termCount + 2);
  words.set(writer.frequencies, HEADER_BYTES / 4 + termCount * 2 + 2);
  new Uint16Array(data.buffer, wordCount * 4, lengths.length).set(lengths);
  data.set(terms, wordCount * 4 + lengths.byteLength);
  data.set(postings, wordCount * 4 + lengths.byteLength + terms.length);
  return data;
}
