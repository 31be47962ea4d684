/**
 * Which chunks may hold a text, by the words that the lexical index has of them: what has not all of its words is not
 * read. Sound: a chunk that holds the text is never left out. The first and the last word of the text may be parts of
 * longer words, whose index terms are stems; so every term that such a word can have is asked for.
 */
import { UNREAD_RUN } from '../lexical/analyze';
import type { LexicalSegment } from '../lexical/lexicalSegment';
import { mayBeginEnding, mayBeInEnding, stem } from '../text/stem';
import { pairsOf, readWords, type Word, withoutParticle } from '../text/words';
import { requiredTexts } from './requiredTexts';
import type { TextCondition } from './textCondition';

/** One number per chunk, 0: it cannot hold a match. Undefined where words tell nothing. */
export function chunksThatMayMatch(lexical: LexicalSegment, condition: TextCondition): Uint8Array | undefined {
  let allowed: Uint8Array | undefined;
  for (const text of requiredTexts(condition)) {
    for (const word of readWords(text)) {
      const isWhole = word.start > 0 && word.start + word.text.length < text.length;
      const having = chunksWithWord(lexical, word, isWhole);
      if (!having) continue;
      if (!allowed) allowed = having;
      else for (let i = 0; i < allowed.length; i++) allowed[i]! &= having[i]!;
    }
  }
  // What no word was read of may hold anything.
  if (allowed) mark(lexical, UNREAD_RUN, allowed);
  return allowed;
}

/** `isWhole`: the text says where the word begins and where it ends. */
function chunksWithWord(lexical: LexicalSegment, word: Word, isWhole: boolean): Uint8Array | undefined {
  switch (word.script) {
    case 'hangul':
      return chunksWithAll(lexical, pairsOf(isWhole ? withoutParticle(word.text) : certainPart(word.text)));
    case 'unspaced':
      return chunksWithAll(lexical, pairsOf(word.text));
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

function chunksWithAll(lexical: LexicalSegment, terms: readonly string[]): Uint8Array | undefined {
  const pairs = terms.filter((term) => term.length > 1);
  if (pairs.length === 0) return undefined;
  const having = new Uint16Array(lexical.chunkCount);
  pairs.forEach((term, place) => {
    lexical.postings(term, (ordinal) => {
      if (having[ordinal] === place) having[ordinal] = place + 1;
    });
  });
  return Uint8Array.from(having, (count) => (count === pairs.length ? 1 : 0));
}

function chunksWithAny(lexical: LexicalSegment, letters: readonly string[], isWhole: boolean): Uint8Array | undefined {
  const terms = isWhole ? new Set([...letters, ...letters.map(stem)]) : termsThatMayContain(lexical, letters);
  if (!terms) return undefined;
  const allowed = new Uint8Array(lexical.chunkCount);
  for (const term of terms) mark(lexical, term, allowed);
  return allowed;
}

function mark(lexical: LexicalSegment, term: string, allowed: Uint8Array): void {
  lexical.postings(term, (ordinal) => {
    allowed[ordinal] = 1;
  });
}

/** More terms than these narrow nothing. */
const MAX_TERMS = 5_000;
/** Letters that stemming may put in the place of an ending. */
const REPLACEMENT_LETTERS = 3;

/** The terms of all words that hold these letters; undefined where nearly every word may. */
function termsThatMayContain(lexical: LexicalSegment, letters: readonly string[]): Set<string> | undefined {
  // An ending of a word leaves no trace in its stem.
  if (letters.some((each) => each === '' || mayBeInEnding(each))) return undefined;
  const wanted = letters.flatMap((each) => [{ letters: each }, ...beginningsOf(each)]);
  const terms = lexical.termsWith(wanted, MAX_TERMS);
  return terms.size >= MAX_TERMS ? undefined : terms;
}

/** What a stem may end with where the rest of the letters was taken off. */
function beginningsOf(letters: string): { letters: string; most: number }[] {
  const beginnings: { letters: string; most: number }[] = [];
  for (let known = letters.length - 1; known > 0; known--)
    if (mayBeginEnding(letters.slice(known)))
      beginnings.push({ letters: letters.slice(0, known), most: REPLACEMENT_LETTERS });
  return beginnings;
}
