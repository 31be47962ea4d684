/**
 * The text of chunks, read from the files as they are now and decoded as they were indexed. Keeps the last few files,
 * so that the results of one search read each file once. A file that has gone gives undefined; one that has changed
 * gives what now stands on the chunk's lines.
 */
import fs from 'node:fs';
import path from 'node:path';
import { readDocument } from '../../core/corpus/classify';
import type { ChunkRecord } from '../../core/snapshot';

/** Files cached, and for how long one is trusted without a look at its time of change. */
const MAX_FILES = 64;
const TRUST_MS = 500;

/** A text with the offset of the start of each line; no text: the file has gone, or is none. */
export interface LinedText {
  text: string | undefined;
  lineStarts: number[];
}

interface CachedFile extends LinedText {
  modifiedMs: number;
  checkedAt: number;
}

export class Passages {
  private readonly files = new Map<string, CachedFile>();

  /** `unsaved` stands for the file where the editor has another text of it. */
  readSync(
    root: string,
    file: string,
    { startLine, endLine }: Pick<ChunkRecord, 'startLine' | 'endLine'>,
    unsaved?: LinedText,
  ): string | undefined {
    const { text, lineStarts } = unsaved ?? this.file(path.join(root, file), file);
    const start = lineStarts[startLine];
    if (text === undefined || start === undefined) return undefined;
    return text.slice(start, lineStarts[endLine + 1] ?? text.length);
  }

  /** To be called when files are known to have changed. */
  forget(): void {
    this.files.clear();
  }

  private file(absolute: string, name: string): CachedFile {
    const now = performance.now();
    const cached = this.files.get(absolute);
    if (cached && now - cached.checkedAt < TRUST_MS) return cached;
    const modifiedMs = fs.statSync(absolute, { throwIfNoEntry: false })?.mtimeMs ?? -1;
    const file = cached?.modifiedMs === modifiedMs ? cached : read(absolute, name, modifiedMs);
    file.checkedAt = now;
    this.files.delete(absolute);
    this.files.set(absolute, file);
    if (this.files.size > MAX_FILES) this.files.delete(this.files.keys().next().value!);
    return file;
  }
}

function read(absolute: string, name: string, modifiedMs: number): CachedFile {
  let text: string | undefined;
  try {
    const document = readDocument(fs.readFileSync(absolute), name);
    text = 'text' in document ? document.text : undefined;
  } catch {
    text = undefined;
  }
  return { ...lined(text), modifiedMs, checkedAt: 0 };
}

export function lined(text: string | undefined): LinedText {
  const lineStarts = [0];
  if (text !== undefined)
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { text, lineStarts };
}
