/**
 * The patterns of one ignore file (`.gitignore` syntax), as git reads them. Each decision is about one path alone:
 * whether a parent folder is ignored is the caller's question, because files of several folders and kinds decide about
 * it together.
 * (The `ignore` package answers for a path and its parents at once; so a parent that a deeper file takes back in stays
 * out there.)
 * Invariant: `git check-ignore` decides the same; tests compare them. But `?` and brackets stand for one character here
 * and for one byte in git.
 */
import { escapeRegExp } from '../text/escapeRegExp';

export interface IgnorePatterns {
  /** Folder of the ignore file with a trailing `/`, '' for the top; tested paths are below it. */
  base: string;
  /** In the file's order: the last that applies decides. */
  patterns: readonly IgnorePattern[];
}

interface IgnorePattern {
  isNegated: boolean;
  isForFoldersOnly: boolean;
  /** `name`: the last component; `path`: the whole path relative to the file's folder. */
  subject: 'name' | 'path';
  matches: (text: string) => boolean;
}

/**
 * True: ignored. False: taken back in by a `!` pattern. Undefined: no pattern applies. `path` has no trailing slash.
 */
export function decideIgnored(file: IgnorePatterns, path: string, isFolder: boolean): boolean | undefined {
  if (!path.startsWith(file.base)) return undefined;
  const relative = file.base ? path.slice(file.base.length) : path;
  const name = relative.slice(relative.lastIndexOf('/') + 1);
  for (let at = file.patterns.length - 1; at >= 0; at--) {
    const pattern = file.patterns[at]!;
    if (pattern.isForFoldersOnly && !isFolder) continue;
    if (pattern.matches(pattern.subject === 'name' ? name : relative)) return !pattern.isNegated;
  }
  return undefined;
}

/** `ignoreCase`: git's core.ignoreCase, on where the file system does not tell cases apart. */
export function parseIgnoreFile(text: string, base: string, ignoreCase: boolean): IgnorePatterns {
  const patterns: IgnorePattern[] = [];
  for (const line of text.replace(/^\uFEFF/, '').split('\n')) {
    const pattern = parsePattern(line.endsWith('\r') ? line.slice(0, -1) : line, ignoreCase);
    if (pattern) patterns.push(pattern);
  }
  return { base, patterns };
}

function parsePattern(line: string, ignoreCase: boolean): IgnorePattern | undefined {
  if (line.startsWith('#')) return undefined;
  let glob = trimTrailingSpaces(line);
  const isNegated = glob.startsWith('!');
  if (isNegated) glob = glob.slice(1);
  const isForFoldersOnly = glob.endsWith('/');
  if (isForFoldersOnly) glob = glob.slice(0, -1);
  if (!glob) return undefined;
  const subject = glob.includes('/') ? 'path' : 'name';
  if (glob.startsWith('/')) glob = glob.slice(1);
  return { isNegated, isForFoldersOnly, subject, matches: compile(glob, subject, ignoreCase) };
}

/** Spaces at the end do not count unless the last is escaped; `\ ` is kept for the compiler. */
function trimTrailingSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ' && !isEscaped(line, end - 1)) end--;
  return line.slice(0, end);
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

function compile(glob: string, subject: IgnorePattern['subject'], ignoreCase: boolean): (text: string) => boolean {
  if (!ignoreCase && !/[*?[\\]/.test(glob)) return (text) => text === glob;
  const suffix = /^\*([^*?[\\/]+)$/.exec(glob)?.[1];
  if (!ignoreCase && suffix && subject === 'name') return (text) => text.endsWith(suffix);
  const source = toRegExpSource(glob);
  if (source === undefined) return () => false;
  const expression = new RegExp(`^${source}$`, ignoreCase ? 'isu' : 'su');
  return (text) => expression.test(text);
}

/** Undefined for a glob that can never match: an open bracket, a backslash at the end. */
function toRegExpSource(glob: string): string | undefined {
  let source = '';
  for (let at = 0; at < glob.length; ) {
    const char = glob[at]!;
    if (char === '*') {
      let end = at;
      while (glob[end] === '*') end++;
      const isWholeComponent =
        end - at >= 2 && (at === 0 || glob[at - 1] === '/') && (end === glob.length || glob[end] === '/');
      if (!isWholeComponent) source += '[^/]*';
      else if (end === glob.length) source += at === 0 ? '.*' : '.+';
      else source += '(?:.*/)?';
      at = isWholeComponent && end < glob.length ? end + 1 : end;
    } else if (char === '?') {
      source += '[^/]';
      at++;
    } else if (char === '[') {
      const bracket = parseBracket(glob, at);
      if (!bracket) return undefined;
      source += bracket.source;
      at = bracket.end;
    } else if (char === '\\') {
      const escaped = glob.codePointAt(at + 1);
      if (escaped === undefined) return undefined;
      const literal = String.fromCodePoint(escaped);
      source += escapeRegExp(literal);
      at += 1 + literal.length;
    } else {
      const literal = String.fromCodePoint(glob.codePointAt(at)!);
      source += escapeRegExp(literal);
      at += literal.length;
    }
  }
  return source;
}

/** POSIX classes by name, for ASCII as in git. */
const POSIX_CLASSES: Record<string, string> = {
  alnum: 'a-zA-Z0-9',
  alpha: 'a-zA-Z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9a-fA-F',
};

/** A bracket expression never matches `/`. A `]` right after the opening stands for itself. */
function parseBracket(glob: string, start: number): { source: string; end: number } | undefined {
  let at = start + 1;
  const isNegated = glob[at] === '!' || glob[at] === '^';
  if (isNegated) at++;
  let members = '';
  for (let isFirst = true; isFirst || glob[at] !== ']'; isFirst = false) {
    const posix = /^\[:([a-z]*):\]/.exec(glob.slice(at));
    if (posix) {
      const named = POSIX_CLASSES[posix[1]!];
      if (named === undefined) return undefined;
      members += named;
      at += posix[0].length;
      continue;
    }
    const low = readMember(glob, at);
    if (!low) return undefined;
    at = low.end;
    if (glob[at] !== '-' || glob[at + 1] === ']' || at + 1 >= glob.length) {
      members += codeEscape(low.code);
      continue;
    }
    const high = readMember(glob, at + 1);
    if (!high) return undefined;
    at = high.end;
    // A range that runs backwards still has its first character in git.
    members += low.code <= high.code ? `${codeEscape(low.code)}-${codeEscape(high.code)}` : codeEscape(low.code);
  }
  const body = isNegated ? `[^${members}]` : members ? `[${members}]` : '(?!)';
  return { source: `(?!/)${body}`, end: at + 1 };
}

function readMember(glob: string, at: number): { code: number; end: number } | undefined {
  const from = glob[at] === '\\' ? at + 1 : at;
  const code = glob.codePointAt(from);
  return code === undefined ? undefined : { code, end: from + (code > 0xffff ? 2 : 1) };
}

function codeEscape(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
