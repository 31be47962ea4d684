/**
 * Writes a table (`table.ts`) as bytes. Knows no names or meanings of columns. A repeated string is stored once;
 * hexadecimal digits take half a byte each. Format: docs/index-format.md, "Tables".
 */
import { ByteWriter } from './bytes';
import { encodeCells, typeOf } from './cellEncoding';
import { copyRuns } from './columnRuns';
import type { Cell, Column, ColumnType, Table } from './table';

/** Fewer rows are written cell by cell: the type that suits them best changes with each of them. */
const FEWEST_COPIED = 256;

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

function encodeHead(writer: ByteWriter, name: string, type: ColumnType, hasGaps: boolean): void {
  writer.u8(type);
  writer.u8(hasGaps ? 1 : 0);
  writer.u16(Buffer.byteLength(name));
  writer.text(name, 'utf8');
}

function bitmapOf(cells: readonly (Cell | undefined)[]): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(cells.length / 8));
  for (let row = 0; row < cells.length; row++) if (cells[row] !== undefined) bitmap[row >> 3]! |= 1 << (row & 7);
  return bitmap;
}
