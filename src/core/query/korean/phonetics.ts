// Matches Korean spellings of English words by sound: 체이닝 and chaining, 페이지네이션 and pagination.
//
// Both spellings are read as consonants with vowels between them. The consonants, in seven coarse classes, are the key
// that a dictionary is looked up by; the finer sounds and the vowels then decide whether two words of one key are one
// word. English is read by spelling rules, not by a pronouncing dictionary, so an odd word is missed rather than
// guessed. Source of the correspondences: the National Institute of Korean Language's rules for writing loan words.
import { readEnglish } from './englishSounds';
import { codaLetters, decompose, onsetLetters, vowelLetters } from './hangul';
import type { Sounds } from './sounds';

/** English words by the key of their sound, made by `loanwordIndex` and read by `lookUpLoanword`. */
export type LoanwordIndex = ReadonlyMap<string, readonly EnglishSound[]>;

interface EnglishSound {
  readonly word: string;
  readonly sounds: Sounds;
  readonly cost: number;
}

/** Coarse classes of consonants. A final ㄱ, ㅂ, ㅅ says nothing of voice, so voice is not in the key. */
const CLASS_OF: Readonly<Record<string, string>> = {
  k: 'K',
  g: 'K',
  t: 'T',
  d: 'T',
  p: 'P',
  b: 'P',
  f: 'P',
  v: 'P',
  s: 'S',
  z: 'S',
  j: 'S',
  c: 'S',
  x: 'S',
  m: 'M',
  n: 'N',
  l: 'L',
  r: 'L',
  h: 'H',
};

// In the order of hangul.ts; the blank is the silent ㅇ. Capitals are final consonants, heard without voice.
const ONSET_SOUNDS = 'gkndtrmbpss jjcktph';
const CODA_SOUNDS: Readonly<Record<string, string>> = {
  ㄱ: 'K',
  ㅋ: 'K',
  ㄲ: 'K',
  ㄴ: 'n',
  ㄷ: 'T',
  ㅅ: 'T',
  ㅆ: 'T',
  ㅌ: 'T',
  ㅈ: 'T',
  ㅊ: 'T',
  ㄹ: 'L',
  ㅁ: 'm',
  ㅂ: 'P',
  ㅍ: 'P',
  ㅇ: 'n',
};
const VOWEL_SOUNDS = 'aeaexexeoaeeouxeiu-ii';

/**
 * English consonants that a Korean one stands for, the first of them at no cost, the others after the blank at some.
 */
const STANDS_FOR: Readonly<Record<string, string>> = {
  g: 'g',
  k: 'k',
  K: 'k g',
  n: 'n',
  d: 'd',
  t: 't',
  T: 't d',
  r: 'r l',
  R: 'rl',
  L: 'l r',
  m: 'm',
  b: 'bv',
  p: 'pf',
  P: 'p b',
  s: 'sx',
  j: 'jz sx',
  c: 'c',
  h: 'h',
};
const UNUSUAL_CONSONANT = 0.1;
const WRONG_CONSONANT = 0.5;

/** Korean vowels that an English letter may sound like (see `Sounds.vowels`), each with its cost. */
const VOWEL_LETTERS: Readonly<Record<string, readonly (readonly [sound: string, cost: number])[]>> = {
  a: [
    ['ei', 0],
    ['e', 0],
    ['a', 0],
    ['x', 0],
    ['o', 0.3],
    ['i', 0.3],
  ],
  e: [
    ['e', 0],
    ['i', 0],
    ['x', 0.05],
    ['', 0.2],
  ],
  i: [
    ['ai', 0],
    ['i', 0],
    ['x', 0.2],
  ],
  o: [
    ['ou', 0.1],
    ['o', 0],
    ['x', 0.1],
    ['a', 0.1],
    ['u', 0.2],
  ],
  u: [
    ['x', 0],
    ['u', 0],
    ['a', 0.2],
    ['i', 0.3],
    ['', 0.2],
  ],
  y: [
    ['ai', 0],
    ['i', 0],
    ['', 0],
  ],
  w: [
    ['u', 0],
    ['', 0],
  ],
  r: [
    ['x', 0],
    ['', 0],
  ],
};
/** The second letter of a pair is often not heard, as in load and head. */
const SILENT_SECOND = 0.05;

/** Largest distance that still counts as the same word, by number of consonants: short words need an exact reading. */
const TOLERANCE = [0, 0, 0.2, 0.35, 0.55];
const LARGEST_TOLERANCE = 0.8;
/** Words that are this much further from the Hangul than the nearest one are not meant. */
const MARGIN = 0.15;
/** Added for each less likely reading of an English spelling, and for a Hangul word without its ending. */
const READING_COST = 0.1;

/** The consonant classes of a Hangul word, `TSPNS` for 디바운스; empty for a word of vowels. */
export function koreanPhoneticKey(word: string): string {
  return keyOf(readKorean(word));
}

/** The consonant classes of an English word, in the same alphabet as `koreanPhoneticKey`. */
export function englishPhoneticKey(word: string): string {
  return keyOf(readEnglish(word)[0]);
}

/** Prepares a dictionary for `lookUpLoanword`. Words of other scripts and of one consonant are left out. */
export function loanwordIndex(words: Iterable<string>): LoanwordIndex {
  const index = new Map<string, EnglishSound[]>();
  for (const word of words) {
    for (const [rank, sounds] of readEnglish(word).entries()) {
      const key = keyOf(sounds);
      if (key.length < 2) continue;
      const entry = { word, sounds, cost: rank * READING_COST };
      const bucket = index.get(key);
      if (bucket) bucket.push(entry);
      else index.set(key, [entry]);
    }
  }
  return index;
}

/** Dictionary words that a Hangul word may be the Korean spelling of, nearest first; its stem too (체이닝: chain). */
export function lookUpLoanword(hangul: string, index: LoanwordIndex): string[] {
  const found = new Map<string, number>();
  for (const [rank, sounds] of stems(readKorean(hangul)).entries()) {
    const tolerance = TOLERANCE[sounds.consonants.length] ?? LARGEST_TOLERANCE;
    for (const candidate of index.get(keyOf(sounds)) ?? []) {
      const distance = distanceOf(sounds, candidate.sounds) + candidate.cost;
      if (distance > tolerance) continue;
      const known = found.get(candidate.word) ?? Number.POSITIVE_INFINITY;
      found.set(candidate.word, Math.min(known, distance + (rank === 0 ? 0 : READING_COST)));
    }
  }
  const ordered = [...found].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
  const nearest = ordered[0]?.[1] ?? 0;
  return ordered.filter(([, distance]) => distance <= nearest + MARGIN).map(([word]) => word);
}

function keyOf(sounds: Sounds | undefined): string {
  return (sounds?.consonants ?? []).map((sound) => CLASS_OF[sound.toLowerCase()] ?? '').join('');
}

function readKorean(word: string): Sounds {
  const consonants: string[] = [];
  const vowels = [''];
  const push = (sound: string) => {
    // ㄹㄹ is one l, a single ㄹ between vowels an r.
    if (sound === 'r' && consonants.at(-1) === 'L' && vowels.at(-1) === '') return;
    if (sound === 'r' && consonants.length === 0 && vowels[0] === '') sound = 'R';
    consonants.push(sound);
    vowels.push('');
  };
  for (const letter of word.normalize('NFC')) {
    const syllable = decompose(letter);
    if (!syllable) continue;
    if (onsetLetters[syllable.onset] !== 'ㅇ') push(ONSET_SOUNDS[syllable.onset] ?? '');
    const vowel = VOWEL_SOUNDS[syllable.vowel] ?? '';
    const before = vowels.at(-1) ?? '';
    if (vowelLetters[syllable.vowel] !== 'ㅡ') vowels[vowels.length - 1] = before.replace('-', '') + vowel;
    else if (before === '') vowels[vowels.length - 1] = '-';
    const coda = CODA_SOUNDS[codaLetters[syllable.coda] ?? ''];
    if (coda) push(coda);
  }
  return { consonants, vowels };
}

/** The word itself, then without the English endings -ing and -s. */
function stems(sounds: Sounds): Sounds[] {
  const { consonants, vowels } = sounds;
  const readings = [sounds];
  if (consonants.length < 3) return readings;
  const last = consonants.at(-1);
  const before = vowels.at(-2);
  const end = vowels.at(-1);
  const isIng = last === 'n' && before === 'i' && end === '';
  const isPlural = (last === 's' || last === 'j') && end === '-';
  if (isIng) readings.push({ consonants: consonants.slice(0, -1), vowels: [...vowels.slice(0, -2), ''] });
  if (isPlural) readings.push({ consonants: consonants.slice(0, -1), vowels: vowels.slice(0, -1) });
  return readings;
}

function distanceOf(korean: Sounds, english: Sounds): number {
  let distance = 0;
  for (let place = 0; place < korean.vowels.length; place++) {
    const before = english.consonants[place - 1];
    distance += vowelDistance(korean.vowels[place] ?? '', english.vowels[place] ?? '', before);
    const consonant = korean.consonants[place];
    if (consonant !== undefined) distance += consonantDistance(consonant, english.consonants[place] ?? '');
  }
  return distance;
}

function consonantDistance(korean: string, english: string): number {
  const [usual = '', unusual = ''] = (STANDS_FOR[korean] ?? '').split(' ');
  if (usual.includes(english)) return 0;
  return unusual.includes(english) ? UNUSUAL_CONSONANT : WRONG_CONSONANT;
}

// The costs order the cases: written but not heard is common in English, heard but not written is rare.
function vowelDistance(korean: string, english: string, before: string | undefined): number {
  if (english === '') {
    if (korean === '' || (korean === '-' && before !== undefined)) return 0;
    const isHelper = korean === 'i' && before !== undefined && 'cjx'.includes(before);
    return isHelper ? 0 : 0.8;
  }
  if (korean === '-') return before === undefined ? 1 : 0.2;
  if (korean === '') return english === 'e' ? 0.1 : 0.5;
  return Math.min(1, readingCost(english, korean, false));
}

/** Cost of the best way to read the letters as exactly these sounds; infinite when there is none. */
function readingCost(letters: string, sounds: string, isSecond: boolean): number {
  const letter = letters[0];
  if (letter === undefined) return sounds === '' ? 0 : Number.POSITIVE_INFINITY;
  const rest = letters.slice(letters[1] === letter ? 2 : 1);
  let best = isSecond ? SILENT_SECOND + readingCost(rest, sounds, true) : Number.POSITIVE_INFINITY;
  for (const [sound, cost] of VOWEL_LETTERS[letter] ?? []) {
    if (sounds.startsWith(sound)) best = Math.min(best, cost + readingCost(rest, sounds.slice(sound.length), true));
  }
  return best;
}
