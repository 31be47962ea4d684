/**
 * The platform's folder for what can be made anew: where the CLI keeps indexes and models, and where processes of one
 * user meet.
 */
import os from 'node:os';
import path from 'node:path';

/** XDG Base Directory Specification on Linux; Apple's and Microsoft's guidelines for caches elsewhere. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const home = os.homedir();
  if (platform === 'win32')
    return path.join(env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), 'kindred', 'Cache');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'kindred');
  return path.join(env.XDG_CACHE_HOME || path.join(home, '.cache'), 'kindred');
}
