/** A file as it is named in the terminal, with the lines meant. */
import { badArguments } from './flags';

/** Lines 0-based and inclusive. `endLine` absent: the definition around `startLine`; both absent: the whole file. */
export interface FileTarget {
  file: string;
  startLine?: number;
  endLine?: number;
}

/**
 * `src/app.ts`, `src/app.ts:42` or `src/app.ts:42-60`, lines 1-based as people read them. A drive letter's colon is not
 * a line.
 */
export function parseTarget(text: string): FileTarget {
  const match = /^(.+?):(\d+)(?:-(\d+))?$/.exec(text);
  if (!match) return { file: text };
  const [, file = '', first = '', last] = match;
  const startLine = Number(first) - 1;
  const endLine = last === undefined ? undefined : Number(last) - 1;
  if (startLine < 0 || (endLine !== undefined && endLine < startLine)) {
    throw badArguments(
      `The lines of ${text} are not a range: lines count from 1 and the last is not before the first.`,
    );
  }
  return endLine === undefined ? { file, startLine } : { file, startLine, endLine };
}
