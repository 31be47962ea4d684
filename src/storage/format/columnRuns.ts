/**
 * A column that is made of another one's rows and a few new cells, as most of a shard is after an edit: its bytes are copied run by run instead of
 * read and written cell by cell. What is written is the form of `table.ts`; which type a large column has does not change with a few cells.
 */
import type { ByteWriter } from './bytes';
import type { StoredColumn } from './storedTable';
import { type Cell, encodeStrings, encodeUnsigned, Type } from './table';

/** Rows `first` to `end` of a stored column, or new cells. */
export type Run = { column: StoredColumn; first: number; end: number } | { cells: readonly Cell[] };

/** What writes the cells of a type; undefined where the runs have no form in common: then the cells are to be written one by one. */
export function copyRuns(
  runs: readonly Run[],
  count: number,
): { type: Type; write(writer: ByteWriter): void } | undefined {
  const sample = runs.find((run) => 'column' in run)?.column.data;
  switch (sample?.type) {
    case Type.Int32:
      return copyIntegers(runs, count);
    case Type.Hex:
      return copyHexadecimal(runs, count, sample.digits);
    case Type.Dictionary:
      return copyDictionary(runs, count);
    case Type.Strings:
      return copyStrings(runs, count);
    default:
      return undefined;
  }
}

function copyIntegers(runs: readonly Run[], count: number): ReturnType<typeof copyRuns> {
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
    if (data?.type !== Type.Int32) return undefined;
    integers.set(data.integers.subarray(run.first, run.end), at);
    at += run.end - run.first;
  }
  return { type: Type.Int32, write: (writer) => writer.array(integers) };
}

function copyHexadecimal(runs: readonly Run[], count: number, digits: number): ReturnType<typeof copyRuns> {
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
    if (data?.type !== Type.Hex || data.digits !== digits) return undefined;
    at += data.bytes.copy(bytes, at, run.first * size, run.end * size);
  }
  return {
    type: Type.Hex,
    write(writer) {
      writer.u8(digits);
      writer.bytes(bytes);
    },
  };
}

/** Its entries in the order in which the rows name them, and no others. */
function copyDictionary(runs: readonly Run[], count: number): ReturnType<typeof copyRuns> {
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
    if (data?.type !== Type.Dictionary) return undefined;
    const known = new Int32Array(data.entries.length).fill(-1);
    for (let row = run.first; row < run.end; row++) {
      const entry = data.ordinals[row]!;
      if (known[entry]! < 0) known[entry] = indexOf(data.entries[entry]!);
      ordinals[at++] = known[entry]!;
    }
  }
  if (indexes.size > count / 2) return undefined;
  return {
    type: Type.Dictionary,
    write(writer) {
      writer.u32(indexes.size);
      encodeStrings(writer, [...indexes.keys()]);
      encodeUnsigned(writer, ordinals, indexes.size - 1);
    },
  };
}

function copyStrings(runs: readonly Run[], count: number): ReturnType<typeof copyRuns> {
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
    if (data?.type !== Type.Strings) return undefined;
    const { starts } = data;
    for (let row = run.first; row < run.end; row++) {
      const length = starts[row + 1]! - starts[row]!;
      if (length > longest) longest = length;
      lengths[at++] = length;
    }
    texts.push(data.textOf(run.first, run.end));
  }
  return { type: Type.Strings, write: (writer) => encodeStrings(writer, texts, lengths, longest) };
}
