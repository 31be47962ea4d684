/** Takes the rights of others from what an earlier version wrote with those of the umask. */
import { chmod, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

const OTHERS = 0o077;

/**
 * A folder of ours becomes 0700, and of what it holds what `isOurs` (by its name) 0600, with all below. Costs one look
 * where that is so already. What cannot be changed (another owner, a file system without rights) stays as it is: the
 * index works all the same.
 */
export async function makePrivate(folder: string, isOurs: (name: string) => boolean): Promise<void> {
  // On Windows the rights of the user's profile hold.
  if (process.platform === 'win32') return;
  const info = await stat(folder).catch(() => undefined);
  if (!info || (info.mode & OTHERS) === 0) return;
  // Inside first: a run that is cut short is made up for by the next.
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (!isOurs(entry.name)) continue;
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) await makePrivate(inside, () => true);
    else if (entry.isFile()) await chmod(inside, 0o600).catch(() => undefined);
  }
  await chmod(folder, 0o700).catch(() => undefined);
}
