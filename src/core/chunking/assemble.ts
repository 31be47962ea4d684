/**
 * From an outline to chunks: large definitions are opened, small neighbors joined, and everything between goes along,
 * so that the chunks tile the document.
 * Works on whole lines; only a line that is longer than a chunk may be is cut.
 */
import { type LineRange, splitRange } from './breaks';
import type { Chunk, InnerDefinition } from './chunk';
import type { Lines } from './lines';
import { type Definition, flatten, type Outline } from './outline';
import { MAX_CHARS, SOLID_CHARS, TARGET_CHARS, TINY_CHARS, WHOLE_CHARS } from './sizes';

export function assembleChunks(lines: Lines, outline: Outline): Chunk[] {
  const groups = joinNeighbors(openUp(lines, outline), lines);
  const chunks: Chunk[] = [];
  for (const group of groups) addChunks(chunks, group, lines);
  return chunks;
}

/** A run of lines that is not divided further. */
interface Piece extends LineRange {
  size: number;
  /**
   * The definition it belongs to: itself, or the one whose header or inner lines these are. Absent at the top of the
   * document.
   */
  main: Definition | undefined;
  /** Definitions that are declared in these lines. */
  declared: readonly Definition[];
  role: Role;
  /** Definitions around it, the outermost first. */
  owners: readonly Definition[];
  /** Large enough to stand alone. */
  isSolid: boolean;
}

type Role =
  /** Lines between definitions. */
  | 'gap'
  /** The opening lines of a definition that is divided. */
  | 'header'
  | 'definition';

function openUp(lines: Lines, outline: Outline): Piece[] {
  const pieces: Piece[] = [];
  let depths: ArrayLike<number> | undefined;
  open(outline.definitions, 0, lines.count - 1, []);
  return pieces;

  function open(
    members: readonly Definition[],
    startLine: number,
    endLine: number,
    owners: readonly Definition[],
  ): void {
    // Small functions inside a function are statements like the others; only their names are kept.
    const isFunction = owners.at(-1)?.kind === 'function' || owners.at(-1)?.kind === 'method';
    const minor = isFunction ? members.filter((member) => sizeOf(member) < SOLID_CHARS) : [];
    const named = owners.length > 0 ? [owners.at(-1)!, ...minor.flatMap(flatten)] : [];
    let line = startLine;
    for (const member of members) {
      if (isFunction && sizeOf(member) < SOLID_CHARS) continue;
      addGap(line, member.startLine - 1, owners, named, line === startLine);
      const size = sizeOf(member);
      if (size <= WHOLE_CHARS && !isNamespace(member))
        addPiece(member, member, 'definition', owners, flatten(member), size >= SOLID_CHARS);
      else if (member.members.length > 0 && owners.length < MAX_NESTING)
        open(member.members, member.startLine, member.endLine, [...owners, member]);
      else addParts(member, member, 'definition', owners, flatten(member));
      line = member.endLine + 1;
    }
    addGap(line, endLine, owners, named, line === startLine);
  }

  function depthsOnce(): ArrayLike<number> {
    depths ??= outline.depths();
    return depths;
  }

  function addGap(
    startLine: number,
    endLine: number,
    owners: readonly Definition[],
    named: readonly Definition[],
    isFirst: boolean,
  ): void {
    if (startLine > endLine) return;
    addParts({ startLine, endLine }, owners.at(-1), owners.length > 0 && isFirst ? 'header' : 'gap', owners, named);
  }

  function addParts(
    range: LineRange,
    main: Definition | undefined,
    role: Role,
    owners: readonly Definition[],
    named: readonly Definition[],
  ): void {
    const isSmall = sizeOf(range) <= WHOLE_CHARS;
    const parts = isSmall ? [range] : splitRange(range, lines, depthsOnce());
    for (const part of parts) addPiece(part, main, role, owners, named, !isSmall);
  }

  /**
   * Of `named`, those that are declared in these lines: of a long function's parts only the first, or the one behind a
   * long comment.
   */
  function addPiece(
    { startLine, endLine }: LineRange,
    main: Definition | undefined,
    role: Role,
    owners: readonly Definition[],
    named: readonly Definition[],
    isSolid: boolean,
  ): void {
    const declared = named.filter(({ headLine }) => headLine >= startLine && headLine <= endLine);
    const size = lines.sizeOf(startLine, endLine);
    pieces.push({ startLine, endLine, size, main, declared, role, owners, isSolid });
  }

  function sizeOf({ startLine, endLine }: LineRange): number {
    return lines.sizeOf(startLine, endLine);
  }
}

/** A module that holds types says less than they do, however small it is. */
function isNamespace({ kind, members }: Definition): boolean {
  const holds = (member: Definition): boolean =>
    member.kind === 'module' || member.kind === 'class' || member.kind === 'interface';
  return kind === 'module' && members.some(holds);
}

/** Deeper than people nest; bounds the recursion. */
const MAX_NESTING = 50;

interface Group extends LineRange {
  size: number;
  pieces: Piece[];
  /** The last piece that is more than blank lines and closing brackets. */
  last: Piece;
  isSolid: boolean;
}

function joinNeighbors(pieces: readonly Piece[], lines: Lines): Group[] {
  const groups: Group[] = [];
  for (const piece of pieces) {
    const group = groups.at(-1);
    const isRest = piece.role === 'gap' && piece.size < TINY_CHARS && !hasWords(piece, lines);
    if (!group || !belongsTo(group, piece, isRest)) {
      const { startLine, endLine, size, isSolid } = piece;
      groups.push({ startLine, endLine, size, pieces: [piece], last: piece, isSolid });
      continue;
    }
    group.pieces.push(piece);
    group.endLine = piece.endLine;
    group.size += piece.size;
    group.isSolid ||= piece.isSolid;
    if (!isRest) group.last = piece;
  }
  return groups;
}

/** `isRest`: blank lines and closing brackets end what is before them; they never make a chunk. */
function belongsTo(group: Group, piece: Piece, isRest: boolean): boolean {
  const size = group.size + piece.size;
  if (isRest) return size <= MAX_CHARS;
  // A short preamble (an import, a section comment, `namespace x {`) goes with what follows, however solid.
  const isPreamble = group.pieces.every((each) => each.role !== 'definition' && isAround(each, piece));
  if (isPreamble && group.size < TINY_CHARS) return size <= WHOLE_CHARS + TINY_CHARS;
  if (group.isSolid || piece.isSolid || size > TARGET_CHARS) return false;
  return isPreamble || group.last.owners.at(-1) === piece.owners.at(-1);
}

/** Whether `outer` lies directly in a definition that also holds `inner` (or at the top). */
function isAround(outer: Piece, inner: Piece): boolean {
  const owner = outer.owners.at(-1);
  return owner === undefined || inner.owners.includes(owner);
}

function hasWords({ startLine, endLine }: LineRange, lines: Lines): boolean {
  return /[\p{L}\p{N}]{4}/u.test(lines.text.slice(lines.startOf(startLine), lines.startOf(endLine + 1)));
}

/**
 * How well a piece speaks for the chunk that it shares with others: the largest definition does, unless the chunk opens
 * a class; constants and namespaces say little about what stands beside them.
 */
function weightOf({ role, main, size, isSolid }: Piece): number {
  if (role === 'gap') return size * 0.05;
  if (main?.kind === 'variable' || main?.kind === 'module') return size * 0.3;
  if (main?.kind === 'section') return size;
  if (role === 'header') return size + TARGET_CHARS;
  return isSolid ? size + 2 * TARGET_CHARS : size;
}

function addChunks(chunks: Chunk[], group: Group, lines: Lines): void {
  const speaker = group.pieces.reduce((best, piece) => (weightOf(piece) > weightOf(best) ? piece : best));
  const declared = group.pieces.flatMap((piece) => piece.declared).filter(({ names }) => names.length > 0);
  const definitions = [...new Set(declared.flatMap(({ names }) => names))];
  const common = {
    symbol: speaker.main?.symbol ?? '',
    kind: speaker.main?.kind ?? ('block' as const),
    signature: speaker.main?.signature ?? '',
  };
  const start = lines.startOf(group.startLine);
  const end = lines.startOf(group.endLine + 1);
  if (end - start <= MAX_CHARS) {
    chunks.push({
      startOffset: start,
      endOffset: end,
      startLine: group.startLine,
      endLine: group.endLine,
      ...common,
      definitions,
      inner: declared.map((each) => innerDefinition(each, group)),
    });
    return;
  }
  for (let from = start; from < end; ) {
    const to = cutPoint(lines.text, from, end);
    chunks.push({
      startOffset: from,
      endOffset: to,
      startLine: lines.lineAt(from),
      endLine: lines.lineAt(to - 1),
      ...common,
      definitions: from === start ? definitions : [],
      inner: [],
    });
    from = to;
  }
}

function innerDefinition(definition: Definition, { startLine, endLine }: LineRange): InnerDefinition {
  const { kind, symbol, names, headLine } = definition;
  return {
    kind,
    symbol,
    names,
    startLine: Math.max(definition.startLine, startLine) - startLine,
    endLine: Math.min(definition.endLine, endLine) - startLine,
    headLine: headLine - startLine,
  };
}

/**
 * Where to cut a text without lines: behind white space or punctuation close to the target, never inside a character or
 * a line end.
 */
function cutPoint(text: string, from: number, end: number): number {
  if (end - from <= MAX_CHARS) return end;
  const target = from + TARGET_CHARS;
  for (let at = target; at > target - SEARCH_BACK_CHARS; at--) {
    const before = text.charCodeAt(at - 1);
    const isEnd =
      before === 0x20 || before === 0x2c || before === 0x3b || before === 0x3e || before === 0x7d || before === 0x0a;
    if (isEnd) return at;
  }
  const before = text.charCodeAt(target - 1);
  const isInsidePair = (before >= 0xd800 && before <= 0xdbff) || before === 0x0d;
  return isInsidePair ? target + 1 : target;
}

const SEARCH_BACK_CHARS = 300;
