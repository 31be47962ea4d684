/**
 * C and C++ as people write it, for a parser that does not run the preprocessor: macros that export a class, give a
 * function an attribute or stand alone on a line are made blank, macros that define (`TEST_F(A, b) {`) become the head
 * of a function, and so do heads in the style of Kernighan and Ritchie. Lengths and line ends never change, so that
 * every offset is the one of the original.
 */
import { blank } from '../text/blank';
import { blankConditions } from './cConditions';

export function readableC(text: string): string {
  const balanced = blankAll(text, blankConditions(text));
  const lines = balanced.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.length > MAX_LINE_CHARS || !MAY_MATTER.test(line) || lines[at - 1]?.endsWith('\\')) continue;
    lines[at] = line
      .replace(CLASS_MACROS, (_, head: string, macros: string) => head + blank(macros))
      .replace(TYPE_MACRO, (_, head: string, macro: string, type: string) => `${head}${type}${blank(macro)} `)
      .replace(ATTRIBUTE, (_, head: string, macro: string) => head + blank(macro));
    if (LONE_MACRO.test(line) && !opensBody(lines, at + 1)) lines[at] = blank(line);
    else if (DEFINING_MACRO.test(line)) nameByMacro(lines, at);
    else if (OLD_HEAD.test(line)) blankOldParameters(lines, at);
  }
  return lines.join('\n');
}

/** A longer line is no declaration. */
const MAX_LINE_CHARS = 400;
/** Nothing here concerns a line without capitals, a leading underscore or a closing parenthesis at its end. */
const MAY_MATTER = /[A-Z]{2}|\b__|\)\s*$/;

const MACRO = '[A-Z][A-Z0-9_]*(?:\\([^()]*\\))?';
/** `class GAME_API Door : public Actor`, `struct EXPORT Pair {`, `enum class API Color {`. */
const CLASS_MACROS = new RegExp(
  `(\\b(?:class|struct|union|enum)\\s+)((?:${MACRO}\\s+)+)(?=[A-Za-z_][\\w:]*\\s*(?:final\\s*)?(?:\\{|:\\s*[A-Za-z:]|$))`,
);
/** `void WINAPI handler(`, `static int __init start(`: between the type and the name. */
const ATTRIBUTE =
  /^(?!\s*(?:return|else|case|goto|throw|new|delete|typedef|using|#)\b)(\s*(?:[\w:<>,]+[ \t*&]+)+)((?:[A-Z][A-Z0-9_]{2,}|__[a-z]\w*)[ \t]+)(?=[A-Za-z_~][\w:~]*\s*\()/;
/** `PyAPI_FUNC(int) PyThing_New(`: the type is in the macro. */
const TYPE_MACRO = /^(\s*(?:extern\s+)?)(\w*[A-Z]\w*\()([\w\s*]+)\)(?=\s+[A-Za-z_]\w*\s*\()/;
/** `UCLASS(Blueprintable)`, `Q_OBJECT`, `GENERATED_BODY()`, alone on a line. */
const LONE_MACRO = /^\s*[A-Z][A-Z0-9_]{2,}(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\))?\s*$/;
/** `SYSCALL_DEFINE3(open, …`, at the very start of a line. */
const DEFINING_MACRO = /^[A-Z][A-Z0-9_]{3,}\s*\(/;
/** `add(a, b)`: parameters without types. */
const OLD_HEAD = /^(?!\s*(?:if|while|for|switch|return)\b)[\w\s*]*\b[A-Za-z_]\w*\s*\(\s*\w+(?:\s*,\s*\w+)*\s*\)\s*$/;
const OLD_PARAMETER = /^\s*[A-Za-z_]\w*[\s*][\w*[\],\s()]*;\s*(?:\/\*.*)?$/;

const MAX_OLD_PARAMETERS = 20;
const MAX_MACRO_LINES = 8;

function opensBody(lines: readonly string[], from: number): boolean {
  let at = from;
  while (at < lines.length && /^\s*$/.test(lines[at]!)) at++;
  return /^\s*[{(]/.test(lines[at] ?? '');
}

/** Makes `TEST_F(Math, adds)` before a body the head of a function `Math::adds`; leaves all else as it is. */
function nameByMacro(lines: string[], at: number): void {
  const whole = lines.slice(at, at + MAX_MACRO_LINES).join('\n');
  const open = whole.indexOf('(');
  const close = closingOf(whole, open);
  if (close < 0) return;
  const behind = whole.slice(close + 1);
  if (!/^\s*(?:\([^()]*\)\s*)?\{/.test(behind) && !(behind.trim() === '' && opensBody(lines, at + MAX_MACRO_LINES)))
    return;
  const name = nameIn(whole.slice(open + 1, close));
  const head = `${name}${/^\s*\(/.test(behind) ? '' : '()'}`;
  const firstLine = whole.slice(0, close + 1).split('\n')[0]!;
  if (name === '' || head.length > firstLine.length) return;
  const made = head.padEnd(firstLine.length) + blank(whole.slice(firstLine.length, close + 1)) + behind;
  lines.splice(at, Math.min(MAX_MACRO_LINES, lines.length - at), ...made.split('\n'));
}

/** Two names are a class and its member; of a sentence, its words; else the first name. '' for none. */
function nameIn(parameters: string): string {
  const sentence = /^\s*"([^"]*)"/.exec(parameters)?.[1];
  if (sentence !== undefined)
    return sentence
      .replace(/^\W+|\W+$/g, '')
      .replace(/^(?=\d)/, '_')
      .replace(/\W+/g, '_');
  const names = parameters.split(',').map((each) => each.trim());
  if (!/^[A-Za-z_]\w*$/.test(names[0]!)) return '';
  return names.length === 2 && /^[A-Za-z_]\w*$/.test(names[1]!) ? `${names[0]}::${names[1]}` : names[0]!;
}

function closingOf(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return -1;
}

/** The declarations between an old head and its body. */
function blankOldParameters(lines: string[], at: number): void {
  let next = at + 1;
  while (next <= at + MAX_OLD_PARAMETERS && OLD_PARAMETER.test((lines[next] ?? '').slice(0, MAX_LINE_CHARS))) next++;
  if (next === at + 1 || !/^\s*\{/.test(lines[next] ?? '')) return;
  for (let each = at + 1; each < next; each++) lines[each] = blank(lines[each]!);
}

function blankAll(text: string, ranges: readonly (readonly [start: number, end: number])[]): string {
  let made = '';
  let from = 0;
  for (const [start, end] of ranges) {
    if (end <= from) continue;
    const first = Math.max(start, from);
    made += text.slice(from, first) + blank(text.slice(first, end));
    from = end;
  }
  return made + text.slice(from);
}
