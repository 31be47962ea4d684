/**
 * One vector index as one file of bytes: a header, a table of sections with a checksum each, then the sections, each at
 * a multiple of 64, so that the vectors' planes can be used where they lie (or be mapped). Does no input or output.
 * Format: docs/index-format.md.
 */
import { VectorRows } from '../../core/vectors/rows';
import { crc32 } from '../disk/checksum';
import { DamageError, VersionError } from '../disk/failure';
import { decodeTable, type StoredTable } from './storedTable';
import type { Table } from './table';
import { encodeTable } from './tableWriter';

/** Raised with every change that an older reader would misread; the history is in docs/index-format.md. */
export const FORMAT_VERSION = 3;
/** Older versions that are read too; what is written is of today's. */
const READABLE_VERSIONS = [1, 2, FORMAT_VERSION];

export interface IndexFile {
  info: IndexInfo;
  dims: number;
  vectors: VectorRows;
  /** Per row: `id` unless each id is its row's number, `metadataFile` where vectra made one. */
  items: Table;
  /** Per row: the item's metadata, a column for each key and type. */
  metadata: Table;
  /** What vectra does not know: documents, the lexical segment. By name (at most 8 ASCII characters). */
  extras: ReadonlyMap<string, Uint8Array>;
}

export interface IndexInfo {
  /** vectra's own version of its index data. */
  version: number;
  metadataConfig: { indexed?: string[] };
  /** What the file belongs to: kind, fingerprint, shard. */
  properties: Record<string, string | number>;
}

/** ASCII, and CR LF behind it, so that a transfer in text mode is noticed. */
const MAGIC = Buffer.from('KNDRED\r\n', 'latin1');
const HEADER_SIZE = 32;
const SECTION_ENTRY_SIZE = 32;
const SECTION_NAME_SIZE = 8;
const ALIGNMENT = 64;
const CRC_OFFSET = 24;
const MAX_SECTIONS = 64;

export function encodeIndexFile(file: IndexFile): Buffer {
  return Buffer.concat(indexFileParts(file));
}

/**
 * The bytes of a file piece by piece, the header and the section table first; large ones are views of what the file is
 * made of.
 */
export function indexFileParts(file: IndexFile): [Buffer, ...Uint8Array[]] {
  const rowCount = file.metadata.rowCount;
  const { high, scales, low } = file.vectors;
  if (file.vectors.count !== rowCount || high.length !== rowCount * file.dims) {
    throw new RangeError(`${file.vectors.count} vectors of ${file.vectors.dims} are not ${rowCount} of ${file.dims}`);
  }
  const sections: [string, Uint8Array][] = [
    ['info', Buffer.from(JSON.stringify(file.info))],
    ['items', encodeTable(file.items)],
    ['meta', encodeTable(file.metadata)],
    ['scales', bytesOf(scales)],
    ['high', bytesOf(high)],
    ...(low ? [['low', bytesOf(low)] as [string, Uint8Array]] : []),
    ...file.extras,
  ];
  const header = Buffer.alloc(HEADER_SIZE + sections.length * SECTION_ENTRY_SIZE);
  MAGIC.copy(header, 0);
  header.writeUInt16LE(FORMAT_VERSION, 8);
  header.writeUInt16LE(sections.length, 10);
  header.writeUInt32LE(rowCount, 12);
  header.writeUInt32LE(file.dims, 16);
  const parts: [Buffer, ...Uint8Array[]] = [header];
  let end = header.length;
  for (const [i, [name, bytes]] of sections.entries()) {
    const entry = HEADER_SIZE + i * SECTION_ENTRY_SIZE;
    if (!/^[a-z]{1,8}$/.test(name)) throw new RangeError(`"${name}" cannot name a section`);
    const offset = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    header.write(name, entry, 'latin1');
    header.writeDoubleLE(offset, entry + 8);
    header.writeDoubleLE(bytes.byteLength, entry + 16);
    header.writeUInt32LE(crc32(bytes), entry + 24);
    parts.push(new Uint8Array(offset - end), bytes);
    end = offset + bytes.byteLength;
  }
  header.writeUInt32LE(headerChecksum(header, sections.length), CRC_OFFSET);
  return parts;
}

export interface StoredIndexFile extends IndexFile {
  items: StoredTable;
  metadata: StoredTable;
}

/**
 * Verifies every checksum. Tables, `vectors` (of today's format) and `extras` are views into `bytes`. Throws
 * `DamageError` or `VersionError`.
 */
export function decodeIndexFile(bytes: Buffer): StoredIndexFile {
  const buffer = bytes.byteOffset % 8 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
  const header = decodeHeader(buffer);
  const extras = new Map<string, Uint8Array>();
  for (const section of header.sections) extras.set(section.name, checkedSection(buffer, section));
  const take = (name: string): Uint8Array => {
    const found = extras.get(name);
    if (!found) throw new DamageError(`section ${name} is missing`);
    extras.delete(name);
    return found;
  };
  const info = JSON.parse(Buffer.from(take('info')).toString()) as IndexInfo;
  const items = decodeTable(take('items'));
  const metadata = decodeTable(take('meta'));
  const { rowCount, dims } = header;
  const vectors =
    header.version === 1 ? decodeFloats(take('vectors'), dims) : decodePlanes(take, extras.has('low'), dims);
  const hasAllRows = vectors.count === rowCount && vectors.high.length === rowCount * dims;
  if (metadata.rowCount !== rowCount || items.rowCount !== rowCount || !hasAllRows) {
    throw new DamageError('sections have different numbers of rows');
  }
  return { info, dims, vectors, items, metadata, extras };
}

/** Views, not copies. */
function decodePlanes(take: (name: string) => Uint8Array, hasLow: boolean, dims: number): VectorRows {
  const [scales, high, low] = [take('scales'), take('high'), hasLow ? take('low') : undefined];
  if (scales.byteLength % 4 > 0 || (low && low.byteLength !== high.byteLength * 2))
    throw new DamageError('sections have different numbers of rows');
  const steps = new Float32Array(scales.buffer, scales.byteOffset, scales.byteLength / 4);
  if (!steps.every(Number.isFinite)) throw new DamageError('a vector has a component that is no number');
  return new VectorRows(
    dims,
    new Int8Array(high.buffer, high.byteOffset, high.byteLength),
    steps,
    low && new Int16Array(low.buffer, low.byteOffset, high.byteLength),
  );
}

/** Format 1 kept the vectors as float32. */
function decodeFloats(bytes: Uint8Array, dims: number): VectorRows {
  if (dims === 0 ? bytes.byteLength > 0 : bytes.byteLength % (dims * 4) > 0)
    throw new DamageError('sections have different numbers of rows');
  const floats = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  if (!floats.every(Number.isFinite)) throw new DamageError('a vector has a component that is no number');
  return VectorRows.encode(floats, dims);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

export interface IndexFileHeader {
  version: number;
  rowCount: number;
  dims: number;
  sections: SectionEntry[];
  /** Covers the header and the checksums of all sections: names the file's whole content. */
  checksum: number;
}

export interface SectionEntry {
  name: string;
  offset: number;
  sizeBytes: number;
  checksum: number;
}

/** Reads and verifies the header and the section table, no section. Throws `DamageError` or `VersionError`. */
export function decodeHeader(buffer: Buffer): IndexFileHeader {
  if (buffer.length < HEADER_SIZE || !buffer.subarray(0, MAGIC.length).equals(MAGIC))
    throw new DamageError('not an index file');
  const sectionCount = buffer.readUInt16LE(10);
  const checksum = buffer.readUInt32LE(CRC_OFFSET);
  if (sectionCount > MAX_SECTIONS || buffer.length < HEADER_SIZE + sectionCount * SECTION_ENTRY_SIZE) {
    throw new DamageError('the header ends too early');
  }
  if (headerChecksum(buffer, sectionCount) !== checksum) throw new DamageError('the header has another checksum');
  const version = buffer.readUInt16LE(8);
  checkVersion(version);
  const sections = Array.from({ length: sectionCount }, (_, i) => {
    const entry = HEADER_SIZE + i * SECTION_ENTRY_SIZE;
    return {
      name: buffer.toString('latin1', entry, entry + SECTION_NAME_SIZE).replace(/\0+$/, ''),
      offset: buffer.readDoubleLE(entry + 8),
      sizeBytes: buffer.readDoubleLE(entry + 16),
      checksum: buffer.readUInt32LE(entry + 24),
    };
  });
  return { version, rowCount: buffer.readUInt32LE(12), dims: buffer.readUInt32LE(16), sections, checksum };
}

/** Throws `VersionError`. */
export function checkVersion(version: unknown): void {
  if (!READABLE_VERSIONS.includes(version as number))
    throw new VersionError(`format ${version} where ${READABLE_VERSIONS.join(', ')} are read`);
}

/**
 * As a plain `Uint8Array`: a `Buffer`'s `slice` does not copy, which surprises. Throws `DamageError` when a bit is
 * wrong.
 */
function checkedSection(buffer: Buffer, { name, offset, sizeBytes, checksum }: SectionEntry): Uint8Array {
  if (offset + sizeBytes > buffer.length) throw new DamageError(`section ${name} ends too early`);
  const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, sizeBytes);
  if (crc32(bytes) !== checksum) throw new DamageError(`section ${name} has another checksum`);
  return bytes;
}

/** Over the header and the section table, the place of the sum itself taken as zeroes. */
function headerChecksum(buffer: Buffer, sectionCount: number): number {
  const before = crc32(buffer.subarray(0, CRC_OFFSET));
  const place = crc32(Buffer.alloc(4), before);
  return crc32(buffer.subarray(CRC_OFFSET + 4, HEADER_SIZE + sectionCount * SECTION_ENTRY_SIZE), place);
}
