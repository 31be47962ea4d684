/**
 * Writes a column that is made of other columns' rows and a few new cells, as most columns of a shard are after an
 * edit: its bytes are copied run by run instead of read and written cell by cell. A large column keeps its type when a
 * few of its cells change.
 */
import type { ByteWriter } from './bytes';
import { encodeStrings, encodeUnsigned } from './cellEncoding';
import { ColumnType, type Run } from './table';

/** A column's type and what writes its cells. */
export interface CopiedColumn {
  type: ColumnType;
  write(writer: ByteWriter): void;
}

/** Undefined where the runs have no type in common: their cells must then be written one by one. */
export function copyRuns(runs: readonly Run[], count: number): CopiedColumn | undefined {
  const sample = runs.find((run) => 'column' in run)?.column.data;
  switch (sample?.type) {
    case ColumnType.Int32:
      return copyIntegers(runs, count);
    case ColumnType.Hex:
      return copyHexadecimal(runs, count, sample.digits);
    case ColumnType.Dictionary:
      return copyDictionary(runs, count);
    case ColumnType.Strings:
      return copyStrings(runs, count);
    default:
      return undefined;
  }
}

function copyIntegers(runs: readonly Run[], count: number): CopiedColumn | undefined {
  const integers = new Int32Array(count);
  let at = 0;
  for (const run of runs) {
    if ('cells' in run) {
      for (const cell of run.cells) {
        if (!Object.is(cell, (cell as number) | 0)) return undefined;
        integers[at++] = cell as number;
      }
      continue;
    }
    const { data } = run.column;
    if (data?.type !== ColumnType.Int32) return undefined;
    integers.set(data.integers.subarray(run.first, run.end), at);
    at += run.end - run.first;
  }
  return { type: ColumnType.Int32, write: (writer) => writer.array(integers) };
}

function copyHexadecimal(runs: readonly Run[], count: number, digits: number): CopiedColumn | undefined {
  const size = digits / 2;
  const bytes = Buffer.alloc(count * size);
  let at = 0;
  for (const run of runs) {
    if ('cells' in run) {
      for (const cell of run.cells as string[]) {
        if (cell.length !== digits || !/^[0-9a-f]*$/.test(cell)) return undefined;
        at += bytes.write(cell, at, 'hex');
      }
      continue;
    }
    const { data } = run.column;
    if (data?.type !== ColumnType.Hex || data.digits !== digits) return undefined;
    at += data.bytes.copy(bytes, at, run.first * size, run.end * size);
  }
  return {
    type: ColumnType.Hex,
    write(writer) {
      writer.u8(digits);
      writer.bytes(bytes);
    },
  };
}

/** Its entries in the order in which the rows name them, and no others. */
function copyDictionary(runs: readonly Run[], count: number): CopiedColumn | undefined {
  const indexes = new Map<string, number>();
  const indexOf = (entry: string): number => {
    const index = indexes.get(entry) ?? indexes.size;
    if (index === indexes.size) indexes.set(entry, index);
    return index;
  };
  const ordinals = new Uint32Array(count);
  let at = 0;
  for (const run of runs) {
    if ('cells' in run) {
      for (const cell of run.cells as string[]) ordinals[at++] = indexOf(cell);
      continue;
    }
    const { data } = run.column;
    if (data?.type !== ColumnType.Dictionary) return undefined;
    const known = new Int32Array(data.entries.length).fill(-1);
    for (let row = run.first; row < run.end; row++) {
      const entry = data.ordinals[row]!;
      if (known[entry]! < 0) known[entry] = indexOf(data.entries[entry]!);
      ordinals[at++] = known[entry]!;
    }
  }
  if (indexes.size > count / 2) return undefined;
  return {
    type: ColumnType.Dictionary,
    write(writer) {
      writer.u32(indexes.size);
      encodeStrings(writer, [...indexes.keys()]);
      encodeUnsigned(writer, ordinals, indexes.size - 1);
    },
  };
}

function copyStrings(runs: readonly Run[], count: number): CopiedColumn | undefined {
  const lengths = new Uint32Array(count);
  const texts: string[] = [];
  let at = 0;
  let longest = 0;
  for (const run of runs) {
    if ('cells' in run) {
      for (const cell of run.cells as string[]) {
        longest = Math.max(longest, cell.length);
        lengths[at++] = cell.length;
        texts.push(cell);
      }
      continue;
    }
    const { data } = run.column;
    if (data?.type !== ColumnType.Strings) return undefined;
    const { starts } = data;
    for (let row = run.first; row < run.end; row++) {
      const length = starts[row + 1]! - starts[row]!;
      if (length > longest) longest = length;
      lengths[at++] = length;
    }
    texts.push(data.textOf(run.first, run.end));
  }
  return { type: ColumnType.Strings, write: (writer) => encodeStrings(writer, texts, lengths, longest) };
}
