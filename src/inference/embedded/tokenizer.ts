/**
 * Reads a text as rows of the vocabulary. The rules are those the weights were trained with, so they may only change
 * with the weights: identifiers fall apart at case and digits (`HTTPServer` -> http, server; `IDs` -> id), single
 * letters are dropped, a run of Hangul becomes its overlapping pairs of syllables, and an unknown word is cut into
 * known pieces.
 */
import type { Vocabulary } from './vocabulary';

/** A longer run of letters or digits is data, not a word; as in training. */
const MAX_WORD_LENGTH = 40;
const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;

/** Calls `visit` with each token's row, in the order of the text. */
export function readTokens(text: string, vocabulary: Vocabulary, visit: (row: number) => void): void {
  const length = text.length;
  let at = 0;
  while (at < length) {
    const code = text.charCodeAt(at);
    let end = at + 1;
    if (isLower(code)) {
      while (end < length && isLower(text.charCodeAt(end))) end++;
      readWord(text, at, end, vocabulary, visit);
    } else if (isUpper(code)) {
      while (end < length && isUpper(text.charCodeAt(end))) end++;
      const next = end < length ? text.charCodeAt(end) : 0;
      if (end - at >= 2 && next === 0x73 && !isLetter(end + 1 < length ? text.charCodeAt(end + 1) : 0)) {
        readWord(text, at, end, vocabulary, visit);
        end++;
      } else if (!isLower(next)) {
        readWord(text, at, end, vocabulary, visit);
      } else if (end - at > 1) {
        // The last capital begins the next word: HTTPServer.
        end--;
        readWord(text, at, end, vocabulary, visit);
      } else {
        while (end < length && isLower(text.charCodeAt(end))) end++;
        readWord(text, at, end, vocabulary, visit);
      }
    } else if (isDigit(code)) {
      while (end < length && isDigit(text.charCodeAt(end))) end++;
      readNumber(text, at, end, vocabulary, visit);
    } else if (code >= HANGUL_FIRST && code <= HANGUL_LAST) {
      while (end < length && isHangul(text.charCodeAt(end))) end++;
      readHangul(text, at, end, vocabulary, visit);
    }
    at = end;
  }
}

const buffer = new Uint16Array(MAX_WORD_LENGTH);

function readWord(
  text: string,
  start: number,
  end: number,
  vocabulary: Vocabulary,
  visit: (row: number) => void,
): void {
  const length = end - start;
  if (length < 2 || length > MAX_WORD_LENGTH) return;
  for (let i = 0; i < length; i++) buffer[i] = text.charCodeAt(start + i) | 0x20;
  const row = vocabulary.rowOf(buffer, 0, length);
  if (row >= 0) visit(row);
  else for (const piece of vocabulary.piecesOf(buffer, 0, length)) visit(piece);
}

function readNumber(
  text: string,
  start: number,
  end: number,
  vocabulary: Vocabulary,
  visit: (row: number) => void,
): void {
  const length = end - start;
  if (length > MAX_WORD_LENGTH) return;
  for (let i = 0; i < length; i++) buffer[i] = text.charCodeAt(start + i);
  const row = vocabulary.rowOf(buffer, 0, length);
  if (row >= 0) visit(row);
}

function readHangul(
  text: string,
  start: number,
  end: number,
  vocabulary: Vocabulary,
  visit: (row: number) => void,
): void {
  const width = end - start === 1 ? 1 : 2;
  for (let at = start; at + width <= end; at++) {
    for (let i = 0; i < width; i++) buffer[i] = text.charCodeAt(at + i);
    const row = vocabulary.rowOf(buffer, 0, width);
    if (row >= 0) visit(row);
  }
}

function isLower(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}
function isUpper(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}
function isLetter(code: number): boolean {
  return isLower(code | 0x20);
}
function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
function isHangul(code: number): boolean {
  return code >= HANGUL_FIRST && code <= HANGUL_LAST;
}
