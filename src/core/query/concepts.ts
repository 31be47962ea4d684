/**
 * From the words of a question to what the lexical index is asked. Each concept is one thing that the question names,
 * under all its names.
 */
import { termsOf } from '../lexical/analyze';
import type { Concept } from '../lexical/bm25';
import { pairsOf, readWords, type Word } from '../text/words';
import { formsOf } from './abbreviations';
import type { KoreanTerm } from './korean/expansion';
import { UNSPACED_STOP_WORDS } from './stopWords';

/** What the parts of a query weigh. Measured together; docs/ranking.md. */
export const CONCEPT_WEIGHT = {
  /** An identifier of several parts, whole. */
  whole: 1,
  /** The same, when the query is nothing else. */
  wholeSymbol: 2,
  /** Two plain words that may be one identifier: "error handler" and errorHandler. */
  joined: 0.2,
  /** Initials of three or four words: "server sent events" and sse. */
  initials: 0.4,
  /** Another form of the word: configuration and config. */
  form: 0.7,
  /** A translation is a guess at the word that the code uses; further ones are further guesses. */
  translation: 0.8,
  furtherTranslation: 0.7,
  /** A Korean word that most questions have: 처리, 함수. */
  weakKorean: 0.35,
  loanword: 0.7,
};

export function conceptsOfWords(words: readonly Word[], isSymbol: boolean): Concept[] {
  const concepts = new Map<string, Concept>();
  const add = (concept: Concept) => {
    const key = concept.alternatives[0]!.term;
    if (!concepts.has(key)) concepts.set(key, concept);
  };
  words.forEach((word, index) => {
    const { parts, whole } = termsOf(word);
    if (whole) {
      const weight = isSymbol ? CONCEPT_WEIGHT.wholeSymbol : CONCEPT_WEIGHT.whole;
      const alternatives = [{ term: whole, weight: 1 }, ...alternativeForms(whole, whole)];
      add({ label: word.text, alternatives, weight, role: 'whole' });
    }
    if (word.script === 'hangul') {
      for (const term of parts)
        add({ label: word.text, alternatives: [{ term, weight: 1 }], weight: 1 / parts.length, role: 'pair' });
      return;
    }
    if (word.script === 'unspaced') {
      for (const piece of piecesOf(word.text)) {
        const pairs = pairsOf(piece);
        for (const term of pairs)
          add({ label: piece, alternatives: [{ term, weight: 1 }], weight: 1 / pairs.length, role: 'pair' });
      }
      return;
    }
    parts.forEach((term, part) => {
      if (parts.length > 1 && term.length < 2 && !/\d/.test(term)) return;
      const written = word.parts[part]!;
      // Typed without capitals, an identifier of several parts looks like one word; it is kept whole, and whole names
      // are not stemmed.
      const joined =
        parts.length === 1 && written !== term ? [{ term: written, weight: 1, isGuess: true as const }] : [];
      add({
        label: written,
        alternatives: [{ term, weight: 1 }, ...alternativeForms(written, term), ...joined],
        weight: 1,
        role: 'word',
      });
    });
    const next = words[index + 1];
    if (next && isPlain(word) && isPlain(next)) {
      const term = word.parts[0]! + next.parts[0]!;
      add({
        label: `${word.text} ${next.text}`,
        alternatives: [{ term, weight: 1 }],
        weight: CONCEPT_WEIGHT.joined,
        role: 'joined',
      });
    }
  });
  for (const initials of initialsOf(words)) add(initials);
  return [...concepts.values()];
}

/** The words of a run without blanks, as a dictionary knows them; those that say something, where any do. */
function piecesOf(run: string): string[] {
  const pieces = [...SEGMENTER.segment(run)].map(({ segment }) => segment);
  const content = pieces.filter((piece) => !UNSPACED_STOP_WORDS.has(piece) && (piece.length > 1 || IS_HAN.test(piece)));
  return content.length > 0 ? content : [run];
}

/** Its dictionaries go by script, whatever the locale. */
const SEGMENTER = new Intl.Segmenter('en', { granularity: 'word' });
const IS_HAN = /\p{Script=Han}/u;

export function conceptsOfKorean(terms: readonly KoreanTerm[]): Concept[] {
  return terms.map(({ source, english, weak }) => ({
    label: source,
    weight: weak ? CONCEPT_WEIGHT.weakKorean : 1,
    role: 'word',
    alternatives: english.flatMap((phrase, rank) => {
      const weight = rank === 0 ? CONCEPT_WEIGHT.translation : CONCEPT_WEIGHT.furtherTranslation;
      const words = readWords(phrase);
      if (words.length > 1) return [{ term: words.map((word) => word.parts.join('')).join(''), weight }];
      return words.flatMap((word) => {
        const [term] = termsOf(word).parts;
        return [{ term: term!, weight }, ...alternativeForms(word.parts[0]!, term!, weight)];
      });
    }),
  }));
}

/** What a Korean spelling of an English word may stand for, found by sound in the corpus' own words. */
export function conceptOfLoanword(hangul: string, english: readonly string[]): Concept {
  return {
    label: hangul,
    weight: 1,
    role: 'word',
    alternatives: english
      .flatMap((word) => readWords(word).flatMap((each) => termsOf(each).parts))
      .map((term) => ({ term, weight: CONCEPT_WEIGHT.loanword })),
  };
}

function alternativeForms(written: string, term: string, weight = 1): Concept['alternatives'] {
  const terms = new Set(formsOf(written).map((form) => termsOf(readWords(form)[0]!).parts[0]!));
  terms.delete(term);
  return [...terms].map((form) => ({ term: form, weight: weight * CONCEPT_WEIGHT.form }));
}

function initialsOf(words: readonly Word[]): Concept[] {
  const found: Concept[] = [];
  for (let length = 3; length <= 4; length++) {
    for (let start = 0; start + length <= words.length; start++) {
      const run = words.slice(start, start + length);
      if (!run.every(isPlain)) continue;
      const term = run.map((word) => word.parts[0]![0]).join('');
      const label = run.map((word) => word.text).join(' ');
      found.push({ label, alternatives: [{ term, weight: 1 }], weight: CONCEPT_WEIGHT.initials, role: 'joined' });
    }
  }
  return found;
}

function isPlain(word: Word): boolean {
  return word.script === 'latin' && word.parts.length === 1 && /^[a-z]/.test(word.parts[0]!);
}
