/** Where the CLI keeps indexes and looks for models when it is not told: the platform's cache folder. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../engine/machine/cacheFolder';

/** One folder per indexed folder, named by a hash so that long paths stay short. Links to the same folder share it. */
export function indexFolder(root: string, base = path.join(cacheFolder(), 'indexes')): string {
  const real = fs.existsSync(root) ? fs.realpathSync(root) : root;
  return path.join(base, createHash('sha256').update(real).digest('hex').slice(0, 16));
}

/** Deep vectors of all repositories. */
export function vectorsFolder(indexesFolder?: string): string {
  return path.join(indexesFolder ?? cacheFolder(), 'vectors');
}

export function modelsFolder(): string {
  return path.join(cacheFolder(), 'models');
}
