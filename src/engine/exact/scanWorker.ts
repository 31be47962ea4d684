/**
 * Entry point of a scanning thread: reads files and finds in which of their passages the conditions hold. A regular
 * expression may never return, so the thread counts the files that it has begun in memory that its owner reads, and may
 * be ended at any moment: it owns nothing.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { readDocument } from '../../core/corpus/classify';
import { sourceLine } from '../../core/corpus/notebookLines';
import { createMatcher, type Matcher } from '../../core/exact/findMatches';
import type { TextCondition } from '../../core/exact/textCondition';

export interface ScanSettings {
  /** One number: how many files were begun. */
  progress: Int32Array;
}

export interface ScanFile {
  root: string;
  /** Relative to the root. */
  path: string;
  /** What the editor has not saved, in place of the file. */
  unsaved?: string;
  /** Lines of the passages in question, 0-based and inclusive, in the order of the file. */
  startLines: Int32Array;
  endLines: Int32Array;
}

export interface ScanBatch {
  conditions: readonly TextCondition[];
  files: readonly ScanFile[];
}

/** Of each passage of a batch, one file after the other. */
export interface ScanReply {
  /** How many matches it has; -1: the conditions do not hold. */
  counts: Int32Array;
  /** The line of its first match; -1: it has none. */
  lines: Int32Array;
}

const { progress } = workerData as ScanSettings;

/** Few files are larger than a megabyte. */
const readBuffer = Buffer.allocUnsafeSlow(1 << 20);

parentPort!.on('message', ({ conditions, files }: ScanBatch) => {
  const passages = files.reduce((sum, { startLines }) => sum + startLines.length, 0);
  const reply: ScanReply = { counts: new Int32Array(passages).fill(-1), lines: new Int32Array(passages).fill(-1) };
  const matchers = conditions.map(createMatcher);
  const areBytesEnough = conditions.every(isOfBytes);
  let first = 0;
  for (const file of files) {
    Atomics.add(progress, 0, 1);
    const end = first + file.startLines.length;
    const isNotebook = file.path.toLowerCase().endsWith('.ipynb');
    const raw = file.unsaved ?? textOf(file, areBytesEnough && !isNotebook);
    const text = isNotebook
      ? raw
          ?.split('\n')
          .map((line) => sourceLine(line).replaceAll('\n', ' '))
          .join('\n')
      : raw;
    if (text !== undefined)
      judge(file, text, conditions, matchers, {
        counts: reply.counts.subarray(first, end),
        lines: reply.lines.subarray(first, end),
      });
    first = end;
  }
  parentPort!.postMessage(reply);
});

/**
 * Only ASCII is looked for, which in UTF-8 stands for itself, so that bytes need not be decoded: nothing in the
 * condition fits a letter beyond it, or one byte of it.
 */
function isOfBytes({ phrase, source, wholeWords }: TextCondition): boolean {
  const own = phrase ?? source!;
  const fitsOthers = source !== undefined && /\.|\[\^|\\[sSWDpPuxB]/.test(source);
  return !wholeWords && !fitsOthers && /^[\0-\x7f]+$/.test(own);
}

function textOf({ root, path: file }: ScanFile, areBytesEnough: boolean): string | undefined {
  try {
    const bytes = readBytes(path.join(root, file));
    if (isAscii(bytes)) return bytes.toString('latin1');
    if (isUtf8(bytes) && !bytes.includes(0))
      return areBytesEnough ? bytes.toString('latin1') : composed(bytes.toString('utf8').replace(/^\ufeff/, ''));
    const document = readDocument(bytes, file);
    return 'text' in document ? composed(document.text) : undefined;
  } catch {
    // Gone since it was indexed.
    return undefined;
  }
}

/** Letters with their accents in one, as questions have them. */
function composed(text: string): string {
  return text.normalize('NFC');
}

/** Valid until the next file is read: one buffer for all of them spares the time that a new one takes. */
function readBytes(absolute: string): Buffer {
  const descriptor = fs.openSync(absolute, 'r');
  try {
    const length = fs.readSync(descriptor, readBuffer, 0, readBuffer.length, 0);
    return length < readBuffer.length ? readBuffer.subarray(0, length) : fs.readFileSync(absolute);
  } finally {
    fs.closeSync(descriptor);
  }
}

function judge(
  file: ScanFile,
  text: string,
  conditions: readonly TextCondition[],
  matchers: readonly Matcher[],
  { counts, lines }: ScanReply,
): void {
  counts.fill(0);
  conditions.forEach(({ isNegative }, i) => {
    const found = passagesWith(file, text, matchers[i]!);
    for (let passage = 0; passage < counts.length; passage++) {
      const { count, line } = found.get(passage) ?? { count: 0, line: -1 };
      if (counts[passage]! < 0 || isNegative === count > 0) counts[passage] = -1;
      else counts[passage]! += count;
      if (lines[passage]! < 0) lines[passage] = line;
    }
  });
}

function passagesWith(
  { startLines, endLines }: ScanFile,
  text: string,
  matcher: Matcher,
): Map<number, { count: number; line: number }> {
  const found = new Map<number, { count: number; line: number }>();
  let line = 0;
  let nextLine = lineEnd(text, 0);
  let passage = 0;
  matcher(text, (start) => {
    for (; nextLine < start; nextLine = lineEnd(text, nextLine + 1)) line++;
    while (passage < endLines.length && endLines[passage]! < line) passage++;
    if (passage === endLines.length || startLines[passage]! > line) return;
    const known = found.get(passage);
    if (known) known.count++;
    else found.set(passage, { count: 1, line });
  });
  return found;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? Number.POSITIVE_INFINITY : end;
}
