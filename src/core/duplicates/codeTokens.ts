/**
 * Code as rows of numbers, one per token, so that passages can be compared without their text. White space, comments
 * and the lines that only name what is imported are left out: a copy is a copy without them. One scanner for all
 * languages, and no parser: it need not be right about a language, only the same on both sides.
 * Invariant: the lowest bit of a token says whether it is a name; equal texts have equal numbers.
 */
import { commentColumns } from '../lexical/comments';

export interface CodeTokens {
  tokens: Uint32Array;
  /** First token of each line of code, and one more: the number of tokens. */
  starts: Uint32Array;
  /** Line of the document, 0-based, of each line of code. */
  lines: Uint32Array;
  /**
   * Columns before the first token of each line of code, a tab for four; `NO_INDENT` for lines that stand outside of
   * the structure.
   */
  indents: Uint16Array;
  /** 1 for each line of code that goes on with what stands above it at the same indentation: `}`, `else`, `end`. */
  continues: Uint8Array;
}

export const NO_INDENT = 0xffff;
/** What every name looks like once names are left out of a comparison. */
export const ANY_NAME = 1;

export function isName(token: number): boolean {
  return (token & 1) === 1;
}

/** A token without its name. */
export function shapeOf(token: number): number {
  return token & 1 ? ANY_NAME : token;
}

/** Words of many languages that are hardly ever a name in another: what a passage is built of, and no copy renames. */
const KEYWORDS = new Set(
  `abstract and as async await begin break case catch class const constructor continue def default defer delete do
  elif else elsif elseif end ensure enum except export extends extern false finally fn for foreach from func function
  goto guard if impl implements import in instanceof interface is lambda let mod module mut namespace new nil not null
  or override package private protected protocol pub public raise readonly rescue return self static struct super
  switch this throw throws trait true try type typeof undefined union unless until using var void volatile when where
  while with yield None True False nonlocal global`.split(/\s+/),
);
const CONTINUES =
  /^([})\]{]|(?:end|else|elif|elsif|elseif|except|catch|finally|rescue|ensure|then|do|done|fi|esac|when|until|in)\b)/;
/** Opens or closes nothing in the languages that have it: `#ifdef` in column 0 in the middle of a function. */
const PREPROCESSOR = /^#\s*(if|ifdef|ifndef|else|elif|endif|define|undef|pragma|region|endregion)\b/;
const IMPORT =
  /^\s*(import\b(?!\()|from\s+\S+\s+import\b|#\s*include\b|using\s+[\w.:]+(\s*=\s*[\w.:<>]+)?\s*;|package\s+[\w.]+\s*;?$|use\s+[\w:\\{]|extern\s+crate\b|require(_relative)?\b|alias\s+[A-Z]|export\s+(type\s+)?(\*|\{[^}]*\}|\{\s*$)(\s+(as\s+\w+\s+)?from\b|\s*$)|(const|let|var)\s+[^=]+=\s*require\()/;

export function readTokens(text: string, language: string): CodeTokens {
  const documentLines = text.split('\n');
  const columns = commentColumns(documentLines, language);
  const tokens: number[] = [];
  const starts: number[] = [];
  const lines: number[] = [];
  const indents: number[] = [];
  const continues: number[] = [];
  /** What ends an import of several lines. */
  let importEnd = '';
  for (let at = 0; at < documentLines.length; at++) {
    const column = columns[at]!;
    if (column === 0) continue;
    const line = column < documentLines[at]!.length ? documentLines[at]!.slice(0, column) : documentLines[at]!;
    if (importEnd) {
      if (line.includes(importEnd)) importEnd = '';
      continue;
    }
    if (IMPORT.test(line)) {
      importEnd = unclosed(line);
      continue;
    }
    const first = tokens.length;
    scanLine(line, tokens);
    if (tokens.length === first) continue;
    const code = line.trimStart();
    starts.push(first);
    lines.push(at);
    indents.push(PREPROCESSOR.test(code) ? NO_INDENT : indentOf(line));
    continues.push(CONTINUES.test(code) ? 1 : 0);
  }
  starts.push(tokens.length);
  return {
    tokens: Uint32Array.from(tokens),
    starts: Uint32Array.from(starts),
    lines: Uint32Array.from(lines),
    indents: Uint16Array.from(indents),
    continues: Uint8Array.from(continues),
  };
}

function unclosed(line: string): string {
  if (line.includes('{') && !line.includes('}')) return '}';
  return line.includes('(') && !line.includes(')') ? ')' : '';
}

function indentOf(line: string): number {
  let columns = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === 32) columns++;
    else if (code === 9) columns += 4;
    else break;
  }
  return Math.min(columns, NO_INDENT - 1);
}

/** Appends the tokens of one line: words, numbers, quoted texts that end on the line, and single other characters. */
function scanLine(line: string, tokens: number[]): void {
  for (let at = 0; at < line.length; ) {
    const code = line.charCodeAt(at);
    if (code <= 32) {
      at++;
      continue;
    }
    let end = at + 1;
    let isWord = false;
    if (isWordCode(code)) {
      while (end < line.length && isWordCode(line.charCodeAt(end))) end++;
      isWord = code < 48 || code > 57;
    } else if (code === 34 || code === 39 || code === 96) {
      end = quotedEnd(line, at, code);
    }
    const text = line.slice(at, end);
    const hash = hashText(text) & ~1;
    tokens.push((isWord && !KEYWORDS.has(text) ? hash | 1 : hash) >>> 0);
    at = end;
  }
}

/** After the closing quote; a quote that is not closed on the line is a character by itself. */
function quotedEnd(line: string, start: number, quote: number): number {
  for (let at = start + 1; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === 92) at++;
    else if (code === quote) return at + 1;
  }
  return start + 1;
}

function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code > 127
  );
}

/** FNV-1a with 32 bits (Fowler, Noll, Vo), finished as MurmurHash3 does: the lowest bit is given away. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
