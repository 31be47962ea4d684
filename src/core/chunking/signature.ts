/** The declaration of a definition without its body, on one line, for showing and for search. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { Lines } from './lines';
import { SIGNATURE_CHARS } from './sizes';

/** `from`: where the declaration starts, an `export` in front of the node included when it is on the same line. */
export function signatureOf(node: Node, lines: Lines, from: number): string {
  const { text } = lines;
  const nodeStart = node.startIndex;
  const isSameLine = lines.lineAt(from) === lines.lineAt(nodeStart);
  const start = skipAnnotations(text, isSameLine ? from : nodeStart);
  const body = bodyOf(node);
  const end = body > start ? body : Math.max(start, Math.min(node.endIndex, endOfLine(text, start)));
  return cleanSignature(text.slice(start, Math.min(end, start + 4 * SIGNATURE_CHARS)));
}

export function cleanSignature(declaration: string): string {
  return declaration
    .replace(/\s+/g, ' ')
    .replace(/\s*(?:\{|=>|->|=|:|\bdo|\bthen|;)?\s*$/, '')
    .trim()
    .slice(0, SIGNATURE_CHARS);
}

/** Where the body begins, -1 for none. A constant's body is that of the function it holds. */
function bodyOf(node: Node): number {
  const body = node.childForFieldName('body');
  if (body) {
    // Ruby and Python leave comments at the top of a body in front of it.
    const comment = node.children.find(
      (child) => child && child.type === 'comment' && child.startIndex > node.startIndex,
    );
    return Math.min(body.startIndex, comment?.startIndex ?? body.startIndex);
  }
  const value =
    node.childForFieldName('value') ??
    node.childForFieldName('right') ??
    node.namedChildren.find((child) => child?.type === 'variable_declarator')?.childForFieldName('value');
  return value?.childForFieldName('body')?.startIndex ?? -1;
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline;
}

/** Java's annotations and C#'s attributes are inside the node, before the declaration. */
function skipAnnotations(text: string, from: number): number {
  let at = from;
  for (;;) {
    at = skipSpace(text, at);
    if (text[at] === '@' && !text.startsWith('@interface', at)) {
      at++;
      while (/[\w.]/.test(text[at] ?? '')) at++;
      const open = skipSpace(text, at);
      if (text[open] === '(') at = skipBalanced(text, open, '(', ')');
    } else if (text[at] === '[') at = skipBalanced(text, at, '[', ']');
    else if (text.startsWith('#[', at)) at = skipBalanced(text, at + 1, '[', ']');
    else return at;
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}

/** Past the closing bracket; far enough for any annotation, so that a stray bracket costs nothing. */
function skipBalanced(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  for (let at = from; at < Math.min(text.length, from + 2_000); at++) {
    if (text[at] === open) depth++;
    else if (text[at] === close && --depth === 0) return at + 1;
  }
  return from + 1;
}
