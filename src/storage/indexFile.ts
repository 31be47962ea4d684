/**
 * One vector index as one file of bytes: a header, a table of sections with a checksum each, then the sections, each at a multiple of 64,
 * so that the vectors can be used where they lie (or be mapped). Does no input or output. Format: docs/index-format.md.
 */
import { crc32 } from './checksum';
import { DamageError, VersionError } from './failure';
import { decodeTable, encodeTable, type Table } from './table';

/** Raised with every change that an older reader would misread; the history is in docs/index-format.md. */
export const FORMAT_VERSION = 1;

export interface IndexFile {
  info: IndexInfo;
  dims: number;
  /** Row-major, `rowCount * dims`. */
  vectors: Float32Array;
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
  const rowCount = file.metadata.rowCount;
  if (file.vectors.length !== rowCount * file.dims) {
    throw new RangeError(`${file.vectors.length} numbers are not ${rowCount} vectors of ${file.dims}`);
  }
  const sections: [string, Uint8Array][] = [
    ['info', Buffer.from(JSON.stringify(file.info))],
    ['items', encodeTable(file.items)],
    ['meta', encodeTable(file.metadata)],
    ['vectors', new Uint8Array(file.vectors.buffer, file.vectors.byteOffset, file.vectors.byteLength)],
    ...file.extras,
  ];
  const offsets: number[] = [];
  let end = HEADER_SIZE + sections.length * SECTION_ENTRY_SIZE;
  for (const [, bytes] of sections) {
    const offset = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    offsets.push(offset);
    end = offset + bytes.byteLength;
  }
  const buffer = Buffer.alloc(end);
  MAGIC.copy(buffer, 0);
  buffer.writeUInt16LE(FORMAT_VERSION, 8);
  buffer.writeUInt16LE(sections.length, 10);
  buffer.writeUInt32LE(rowCount, 12);
  buffer.writeUInt32LE(file.dims, 16);
  for (const [i, [name, bytes]] of sections.entries()) {
    const entry = HEADER_SIZE + i * SECTION_ENTRY_SIZE;
    if (!/^[a-z]{1,8}$/.test(name)) throw new RangeError(`"${name}" cannot name a section`);
    buffer.write(name, entry, 'latin1');
    buffer.writeDoubleLE(offsets[i]!, entry + 8);
    buffer.writeDoubleLE(bytes.byteLength, entry + 16);
    buffer.writeUInt32LE(crc32(bytes), entry + 24);
    buffer.set(bytes, offsets[i]!);
  }
  buffer.writeUInt32LE(headerChecksum(buffer, sections.length), CRC_OFFSET);
  return buffer;
}

/** Verifies every checksum. `vectors` and `extras` are views into `bytes`. Throws `DamageError` or `VersionError`. */
export function decodeIndexFile(bytes: Buffer): IndexFile {
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
  const floats = take('vectors');
  const { rowCount, dims } = header;
  if (metadata.rowCount !== rowCount || items.rowCount !== rowCount || floats.byteLength !== rowCount * dims * 4) {
    throw new DamageError('sections have different numbers of rows');
  }
  const vectors = new Float32Array(floats.buffer, floats.byteOffset, rowCount * dims);
  return { info, dims, vectors, items, metadata, extras };
}

export interface IndexFileHeader {
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

/** Enough bytes from the start of any file to hold its header. */
export const HEADER_READ_SIZE = HEADER_SIZE + MAX_SECTIONS * SECTION_ENTRY_SIZE;

/** Reads and verifies the header alone, from the file's first `HEADER_READ_SIZE` bytes (fewer when it is shorter). */
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
  if (version !== FORMAT_VERSION) throw new VersionError(`format ${version} where ${FORMAT_VERSION} is read`);
  const sections = Array.from({ length: sectionCount }, (_, i) => {
    const entry = HEADER_SIZE + i * SECTION_ENTRY_SIZE;
    return {
      name: buffer.toString('latin1', entry, entry + SECTION_NAME_SIZE).replace(/\0+$/, ''),
      offset: buffer.readDoubleLE(entry + 8),
      sizeBytes: buffer.readDoubleLE(entry + 16),
      checksum: buffer.readUInt32LE(entry + 24),
    };
  });
  return { rowCount: buffer.readUInt32LE(12), dims: buffer.readUInt32LE(16), sections, checksum };
}

/** Throws `DamageError` when these are not the section's bytes. */
export function checkSection(bytes: Uint8Array, { name, sizeBytes, checksum }: SectionEntry): Uint8Array {
  if (bytes.byteLength !== sizeBytes) throw new DamageError(`section ${name} ends too early`);
  if (crc32(bytes) !== checksum) throw new DamageError(`section ${name} has another checksum`);
  return bytes;
}

/** As a plain `Uint8Array`: a `Buffer`'s `slice` does not copy, which surprises. */
function checkedSection(buffer: Buffer, section: SectionEntry): Uint8Array {
  const { offset, sizeBytes } = section;
  if (offset + sizeBytes > buffer.length) throw new DamageError(`section ${section.name} ends too early`);
  return checkSection(new Uint8Array(buffer.buffer, buffer.byteOffset + offset, sizeBytes), section);
}

/** Over the header and the section table, the place of the sum itself taken as zeroes. */
function headerChecksum(buffer: Buffer, sectionCount: number): number {
  const before = crc32(buffer.subarray(0, CRC_OFFSET));
  const place = crc32(Buffer.alloc(4), before);
  return crc32(buffer.subarray(CRC_OFFSET + 4, HEADER_SIZE + sectionCount * SECTION_ENTRY_SIZE), place);
}
