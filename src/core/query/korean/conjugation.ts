// Surface forms of a Korean verb stem, as far as they change the stem's own syllables: 보내 gives 보내, 보낸, 보낼, 보냈 …
//
// The endings that follow (는, 고, 기, 도록 …) are not generated; segmentation.ts strips them.
// Irregular verbs whose stem changes (듣다, 들어) are listed with both stems in the lexicon.
// Source of the rules: standard Korean contraction of vowels, and the dropping of ㄹ and ㅡ before endings.
import { codaLetters, compose, decompose, onsetLetters, vowelLetters } from './hangul';

export interface VerbForm {
  readonly surface: string;
  /** No word ends with this form. */
  readonly needsEnding: boolean;
}

/** Vowels that take the past tense's ㅆ without a change. */
const OPEN_VOWELS = 'ㅏㅓㅐㅔㅕ';
const CONTRACTED: Readonly<Record<string, string>> = { ㅣ: 'ㅕ', ㅗ: 'ㅘ', ㅜ: 'ㅝ', ㅚ: 'ㅙ' };
/** Stems in 르 that only lose their vowel (따라), where others double the ㄹ (골라). */
const PLAIN_REU = new Set(['따르', '치르', '들르']);

export function conjugate(stem: string): VerbForm[] {
  const last = decompose(stem.slice(-1));
  if (!last) return [];
  const head = stem.slice(0, -1);
  const onset = onsetLetters[last.onset] ?? '';
  const vowel = vowelLetters[last.vowel] ?? '';
  const coda = codaLetters[last.coda] ?? ' ';
  const isShort = stem.length === 1;
  const forms: VerbForm[] = [{ surface: stem, needsEnding: isShort }];
  const finished = (syllable: string) => forms.push({ surface: head + syllable, needsEnding: false });

  if (coda === 'ㄹ') {
    forms.push({ surface: head + compose(onset, vowel), needsEnding: true });
    for (const ending of 'ㄴㅂ') finished(compose(onset, vowel, ending));
    return forms;
  }
  if (coda !== ' ') return forms;

  for (const ending of 'ㄴㄹㅁㅂ') finished(compose(onset, vowel, ending));
  if (stem.endsWith('하')) {
    for (const syllable of ['해', '했']) finished(syllable);
    return forms;
  }
  if (OPEN_VOWELS.includes(vowel)) finished(compose(onset, vowel, 'ㅆ'));
  const contracted = CONTRACTED[vowel];
  if (contracted) {
    finished(compose(onset, contracted));
    finished(compose(onset, contracted, 'ㅆ'));
  }
  if (vowel === 'ㅡ') forms.push(...contractEu(stem, head, onset));
  return forms;
}

/** 쓰 gives 써, 모으 gives 모아, 고르 gives 골라. */
function contractEu(stem: string, head: string, onset: string): VerbForm[] {
  const before = decompose(head.slice(-1));
  const isBright = before !== undefined && 'ㅏㅗ'.includes(vowelLetters[before.vowel] ?? '');
  const vowel = isBright ? 'ㅏ' : 'ㅓ';
  const doubles = onset === 'ㄹ' && before?.coda === 0 && !PLAIN_REU.has(stem);
  const start = doubles
    ? head.slice(0, -1) + compose(onsetLetters[before.onset] ?? '', vowelLetters[before.vowel] ?? '', 'ㄹ')
    : head;
  return [' ', 'ㅆ'].map((coda) => ({ surface: start + compose(onset, vowel, coda), needsEnding: false }));
}
