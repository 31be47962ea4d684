/**
 * Which repository a folder belongs to, so that its worktrees share what is worked out from texts. Reads at most two
 * small files of git's and runs nothing. What they say names a folder of our own and nothing else, so that a strange
 * `.git` can at most miss what it could share.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

/**
 * Part of a folder's name: the same for all worktrees of a repository, its sub-folders too; otherwise the folder's own.
 */
export async function repositoryKey(root: string): Promise<string> {
  const real = await fs.realpath(root).catch(() => path.resolve(root));
  const identity = (await gitFolder(real)) ?? real;
  return createHash('sha256').update(identity).digest('hex').slice(0, 20);
}

/**
 * The one git folder behind all worktrees: `.git` itself, or where a worktree's `.git` file leads to by way of
 * `commondir`.
 */
async function gitFolder(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = path.dirname(at)) {
    const git = path.join(at, '.git');
    const info = await fs.lstat(git).catch(() => undefined);
    if (info?.isDirectory()) return git;
    if (info?.isFile()) {
      const linked = /^gitdir: (.+)$/m.exec(await firstBytes(git))?.[1]?.trim();
      if (!linked) return undefined;
      const own = path.resolve(at, linked);
      const common = (await firstBytes(path.join(own, 'commondir'))).trim();
      return fs.realpath(common ? path.resolve(own, common) : own).catch(() => undefined);
    }
    if (path.dirname(at) === at) return undefined;
  }
}

const MOST_BYTES = 4096;

async function firstBytes(file: string): Promise<string> {
  try {
    const handle = await fs.open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}
