/**
 * One writer per index folder. The holder owns the lock file with the highest number (`lock-7`) and touches it every
 * few seconds. To take over a stale `lock-7` is to create `lock-8`, which the file system lets exactly one do; the file
 * with the highest number is never removed, only marked as released, so a slow taker can never win with an outdated
 * number. Knows nothing of what it protects.
 */
import { readlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { EngineError, systemErrorCode } from '../../protocol/errors';
import { type Files, replaceFile } from './files';

const LockSchema = v.object({
  pid: v.number(),
  host: v.string(),
  startedMs: v.number(),
  /** Told apart from another holder in the same process. */
  token: v.string(),
  isReleased: v.boolean(),
});
type LockContent = v.InferOutput<typeof LockSchema>;

export interface LockTiming {
  heartbeatMs: number;
  /** A heartbeat further from now than this, in the past or (the clock was set back) in the future, is doubted. */
  staleMs: number;
  /**
   * For how long a doubted lock must stay untouched before it is taken: a holder that only slept or whose clock moved
   * shows itself.
   */
  observeMs: number;
}

export const DEFAULT_LOCK_TIMING: LockTiming = { heartbeatMs: 3000, staleMs: 30_000, observeMs: 7000 };

/** Who holds it, in words for a notice. */
export interface LockHolder {
  description: string;
}

/** A name with more digits is none of ours, and a holder a second reaches it in thirty years. */
const LAST_NUMBER = 999_999_999;

export class IndexLock {
  readonly #timer: NodeJS.Timeout;

  private constructor(
    private readonly files: Files,
    private readonly folder: string,
    /** Grows with every holder: fences names of files. */
    readonly number: number,
    private readonly content: LockContent,
    heartbeatMs: number,
  ) {
    this.#timer = setInterval(() => void this.#beat(), heartbeatMs);
    this.#timer.unref();
  }

  /** The lock, or who has it. Rejects with the system's error when the folder cannot be written. */
  static async acquire(
    files: Files,
    folder: string,
    timing: LockTiming = DEFAULT_LOCK_TIMING,
  ): Promise<IndexLock | LockHolder> {
    for (;;) {
      const highest = await highestNumber(files, folder);
      const holder = highest && (await liveHolder(files, lockPath(folder, highest), timing));
      if (holder) return holder;
      const number = highest + 1;
      if (number > LAST_NUMBER) throw new EngineError('indexNotWritable', folder, `lock-${highest}`);
      const content = {
        pid: process.pid,
        host: hostName(),
        startedMs: Date.now(),
        token: crypto.randomUUID(),
        isReleased: false,
      };
      // When somebody else was quicker, look again: it is theirs now.
      if (!(await files.create(lockPath(folder, number), Buffer.from(JSON.stringify(content))))) continue;
      if ((await highestNumber(files, folder)) !== number) {
        await files.remove(lockPath(folder, number));
        continue;
      }
      const lock = new IndexLock(files, folder, number, content, timing.heartbeatMs);
      await lock.#removeOlder();
      return lock;
    }
  }

  /** False when the folder was deleted or another process took over while this one did not run. */
  async isHeld(): Promise<boolean> {
    // A taker creates the next number before it removes this one.
    if (await this.files.info(lockPath(this.folder, this.number + 1))) return false;
    const found = await readLock(this.files, lockPath(this.folder, this.number));
    return found?.token === this.content.token && !found.isReleased;
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    if (!(await this.isHeld())) return;
    const released = Buffer.from(JSON.stringify({ ...this.content, isReleased: true }));
    await replaceFile(this.files, lockPath(this.folder, this.number), released);
  }

  async #beat(): Promise<void> {
    // A lost lock shows at the next `isHeld`; a failed touch only makes the lock older.
    await this.files.touch(lockPath(this.folder, this.number), Date.now()).catch(() => undefined);
  }

  async #removeOlder(): Promise<void> {
    for (const number of await lockNumbers(this.files, this.folder)) {
      if (number < this.number) await this.files.remove(lockPath(this.folder, number)).catch(() => undefined);
    }
  }
}

/** Undefined when the lock is free or its holder is gone. */
async function liveHolder(files: Files, file: string, timing: LockTiming): Promise<LockHolder | undefined> {
  const lock = await readLock(files, file);
  if (lock?.isReleased) return undefined;
  if (lock && lock.host === hostName() && !isProcessAlive(lock.pid)) return undefined;
  const description = lock ? `process ${lock.pid} on ${lock.host.split('/')[0]}` : 'another process';
  const first = await files.info(file);
  if (!first) return undefined;
  if (Math.abs(Date.now() - first.modifiedMs) <= timing.staleMs) return { description };
  await new Promise((resolve) => setTimeout(resolve, timing.observeMs));
  const later = await files.info(file);
  return later && later.modifiedMs !== first.modifiedMs ? { description } : undefined;
}

/** Undefined when the file is gone or was cut short by a crash. */
async function readLock(files: Files, file: string): Promise<LockContent | undefined> {
  try {
    const parsed = v.safeParse(LockSchema, JSON.parse((await files.read(file)).toString()));
    return parsed.success ? parsed.output : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function lockNumbers(files: Files, folder: string): Promise<number[]> {
  return (await files.list(folder)).flatMap((name) => {
    const number = /^lock-(\d{1,9})$/.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

async function highestNumber(files: Files, folder: string): Promise<number> {
  return (await lockNumbers(files, folder)).reduce((max, number) => Math.max(max, number), 0);
}

function lockPath(folder: string, number: number): string {
  return path.join(folder, `lock-${number}`);
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

/** The machine's name, and on Linux the namespace of its process ids: those of a container mean nothing outside it. */
function hostName(): string {
  if (process.platform !== 'linux') return os.hostname();
  try {
    return `${os.hostname()}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return os.hostname();
  }
}
