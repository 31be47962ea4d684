/** Where the CLI keeps indexes and looks for models when it is not told: the platform's cache folder. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
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

/** One folder per indexed folder, named by a hash so that long paths stay short. Links to the same folder share it. */
export function indexFolder(root: string, base = path.join(cacheFolder(), 'indexes')): string {
  const real = fs.existsSync(root) ? fs.realpathSync(root) : root;
  return path.join(base, createHash('sha256').update(real).digest('hex').slice(0, 16));
}

export function modelsFolder(): string {
  return path.join(cacheFolder(), 'models');
}
