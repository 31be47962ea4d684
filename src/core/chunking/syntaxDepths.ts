/** For breaks.ts: how deep in the syntax tree something begins on each line. Statements that span no lines are not entered. */
import type { Tree, TreeCursor } from '@vscode/tree-sitter-wasm';
import { NO_BREAK } from './breaks';
import { Role } from './compiledRules';
import type { Lines } from './lines';

/** `roles` of compiledRules.ts: punctuation begins nothing; comments and decorators stay with what follows. */
export function syntaxDepths(tree: Tree, lines: Lines, roles: Uint8Array): Uint16Array {
  const depths = new Uint16Array(lines.count).fill(NO_BREAK);
  const cursor = tree.walk();
  try {
    mark(cursor, lines, roles, depths);
  } finally {
    cursor.delete();
  }
  return depths;
}

const MAX_DEPTH = 1_000;

function mark(cursor: TreeCursor, lines: Lines, roles: Uint8Array, depths: Uint16Array): void {
  let depth = 1;
  let previousLine = -1;
  let leadEndLine = -2;
  if (!cursor.gotoFirstChild()) return;
  for (;;) {
    const role = roles[cursor.nodeTypeId]!;
    let isEntered = false;
    if (role !== 0) {
      const start = cursor.startIndex;
      const end = cursor.endIndex;
      const line = lines.lineAt(start);
      const endLine = lines.lineAt(Math.max(start, end - 1));
      if (line !== previousLine && line !== leadEndLine + 1 && isFirstOnLine(lines, line, start))
        depths[line] = Math.min(depths[line]!, depth);
      previousLine = line;
      leadEndLine = role & Role.Lead ? lines.lineAt(lastInk(lines.text, start, end)) : -2;
      isEntered = endLine > line && depth < MAX_DEPTH && !(role & Role.Lead);
    }
    if (isEntered && cursor.gotoFirstChild()) {
      depth++;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent() || --depth === 0) return;
    }
  }
}

/** Offset of the last character that is not white space: some grammars count the line end, or blank lines after it, to a node. */
export function lastInk(text: string, start: number, end: number): number {
  let last = end - 1;
  while (last > start && text.charCodeAt(last) <= 0x20) last--;
  return Math.max(last, start);
}

function isFirstOnLine(lines: Lines, line: number, offset: number): boolean {
  for (let at = lines.startOf(line); at < offset; at++) if (lines.text.charCodeAt(at) > 0x20) return false;
  return true;
}
