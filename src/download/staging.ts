/**
 * The folder beside a model's place in which its files are collected until all are there and checked; then it takes
 * that place in one rename. One process at a time works in it. Invariant: a model that was installed stays usable until
 * its successor is whole.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  type InstalledFile,
  type InstalledModel,
  installedModel,
  stagingDir,
  writeMarker,
} from '../inference/installedModels';
import { type ModelPreset, repositoryOf } from '../inference/presets';
import { EngineError, isDiskFull, systemErrorCode } from '../protocol/errors';

export interface Staging {
  readonly dir: string;
  /** The commit that the files already there were taken from, when the preset names a branch. */
  commit: string | undefined;
  /** Path of a model's file in the staging folder; its parent exists. */
  pathOf(file: string): string;
  rememberCommit(commit: string): void;
  install(files: InstalledFile[]): Promise<InstalledModel>;
  /** Lets others in again; what is there already stays. */
  release(): void;
}

const SOURCE = 'source.json';
const LOCK = 'lock';
const HEARTBEAT_MS = 5000;
const STALE_LOCK_MS = 30_000;
/** Room left for everything else on the disk. */
const SPARE_BYTES = 64e6;

/** @throws EngineError downloadFailed when another process is at it, or the folder cannot be written */
export async function openStaging(preset: ModelPreset, targetDir: string): Promise<Staging> {
  const dir = stagingDir(targetDir);
  await writable(dir, () => fs.promises.mkdir(dir, { recursive: true, mode: 0o700 }));
  const unlock = await writable(dir, async () => lock(path.join(dir, LOCK), preset.id));
  const source = readSource(dir);
  if (source?.id !== repositoryOf(preset) || source.revision !== preset.revision) {
    emptyExceptLock(dir);
    writeSource(dir, { id: repositoryOf(preset), revision: preset.revision });
  }
  const staging: Staging = {
    dir,
    commit: readSource(dir)?.commit,
    pathOf(file) {
      const target = path.join(dir, ...file.split('/'));
      fs.mkdirSync(path.dirname(target), { recursive: true });
      return target;
    },
    rememberCommit(commit) {
      staging.commit = commit;
      writeSource(dir, { id: repositoryOf(preset), revision: preset.revision, commit });
    },
    async install(files) {
      await writeMarker(dir, { ...preset, revision: staging.commit ?? preset.revision }, files);
      fs.rmSync(path.join(dir, SOURCE), { force: true });
      unlock();
      await writable(targetDir, () => takePlace(dir, targetDir));
      const model = installedModel(targetDir);
      if (!model) throw new EngineError('downloadFailed', targetDir, 'the installed files cannot be read back');
      return model;
    },
    release: unlock,
  };
  return staging;
}

/** @throws EngineError diskFull before a byte is written that would not fit */
export async function checkSpace(
  dir: string,
  neededBytes: number,
  freeBytes: (dir: string) => Promise<number>,
): Promise<void> {
  const free = await freeBytes(dir);
  if (free >= neededBytes + SPARE_BYTES) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  throw new EngineError('diskFull', dir, `${megabytes(neededBytes + SPARE_BYTES)} needed, ${megabytes(free)} free`);
}

/** Asked synchronously: while a body waits to be read, a connection that is cut takes what had arrived with it. */
export async function freeBytesAt(dir: string): Promise<number> {
  const { bavail, bsize } = fs.statfsSync(dir);
  return bavail * bsize;
}

async function takePlace(from: string, to: string): Promise<void> {
  const old = `${to}.old`;
  await fs.promises.rm(old, { recursive: true, force: true });
  const replaces = fs.existsSync(to);
  if (replaces) await fs.promises.rename(to, old);
  try {
    await fs.promises.rename(from, to);
  } catch (error) {
    if (replaces) await fs.promises.rename(old, to);
    throw error;
  }
  await fs.promises.rm(old, { recursive: true, force: true, maxRetries: 3 });
}

/** Locks the folder or throws. The lock of a process that is gone, or has not touched it for long, is taken over. */
function lock(file: string, id: string): () => void {
  const taken = () => new EngineError('downloadFailed', id, 'another window is downloading it');
  if (isHeld(file)) throw taken();
  fs.rmSync(file, { force: true });
  try {
    fs.writeFileSync(file, JSON.stringify({ pid: process.pid, host: os.hostname() }), { flag: 'wx' });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? taken() : error;
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    fs.utimes(file, now, now, () => undefined);
  }, HEARTBEAT_MS).unref();
  return () => {
    clearInterval(heartbeat);
    fs.rmSync(file, { force: true });
  };
}

function isHeld(file: string): boolean {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat || Date.now() - stat.mtimeMs > STALE_LOCK_MS) return false;
  try {
    const { pid, host } = JSON.parse(fs.readFileSync(file, 'utf8')) as { pid: number; host: string };
    if (host === os.hostname()) process.kill(pid, 0);
    return true;
  } catch (error) {
    // ESRCH: its process is gone. Any other error (no right to signal it, a half-written file) means that one is there.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

interface Source {
  id: string;
  revision: string;
  commit?: string;
}

function readSource(dir: string): Source | undefined {
  try {
    return JSON.parse(fs.readFileSync(path.join(dir, SOURCE), 'utf8')) as Source;
  } catch {
    return undefined;
  }
}

function writeSource(dir: string, source: Source): void {
  fs.writeFileSync(path.join(dir, SOURCE), JSON.stringify(source));
}

function emptyExceptLock(dir: string): void {
  for (const entry of fs.readdirSync(dir)) {
    if (entry !== LOCK) fs.rmSync(path.join(dir, entry), { recursive: true, force: true });
  }
}

async function writable<T>(target: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof EngineError) throw error;
    const cause = systemErrorCode(error) || String(error);
    throw new EngineError(isDiskFull(error) ? 'diskFull' : 'downloadFailed', target, cause);
  }
}
