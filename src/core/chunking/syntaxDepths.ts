/**
 * For breaks.ts: how deep in the syntax tree something begins on each line. Looks only into nodes that may have to be
 * divided: those whose machine, from the break before to the next, are larger than a chunk.
 */
import type { Tree, TreeCursor } from '@vscode/tree-sitter-wasm';
import { type LineRange, NO_BREAK } from './breaks';
import { Role } from './compiledRules';
import type { Lines } from './lines';
import { TARGET_CHARS } from './sizes';

/** `roles` of compiledRules.ts: punctuation begins nothing; comments and decorators stay with what follows. */
export function syntaxDepths(tree: Tree, lines: Lines, roles: Uint8Array): Uint16Array {
  const depths = new Uint16Array(lines.count).fill(NO_BREAK);
  const cursor = tree.walk();
  try {
    markChildren({ cursor, lines, roles, depths }, 1, { startLine: 0, endLine: lines.count - 1 }, -1);
  } finally {
    cursor.delete();
  }
  return depths;
}

/** Also bounds the recursion. */
const MAX_DEPTH = 1_000;

interface Marking {
  cursor: TreeCursor;
  lines: Lines;
  roles: Uint8Array;
  depths: Uint16Array;
}

/** A node that spans lines, by its place among its siblings, and the lines from the break before it to the next. */
interface Spanning {
  place: number;
  around: LineRange;
}

/**
 * Marks where the children of the cursor's node begin, then looks into the large ones. `around` holds no break of less
 * depth but at its start.
 * Leaves the cursor where it was.
 */
function markChildren(marking: Marking, depth: number, around: LineRange, parentLine: number): void {
  const { cursor, lines } = marking;
  if (!cursor.gotoFirstChild()) return;
  const large = markLevel(marking, depth, around, parentLine).filter(
    (child) => lines.sizeOf(child.around.startLine, child.around.endLine) > TARGET_CHARS,
  );
  cursor.gotoParent();
  if (large.length === 0 || depth === MAX_DEPTH) return;
  cursor.gotoFirstChild();
  let place = 0;
  for (const child of large) {
    for (; place < child.place; place++) cursor.gotoNextSibling();
    markChildren(marking, depth + 1, child.around, lines.lineAt(cursor.startIndex));
  }
  cursor.gotoParent();
}

/** Notes the breaks among the cursor's node and its younger siblings. */
function markLevel(
  { cursor, lines, roles, depths }: Marking,
  depth: number,
  around: LineRange,
  parentLine: number,
): Spanning[] {
  const spanning: Spanning[] = [];
  let firstOpen = 0;
  let breakLine = around.startLine;
  let previousLine = parentLine;
  let leadEndLine = -2;
  for (let place = 0, isThere = true; isThere; place++, isThere = cursor.gotoNextSibling()) {
    const role = roles[cursor.nodeTypeId]!;
    if (role === 0) continue;
    const start = cursor.startIndex;
    const end = cursor.endIndex;
    const line = lines.lineAt(start);
    if (line !== previousLine && line !== leadEndLine + 1 && isFirstOnLine(lines, line, start)) {
      depths[line] = Math.min(depths[line]!, depth);
      for (; firstOpen < spanning.length; firstOpen++) spanning[firstOpen]!.around.endLine = line - 1;
      breakLine = line;
    }
    previousLine = line;
    leadEndLine = role & Role.Lead ? lines.lineAt(lastInk(lines.text, start, end)) : -2;
    if (!(role & Role.Lead) && lines.lineAt(Math.max(start, end - 1)) > line)
      spanning.push({ place, around: { startLine: breakLine, endLine: around.endLine } });
  }
  return spanning;
}

/**
 * Offset of the last character that is not white space: some grammars count the line end, or blank lines after it, to a
 * node.
 */
export function lastInk(text: string, start: number, end: number): number {
  let last = end - 1;
  while (last > start && text.charCodeAt(last) <= 0x20) last--;
  return Math.max(last, start);
}

function isFirstOnLine(lines: Lines, line: number, offset: number): boolean {
  for (let at = lines.startOf(line); at < offset; at++) if (lines.text.charCodeAt(at) > 0x20) return false;
  return true;
}
