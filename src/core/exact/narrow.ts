/**
 * Which chunks may hold a text, by the words that the lexical index has of them: what has not all of its words is not
 * read. Sound: a chunk that holds the text is never left out. The first and the last word of the text may be parts of
 * longer words, whose index terms are stems; so every term that such a word can have is asked for.
 */
import { chunksWithAll } from '../lexical/allTerms';
import { UNREAD_RUN } from '../lexical/analyze';
import type { LexicalSegment } from '../lexical/lexicalSegment';
import { mayBeginEnding, mayBeInEnding, stem } from '../text/stem';
import { pairsOf, readWords, type Word, withoutParticle } from '../text/words';
import { requiredTexts } from './requiredTexts';
import type { TextCondition } from './textCondition';

/** So few chunks of a segment are read sooner than more words of the text are looked up. */
const FEW = 2;

/** One number per chunk, 0: it cannot hold a match. Undefined where words tell nothing. */
export function chunksThatMayMatch(lexical: LexicalSegment, condition: TextCondition): Uint8Array | undefined {
  const words = requiredTexts(condition).flatMap((text) =>
    readWords(text).map((word) => {
      const isWhole = word.start > 0 && word.start + word.text.length < text.length;
      return { word, isWhole };
    }),
  );
  let allowed: Uint8Array | undefined;
  // Words that are whole cost next to nothing.
  for (const { word, isWhole } of words.sort((one, other) => Number(other.isWhole) - Number(one.isWhole))) {
    if (allowed && allowed.reduce((sum, each) => sum + each, 0) <= FEW) break;
    const having = chunksWithWord(lexical, word, isWhole);
    if (!having) continue;
    // A run of letters of which no word was read may hold parts of words, and no whole one.
    if (!isWhole) mark(lexical, UNREAD_RUN, having);
    if (!allowed) allowed = having;
    else for (let i = 0; i < allowed.length; i++) allowed[i]! &= having[i]!;
  }
  return allowed;
}

/** `isWhole`: the text says where the word begins and where it ends. */
function chunksWithWord(lexical: LexicalSegment, word: Word, isWhole: boolean): Uint8Array | undefined {
  switch (word.script) {
    case 'hangul':
      return chunksWithPairs(lexical, pairsOf(isWhole ? withoutParticle(word.text) : certainPart(word.text)));
    case 'unspaced':
      return chunksWithPairs(lexical, pairsOf(word.text));
    default:
      return chunksWithAny(lexical, lettersOf(word), isWhole);
  }
}

/** As terms have them: of an identifier without underscores, where it is of ASCII letters alone, and as it stands. */
function lettersOf({ text }: Word): string[] {
  const lower = text.toLowerCase();
  return [...new Set([lower.replace(/[_$]/g, ''), lower])];
}

/** Of a longer Hangul word up to three syllables may be a particle, which is not in the index. */
const PARTICLE_SYLLABLES = 3;

function certainPart(hangul: string): string {
  return hangul.slice(0, Math.max(0, hangul.length - PARTICLE_SYLLABLES));
}

function chunksWithPairs(lexical: LexicalSegment, pairs: readonly string[]): Uint8Array | undefined {
  const certain = pairs.filter((pair) => pair.length > 1);
  return certain.length === 0 ? undefined : chunksWithAll(lexical, certain);
}

function chunksWithAny(lexical: LexicalSegment, forms: readonly string[], isWhole: boolean): Uint8Array | undefined {
  const allowed = new Uint8Array(lexical.chunkCount);
  for (const letters of forms) {
    const terms = isWhole ? [letters, stem(letters)] : termsThatMayContain(lexical, letters);
    if (!terms) return undefined;
    for (const term of terms) mark(lexical, term, allowed);
  }
  return allowed;
}

function mark(lexical: LexicalSegment, term: string | number, allowed: Uint8Array): void {
  lexical.postings(term, (ordinal) => {
    allowed[ordinal] = 1;
  });
}

/** A share of all terms beyond which they narrow nothing. */
const MOST_TERMS = 0.02;
/** Letters that stemming may put in the place of an ending. */
const REPLACEMENT_LETTERS = 3;
/** Fewer letters stand in too many words. */
const FEWEST_LETTERS = 3;

/** The terms of all words that hold these letters; undefined where too many may. */
function termsThatMayContain(lexical: LexicalSegment, letters: string): number[] | undefined {
  // An ending of a word leaves no trace in its stem.
  if (letters.length < FEWEST_LETTERS || mayBeInEnding(letters)) return undefined;
  const beginnings: number[] = [];
  for (let known = 1; known < letters.length; known++) if (mayBeginEnding(letters, known)) beginnings.push(known);
  if (beginnings[0] !== undefined && beginnings[0] < FEWEST_LETTERS) return undefined;
  const limit = Math.ceil(lexical.termCount * MOST_TERMS) + 8;
  return lexical.termsWith(letters, beginnings, { most: REPLACEMENT_LETTERS, limit });
}
