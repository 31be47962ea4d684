/**
 * One deep indexer at a time on a machine, whatever the number of windows and editors: a turn that one process has and the others wait for.
 * Uses the index's own lock on a folder that all of them share. A folder that cannot be written gives everybody a turn: a machine without one
 * works as before.
 */
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { diskFiles } from './files';
import { IndexLock } from './lock';

export interface MachineLock {
  /** True when this process has the turn now. Cheap to ask again and again. */
  take(): Promise<boolean>;
  give(): Promise<void>;
}

/** A lock that was lost while the machine slept is noticed after so long. */
const CHECK_EVERY_MS = 10_000;

export function createMachineLock(folder: string): MachineLock {
  let lock: IndexLock | undefined;
  let checkedAtMs = 0;
  let isLockless = false;
  return {
    async take() {
      if (isLockless) return true;
      if (lock && Date.now() - checkedAtMs < CHECK_EVERY_MS) return true;
      checkedAtMs = Date.now();
      try {
        if (lock) {
          if (await lock.isHeld()) return true;
          await lock.release();
          lock = undefined;
        }
        await fs.mkdir(folder, { recursive: true });
        const answer = await IndexLock.acquire(diskFiles, folder);
        if (answer instanceof IndexLock) lock = answer;
        return lock !== undefined;
      } catch {
        isLockless = true;
        return true;
      }
    },
    async give() {
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
