/**
 * Tells comments from code, line by line and without a parser: good enough to weigh words, wrong inside strings that look like comments.
 * Nothing is lost: each line goes to one side or the other, a trailing comment with its own side.
 */

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
  if (PROSE.has(language)) return { code: text, comments: '' };
  const style = STYLES[language] ?? C;
  const code: string[] = [];
  const comments: string[] = [];
  let isInside = false;
  for (const line of text.split('\n')) {
    if (isInside) {
      comments.push(line);
      if (style.close!.test(line)) isInside = false;
      continue;
    }
    const opened = style.open?.exec(line);
    if (opened) {
      comments.push(line);
      isInside = !style.close!.test(line.slice(opened.index + opened[0].length));
      continue;
    }
    const lineComment = style.line?.exec(line);
    if (!lineComment) {
      code.push(line);
      continue;
    }
    code.push(line.slice(0, lineComment.index));
    comments.push(line.slice(lineComment.index));
  }
  return { code: code.join('\n'), comments: comments.join('\n') };
}
