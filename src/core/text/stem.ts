/**
 * Light English stemming: plurals, -ing, -ed, -er(s), -ion(s) and the like come down to one form, so that `registered`,
 * `registering` and `registration` meet. A stem is a key and no word. Errs on the side of leaving a word alone: code is
 * full of words that only look English.
 */

const VOWEL = /[aeiouy]/;

export function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  let w = word;
  if (w.endsWith('ies') && w.length > 4) w = `${w.slice(0, -3)}y`;
  else if (/(ss|sh|ch|x|z)es$/.test(w)) w = w.slice(0, -2);
  else if (w.endsWith('s') && !/(ss|us|is)$/.test(w)) w = w.slice(0, -1);

  // Twice, because endings follow each other: registered -> register -> regist.
  w = withoutSuffix(withoutSuffix(w));
  if (w.length > 4 && w.endsWith('e')) w = w.slice(0, -1);
  if (w.length > 3 && w.endsWith('y') && !VOWEL.test(w.at(-2)!)) w = `${w.slice(0, -1)}i`;
  return w;
}

/**
 * Stems of what a word may be whose first letters are `prefix`, where the stem is shorter: `registe` may become
 * register, whose stem is `regist`.
 */
export function stemsOfPrefix(prefix: string): string[] {
  const stems = new Set<string>();
  for (const ending of ENDINGS)
    for (let known = Math.min(ending.length - 1, prefix.length); known > 0; known--)
      if (prefix.endsWith(ending.slice(0, known))) stems.add(stem(prefix + ending.slice(known)));
  return [...stems].filter((each) => !each.startsWith(prefix));
}

function withoutSuffix(word: string): string {
  const fitting = SUFFIXES.find(([suffix, least]) => word.length - suffix.length >= least && word.endsWith(suffix));
  if (!fitting) return word;
  const [suffix, , replacement] = fitting;
  const base = word.slice(0, -suffix.length);
  return VOWEL.test(base) ? undouble(base) + replacement : word;
}

/** Suffix, letters that must remain, what takes its place. The first that fits wins, so longer ones come first. */
const SUFFIXES: [suffix: string, least: number, replacement: string][] = [
  ['ization', 3, 'iz'],
  ['isation', 3, 'iz'],
  ['ication', 3, 'ic'],
  ['ation', 3, 'at'],
  ['izer', 3, 'iz'],
  ['izing', 3, 'iz'],
  ['ized', 3, 'iz'],
  ['ator', 3, 'at'],
  ['ating', 3, 'at'],
  ['ated', 3, 'at'],
  ['ably', 3, ''],
  ['able', 4, ''],
  ['ible', 4, ''],
  ['ment', 4, ''],
  ['ness', 4, ''],
  ['ingly', 3, ''],
  ['edly', 3, ''],
  ['tion', 3, 't'],
  ['sion', 3, 's'],
  ['ing', 3, ''],
  ['ed', 3, ''],
  ['er', 4, ''],
  ['or', 4, ''],
  ['ly', 4, ''],
];

const ENDINGS = [...SUFFIXES.map(([suffix]) => suffix), 'es', 'ies'];

/** `stopp` -> `stop`, but `call` stays. */
function undouble(base: string): string {
  const last = base.at(-1)!;
  return base.length > 3 && last === base.at(-2) && !'lsz'.includes(last) ? base.slice(0, -1) : base;
}

/**
 * What `stem` takes off the end of a word is, from the beginning: an `e` or `y`; up to two suffixes, each with a doubled
 * letter before it (`running`); a plural. A few overlap: the `y` of `assemblies` and the `t` of `mention` come back and
 * go with the next suffix.
 */
const TAIL_SUFFIXES = [...SUFFIXES.map(([suffix]) => suffix), 'men', 'nes'];
const TAIL_PLURALS = ['s', 'es', 'ies', 'lies', 'ablies', 'edlies', 'inglies'];
const MOST_SUFFIXES = 2;

/** Whether the letters of a word from `at` on may be the beginning of what `stem` takes off it. */
export function mayBeginEnding(letters: string, at: number): boolean {
  if (areTail(letters, at, MOST_SUFFIXES)) return true;
  return 'ey'.includes(letters[at]!) && areTail(letters, at + 1, MOST_SUFFIXES);
}

/** Whether all of these letters may lie in what it takes off, with others before them. */
export function mayBeInEnding(letters: string): boolean {
  if (mayBeginEnding(letters, 0)) return true;
  return [...TAIL_SUFFIXES, ...TAIL_PLURALS].some((piece) => {
    for (let from = 1; from < piece.length; from++) {
      const rest = piece.slice(from);
      if (rest.startsWith(letters)) return true;
      if (letters.startsWith(rest) && areTail(letters, rest.length, MOST_SUFFIXES)) return true;
    }
    return false;
  });
}

function areTail(letters: string, at: number, suffixes: number): boolean {
  if (at >= letters.length) return true;
  const rest = letters.slice(at);
  if (TAIL_PLURALS.some((plural) => plural.startsWith(rest))) return true;
  if (suffixes === 0) return false;
  // What stands before the first of the letters is not known.
  const isDoubled = at === 0 || letters[at] === letters[at - 1];
  return [at, ...(isDoubled ? [at + 1] : [])].some((from) => {
    const behind = letters.slice(from);
    return TAIL_SUFFIXES.some(
      (suffix) =>
        suffix.startsWith(behind) ||
        (behind.startsWith(suffix) && areTail(letters, from + suffix.length, suffixes - 1)),
    );
  });
}
