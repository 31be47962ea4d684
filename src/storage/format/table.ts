/**
 * Rows of primitives as typed columns in bytes: the form of chunk metadata and document records on disk, read by `storedTable.ts`.
 * Knows no names or meanings of columns. A repeated string is stored once; hexadecimal digits take half a byte each.
 * Format: docs/index-format.md, "Tables".
 */
import { ByteWriter, type TextEncoding } from './bytes';
import { copyRuns, type Run } from './columnRuns';

export type Cell = string | number | boolean;

/** All cells of one type; `undefined` where a row has none. */
export interface Column {
  name: string;
  cells: readonly (Cell | undefined)[];
  /** Where most of the cells come from, so that they need not be read one by one. Complete columns alone have them. */
  runs?: readonly Run[];
}

/** Fewer rows are written cell by cell: what type suits them best changes with each. */
const FEWEST_COPIED = 256;

export interface Table {
  rowCount: number;
  columns: readonly Column[];
}

export enum Type {
  Int32 = 1,
  Float64 = 2,
  Boolean = 3,
  Strings = 4,
  Dictionary = 5,
  Hex = 6,
}

export function encodeTable(table: Table): Buffer {
  const writer = new ByteWriter();
  writer.u32(table.rowCount);
  writer.u32(table.columns.length);
  for (const column of table.columns) encodeColumn(writer, column, table.rowCount);
  return writer.finish();
}

function encodeColumn(writer: ByteWriter, column: Column, rowCount: number): void {
  const { name, runs } = column;
  const copied = runs && rowCount >= FEWEST_COPIED ? copyRuns(runs, rowCount) : undefined;
  if (copied) {
    encodeHead(writer, name, copied.type, false);
    writer.u32(rowCount);
    copied.write(writer);
    return;
  }
  const { cells } = column;
  if (cells.length !== rowCount) throw new RangeError(`column ${name} has ${cells.length} of ${rowCount} cells`);
  const present = cells.filter((cell) => cell !== undefined);
  const sample = present[0];
  if (present.some((cell) => typeof cell !== typeof sample)) throw new TypeError(`column ${name} mixes types`);
  const hasGaps = present.length < rowCount;
  const type = typeOf(present);
  encodeHead(writer, name, type, hasGaps);
  if (hasGaps) writer.bytes(bitmapOf(cells));
  writer.u32(present.length);
  encodeCells(writer, type, present);
}

function encodeHead(writer: ByteWriter, name: string, type: Type, hasGaps: boolean): void {
  writer.u8(type);
  writer.u8(hasGaps ? 1 : 0);
  writer.u16(Buffer.byteLength(name));
  writer.text(name, 'utf8');
}

function encodeCells(writer: ByteWriter, type: Type, cells: readonly (Cell | undefined)[]): void {
  switch (type) {
    case Type.Int32:
      writer.array(Int32Array.from(cells as number[]));
      break;
    case Type.Float64:
      writer.array(Float64Array.from(cells as number[]));
      break;
    case Type.Boolean:
      writer.bytes(Uint8Array.from(cells, (cell) => (cell ? 1 : 0)));
      break;
    case Type.Hex:
      writer.u8((cells[0] as string).length);
      writer.bytes(Buffer.from((cells as string[]).join(''), 'hex'));
      break;
    case Type.Dictionary:
      encodeDictionary(writer, cells as string[]);
      break;
    case Type.Strings:
      encodeStrings(writer, cells as string[]);
      break;
  }
}

function typeOf(cells: readonly (Cell | undefined)[]): Type {
  if (typeof cells[0] === 'boolean') return Type.Boolean;
  // `| 0` differs from -0 by Object.is, which keeps the sign of zero.
  if (typeof cells[0] === 'number')
    return cells.every((n) => Object.is(n, (n as number) | 0)) ? Type.Int32 : Type.Float64;
  const strings = cells as readonly string[];
  if (isRepetitive(strings)) return Type.Dictionary;
  const digits = strings[0]?.length ?? 0;
  if (digits === 0 || digits > 254) return Type.Strings;
  return strings.every((s) => s.length === digits && /^(?:[0-9a-f]{2})+$/.test(s)) ? Type.Hex : Type.Strings;
}

/** Whether at most half of the strings are distinct, so that a dictionary is smaller than the strings. */
function isRepetitive(strings: readonly string[]): boolean {
  const distinct = new Set<string>();
  for (const s of strings) {
    distinct.add(s);
    if (distinct.size > strings.length / 2) return false;
  }
  return strings.length > 0;
}

function encodeDictionary(writer: ByteWriter, strings: readonly string[]): void {
  const indexes = new Map<string, number>();
  const ordinals = strings.map((s) => {
    const known = indexes.get(s) ?? indexes.size;
    if (known === indexes.size) indexes.set(s, known);
    return known;
  });
  writer.u32(indexes.size);
  encodeStrings(writer, [...indexes.keys()]);
  encodeUnsigned(writer, ordinals, indexes.size - 1);
}

export const ENCODINGS: readonly TextEncoding[] = ['latin1', 'utf8', 'utf16le'];

/** `lengths`: of each string, where `texts` are several strings each. */
export function encodeStrings(
  writer: ByteWriter,
  texts: readonly string[],
  lengths: ArrayLike<number> = texts.map((s) => s.length),
  longest = texts.reduce((max, s) => Math.max(max, s.length), 0),
): void {
  const joined = texts.join('');
  const encoding = encodingOf(joined);
  const body = new ByteWriter();
  body.text(joined, encoding);
  writer.u8(ENCODINGS.indexOf(encoding));
  writer.u32(body.length);
  writer.u32(longest);
  encodeUnsigned(writer, lengths, longest);
  writer.bytes(body.finish());
}

/** One byte a character where all have one, else UTF-8, or UTF-16 when there are lone surrogates (cut emoji, odd file names), which UTF-8 loses. */
function encodingOf(text: string): TextEncoding {
  if (!/[^\0-\xff]/.test(text)) return 'latin1';
  return isWellFormed(text) ? 'utf8' : 'utf16le';
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** In one, two or four bytes each, by the largest. */
export function encodeUnsigned(writer: ByteWriter, values: ArrayLike<number>, largest: number): void {
  if (largest < 256) writer.bytes(Uint8Array.from(values));
  else writer.array(largest < 65536 ? Uint16Array.from(values) : Uint32Array.from(values));
}

function bitmapOf(cells: readonly (Cell | undefined)[]): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(cells.length / 8));
  for (let row = 0; row < cells.length; row++) if (cells[row] !== undefined) bitmap[row >> 3]! |= 1 << (row & 7);
  return bitmap;
}
