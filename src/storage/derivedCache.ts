/**
 * Caches what was computed from an index (the map's coordinates) in a file beside it, under a key that names what it
 * was computed from. Where the key differs, or the file is damaged or missing, it is computed again.
 * Bytes: CRC-32 of all that follows, length of the key (both uint32, little-endian), the key, the content.
 */
import path from 'node:path';
import { crc32 } from './disk/checksum';
import { toEngineError } from './disk/failure';
import { type Files, replaceFile } from './disk/files';

/** Below the index folder; removed together with the index. */
export const DERIVED_FOLDER = 'kept';
const HEADER_BYTES = 8;

/** The content under this key; undefined when there is none. Never rejects. */
export async function readDerived(files: Files, file: string, key: string): Promise<Uint8Array | undefined> {
  const bytes = await files.read(file).catch(() => undefined);
  if (!bytes || bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== crc32(bytes.subarray(4))) return undefined;
  const keyEnd = HEADER_BYTES + bytes.readUInt32LE(4);
  return bytes.toString('utf8', HEADER_BYTES, keyEnd) === key ? bytes.subarray(keyEnd) : undefined;
}

/** Replaces the file's content. Rejects with an `EngineError` (`indexNotWritable`, `diskFull`). */
export async function writeDerived(files: Files, file: string, key: string, content: Uint8Array): Promise<void> {
  const name = Buffer.from(key);
  const bytes = Buffer.concat([Buffer.alloc(HEADER_BYTES), name, content]);
  bytes.writeUInt32LE(name.length, 4);
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  try {
    await files.makeFolder(path.dirname(file));
    await replaceFile(files, file, bytes);
  } catch (error) {
    throw toEngineError(error, file);
  }
}
