/**
 * Cuts text into words for the lexical index and the query, by the same rules for both: identifiers fall apart at case,
 * digits and underscores and are kept whole as well, Hangul runs lose their particle, runs of the scripts that write no
 * blanks between words stay whole (terms are made of their pairs), other scripts keep their letters together. Does not
 * stem and does not decide what a word weighs.
 */

/**
 * One run of identifier characters, Hangul or other letters. `parts` are lower case, in order; a plain word is its own
 * only part. `unspaced`: of a script that writes no blanks between words.
 */
export interface Word {
  /** As written. */
  text: string;
  start: number;
  parts: string[];
  script: 'latin' | 'hangul' | 'unspaced' | 'other';
}

const HANGUL = '\\uac00-\\ud7a3';
/** Han, kana with their marks, Thai, Lao, Khmer and Burmese. */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
/** ASCII and the letters with accents of European languages and of Vietnamese. */
const LATIN = '\\w$\\u00c0-\\u024f\\u1e00-\\u1eff';
const RUN = new RegExp(
  `[A-Za-z0-9_$]+(?![${LATIN}])|[${LATIN}]+|[${HANGUL}]+|[${UNSPACED}]+|(?:(?![${LATIN}${HANGUL}${UNSPACED}])[\\p{L}\\p{M}])+`,
  'gu',
);
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u');
/** `HTTPServer` -> HTTP, Server; `IDs` -> IDs; `utf8` -> utf, 8. */
const PART = /[A-Z]{2,}s(?![A-Za-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;
const ASCII = /^[\w$]+$/;
/** Scripts beyond the basic plane are left out: the term dictionary relies on it. */
const SURROGATE = /[\ud800-\udfff]/;
const BASIC_PLANE = /[^\ud800-\udfff]+/g;
/** A longer run is data (base64, a hash), not a word that anybody asks for. */
const MAX_RUN_LENGTH = 80;

/** `onUnread`: called where a run of letters is no word that can be asked for. */
export function readWords(text: string, onUnread?: () => void): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(RUN)) {
    const run = match[0];
    const code = run.charCodeAt(0);
    if (code > 0x24f && IS_UNSPACED.test(run)) {
      for (const piece of run.matchAll(BASIC_PLANE))
        words.push({ text: piece[0], start: match.index + piece.index, parts: [piece[0]], script: 'unspaced' });
      if (SURROGATE.test(run)) onUnread?.();
      continue;
    }
    if (run.length > MAX_RUN_LENGTH || SURROGATE.test(run)) {
      onUnread?.();
      continue;
    }
    if (ASCII.test(run)) {
      const parts = partsOf(run);
      if (parts.length) words.push({ text: run, start: match.index, parts, script: 'latin' });
    } else if (code >= 0xac00 && code <= 0xd7a3) {
      words.push({ text: run, start: match.index, parts: [withoutParticle(run)], script: 'hangul' });
    } else {
      words.push({ text: run, start: match.index, parts: [run.toLowerCase()], script: 'other' });
    }
  }
  return words;
}

/** The parts of an identifier, lower case: `parseHTTPBody` -> parse, http, body. */
export function partsOf(identifier: string): string[] {
  return (identifier.match(PART) ?? []).map((part) => part.toLowerCase());
}

/** Overlapping pairs of syllables or letters; a single one stands for itself. */
export function pairsOf(run: string): string[] {
  if (run.length < 2) return [run];
  const pairs: string[] = [];
  for (let i = 0; i + 2 <= run.length; i++) pairs.push(run.slice(i, i + 2));
  return pairs;
}

/** Particles and endings that follow a noun, longest first; at least two syllables of the word remain. */
const PARTICLES = [
  '에서는 에서의 으로는 으로의 에게서 까지는 부터는 이라는 하려면 되는지 하는지 되나요 하나요 합니까 됩니까 했을때',
  '에서 에게 으로 까지 부터 처럼 보다 마다 라고 이나 이란 라는 하는 되는 하고 하게 하기 되나 하나 한다 된다 해서 해야 하면 되면 할때 인지 이고',
  '을 를 이 가 은 는 의 에 로 와 과 도 만 나 란 한 할 된 될 해',
].flatMap((line) => line.split(' '));

export function withoutParticle(hangul: string): string {
  for (const particle of PARTICLES)
    if (hangul.length >= particle.length + 2 && hangul.endsWith(particle)) return hangul.slice(0, -particle.length);
  return hangul;
}
