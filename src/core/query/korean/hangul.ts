// Hangul syllables taken apart into their letters and put together again.
//
// Works on precomposed syllables (U+AC00 to U+D7A3); single letters and old Hangul are not touched.
// Source of the arithmetic and of the letters' order: The Unicode Standard, section 3.12.

/** Letter numbers of a syllable in Unicode's order; coda 0 is "no final consonant". */
export interface Syllable {
  readonly onset: number;
  readonly vowel: number;
  readonly coda: number;
}

const FIRST = 0xac00;
const LAST = 0xd7a3;
const VOWELS = 21;
const CODAS = 28;

export const onsetLetters = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
export const vowelLetters = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
/** The blank stands for no final consonant. */
export const codaLetters = ' ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';

export function isHangulCode(code: number): boolean {
  return code >= FIRST && code <= LAST;
}

export function decompose(syllable: string): Syllable | undefined {
  const code = syllable.charCodeAt(0);
  if (!isHangulCode(code)) return undefined;
  const offset = code - FIRST;
  return {
    onset: Math.floor(offset / (VOWELS * CODAS)),
    vowel: Math.floor(offset / CODAS) % VOWELS,
    coda: offset % CODAS,
  };
}

/** The syllable of three letters, given as letters: `compose('ㅂ', 'ㅏ', 'ㄴ')` is 반. */
export function compose(onset: string, vowel: string, coda = ' '): string {
  const offset = (onsetLetters.indexOf(onset) * VOWELS + vowelLetters.indexOf(vowel)) * CODAS;
  return String.fromCharCode(FIRST + offset + codaLetters.indexOf(coda));
}
