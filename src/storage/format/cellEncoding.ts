/** The cells of one column as bytes, and which type of column holds them in the least space. */
import { ByteWriter, type TextEncoding } from './bytes';
import { type Cell, ColumnType, ENCODINGS } from './table';

export function encodeCells(writer: ByteWriter, type: ColumnType, cells: readonly (Cell | undefined)[]): void {
  switch (type) {
    case ColumnType.Int32:
      writer.array(Int32Array.from(cells as number[]));
      break;
    case ColumnType.Float64:
      writer.array(Float64Array.from(cells as number[]));
      break;
    case ColumnType.Boolean:
      writer.bytes(Uint8Array.from(cells, (cell) => (cell ? 1 : 0)));
      break;
    case ColumnType.Hex:
      writer.u8((cells[0] as string).length);
      writer.bytes(Buffer.from((cells as string[]).join(''), 'hex'));
      break;
    case ColumnType.Dictionary:
      encodeDictionary(writer, cells as string[]);
      break;
    case ColumnType.Strings:
      encodeStrings(writer, cells as string[]);
      break;
  }
}

export function typeOf(cells: readonly (Cell | undefined)[]): ColumnType {
  if (typeof cells[0] === 'boolean') return ColumnType.Boolean;
  // `| 0` differs from -0 by Object.is, which keeps the sign of zero.
  if (typeof cells[0] === 'number')
    return cells.every((n) => Object.is(n, (n as number) | 0)) ? ColumnType.Int32 : ColumnType.Float64;
  const strings = cells as readonly string[];
  if (isRepetitive(strings)) return ColumnType.Dictionary;
  const digits = strings[0]?.length ?? 0;
  if (digits === 0 || digits > 254) return ColumnType.Strings;
  return strings.every((s) => s.length === digits && /^(?:[0-9a-f]{2})+$/.test(s))
    ? ColumnType.Hex
    : ColumnType.Strings;
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

/**
 * One byte a character where all have one, else UTF-8, or UTF-16 when there are lone surrogates (cut emoji, odd file
 * names), which UTF-8 loses.
 */
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
