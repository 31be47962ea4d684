/**
 * Keeps the deep vectors of all repositories and models within a budget: the folders of vectors that were used least
 * recently go first, whole. A folder lies at `<folder of all>/<repository>/<model>`; its last use is the newest time
 * among its files, of which `used` is touched with every opening. What is removed is embedded again when it is needed;
 * a process that has it in memory notices at its next refresh.
 */
import path from 'node:path';
import type { Files } from '../disk/files';
import type { VectorUsage } from '../store';

export const USED_FILE = 'used';

interface VectorFolder {
  folder: string;
  sizeBytes: number;
  usedMs: number;
}

/** Removes until the rest fits; folders for which `isInUse` holds stay. */
export async function trimVectors(
  files: Files,
  all: string,
  budgetBytes: number,
  isInUse: (folder: string) => boolean,
): Promise<VectorUsage> {
  const folders = (await vectorFolders(files, all)).sort((a, b) => a.usedMs - b.usedMs);
  let sizeBytes = folders.reduce((sum, folder) => sum + folder.sizeBytes, 0);
  let removedBytes = 0;
  for (const { folder, sizeBytes: size } of folders) {
    if (sizeBytes <= budgetBytes) break;
    if (isInUse(folder)) continue;
    await files.remove(folder);
    sizeBytes -= size;
    removedBytes += size;
  }
  return { sizeBytes, removedBytes };
}

async function vectorFolders(files: Files, all: string): Promise<VectorFolder[]> {
  const found: VectorFolder[] = [];
  for (const repository of await files.list(all)) {
    for (const model of await files.list(path.join(all, repository))) {
      const folder = path.join(all, repository, model);
      const infos = await Promise.all((await files.list(folder)).map((name) => files.info(path.join(folder, name))));
      const sizes = infos.map((info) => info?.sizeBytes ?? 0);
      const times = infos.map((info) => info?.modifiedMs ?? 0);
      found.push({ folder, sizeBytes: sizes.reduce((a, b) => a + b, 0), usedMs: Math.max(0, ...times) });
    }
  }
  return found;
}
