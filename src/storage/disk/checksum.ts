/**
 * CRC-32 (the polynomial of zlib and PNG) over bytes: finds bit flips and torn writes; it is no protection against an
 * attacker.
 */
import * as zlib from 'node:zlib';

/** `previous`: the sum of the bytes that come before. About 3 GB/s. */
export function crc32(bytes: Uint8Array, previous = 0): number {
  return zlib.crc32(bytes, previous);
}
