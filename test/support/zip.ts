/**
 * Writes the files of a folder as a `.zip`, deflated: as much of the format (PKWARE APPNOTE 6.3) as a test of reading
 * one needs.
 */
import fs from 'node:fs';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

const DEFLATED = 8;

export function writeZip(folder: string, file: string): void {
  const names = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const name of names) {
    const content = fs.readFileSync(path.join(folder, name));
    const packed = deflateRawSync(content, { level: 1 });
    // Version, flags, method, time, date, checksum, both sizes, length of the name: the same in both headers.
    const shared = Buffer.concat([
      ...[20, 0, DEFLATED, 0, 0].map(uint16),
      ...[crc32(content), packed.length, content.length].map(uint32),
      uint16(Buffer.byteLength(name)),
    ]);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, uint16(0), Buffer.from(name), packed]);
    const tail = Buffer.concat([...[0, 0, 0, 0].map(uint16), uint32(0), uint32(at), Buffer.from(name)]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), uint16(20), shared, tail]));
    files.push(local);
    at += local.length;
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0);
  const counts = [0, 0, names.length, names.length].map(uint16);
  const end = Buffer.concat([Buffer.from('PK\x05\x06'), ...counts, uint32(size), uint32(at), uint16(0)]);
  fs.writeFileSync(file, Buffer.concat([...files, ...directory, end]));
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
