/**
 * BM25 over fields (BM25F: Robertson, Zaragoza and Taylor, 2004): counts are weighed and length-normalized per field,
 * added up and then saturated once. Frequencies and averages are those of the whole snapshot, so that shards do not
 * show. Scores chunks, and in the same pass the files that they belong to.
 */
import { ALL_ONCE, FIELD_BITS, FIELD_COUNT, FieldIndex } from './fields';
import { LexicalScratch, type SegmentScores } from './lexicalScratch';
import { type LexicalSegment, type PostingList, termKey } from './lexicalSegment';

/**
 * One thing that is asked for. A chunk is paid for the best of the alternatives, not for their sum: synonyms are one
 * thing.
 */
export interface Concept {
  /** As the person wrote it. */
  label: string;
  /**
   * `weight` at most 1, the weight of the word as written; the first is the word itself. `isGuess`: says nothing about
   * how rare the word is.
   */
  alternatives: readonly { term: string; weight: number; isGuess?: true }[];
  weight: number;
  /**
   * A word or a translation of one, two syllables or letters of a word of a script that is indexed by pairs, an
   * identifier whole, or words side by side that may be one identifier.
   */
  role: 'word' | 'pair' | 'whole' | 'joined';
}

/** The arrays lie in the scratch that was given: they are the next search's when it begins. */
export interface LexicalScores {
  /** One array per segment, one score per chunk, 0..1: the share of what the concepts could earn at most. */
  chunks: Float32Array[];
  /** The best of them. */
  best: number;
  /** The same for whole files, one score per file number. */
  files: Float32Array[];
  /** Which concepts a chunk has: bit i for concept i, the first 31. */
  matched: Int32Array[];
  /** Inverse document frequency of each concept, 0 when no chunk has it. */
  idf: number[];
}

/** Constants of the score, by field in the order of `FIELDS`. */
export const BM25 = {
  /** Robertson's usual saturation; the field weights do more than it does. */
  k1: 1.2,
  /** For whole files. */
  fileK1: 1.5,
  weight: Float64Array.of(1, 1.25, 1, 2, 2, 1),
  /** Length normalization: a long text says less with one word; names and paths are short anyway. */
  b: Float64Array.of(0.6, 0.5, 0.3, 0.3, 0.3, 0.3),
};
/** Fields that all chunks of a file share: counted once for the file. */
const OF_FILE = (1 << FieldIndex.stem) | (1 << FieldIndex.path);

export interface LexicalInput {
  lexical: LexicalSegment;
  /** File number of each chunk, dense from 0. */
  fileOf: Int32Array;
  fileCount: number;
}

export function scoreLexically(
  segments: readonly LexicalInput[],
  concepts: readonly Concept[],
  scratch = new LexicalScratch(),
): LexicalScores {
  const chunkCount = segments.reduce((sum, segment) => sum + segment.lexical.chunkCount, 0);
  const fieldWorths = worthsOfFields(averageLengths(segments, chunkCount));
  const idf: number[] = [];
  const asked: AskedConcept[] = [];
  let most = 0;
  concepts.forEach((concept, index) => {
    const lists = concept.alternatives.map(({ term }) => {
      const key = termKey(term);
      return segments.map(({ lexical }) => lexical.postingList(key));
    });
    const frequencies = lists.map((all) => all.reduce((sum, list) => sum + (list?.frequency ?? 0), 0));
    const present = concept.alternatives.filter((_, i) => frequencies[i]! > 0);
    // The concept is as rare as its most common alternative: a rare synonym must not outweigh the word itself. Guesses
    // count where nothing else is there.
    const known = frequencies.filter((_, i) => !concept.alternatives[i]!.isGuess);
    const frequency = Math.max(0, ...known) || Math.max(0, ...frequencies);
    idf.push(frequency === 0 ? 0 : Math.log(1 + (chunkCount - frequency + 0.5) / (frequency + 0.5)));
    // A word that no chunk has still belongs to what was asked: it lowers every score alike. A guess at an identifier
    // does not.
    const worth = concept.weight * (frequency === 0 ? Math.log(1 + chunkCount) : idf[index]!);
    if (present.length > 0 || concept.role === 'word') most += worth;
    const alternatives = concept.alternatives.map(({ weight }, i) => ({ most: weight * worth, lists: lists[i]! }));
    if (present.length > 0) asked.push({ bit: index < 31 ? 1 << index : 0, alternatives });
  });
  const scores = segments.map((segment, at) => scoreSegment(segment, at, asked, most, fieldWorths, scratch));
  return {
    chunks: scores.map(({ chunks }) => chunks),
    files: scores.map(({ files }) => files),
    matched: scores.map(({ matched }) => matched),
    best: scores.reduce((best, { greatest }) => Math.max(best, greatest), 0),
    idf,
  };
}

/** `lists` has one per segment. */
interface AskedConcept {
  bit: number;
  alternatives: { most: number; lists: (PostingList | undefined)[] }[];
}

function averageLengths(segments: readonly LexicalInput[], chunkCount: number): Float64Array {
  const averages = new Float64Array(FIELD_COUNT);
  for (const { lexical } of segments)
    for (let field = 0; field < FIELD_COUNT; field++) averages[field]! += lexical.totalLengths[field]!;
  for (let field = 0; field < FIELD_COUNT; field++)
    averages[field] = Math.max(1, averages[field]! / Math.max(1, chunkCount));
  return averages;
}

function scoreSegment(
  input: LexicalInput,
  at: number,
  asked: readonly AskedConcept[],
  most: number,
  fieldWorths: Float64Array,
  scratch: LexicalScratch,
): SegmentScores {
  const scores = scratch.scoresOf(input.lexical, input.fileCount);
  const { chunks, matched, files } = scores;
  scratch.reserve(chunks.length, files.length);
  const { best, ordinals, bestOfFile, frequencyOfFile } = scratch;
  for (const { bit, alternatives } of asked) {
    scratch.count = 0;
    for (const { most, lists } of alternatives) {
      const list = lists[at];
      if (!list) continue;
      scoreList(input, list, most, fieldWorths, scratch);
      for (let file = 0; file < files.length; file++) {
        const frequency = frequencyOfFile[file]!;
        if (frequency === 0) continue;
        frequencyOfFile[file] = 0;
        bestOfFile[file] = Math.max(bestOfFile[file]!, (most * frequency) / (BM25.fileK1 + frequency));
      }
    }
    if (scratch.count === 0) continue;
    for (let i = 0; i < scratch.count; i++) {
      const ordinal = ordinals[i]!;
      chunks[ordinal]! += best[ordinal]!;
      matched[ordinal]! |= bit;
      best[ordinal] = 0;
    }
    for (let file = 0; file < files.length; file++) {
      files[file]! += bestOfFile[file]!;
      bestOfFile[file] = 0;
    }
  }
  if (most === 0) return scores;
  for (let file = 0; file < files.length; file++) files[file]! /= most;
  let greatest = 0;
  for (let ordinal = 0; ordinal < chunks.length; ordinal++) {
    if (chunks[ordinal] === 0) continue;
    chunks[ordinal]! /= most;
    if (chunks[ordinal]! > greatest) greatest = chunks[ordinal]!;
  }
  scores.greatest = greatest;
  return scores;
}

/**
 * The score of each chunk of a posting list where it is better than what stands in the scratch; adds up the frequencies
 * of the files. The hot loop of a search: it reads the list's bytes (`lexicalSegment.ts` describes them) itself.
 */
function scoreList(
  { lexical: { fieldLengths }, fileOf }: LexicalInput,
  { bytes, start, end }: PostingList,
  most: number,
  fieldWorths: Float64Array,
  scratch: LexicalScratch,
): void {
  const { best, ordinals, frequencyOfFile } = scratch;
  let { count } = scratch;
  let ordinal = -1;
  for (let at = start; at < end; ) {
    let distance = bytes[at++]!;
    if (distance >= 0x80) {
      distance &= 0x7f;
      for (let shift = 7; ; shift += 7) {
        const byte = bytes[at++]!;
        distance |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
    }
    ordinal += distance;
    const fields = bytes[at++]!;
    const isAllOnce = (fields & ALL_ONCE) !== 0;
    let own = 0;
    let shared = 0;
    for (let rest = fields & FIELD_BITS; rest !== 0; rest &= rest - 1) {
      const field = 31 - Math.clz32(rest & -rest);
      const times = isAllOnce ? 1 : bytes[at++]!;
      const length = fieldLengths[ordinal * FIELD_COUNT + field]!;
      const part = times * fieldWorths[field * LENGTHS + (length < LENGTHS ? length : LENGTHS - 1)]!;
      if (OF_FILE & (1 << field)) shared += part;
      else own += part;
    }
    const frequency = own + shared;
    const score = (most * frequency) / (BM25.k1 + frequency);
    const before = best[ordinal]!;
    if (score > before) {
      if (before === 0) ordinals[count++] = ordinal;
      best[ordinal] = score;
    }
    const file = fileOf[ordinal]!;
    frequencyOfFile[file] = Math.max(frequencyOfFile[file]!, shared) + own;
  }
  scratch.count = count;
}

/** A field of more words counts as one of so many. */
const LENGTHS = 2048;

/** What one occurrence in a field of a length is worth: `[field * LENGTHS + length]`. */
function worthsOfFields(averages: Float64Array): Float64Array {
  const worths = new Float64Array(FIELD_COUNT * LENGTHS);
  for (let field = 0; field < FIELD_COUNT; field++) {
    const b = BM25.b[field]!;
    for (let length = 0; length < LENGTHS; length++)
      worths[field * LENGTHS + length] = BM25.weight[field]! / (1 - b + (b * length) / averages[field]!);
  }
  return worths;
}
