/**
 * Cuts a range of lines that is too large for one chunk, where it hurts least. Each line has a depth: how deep in the
 * structure something begins there; the lines of the least depth are tried first, then the parts that are still too
 * large are cut at the next depth.
 */
import type { Lines } from './lines';
import { SOLID_CHARS, TARGET_CHARS, TINY_CHARS, WHOLE_CHARS } from './sizes';

/** Depth of a line that nothing begins at: the last resort. */
export const NO_BREAK = 0x7fff;

export interface LineRange {
  startLine: number;
  /** Inclusive. */
  endLine: number;
}

/** `depths` per line. The parts tile the range; each is at most `WHOLE_CHARS` large unless it is a single line. */
export function splitRange(range: LineRange, lines: Lines, depths: ArrayLike<number>): LineRange[] {
  const parts: LineRange[] = [];
  const pending: { range: LineRange; level: number }[] = [{ range, level: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { startLine, endLine } = next.range;
    const limit = next.level === 0 ? WHOLE_CHARS : TARGET_CHARS;
    if (startLine === endLine || lines.sizeOf(startLine, endLine) <= limit) {
      parts.push(next.range);
      continue;
    }
    const cut = next.level < MAX_LEVELS ? cutAtLeastDepth(next.range, lines, depths) : cutAnywhere(next.range, lines);
    for (let at = cut.length - 1; at >= 0; at--) pending.push({ range: cut[at]!, level: next.level + 1 });
  }
  return joinSmall(parts, lines);
}

/**
 * Depths for text without a syntax tree: indentation, with a line after a blank one before its equals. A line that only
 * closes is no beginning.
 */
export function indentationDepths(lines: Lines): Uint16Array {
  const depths = new Uint16Array(lines.count).fill(NO_BREAK);
  let isAfterBlank = true;
  for (let line = 0; line < lines.count; line++) {
    const indent = indentOf(lines, line);
    if (indent < 0) {
      isAfterBlank = true;
      continue;
    }
    const first = lines.text.charCodeAt(lines.startOf(line) + indent);
    const isClosing = first === 0x7d || first === 0x5d || first === 0x29;
    if (!isClosing) depths[line] = Math.min(indent, MAX_INDENT) * 2 + (isAfterBlank ? 0 : 1);
    isAfterBlank = false;
  }
  return depths;
}

/** Count of leading white space, -1 for a blank line. */
function indentOf(lines: Lines, line: number): number {
  const end = lines.startOf(line + 1);
  const start = lines.startOf(line);
  for (let at = start; at < end; at++) if (lines.text.charCodeAt(at) > 0x20) return at - start;
  return -1;
}

const MAX_INDENT = 1_000;

/** Nesting deeper than this is noise, and each level costs a pass. */
const MAX_LEVELS = 40;

function cutAtLeastDepth(range: LineRange, lines: Lines, depths: ArrayLike<number>): LineRange[] {
  let least = NO_BREAK;
  for (let line = range.startLine + 1; line <= range.endLine; line++) least = Math.min(least, depths[line]!);
  if (least === NO_BREAK) return cutAnywhere(range, lines);
  const segments: LineRange[] = [];
  let startLine = range.startLine;
  for (let line = range.startLine + 1; line <= range.endLine; line++) {
    if (depths[line] !== least) continue;
    segments.push({ startLine, endLine: line - 1 });
    startLine = line;
  }
  segments.push({ startLine, endLine: range.endLine });
  return pack(segments, lines, evenTarget(lines.sizeOf(range.startLine, range.endLine)));
}

function cutAnywhere(range: LineRange, lines: Lines): LineRange[] {
  const single: LineRange[] = [];
  for (let line = range.startLine; line <= range.endLine; line++) single.push({ startLine: line, endLine: line });
  return pack(single, lines, evenTarget(lines.sizeOf(range.startLine, range.endLine)));
}

/** 2,100 characters become two of about 1,050 and not 1,500 and 600. */
function evenTarget(size: number): number {
  return Math.min(TARGET_CHARS, (size / Math.ceil(size / TARGET_CHARS)) * 1.15);
}

function pack(segments: readonly LineRange[], lines: Lines, target: number): LineRange[] {
  const packed: LineRange[] = [];
  let current: LineRange | undefined;
  for (const segment of segments) {
    if (current && lines.sizeOf(current.startLine, segment.endLine) <= target) current.endLine = segment.endLine;
    else {
      current = { ...segment };
      packed.push(current);
    }
  }
  return packed;
}

/** A header line and the first of many statements are cut apart by their depths; together they are still small. */
function joinSmall(parts: readonly LineRange[], lines: Lines): LineRange[] {
  const joined: LineRange[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last && isJoinable(last, part, lines)) last.endLine = part.endLine;
    else joined.push({ ...part });
  }
  return joined;
}

function isJoinable(last: LineRange, part: LineRange, lines: Lines): boolean {
  const smaller = Math.min(lines.sizeOf(last.startLine, last.endLine), lines.sizeOf(part.startLine, part.endLine));
  const together = lines.sizeOf(last.startLine, part.endLine);
  return (smaller < SOLID_CHARS && together <= TARGET_CHARS) || (smaller < TINY_CHARS && together <= WHOLE_CHARS);
}
