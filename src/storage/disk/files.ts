/**
 * The few file operations that storage rests on, as an interface, so that tests can fill the disk, cut a write short or
 * pull the plug. Knows nothing of indexes. Invariant: when `write` or `replaceFile` resolves, the bytes have reached
 * the disk.
 */
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../protocol/errors';

export interface FileInfo {
  sizeBytes: number;
  modifiedMs: number;
  isFolder: boolean;
}

export interface Files {
  /** The whole file in a buffer of its own (offset 0, so that typed arrays can look into it). */
  read(file: string): Promise<Buffer>;
  /** Fewer bytes than asked for when the file ends before. */
  readRange(file: string, offset: number, length: number): Promise<Buffer>;
  /**
   * Creates or overwrites with these bytes one after the other, and fsyncs. Not atomic: for names that nothing refers
   * to yet.
   */
  write(file: string, ...parts: readonly Uint8Array[]): Promise<void>;
  /** Creates the file with these bytes; false when it exists already. Exactly one of several callers gets true. */
  create(file: string, bytes: Uint8Array): Promise<boolean>;
  /** Replaces what is at `to`. */
  rename(from: string, to: string): Promise<void>;
  /** A file or a folder with all it holds; nothing happens when it is not there. */
  remove(fileOrFolder: string): Promise<void>;
  /** Names in a folder; none when it is not there. */
  list(folder: string): Promise<string[]>;
  info(fileOrFolder: string): Promise<FileInfo | undefined>;
  /** With its parents, durably; nothing happens when it is there. */
  makeFolder(folder: string): Promise<void>;
  /** Makes creations, renames and removals in the folder durable. */
  syncFolder(folder: string): Promise<void>;
  /** Sets the modification time. Rejects when the file is not there. */
  touch(file: string, timeMs: number): Promise<void>;
}

/** Atomic: after a crash at any moment the file has its old bytes or the new ones. */
export async function replaceFile(files: Files, file: string, ...parts: readonly Uint8Array[]): Promise<void> {
  const temporary = `${file}${TEMPORARY_SUFFIX}`;
  try {
    await files.write(temporary, ...parts);
    await files.rename(temporary, file);
  } catch (error) {
    await files.remove(temporary).catch(() => undefined);
    throw error;
  }
  await files.syncFolder(path.dirname(file));
}

export const TEMPORARY_SUFFIX = '.tmp';

/** What an index holds is the text of its files: nobody but its user reads it, whatever the umask. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

export const diskFiles: Files = {
  async read(file) {
    return withHandle(file, 'r', async (handle) => readFully(handle, 0, (await handle.stat()).size));
  },
  readRange(file, offset, length) {
    return withHandle(file, 'r', (handle) => readFully(handle, offset, length));
  },
  async write(file, ...parts) {
    await withHandle(file, 'w', async (handle) => {
      await writeFully(handle, parts);
      await handle.sync();
    });
  },
  async create(file, bytes) {
    try {
      await withHandle(file, 'wx', async (handle) => {
        try {
          await handle.writeFile(bytes);
        } catch (error) {
          // A full disk: an empty file would say that somebody was first.
          await rm(file, { force: true });
          throw error;
        }
      });
      return true;
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') return false;
      throw error;
    }
  },
  rename: (from, to) => retryWhileBusy(() => rename(from, to)),
  remove: (fileOrFolder) => rm(fileOrFolder, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 }),
  async list(folder) {
    try {
      return await readdir(folder);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return [];
      throw error;
    }
  },
  async info(fileOrFolder) {
    try {
      const found = await stat(fileOrFolder);
      return { sizeBytes: found.size, modifiedMs: found.mtimeMs, isFolder: found.isDirectory() };
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  },
  makeFolder,
  syncFolder,
  async touch(file, timeMs) {
    await utimes(file, timeMs / 1000, timeMs / 1000);
  },
};

/**
 * Not with `recursive`: Node 20 then never ends where the system answers ENOENT below a folder that exists (seen in
 * /proc).
 */
async function makeFolder(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  try {
    await mkdir(folder, PRIVATE_FOLDER);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code !== 'ENOENT' || parent === folder) throw error;
    await makeFolder(parent);
    await mkdir(folder, PRIVATE_FOLDER).catch((again: unknown) => {
      if (systemErrorCode(again) !== 'EEXIST') throw again;
    });
  }
  await syncFolder(parent);
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot fsync a folder and keeps the order of renames by itself.
  if (process.platform === 'win32') return;
  await withHandle(folder, 'r', (handle) => handle.sync()).catch((error: unknown) => {
    // Some network systems refuse with EINVAL; a folder above the index may not be ours to read.
    if (!['EINVAL', 'EACCES', 'EPERM'].includes(systemErrorCode(error))) throw error;
  });
}

/**
 * On Windows a virus scanner or a reader that holds the file for a moment makes a rename fail with one of these.
 * Waiting a little is the known cure; after about 0.6 s the error is the user's to know.
 */
export async function retryWhileBusy(
  operation: () => Promise<void>,
  delaysMs = [10, 20, 40, 80, 160, 320],
): Promise<void> {
  for (const delayMs of delaysMs) {
    try {
      await operation();
      return;
    } catch (error) {
      if (!['EPERM', 'EBUSY', 'EACCES'].includes(systemErrorCode(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
  await operation();
}

async function withHandle<T>(file: string, flags: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, flags, PRIVATE_FILE);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

async function readFully(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === length ? buffer : buffer.subarray(0, filled);
}

/** In as few calls as the system allows: each costs a turn of Node's thread pool. */
async function writeFully(handle: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  let rest = parts.filter(({ byteLength }) => byteLength > 0);
  while (rest.length > 0) {
    let { bytesWritten } = await handle.writev(rest);
    while (rest.length > 0 && bytesWritten >= rest[0]!.byteLength) {
      bytesWritten -= rest[0]!.byteLength;
      rest = rest.slice(1);
    }
    if (bytesWritten > 0) rest = [rest[0]!.subarray(bytesWritten), ...rest.slice(1)];
  }
}
