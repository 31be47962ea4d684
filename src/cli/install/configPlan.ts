/** What would become of each file, worked out for all of them before the first one is written. */
import fs from 'node:fs';
import path from 'node:path';
import { EngineError } from '../../protocol/errors';
import { type ConfigEdit, ConfigError } from './configEdit';

export interface PlannedFile {
  file: string;
  what: string[];
  /** Undefined: the file is not there. */
  before: string | undefined;
  after: string | undefined;
}

/** Edits of one file go into one row. @throws EngineError badArguments that names the file, and nothing is written */
export function planFiles(edits: readonly ConfigEdit[], isRemoving: boolean): PlannedFile[] {
  const planned = new Map<string, PlannedFile>();
  for (const edit of edits) {
    const { file, what } = edit;
    let row = planned.get(file);
    if (!row) {
      const before = read(file);
      row = { file, what: [], before, after: before };
      planned.set(file, row);
    }
    row.what.push(what);
    try {
      if (!isRemoving) row.after = edit.add(row.after);
      else if (row.after !== undefined) row.after = edit.remove(row.after);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      throw new EngineError('badArguments', `${file}: ${error.message}. Nothing was changed.`);
    }
  }
  return [...planned.values()];
}

/** Each file at once or not at all. A link is followed: what it leads to is written. */
export function writeFile({ file, before, after }: PlannedFile): void {
  try {
    if (after === undefined) {
      removeFile(file);
      return;
    }
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const target = before === undefined ? file : fs.realpathSync(file);
    const temporary = `${target}.kindred-${process.pid}`;
    const mode = before === undefined ? 0o666 : fs.statSync(target).mode & 0o777;
    fs.writeFileSync(temporary, after, { mode });
    if (before !== undefined) fs.chmodSync(temporary, mode);
    fs.renameSync(temporary, target);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new EngineError('badArguments', `${file} could not be written`, code);
  }
}

/** With the folders that hold nothing else. */
function removeFile(file: string): void {
  fs.rmSync(file);
  const folder = path.dirname(file);
  // A skill has a folder of its own; those of the agents stay.
  if (path.basename(folder) === 'kindred' && fs.readdirSync(folder).length === 0) fs.rmdirSync(folder);
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new EngineError('badArguments', `${file} cannot be read`, code);
  }
}

/** The lines that differ, with `-` and `+`; what both have at the beginning and at the end is left out. */
export function differingLines({ before = '', after = '' }: Pick<PlannedFile, 'before' | 'after'>): string[] {
  const [old, next] = [linesOf(before), linesOf(after)];
  let first = 0;
  while (first < old.length && first < next.length && old[first] === next[first]) first++;
  let behind = 0;
  const most = Math.min(old.length, next.length) - first;
  while (behind < most && old.at(-1 - behind) === next.at(-1 - behind)) behind++;
  return [
    ...old.slice(first, old.length - behind).map((line) => `- ${line}`),
    ...next.slice(first, next.length - behind).map((line) => `+ ${line}`),
  ];
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
