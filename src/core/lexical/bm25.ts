/**
 * BM25 over fields (BM25F: Robertson, Zaragoza and Taylor, 2004): counts are weighed and length-normalised per field, added up and then
 * saturated once. Frequencies and averages are those of the whole snapshot, so that shards do not show. Scores chunks, and in the same
 * pass the files that they belong to.
 */
import { ALL_ONCE, FIELD_COUNT, FieldIndex } from './fields';
import type { LexicalSegment } from './segment';

/** One thing that is asked for. A chunk is paid for the best of the alternatives, not for their sum: synonyms are one thing. */
export interface Concept {
  /** As the person wrote it. */
  label: string;
  /** `weight` at most 1, the weight of the word as written; the first is the word itself. `isGuess`: says nothing about how rare the word is. */
  alternatives: readonly { term: string; weight: number; isGuess?: true }[];
  weight: number;
  /** A word or a translation of one, two syllables of a Korean word, an identifier whole, or words side by side that may be one identifier. */
  role: 'word' | 'hangul' | 'whole' | 'joined';
}

export interface LexicalScores {
  /** One array per segment, one score per chunk, 0..1: the share of what the concepts could earn at most. */
  chunks: Float32Array[];
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
  /** Length normalisation: a long text says less with one word; names and paths are short anyway. */
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

export function scoreLexically(segments: readonly LexicalInput[], concepts: readonly Concept[]): LexicalScores {
  const chunkCount = segments.reduce((sum, segment) => sum + segment.lexical.chunkCount, 0);
  const fieldWorths = worthsOfFields(averageLengths(segments, chunkCount));
  const scores: LexicalScores = {
    chunks: segments.map(({ lexical }) => new Float32Array(lexical.chunkCount)),
    files: segments.map(({ fileCount }) => new Float32Array(fileCount)),
    matched: segments.map(({ lexical }) => new Int32Array(lexical.chunkCount)),
    idf: [],
  };
  let most = 0;
  concepts.forEach((concept, index) => {
    const frequencies = concept.alternatives.map(({ term }) =>
      segments.reduce((sum, { lexical }) => sum + lexical.documentFrequency(term), 0),
    );
    const present = concept.alternatives.filter((_, i) => frequencies[i]! > 0);
    // The concept is as rare as its most common alternative: a rare synonym must not outweigh the word itself. Guesses count where nothing
    // else is there.
    const known = frequencies.filter((_, i) => !concept.alternatives[i]!.isGuess);
    const frequency = Math.max(0, ...known) || Math.max(0, ...frequencies);
    const idf = frequency === 0 ? 0 : Math.log(1 + (chunkCount - frequency + 0.5) / (frequency + 0.5));
    scores.idf.push(idf);
    // A word that no chunk has still belongs to what was asked: it lowers every score alike. A guess at an identifier does not.
    const worth = concept.weight * (frequency === 0 ? Math.log(1 + chunkCount) : idf);
    if (present.length > 0 || concept.role === 'word') most += worth;
    if (present.length === 0) return;
    segments.forEach((segment, at) => {
      const target = { chunks: scores.chunks[at]!, files: scores.files[at]!, matched: scores.matched[at]! };
      scoreConcept(segment, present, worth, fieldWorths, target, index);
    });
  });
  if (most > 0)
    for (const array of [...scores.chunks, ...scores.files]) for (let i = 0; i < array.length; i++) array[i]! /= most;
  return scores;
}

function averageLengths(segments: readonly LexicalInput[], chunkCount: number): Float64Array {
  const averages = new Float64Array(FIELD_COUNT);
  for (const { lexical } of segments)
    for (let field = 0; field < FIELD_COUNT; field++) averages[field]! += lexical.totalLengths[field]!;
  for (let field = 0; field < FIELD_COUNT; field++)
    averages[field] = Math.max(1, averages[field]! / Math.max(1, chunkCount));
  return averages;
}

interface Target {
  chunks: Float32Array;
  files: Float32Array;
  matched: Int32Array;
}

function scoreConcept(
  input: LexicalInput,
  alternatives: Concept['alternatives'],
  worth: number,
  fieldWorths: Float64Array,
  { chunks, files, matched }: Target,
  concept: number,
): void {
  const { lexical, fileCount } = input;
  const lists = alternatives.flatMap(({ term, weight }) => {
    const list = lexical.postingList(term);
    return list ? [{ ...list, most: weight * worth }] : [];
  });
  if (lists.length === 0) return;
  const best = new Float64Array(lexical.chunkCount);
  const bestOfFile = new Float32Array(fileCount);
  for (const list of lists) {
    const ofFile = new Float32Array(fileCount);
    scoreList(input, list, fieldWorths, best, ofFile);
    for (let file = 0; file < fileCount; file++) {
      const frequency = ofFile[file]!;
      if (frequency > 0)
        bestOfFile[file] = Math.max(bestOfFile[file]!, (list.most * frequency) / (BM25.fileK1 + frequency));
    }
  }
  const bit = concept < 31 ? 1 << concept : 0;
  for (let ordinal = 0; ordinal < best.length; ordinal++) {
    if (best[ordinal] === 0) continue;
    chunks[ordinal]! += best[ordinal]!;
    matched[ordinal]! |= bit;
  }
  for (let file = 0; file < fileCount; file++) files[file]! += bestOfFile[file]!;
}

/**
 * The score of each chunk of a posting list where it is better than what stands in `best`; adds up the frequencies of the files. The hot loop of
 * a search: it reads the list's bytes (`segment.ts` describes them) itself.
 */
function scoreList(
  { lexical: { fieldLengths }, fileOf }: LexicalInput,
  { bytes, start, end, most }: { bytes: Uint8Array; start: number; end: number; most: number },
  fieldWorths: Float64Array,
  best: Float64Array,
  ofFile: Float32Array,
): void {
  let ordinal = -1;
  for (let at = start; at < end; ) {
    let distance = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      distance |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    ordinal += distance;
    const fields = bytes[at++]!;
    const isAllOnce = (fields & ALL_ONCE) !== 0;
    let own = 0;
    let shared = 0;
    for (let field = 0; field < FIELD_COUNT; field++) {
      if ((fields & (1 << field)) === 0) continue;
      const count = isAllOnce ? 1 : bytes[at++]!;
      const length = fieldLengths[ordinal * FIELD_COUNT + field]!;
      const part = count * fieldWorths[field * LENGTHS + (length < LENGTHS ? length : LENGTHS - 1)]!;
      if (OF_FILE & (1 << field)) shared += part;
      else own += part;
    }
    const frequency = own + shared;
    const score = (most * frequency) / (BM25.k1 + frequency);
    if (score > best[ordinal]!) best[ordinal] = score;
    const file = fileOf[ordinal]!;
    ofFile[file] = Math.max(ofFile[file]!, shared) + own;
  }
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
