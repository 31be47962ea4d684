/**
 * The shape of a table: rows of primitives as typed columns, the form of chunk metadata and document records on disk.
 * `tableWriter.ts` writes a table as bytes, `storedTable.ts` reads it where it lies. Format: docs/index-format.md,
 * "Tables".
 */

export type Cell = string | number | boolean;

export interface Table {
  rowCount: number;
  columns: readonly Column[];
}

/** All cells of one type; `undefined` where a row has none. */
export interface Column {
  name: string;
  cells: readonly (Cell | undefined)[];
  /** Where most of the cells come from, so that they need not be read one by one. Complete columns alone have them. */
  runs?: readonly Run[];
}

/** Rows `first` to `end` (exclusive) of a stored column, or new cells. */
export type Run = { column: StoredColumn; first: number; end: number } | { cells: readonly Cell[] };

/** A column over the bytes of a table that was read. */
export interface StoredColumn extends Column {
  /** Whether every row has a cell. */
  readonly isComplete: boolean;
  at(row: number): Cell | undefined;
  /** What the cells are made from, where the column is complete and of one of these types. */
  readonly data?: ColumnData | undefined;
}

/** Views of the table's bytes. */
export type ColumnData =
  | { type: ColumnType.Int32; integers: Int32Array }
  /** The bytes of the strings' digits, one string's behind the other's. */
  | { type: ColumnType.Hex; digits: number; bytes: Buffer }
  | { type: ColumnType.Dictionary; entries: readonly string[]; ordinals: Uint8Array | Uint16Array | Uint32Array }
  /** `starts`: where each string begins in the text of all of them, and where the last one ends. */
  | { type: ColumnType.Strings; starts: Uint32Array; textOf(first: number, end: number): string };

/** Part of the format: the numbers never change. */
export enum ColumnType {
  Int32 = 1,
  Float64 = 2,
  Boolean = 3,
  Strings = 4,
  Dictionary = 5,
  Hex = 6,
}

/** By its number in the format. */
export const ENCODINGS = ['latin1', 'utf8', 'utf16le'] as const;
