/**
 * What can be a duplicate: the blocks of a document, as its indentation shows them (a function, a class, a loop), and
 * its chunks, which also cover code without blocks. Units nest and overlap; the clusters see to it that no passage is
 * reported twice.
 */
import { type CodeTokens, NO_INDENT } from './codeTokens';

export interface Unit {
  document: number;
  /** Lines of code of its document (indices into `CodeTokens.lines`), both inclusive. */
  first: number;
  last: number;
  /** Tokens of its document, `end` exclusive. */
  start: number;
  end: number;
}

export interface UnitLimits {
  minLines: number;
  minTokens: number;
}

/** Longer units are as a rule a whole file in a wrapper: the units inside say more. */
const MAX_TOKENS = 20_000;

export function findUnits(
  document: number,
  code: CodeTokens,
  chunks: readonly { startLine: number; endLine: number }[],
  { minLines, minTokens }: UnitLimits,
): Unit[] {
  const units = new Map<number, Unit>();
  const add = (first: number, last: number) => {
    const start = code.starts[first]!;
    const end = code.starts[last + 1]!;
    if (last - first + 1 < minLines || end - start < minTokens || end - start > MAX_TOKENS) return;
    units.set(first * code.lines.length + last, { document, first, last, start, end });
  };
  addBlocks(code, add);
  let first = 0;
  for (const { startLine, endLine } of chunks) {
    while (first < code.lines.length && code.lines[first]! < startLine) first++;
    let after = first;
    while (after < code.lines.length && code.lines[after]! <= endLine) after++;
    if (after > first) add(first, after - 1);
    first = after;
  }
  return [...units.values()].sort((a, b) => a.first - b.first || b.last - a.last);
}

/** A block is a line and all below it that are indented more or go on with it. */
function addBlocks({ indents, continues }: CodeTokens, add: (first: number, last: number) => void): void {
  const open: number[] = [];
  const close = (last: number) => add(open.pop()!, last);
  for (let at = 0; at < indents.length; at++) {
    const indent = indents[at]!;
    if (indent === NO_INDENT) continue;
    while (open.length > 0 && indents[open.at(-1)!]! > indent) close(at - 1);
    const goesOn = open.length > 0 && indents[open.at(-1)!] === indent;
    if (goesOn && continues[at]) continue;
    if (goesOn) close(at - 1);
    open.push(at);
  }
  while (open.length > 0) close(indents.length - 1);
}
