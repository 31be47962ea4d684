/**
 * The embedded model's vocabulary: a hash table from a word's character codes to its row, so that reading a text
 * allocates nothing, and the cut of unknown words into known pieces. Knows nothing about vectors. Rows are numbered as
 * in `vocabulary.json`.
 */

/** What `vocabulary.json` holds. */
export interface VocabularyFile {
  dims: number;
  /** Words separated by single spaces, in row order. */
  words: string;
  /** Natural logarithm of each word's share of the training text. */
  logProbabilities: number[];
}

export interface Vocabulary {
  readonly size: number;
  /** Row of the word in `codes[start, end)`, -1 when unknown. */
  rowOf(codes: Uint16Array, start: number, end: number): number;
  /**
   * Rows of the known pieces of an unknown word in `codes[start, end)`, in order. The caller does not change the array.
   */
  piecesOf(codes: Uint16Array, start: number, end: number): readonly number[];
}

/** Cost of a letter that no piece covers; as in training. */
const UNKNOWN_LETTER_COST = 14;
/**
 * Enough for the distinct unknown words of a large repository; bounded so that a hostile one cannot fill the memory.
 */
const PIECES_CACHE_SIZE = 100_000;

export function createVocabulary(file: VocabularyFile): Vocabulary {
  const words = file.words.split(' ');
  const logProbabilities = Float64Array.from(file.logProbabilities);
  if (words.length !== logProbabilities.length)
    throw new Error('vocabulary: words and logProbabilities differ in length');

  const starts = new Uint32Array(words.length + 1);
  for (let row = 0; row < words.length; row++) starts[row + 1] = starts[row]! + words[row]!.length;
  const letters = new Uint16Array(starts[words.length]!);
  for (let row = 0, at = 0; row < words.length; row++) {
    const word = words[row]!;
    for (let i = 0; i < word.length; i++) letters[at++] = word.charCodeAt(i);
  }

  let slotCount = 1;
  while (slotCount < words.length * 3) slotCount *= 2;
  const mask = slotCount - 1;
  const slots = new Int32Array(slotCount).fill(-1);
  for (let row = 0; row < words.length; row++) {
    let slot = hash(letters, starts[row]!, starts[row + 1]!) & mask;
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    slots[slot] = row;
  }

  function rowOf(codes: Uint16Array, start: number, end: number): number {
    const length = end - start;
    for (let slot = hash(codes, start, end) & mask; ; slot = (slot + 1) & mask) {
      const row = slots[slot]!;
      if (row < 0) return -1;
      const from = starts[row]!;
      if (starts[row + 1]! - from !== length) continue;
      let i = 0;
      while (i < length && letters[from + i] === codes[start + i]) i++;
      if (i === length) return row;
    }
  }

  const pieces = new Map<string, readonly number[]>();
  function piecesOf(codes: Uint16Array, start: number, end: number): readonly number[] {
    const word = String.fromCharCode(...codes.subarray(start, end));
    const known = pieces.get(word);
    if (known) return known;
    const found = cut(codes, start, end);
    if (pieces.size >= PIECES_CACHE_SIZE) pieces.clear();
    pieces.set(word, found);
    return found;
  }

  /** Viterbi: the most probable cover by pieces of two letters or more. */
  function cut(codes: Uint16Array, start: number, end: number): number[] {
    const length = end - start;
    const best = new Float64Array(length + 1);
    const cameFrom = new Int32Array(length + 1);
    const pieceAt = new Int32Array(length + 1).fill(-1);
    for (let to = 1; to <= length; to++) {
      best[to] = best[to - 1]! - UNKNOWN_LETTER_COST;
      cameFrom[to] = to - 1;
      for (let from = 0; from <= to - 2; from++) {
        const row = rowOf(codes, start + from, start + to);
        if (row < 0) continue;
        const score = best[from]! + logProbabilities[row]!;
        if (score <= best[to]!) continue;
        best[to] = score;
        cameFrom[to] = from;
        pieceAt[to] = row;
      }
    }
    const found: number[] = [];
    for (let to = length; to > 0; to = cameFrom[to]!) if (pieceAt[to]! >= 0) found.push(pieceAt[to]!);
    return found.reverse();
  }

  return { size: words.length, rowOf, piecesOf };
}

/** FNV-1a over character codes. */
function hash(codes: Uint16Array, start: number, end: number): number {
  let h = 0x811c9dc5;
  for (let i = start; i < end; i++) h = Math.imul(h ^ codes[i]!, 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
}
