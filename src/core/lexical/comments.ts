/**
 * Tells comments from code, line by line and without a parser: good enough to weigh words, wrong inside strings that look like comments.
 * Nothing is lost: each line goes to one side or the other, a trailing comment with its own side. Languages that are read by scanning have their
 * comments from the same table as their declarations; the others have a row here, and what has neither is written as C is.
 */
import { type ScanRules, SLASH } from '../chunking/scanPattern';
import { scanRulesOf } from '../chunking/scanRules';
import { memoize } from '../memo';

interface CommentStyle {
  line?: RegExp;
  open?: RegExp;
  close?: RegExp;
}

const C: CommentStyle = { line: /^\s*\/\/|\s\/\/\s/, open: /^\s*\/\*/, close: /\*\// };
const HASH: CommentStyle = { line: /^\s*#(?!include|define|if|endif|else|pragma|\[)|\s#\s/ };
const STYLES: Record<string, CommentStyle> = {
  python: { ...HASH, open: /^\s*[rRbBuU]{0,2}("""|''')/, close: /("""|''')\s*$/ },
  ruby: { ...HASH, open: /^=begin/, close: /^=end/ },
  elixir: { ...HASH, open: /^\s*@(module|type)?doc\s+~?[sS]?"""/, close: /^\s*"""/ },
  shellscript: HASH,
  bash: HASH,
  perl: HASH,
  r: HASH,
  yaml: HASH,
  toml: HASH,
  dockerfile: HASH,
  makefile: HASH,
  lua: { line: /^\s*--|\s--\s/, open: /^\s*--\[\[/, close: /\]\]/ },
  haskell: { line: /^\s*--|\s--\s/, open: /^\s*\{-/, close: /-\}/ },
  sql: { line: /^\s*--|\s--\s/, open: /^\s*\/\*/, close: /\*\// },
};
/** No comments to tell apart: all of it is text. */
const PROSE = new Set(['markdown', 'plaintext', 'restructuredtext', 'asciidoc', 'json', 'csv', 'html', 'xml']);

export function splitComments(text: string, language: string): { code: string; comments: string } {
  const code: string[] = [];
  const comments: string[] = [];
  const lines = text.split('\n');
  for (const [i, column] of commentColumns(lines, language).entries()) {
    const line = lines[i]!;
    if (column !== 0) code.push(line.slice(0, column));
    if (column < line.length || column === 0) comments.push(line.slice(column));
  }
  return { code: code.join('\n'), comments: comments.join('\n') };
}

function styleOf(language: string): CommentStyle {
  const own = STYLES[language];
  if (own) return own;
  const rules = scanRulesOf(language);
  return rules && rules.lineComment !== SLASH.lineComment ? scannedStyle(rules) : C;
}

/** A line that is all comment, and blocks; what follows code on its line cannot be told by the table. */
const scannedStyle = memoize(({ lineComment, blockComments }: ScanRules): CommentStyle => {
  if (blockComments.length === 0) return { line: lineComment };
  const either = (expressions: readonly RegExp[]) =>
    new RegExp(expressions.map(({ source }) => `(?:${source})`).join('|'), expressions[0]!.flags);
  return {
    line: lineComment,
    open: either(blockComments.map(({ open }) => open)),
    close: either(blockComments.map(({ close }) => close)),
  };
});

/** Per line, the column its comment begins at: 0 for a line that is all comment, `Infinity` for one without. */
export function commentColumns(lines: readonly string[], language: string): number[] {
  if (PROSE.has(language)) return lines.map(() => Number.POSITIVE_INFINITY);
  const style = styleOf(language);
  let isInside = false;
  return lines.map((line) => {
    if (isInside) {
      if (style.close!.test(line)) isInside = false;
      return 0;
    }
    const opened = style.open?.exec(line);
    if (opened) {
      isInside = !style.close!.test(line.slice(opened.index + opened[0].length));
      return 0;
    }
    return style.line?.exec(line)?.index ?? Number.POSITIVE_INFINITY;
  });
}
