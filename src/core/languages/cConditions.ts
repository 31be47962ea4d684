/**
 * C and C++ as a parser can read it where `#if` cuts through braces: two heads of one function with one body, an
 * opening brace in one condition and its end in another. Of such a group the first branch is kept, its directives and
 * the other branches are made blank; all other groups stay as they are. Lengths and line ends never change.
 */

/** One `#if … #endif`. */
interface Group {
  /** Where its directives are; the last is `#endif`. */
  directives: Range[];
  /** Of each branch, more opening than closing braces; below zero the other way round. */
  surplus: number[];
  /** `#if 0`: nobody reads the first branch. */
  isFirstDead: boolean;
}

type Range = readonly [start: number, end: number];

/** Longer groups are alternatives of whole parts, and their braces may have been miscounted. */
const MAX_GROUP_CHARS = 8_000;

const DIRECTIVE = /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|elifdef|elifndef|else|endif)\b(.{0,20})/;

/** What is to be made blank, in order. */
export function blankConditions(text: string): Range[] {
  if (!/^[ \t]*#[ \t]*if/m.test(text)) return [];
  const blanks: Range[] = [];
  const open: Group[] = [];
  for (let start = 0; start < text.length; ) {
    const end = lineEnd(text, start);
    const line = text.slice(start, Math.min(end, start + MAX_LINE_CHARS));
    const group = open.at(-1);
    const [, directive, condition = ''] = DIRECTIVE.exec(line) ?? [];
    if (directive === undefined) {
      if (group) group.surplus[group.surplus.length - 1]! += surplusOf(line);
    } else {
      const range = [start, continuedEnd(text, end)] as const;
      if (directive.startsWith('if'))
        open.push({ directives: [range], surplus: [0], isFirstDead: /^\s*0\b/.test(condition) });
      else if (group) {
        group.directives.push(range);
        if (directive !== 'endif') group.surplus.push(0);
        else blanks.push(...closed(open));
      }
    }
    start = end + 1;
  }
  return blanks.sort(([a], [b]) => a - b);
}

/** Takes the innermost group off the stack, tells the one around it what it comes to, and says what goes. */
function closed(open: Group[]): Range[] {
  const { directives, surplus, isFirstDead } = open.pop()!;
  const kept = isFirstDead && surplus.length > 1 ? 1 : 0;
  const isLong = directives.at(-1)![1] - directives[0]![0] > MAX_GROUP_CHARS;
  if (isLong || surplus.every((each) => each === 0)) return [];
  const around = open.at(-1);
  if (around) around.surplus[around.surplus.length - 1]! += surplus[kept]!;
  return directives.flatMap((directive, at): Range[] => {
    const next = directives[at + 1];
    return next && at !== kept ? [directive, [directive[1], next[0]]] : [directive];
  });
}

/** Strings, characters and comments of one line do not count; one that goes on is not known. */
function surplusOf(line: string): number {
  if (!/[{}]/.test(line)) return 0;
  const code = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.){1,4}'|\/\/.*|\/\*(?:(?!\*\/).)*\*\//g, '');
  return (code.match(/\{/g)?.length ?? 0) - (code.match(/\}/g)?.length ?? 0);
}

/** A longer line is data. */
const MAX_LINE_CHARS = 1_000;

function lineEnd(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  return newline < 0 ? text.length : newline;
}

/** A directive goes on behind a backslash at the end of its line. */
function continuedEnd(text: string, end: number): number {
  let last = end;
  while (last < text.length && /\\\r?$/.test(text.slice(Math.max(0, last - 2), last))) last = lineEnd(text, last + 1);
  return last;
}
