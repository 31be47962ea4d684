/**
 * Cuts text into words for the lexical index and the query, by the same rules for both: identifiers fall apart at case,
 * digits and underscores and are kept whole as well, Hangul runs lose their particle, other scripts keep their letters
 * together. Does not stem and does not decide what a word weighs.
 */

/**
 * One run of identifier characters, Hangul or other letters. `parts` are lower case, in order; a plain word is its own
 * only part.
 */
export interface Word {
  /** As written. */
  text: string;
  start: number;
  parts: string[];
  script: 'latin' | 'hangul' | 'other';
}

const RUN = /[A-Za-z0-9_$]+(?![\w$\u00c0-\u024f])|[\w$\u00c0-\u024f]+|[\uac00-\ud7a3]+|[\p{L}\p{M}]+/gu;
/** `HTTPServer` -> HTTP, Server; `IDs` -> IDs; `utf8` -> utf, 8. */
const PART = /[A-Z]{2,}s(?![A-Za-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;
const ASCII = /^[\w$]+$/;
/** Scripts beyond the basic plane are left out: the term dictionary relies on it. */
const SURROGATE = /[\ud800-\udfff]/;
/** A longer run is data (base64, a hash), not a word that anybody asks for. */
const MAX_RUN_LENGTH = 80;

export function readWords(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(RUN)) {
    const run = match[0];
    if (run.length > MAX_RUN_LENGTH || SURROGATE.test(run)) continue;
    const code = run.charCodeAt(0);
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

/** Overlapping pairs of syllables; a single syllable stands for itself. */
export function syllablePairs(hangul: string): string[] {
  if (hangul.length < 2) return [hangul];
  const pairs: string[] = [];
  for (let i = 0; i + 2 <= hangul.length; i++) pairs.push(hangul.slice(i, i + 2));
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
