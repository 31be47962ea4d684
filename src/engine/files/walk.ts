/**
 * Lists the files of a corpus: prunes what the rules leave out before descending, and judges each file by name and size
 * without opening it. Links are never followed: what they point to inside the folder is found where it lies, and the
 * rest is outside. Only regular files count. Invariant: what cannot be read becomes an entry with a reason and never
 * ends the walk; the order depends on the names alone.
 */
import { constants, type Dirent, promises as fs } from 'node:fs';
import path from 'node:path';
import { DEFAULT_MAX_FILE_SIZE_BYTES, judgeByName, type Skipped } from '../../core/corpus/classify';
import type { SkipReason } from '../../core/corpus/document';
import { languageOf } from '../../core/corpus/language';
import { EngineError } from '../../protocol/errors';
import { FolderReader } from './folderReader';
import { createPathRules, type PathRules } from './walkRules';

export { isIgnoreFile } from './walkRules';

export interface WalkOptions {
  /** Globs relative to the root, VS Code's syntax. */
  excludeGlobs?: readonly string[];
  maxFileSizeBytes?: number;
  /** Names differ by case only on Linux; default by platform. */
  ignoreCase?: boolean;
  /** Rules of `createWalkRules` to use and fill; default: new ones from these options. */
  rules?: PathRules;
  signal?: AbortSignal;
  /** Called now and then with the number of files found so far. */
  onProgress?: (files: number) => void;
}

export interface WalkEntry {
  /** Relative to the root, with `/`. */
  path: string;
  sizeBytes: number;
  modifiedMs: number;
  language: string;
  skipped?: SkipReason;
  note?: string;
}

/**
 * Files below `root`, ordered by path (code units). Throws `EngineError` (`folderNotFound`, `canceled`) and for nothing
 * else.
 */
export async function walk(root: string, options: WalkOptions = {}): Promise<WalkEntry[]> {
  await assertFolder(root);
  const rules = options.rules ?? createPathRules(root, options);
  const reader = new FolderReader();
  const files: WalkEntry[] = [];
  const folders = [''];
  let running = 0;

  await new Promise<void>((resolve, reject) => {
    const next = (): void => {
      if (options.signal?.aborted) {
        reject(new EngineError('canceled', root));
        return;
      }
      while (running < PARALLEL_FOLDERS && folders.length > 0) {
        running++;
        visitFolder(folders.pop()!).then(() => {
          running--;
          next();
        }, reject);
      }
      if (running === 0) resolve();
    };
    next();
  });
  return files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));

  async function visitFolder(folder: string): Promise<void> {
    await reader.yieldIfDue();
    let entries: Dirent[];
    try {
      entries = await reader.list(path.join(root, folder));
    } catch (error) {
      const entry = unreadable(folder, error);
      if (entry.skipped !== 'vanished') files.push(entry);
      return;
    }
    const isLeftOut = rules.enter(
      folder,
      entries.map((entry) => entry.name),
    );
    if (isLeftOut) return;
    const found: string[] = [];
    for (const entry of entries) {
      const relative = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) {
        if (!rules.isIgnoredItself(relative, true)) folders.push(relative);
      } else if (entry.isFile() && !rules.isIgnoredItself(relative, false)) found.push(relative);
    }
    for (let at = 0; at < found.length; at += FILES_AT_ONCE) {
      if (options.signal?.aborted) return;
      for (const file of await Promise.all(found.slice(at, at + FILES_AT_ONCE).map(examine))) files.push(file);
      options.onProgress?.(files.length);
      await reader.yieldIfDue();
    }
  }

  function examine(relative: string): Promise<WalkEntry> {
    return examineFile(root, relative, reader, options.maxFileSizeBytes);
  }
}

export interface WalkRules extends PathRules {
  /** What `walk` says of this path; undefined when it is ignored, gone, or not a regular file. */
  entry(relativePath: string): Promise<WalkEntry | undefined>;
}

/** The walk's judgment of single paths, for the events of a file watcher. The folder need not exist. */
export function createWalkRules(root: string, options: WalkOptions = {}): WalkRules {
  const rules = options.rules ?? createPathRules(root, options);
  return {
    ...rules,
    async entry(relativePath) {
      if (rules.isIgnored(relativePath)) return undefined;
      const entry = await examineFile(root, relativePath, new FolderReader(), options.maxFileSizeBytes);
      return entry.skipped === 'vanished' || entry.note === NOT_REGULAR ? undefined : entry;
    },
  };
}

async function examineFile(
  root: string,
  relativePath: string,
  reader: FolderReader,
  maxFileSizeBytes = DEFAULT_MAX_FILE_SIZE_BYTES,
): Promise<WalkEntry> {
  try {
    const stat = await reader.stat(path.join(root, relativePath));
    const file: WalkEntry = {
      path: relativePath,
      sizeBytes: stat.size,
      modifiedMs: stat.mtimeMs,
      language: languageOf(relativePath),
    };
    if (!stat.isFile()) return { ...file, skipped: 'unreadable', note: NOT_REGULAR };
    return Object.assign(file, judgeByName(relativePath, stat.size, maxFileSizeBytes));
  } catch (error) {
    return unreadable(relativePath, error);
  }
}

/**
 * The bytes of a file found by the walk, or why there are none: it may have gone, grown or become something else since.
 * Throws nothing. Links are not followed, and a pipe in the file's place does not block.
 */
export async function readCorpusFile(
  root: string,
  relativePath: string,
  maxFileSizeBytes = DEFAULT_MAX_FILE_SIZE_BYTES,
): Promise<Uint8Array | Skipped> {
  try {
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const handle = await fs.open(path.join(root, relativePath), flags);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) return { skipped: 'unreadable', note: NOT_REGULAR };
      return judgeByName(relativePath, stat.size, maxFileSizeBytes) ?? (await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch (error) {
    return reasonOf(error);
  }
}

const NOT_REGULAR = 'not a regular file';

/** Node serves file-system calls with four threads; more folders than that keep them busy while results are handled. */
const PARALLEL_FOLDERS = 8;
/** A folder of 100,000 files is looked at in portions. */
const FILES_AT_ONCE = 64;

async function assertFolder(root: string): Promise<void> {
  try {
    if ((await fs.stat(root)).isDirectory()) return;
  } catch (error) {
    throw new EngineError('folderNotFound', root, codeOf(error));
  }
  throw new EngineError('folderNotFound', root, 'ENOTDIR');
}

function unreadable(relativePath: string, error: unknown): WalkEntry {
  return { path: relativePath, sizeBytes: 0, modifiedMs: 0, language: languageOf(relativePath), ...reasonOf(error) };
}

function reasonOf(error: unknown): Skipped {
  const code = codeOf(error);
  const note = (error instanceof Error ? error.message : String(error)).replace(/, \w+ '[\s\S]*$/, '');
  if (code === 'ENOENT' || code === 'ENOTDIR') return { skipped: 'vanished', note };
  if (code === 'ENAMETOOLONG') return { skipped: 'pathTooLong', note };
  return { skipped: 'unreadable', note };
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? '';
}
