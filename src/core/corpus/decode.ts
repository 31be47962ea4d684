/**
 * Bytes of a file to text. Never throws; knows UTF-8 and UTF-16 with and without a byte order mark, EUC-KR and Latin-1.
 * It does not guess other legacy encodings: their files are read as Latin-1, so that at least their ASCII words are
 * found.
 * The byte order mark is not part of the text, as in VS Code.
 */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'euc-kr' | 'latin1';

/** The text, or undefined when the bytes are not text. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } | undefined {
  if (hasPrefix(bytes, 0xff, 0xfe, 0, 0)) return undefined; // UTF-32: no editor of today writes it.
  if (hasPrefix(bytes, 0xef, 0xbb, 0xbf)) return asUtf8(bytes) ?? asLegacy(bytes);
  if (hasPrefix(bytes, 0xff, 0xfe)) return asUtf16(bytes, 'utf-16le', false);
  if (hasPrefix(bytes, 0xfe, 0xff)) return asUtf16(bytes, 'utf-16be', false);
  if (bytes.subarray(0, SNIFF_BYTES).includes(0)) {
    const order = utf16ByNulPattern(bytes);
    return order && asUtf16(bytes, order, true);
  }
  return asUtf8(bytes) ?? asLegacy(bytes);
}

/** git and ripgrep call a file binary that has a NUL in its first 8 kB. */
const SNIFF_BYTES = 8192;

function hasPrefix(bytes: Uint8Array, ...prefix: number[]): boolean {
  return prefix.every((byte, at) => bytes[at] === byte);
}

function asUtf8(bytes: Uint8Array): { text: string; encoding: Encoding } | undefined {
  const text = decodeStrictly(bytes, 'utf-8');
  return text === undefined ? undefined : { text, encoding: 'utf-8' };
}

/** An odd byte at the end (a file cut off) is dropped. A guess has to read as text, a byte order mark is believed. */
function asUtf16(
  bytes: Uint8Array,
  encoding: 'utf-16le' | 'utf-16be',
  isGuess: boolean,
): { text: string; encoding: Encoding } | undefined {
  const even = bytes.subarray(0, bytes.length & ~1);
  const text = decodeStrictly(even, encoding) ?? (isGuess ? undefined : new TextDecoder(encoding).decode(even));
  if (text === undefined || (isGuess && controlShare(text) > MAX_CONTROL_SHARE)) return undefined;
  return { text, encoding };
}

/** ASCII in UTF-16 has a NUL in one byte of each pair and never in the other. */
function utf16ByNulPattern(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(bytes.length & ~1, SNIFF_BYTES);
  if (length < MIN_GUESS_BYTES) return undefined;
  let evenNuls = 0;
  let oddNuls = 0;
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) evenNuls++;
    if (bytes[at + 1] === 0) oddNuls++;
  }
  const pairs = length / 2;
  if (oddNuls >= pairs * MIN_NUL_SHARE && evenNuls <= pairs * MAX_STRAY_NUL_SHARE) return 'utf-16le';
  if (evenNuls >= pairs * MIN_NUL_SHARE && oddNuls <= pairs * MAX_STRAY_NUL_SHARE) return 'utf-16be';
  return undefined;
}

/** A few bytes with NULs between them say nothing. */
const MIN_GUESS_BYTES = 8;

/** Korean prose in UTF-16 still has a space or a line end in every eighth character or so. */
const MIN_NUL_SHARE = 0.08;
const MAX_STRAY_NUL_SHARE = 0.005;

/** Share of control characters from which decoded bytes are no text: random bytes have about a tenth. */
const MAX_CONTROL_SHARE = 0.02;

function asLegacy(bytes: Uint8Array): { text: string; encoding: Encoding } | undefined {
  const korean = decodeStrictly(bytes, 'euc-kr');
  if (korean !== undefined && pairShare(korean) > 0.5) return { text: korean, encoding: 'euc-kr' };
  // ICU does not know the rare syllables of Microsoft's extension (cp949): a few lost ones are better than a file of
  // accents.
  const lossy = korean === undefined ? decodeLossily(bytes, 'euc-kr') : undefined;
  if (lossy !== undefined && pairShare(lossy) > 0.8) return { text: lossy, encoding: 'euc-kr' };
  const text = new TextDecoder('latin1').decode(bytes);
  return controlShare(text) > MAX_CONTROL_SHARE ? undefined : { text, encoding: 'latin1' };
}

/**
 * Share of Hangul in what is not ASCII. Western text can decode as EUC-KR by chance ("Größe" has a valid pair), but
 * then into rare Chinese characters.
 */
function pairShare(text: string): number {
  let hangul = 0;
  let other = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    if ((code >= 0xac00 && code <= 0xd7a3) || (code >= 0x3131 && code <= 0x318e)) hangul++;
    else other++;
  }
  return hangul === 0 ? 0 : hangul / (hangul + other);
}

function controlShare(text: string): number {
  const length = Math.min(text.length, SNIFF_BYTES);
  let controls = 0;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 0x20 && !(code >= 9 && code <= 13) && code !== 0x1b) || code === 0x7f) controls++;
  }
  return length === 0 ? 0 : controls / length;
}

/** Undefined when the bytes are not valid, or when this build of the runtime does not know the encoding. */
function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** With U+FFFD for what is not valid; undefined when this build of the runtime does not know the encoding. */
function decodeLossily(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    return undefined;
  }
}
