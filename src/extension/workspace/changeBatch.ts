/**
 * Collects changed paths of one folder until the disk is quiet, then hands them on in one go; a burst (a branch switch)
 * becomes one comparison of the whole folder, after git has done with it. Knows no VS Code. Invariant: of one folder at
 * most one flush runs at a time, and no path is lost.
 */
import fs from 'node:fs/promises';
import path from 'node:path';

export interface ChangeBatchOptions {
  /** `paths` is undefined for "compare everything". A rejection is the caller's to report; the batch goes on. */
  flush(paths: string[] | undefined): Promise<void>;
  /** How long the disk must be quiet. */
  quietMs?: number;
  /** A file that changes all the time (a log) must not hold back the others. */
  longestMs?: number;
  /** From this many paths on, walking the folder is cheaper than asking for each. */
  burst?: number;
  /**
   * Whether a tool is at work on the files that will say when it is done (git's lock): until then nothing is handed on.
   */
  isHeld?(): Promise<boolean>;
  /** A lock that was left behind must not hold for ever. */
  longestHeldMs?: number;
}

export interface ChangeBatch {
  add(path: string): void;
  addAll(): void;
  dispose(): void;
}

/**
 * git keeps this file while it writes a working tree: a checkout of thousands of files is one change, not one for each
 * pause in it.
 */
export function isGitAtWork(folder: string): Promise<boolean> {
  return fs.access(path.join(folder, '.git', 'index.lock')).then(
    () => true,
    () => false,
  );
}

/** Rules of ignoring changed: which documents exist is a question about the whole folder. */
const IGNORE_FILE = /(^|\/)\.(git|kindred)?ignore$|^\.git\/info\/exclude$/;
/** What git keeps for itself is no document; a new HEAD means another branch. */
const GIT_FOLDER = /^\.git(\/|$)/;
const GIT_HEAD = /^\.git\/HEAD$/;

export function createChangeBatch(options: ChangeBatchOptions): ChangeBatch {
  const { flush, quietMs = 400, longestMs = 5000, burst = 500, isHeld, longestHeldMs = 60_000 } = options;
  let paths = new Set<string>();
  let everything = false;
  let waitingSince = 0;
  let timer: NodeJS.Timeout | undefined;
  let flushing = false;
  let held = false;
  let disposed = false;

  function arm(): void {
    if (disposed || flushing || held) return;
    const now = Date.now();
    if (waitingSince === 0) waitingSince = now;
    clearTimeout(timer);
    timer = setTimeout(() => void send(), Math.max(0, Math.min(quietMs, waitingSince + longestMs - now)));
  }

  async function send(): Promise<void> {
    if (isHeld && Date.now() - waitingSince < longestHeldMs) {
      held = true;
      held = await isHeld().catch(() => false);
      if (disposed) return;
      if (held) {
        timer = setTimeout(() => void send(), quietMs);
        return;
      }
    }
    const batch = everything ? undefined : [...paths];
    paths = new Set();
    everything = false;
    waitingSince = 0;
    flushing = true;
    try {
      await flush(batch);
    } catch {
      // Reported by the flush itself; what comes next must still be sent.
    } finally {
      flushing = false;
      if (everything || paths.size > 0) arm();
    }
  }

  function addAll(): void {
    everything = true;
    paths = new Set();
    arm();
  }

  return {
    add(path) {
      if (IGNORE_FILE.test(path) || GIT_HEAD.test(path)) return addAll();
      if (GIT_FOLDER.test(path)) return;
      if (!everything) {
        paths.add(path);
        if (paths.size >= burst) return addAll();
      }
      arm();
    },
    addAll,
    dispose() {
      disposed = true;
      clearTimeout(timer);
    },
  };
}
