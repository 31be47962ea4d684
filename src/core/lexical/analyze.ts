/**
 * Turns a chunk into terms. The same word gives the same term wherever it stands, so that one posting list holds all
 * its fields: a part of an identifier by its stem, an identifier of several parts whole as well (lower case, without
 * underscores), Hangul by pairs of syllables, scripts without blanks between words by pairs of letters.
 */
import { stem } from '../text/stem';
import { pairsOf, readWords, type Word } from '../text/words';
import { splitComments } from './comments';
import { type ChunkTerms, FIELD_COUNT, FieldIndex } from './fields';

/** Stands in a chunk that has a run of letters which is no word: data, or letters beyond the basic plane. */
export const UNREAD_RUN = '\u0001';

export interface ChunkToAnalyze {
  /** Relative to the corpus, with `/`. */
  path: string;
  language: string;
  symbol: string;
  definitions: readonly string[];
  signature: string;
  text: string;
}

export function analyzeChunk(chunk: ChunkToAnalyze): ChunkTerms {
  const places = new Map<string, number>();
  const terms: string[] = [];
  const counts: number[] = [];
  const lengths = new Uint16Array(FIELD_COUNT);

  const add = (term: string, field: number) => {
    let place = places.get(term);
    if (place === undefined) {
      place = terms.length;
      places.set(term, place);
      terms.push(term);
      for (let i = 0; i < FIELD_COUNT; i++) counts.push(0);
    }
    const at = place * FIELD_COUNT + field;
    if (counts[at]! < 255) counts[at]!++;
  };
  const addText = (text: string, field: number) => {
    const words = readWords(text, () => add(UNREAD_RUN, field));
    for (const word of words) {
      const { parts, whole } = termsOf(word);
      for (const part of parts) add(part, field);
      if (whole) add(whole, field);
      // Han letters are words of their own as well: one of them may be all that is asked for.
      if (word.script === 'unspaced') for (const letter of word.text.match(HAN) ?? []) add(letter, field);
      lengths[field] = Math.min(65_535, lengths[field]! + parts.length);
    }
  };

  const { code, comments } = splitComments(chunk.text, chunk.language);
  addText(code, FieldIndex.text);
  addText(comments, FieldIndex.comment);
  addText(chunk.signature, FieldIndex.signature);
  addText([...new Set([chunk.symbol, ...chunk.definitions])].join(' '), FieldIndex.symbol);
  const { folder, stem: fileStem } = splitPath(chunk.path);
  addText(fileStem, FieldIndex.stem);
  addText(folder, FieldIndex.path);
  return { terms, counts: Uint8Array.from(counts), lengths };
}

const HAN = /\p{Script=Han}/gu;

/** Terms of one word: of its parts, and of the whole when it has several. */
export function termsOf(word: Word): { parts: string[]; whole?: string } {
  if (word.script === 'hangul' || word.script === 'unspaced') return { parts: word.parts.flatMap(pairsOf) };
  const parts = word.parts.map(termOf);
  return word.parts.length > 1 ? { parts, whole: word.parts.join('') } : { parts };
}

/** Words repeat without end in code; their stems are worth remembering. Bounded, and emptied when full. */
const stems = new Map<string, string>();
const STEMS_SIZE = 50_000;

function termOf(part: string): string {
  let found = stems.get(part);
  if (found === undefined) {
    found = stem(part);
    if (stems.size >= STEMS_SIZE) stems.clear();
    stems.set(part, found);
  }
  return found;
}

/** `src/net/httpClient.test.ts` -> folder `src/net`, stem `httpClient.test`. */
export function splitPath(path: string): { folder: string; stem: string } {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const dot = name.lastIndexOf('.');
  return { folder: slash < 0 ? '' : path.slice(0, slash), stem: dot > 0 ? name.slice(0, dot) : name };
}
