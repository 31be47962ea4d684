/**
 * Reads a table (`table.ts`) where it lies: a cell becomes a value when it is asked for, so that opening an index makes
 * no object and no string per chunk. Whatever could be wrong with the bytes is found at the start: a cell that is asked
 * for later is there.
 */

import { DamageError } from '../disk/failure';
import { ByteReader } from './bytes';
import { type Cell, type ColumnData, ColumnType, ENCODINGS, type StoredColumn, type Table } from './table';

export interface StoredTable extends Table {
  columns: readonly StoredColumn[];
  /** The same over bytes of its own, for rows that outlive what these lie in. */
  copy(): StoredTable;
}

type CellOf = (row: number) => Cell | undefined;

class DecodedColumn implements StoredColumn {
  constructor(
    readonly name: string,
    private readonly rowCount: number,
    readonly isComplete: boolean,
    readonly at: CellOf,
    readonly data?: ColumnData,
  ) {}

  /** All of them, anew with each call. */
  get cells(): (Cell | undefined)[] {
    return Array.from({ length: this.rowCount }, (_, row) => this.at(row));
  }
}

/** `bytes` must start at a multiple of 8 in its memory, and stay as they are. Throws `DamageError`. */
export function decodeTable(bytes: Uint8Array): StoredTable {
  const reader = new ByteReader(bytes);
  const rowCount = reader.u32();
  const columnCount = reader.u32();
  const columns: StoredColumn[] = [];
  for (let i = 0; i < columnCount; i++) columns.push(decodeColumn(reader, rowCount));
  return { rowCount, columns, copy: () => decodeTable(bytes.slice()) };
}

/** The cells of a column that must be there and complete. */
export function cellsOf<T extends string | number>(
  table: StoredTable,
  name: string,
  type: 'string' | 'number',
): readonly T[] {
  const at = cellReader<T>(table, name, type);
  return Array.from({ length: table.rowCount }, (_, row) => at(row));
}

/** Reads single cells of a column that must be there and complete. Throws `DamageError`. */
export function cellReader<T extends string | number>(
  { rowCount, columns }: StoredTable,
  name: string,
  type: 'string' | 'number',
): (row: number) => T {
  const column = columns.find((c) => c.name === name);
  // Columns hold one type: the first cell speaks for all.
  if (rowCount > 0 && (!column?.isComplete || typeof column.at(0) !== type))
    throw new DamageError(`column ${name} is missing or incomplete`);
  return column?.at as (row: number) => T;
}

/**
 * The bytes of a complete column whose strings all have so many hexadecimal digits, as they lie there. Throws
 * `DamageError`.
 */
export function hexadecimalOf({ rowCount, columns }: StoredTable, name: string, digits: number): Buffer {
  const data = columns.find((c) => c.name === name)?.data;
  if (data?.type === ColumnType.Hex && data.digits === digits) return data.bytes;
  if (rowCount > 0) throw new DamageError(`column ${name} is missing or incomplete`);
  return Buffer.alloc(0);
}

/** The cells of a column that rows may lack. */
export function optionalCellsOf(table: StoredTable, name: string): readonly (Cell | undefined)[] {
  return table.columns.find((c) => c.name === name)?.cells ?? [];
}

function decodeColumn(reader: ByteReader, rowCount: number): StoredColumn {
  const type = reader.u8() as ColumnType;
  const hasGaps = reader.u8() === 1;
  const name = reader.text(reader.u16(), 'utf8');
  const bitmap = hasGaps ? reader.bytes(Math.ceil(rowCount / 8)) : undefined;
  const count = reader.u32();
  if (count > rowCount || (!hasGaps && count < rowCount)) throw new DamageError(`column ${name} has ${count} cells`);
  const { at, data } = readCells(reader, type, count);
  if (bitmap) return new DecodedColumn(name, rowCount, false, spread(at, bitmap, rowCount));
  return new DecodedColumn(name, rowCount, true, at, data);
}

interface ReadCells {
  at: CellOf;
  data?: ColumnData;
}

function readCells(reader: ByteReader, type: ColumnType, count: number): ReadCells {
  switch (type) {
    case ColumnType.Int32: {
      const integers = reader.i32s(count);
      return { at: (row) => integers[row], data: { type, integers } };
    }
    case ColumnType.Float64: {
      const numbers = reader.f64s(count);
      return { at: (row) => numbers[row] };
    }
    case ColumnType.Boolean: {
      const bytes = reader.bytes(count);
      return { at: (row) => bytes[row] === 1 };
    }
    case ColumnType.Hex: {
      const digits = reader.u8();
      const bytes = reader.bytes((count * digits) / 2);
      return { at: textCells(bytes, 'hex', 0.5, (row) => row * digits), data: { type, digits, bytes } };
    }
    case ColumnType.Dictionary:
      return readDictionary(reader, count);
    case ColumnType.Strings:
      return readStrings(reader, count);
    default:
      throw new DamageError(`column type ${type} is unknown`);
  }
}

/** Equal cells are one string. */
function readDictionary(reader: ByteReader, count: number): ReadCells {
  const size = reader.u32();
  if (size > count) throw new DamageError('a dictionary is larger than its column');
  const { at } = readStrings(reader, size);
  const entries = Array.from({ length: size }, (_, entry) => at(entry) as string);
  const ordinals = readUnsigned(reader, count, size - 1);
  for (let row = 0; row < count; row++)
    if (ordinals[row]! >= size) throw new DamageError('a dictionary entry is missing');
  return { at: (row) => entries[ordinals[row]!], data: { type: ColumnType.Dictionary, entries, ordinals } };
}

function readStrings(reader: ByteReader, count: number): ReadCells {
  const encoding = ENCODINGS[reader.u8()];
  if (!encoding) throw new DamageError('a text encoding is unknown');
  const sizeBytes = reader.u32();
  const lengths = readUnsigned(reader, count, reader.u32());
  const starts = new Uint32Array(count + 1);
  for (let row = 0; row < count; row++) starts[row + 1] = starts[row]! + lengths[row]!;
  const bytes = reader.bytes(sizeBytes);
  // How long UTF-8 is, only decoding tells; of the others each string is made when it is asked for, so that no text
  // stays in memory twice.
  const text = encoding === 'utf8' ? bytes.toString('utf8') : undefined;
  const width = encoding === 'latin1' ? 1 : 2;
  if (starts[count] !== (text?.length ?? sizeBytes / width))
    throw new DamageError('strings have other lengths than their text');
  const textOf = (first: number, end: number) =>
    text?.slice(starts[first], starts[end]) ?? bytes.toString(encoding, starts[first]! * width, starts[end]! * width);
  const data: ColumnData = { type: ColumnType.Strings, starts, textOf };
  if (text !== undefined) return { at: (row) => textOf(row, row + 1), data };
  return { at: textCells(bytes, encoding, width, (row) => starts[row]!), data };
}

/**
 * Cells that are made when they are asked for. `start`: where a cell begins in the whole text, whose characters take
 * `width` bytes each.
 */
function textCells(
  bytes: Buffer,
  encoding: BufferEncoding,
  width: number,
  start: (row: number) => number,
): (row: number) => string {
  let lastRow = Number.NaN;
  return (row) => {
    const isNext = row === lastRow + 1;
    lastRow = row;
    const text = scannedText(bytes, isNext ? encoding : undefined);
    return text === undefined
      ? bytes.toString(encoding, start(row) * width, start(row + 1) * width)
      : text.slice(start(row), start(row + 1));
  };
}

/**
 * The texts of columns that are read row by row, as when a shard is written or all its records are looked at: the last
 * few.
 */
const scanned: { bytes: Buffer; text: string }[] = [];
const MOST_SCANNED = 8;

/** Decodes it where an encoding is given. */
function scannedText(bytes: Buffer, encoding: BufferEncoding | undefined): string | undefined {
  for (const each of scanned) if (each.bytes === bytes) return each.text;
  if (!encoding) return undefined;
  const text = bytes.toString(encoding);
  if (scanned.push({ bytes, text }) > MOST_SCANNED) scanned.shift();
  return text;
}

/** In one, two or four bytes each, by the largest. */
function readUnsigned(reader: ByteReader, count: number, largest: number): Uint8Array | Uint16Array | Uint32Array {
  if (largest < 256) return reader.bytes(count);
  return largest < 65536 ? reader.u16s(count) : reader.u32s(count);
}

function spread(present: CellOf, bitmap: Uint8Array, rowCount: number): CellOf {
  let next = 0;
  const cells = Array.from({ length: rowCount }, (_, row) =>
    bitmap[row >> 3]! & (1 << (row & 7)) ? present(next++) : undefined,
  );
  return (row) => cells[row];
}
