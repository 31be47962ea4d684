// Reads English words by their spelling, as far as Korean spelling of borrowed words reflects it.
//
// Consonants come out as single letters (k g t d p b f v s z j c x m n l r h, where c is ch, x is sh, j also soft g);
// vowels stay the letters that are written, with an r that is not heard, for phonetics.ts to compare.
// It knows no word, only spelling rules; a spelling with several common readings (ch, soft g) gives them all.
import type { Sounds } from './sounds';

/** A spelling at the start of the rest of the word, the consonants it is read as, and how many letters it takes. */
interface Rule {
  readonly spelling: RegExp;
  readonly sounds: string;
  /** Letters taken when fewer than the match; the rest is read again. */
  readonly takes?: number;
}

/** A reading of `ch` and of `g` before e, i, y: English spelling does not tell them apart. */
interface Reading {
  readonly ch: string;
  readonly softG: string;
}
const READINGS: readonly Reading[] = [
  { ch: 'c', softG: 'j' },
  { ch: 'k', softG: 'g' },
  { ch: 'x', softG: 'g' },
];

/** Stands for the letter itself. */
const SAME = '=';

const WORD_START: readonly Rule[] = [
  { spelling: /^kn/, sounds: 'n' },
  { spelling: /^ps(?=[eiy])/, sounds: 's' },
  { spelling: /^x/, sounds: 's' },
  { spelling: /^gh/, sounds: 'g' },
];

// First match wins, longer spellings first.
const RULES: readonly Rule[] = [
  { spelling: /^[cst]ion/, sounds: 'x', takes: 2 },
  { spelling: /^ss?ion/, sounds: 'x', takes: 3 },
  { spelling: /^[ct]ia/, sounds: 'x', takes: 2 },
  { spelling: /^ture/, sounds: 'c', takes: 1 },
  { spelling: /^tch/, sounds: 'c' },
  { spelling: /^dge/, sounds: 'j', takes: 2 },
  { spelling: /^sch/, sounds: 'sk' },
  { spelling: /^sc(?=[eiy])/, sounds: 's' },
  { spelling: /^cc(?=[eiy])/, sounds: 'ks' },
  { spelling: /^sh/, sounds: 'x' },
  { spelling: /^ck/, sounds: 'k' },
  { spelling: /^cq/, sounds: 'k', takes: 1 },
  { spelling: /^que$/, sounds: 'k' },
  { spelling: /^qu?/, sounds: 'k' },
  { spelling: /^gue$/, sounds: 'g' },
  { spelling: /^gn(?=$|s|m|e[dr]|ing)/, sounds: 'n' },
  { spelling: /^ght/, sounds: 't' },
  { spelling: /^gh/, sounds: '' },
  { spelling: /^ph/, sounds: 'p' },
  { spelling: /^th/, sounds: 's' },
  { spelling: /^m[bn]$/, sounds: 'm' },
  { spelling: /^sten(?=$|s|er|ing)/, sounds: 's', takes: 2 },
  { spelling: /^ng(?=$|s$|ing)/, sounds: 'n' },
  { spelling: /^x/, sounds: 'ks' },
  { spelling: /^cc?(?=[eiy])/, sounds: 's' },
  { spelling: /^cc?/, sounds: 'k' },
  { spelling: /^gg/, sounds: 'g' },
  { spelling: /^([bdfklmnpstvz])\1/, sounds: SAME },
  { spelling: /^[bdfgjklmnpstvz]/, sounds: SAME },
];

/** The rules that a word's first letter, or a later one, may meet: most letters meet only two of them. */
const START_RULES_OF = byLetter([...WORD_START, ...RULES]);
const RULES_OF = byLetter(RULES);

function byLetter(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const groups = new Map<string, Rule[]>();
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
    groups.set(
      letter,
      rules.filter(({ spelling }) => firstLetters(spelling).includes(letter)),
    );
  }
  return groups;
}

/** `cst` of `^[cst]ion`, `x` of `^x`. */
function firstLetters({ source }: RegExp): string {
  const [, group, letter] = /^\^\(?(?:\[([a-z]+)\]|([a-z]))/.exec(source) ?? [];
  return group ?? letter ?? '';
}

/** Every reading of the word, the likeliest first; none for text that is not plain English letters. */
export function readEnglish(word: string): Sounds[] {
  const letters = word.toLowerCase();
  if (!/^[a-z]+$/.test(letters) || letters.length > 40) return [];
  const isAmbiguous = /ch|g[eiy]/.test(letters);
  return (isAmbiguous ? READINGS : READINGS.slice(0, 1)).map((reading) => read(letters, reading));
}

function read(word: string, reading: Reading): Sounds {
  const consonants: string[] = [];
  const vowels = [''];
  const addVowel = (letters: string) => {
    vowels[vowels.length - 1] += letters;
  };
  const addConsonants = (sounds: string) => {
    for (const sound of sounds) {
      consonants.push(sound);
      vowels.push('');
    }
  };

  let at = 0;
  while (at < word.length) {
    const rest = word.slice(at);
    const letter = rest[0] ?? '';
    const isStart = at === 0;
    if (isSilentEnd(rest, consonants)) break;
    if (letter === 'h') {
      if (/^h[aeiouy]/.test(rest) && !/[wr]$/.test(word.slice(0, at))) addConsonants('h');
      at += 1;
    } else if (letter === 'r') {
      if (/^rr?h?(?:[aiouy]|e(?!$|s$|d$))/.test(rest)) addConsonants('r');
      else addVowel('r');
      at += /^rr/.test(rest) ? 2 : 1;
    } else if (isStart && (letter === 'y' || letter === 'w')) {
      at += 1;
    } else if ('aeiouyw'.includes(letter)) {
      addVowel(letter);
      at += 1;
    } else {
      at += readConsonant(rest, isStart, reading, addConsonants);
    }
  }
  return { consonants, vowels };
}

/** A final e after a consonant is not heard. */
function isSilentEnd(rest: string, consonants: readonly string[]): boolean {
  return rest === 'e' && consonants.length > 1;
}

/** Reads the consonant spelling at the start of `rest`; returns how many letters it took. */
function readConsonant(rest: string, isStart: boolean, reading: Reading, add: (sounds: string) => void): number {
  if (rest.startsWith('ch')) {
    add(reading.ch);
    return 2;
  }
  if (/^g[eiy]/.test(rest)) {
    add(reading.softG);
    return 1;
  }
  for (const rule of (isStart ? START_RULES_OF : RULES_OF).get(rest[0] ?? '') ?? []) {
    const match = rule.spelling.exec(rest);
    if (!match) continue;
    add(rule.sounds === SAME ? (match[0][0] ?? '') : rule.sounds);
    return rule.takes ?? match[0].length;
  }
  return 1;
}
