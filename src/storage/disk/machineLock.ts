/**
 * One deep indexer at a time on a machine, whatever the number of windows and editors: a lock that one process holds
 * and the others wait for. Uses the index's own lock on a folder that all of them share. Where that folder cannot be
 * written, every process acquires it: deep indexing then runs in several windows at once, which costs time and nothing
 * else.
 */
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { diskFiles } from './files';
import { IndexLock } from './lock';

export interface MachineLock {
  /** True when this process holds the lock now. Cheap to ask again and again. */
  tryAcquire(): Promise<boolean>;
  release(): Promise<void>;
}

/** A lock that was lost while the machine slept is noticed after so long. */
const CHECK_EVERY_MS = 10_000;

export function createMachineLock(folder: string): MachineLock {
  let lock: IndexLock | undefined;
  let checkedAtMs = 0;
  let isLockless = false;
  return {
    async tryAcquire() {
      if (isLockless) return true;
      if (lock && Date.now() - checkedAtMs < CHECK_EVERY_MS) return true;
      checkedAtMs = Date.now();
      try {
        if (lock) {
          if (await lock.isHeld()) return true;
          await lock.release();
          lock = undefined;
        }
        await fs.mkdir(folder, { recursive: true, mode: 0o700 });
        const answer = await IndexLock.acquire(diskFiles, folder);
        if (answer instanceof IndexLock) lock = answer;
        return lock !== undefined;
      } catch {
        isLockless = true;
        return true;
      }
    },
    async release() {
      const held = lock;
      lock = undefined;
      await held?.release().catch(() => undefined);
    },
  };
}

/** Below the user's cache folder, one for each machine that shares a home. */
export function machineFolder(cacheFolder: string): string {
  return path.join(cacheFolder, 'machines', os.hostname());
}
