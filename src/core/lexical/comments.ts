/**
 * Tells comments from code, line by line and without a parser. Nothing is lost: each line goes to one side or the
 * other, a trailing comment with its own side. A language that nobody knows is read as C is.
 */
import { SLASH, trackComments } from '../languages/commentSyntax';
import { languageById } from '../languages/registry';

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

/** Per line, the column its comment begins at: 0 for a line that is all comment, `Infinity` for one without. */
export function commentColumns(lines: readonly string[], language: string): number[] {
  const syntax = languageById(language)?.comments ?? SLASH;
  const comments = trackComments(syntax);
  return lines.map((line) =>
    comments.isComment(line) ? 0 : (syntax.trailing?.exec(line)?.index ?? Number.POSITIVE_INFINITY),
  );
}
