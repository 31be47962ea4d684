/** The storage that Kindred ships with: everything in files of the user's machine, each of them an index of vectra. */
import path from 'node:path';
import { toEngineError } from './failure';
import { diskFiles, type Files } from './files';
import { IndexStore } from './indexStore';
import { KEPT_FOLDER, keep, readKept } from './kept';
import type { Storage } from './store';
import { trimVectors } from './vectorBudget';
import { VectorCache } from './vectorCache';

/** `files` is replaced in tests. */
export function embeddedStorage(files: Files = diskFiles): Storage {
  return {
    openStore: async (folder, options) => (await IndexStore.open(folder, { ...options, files })).store,
    openVectors: (folder, options) => VectorCache.open(folder, { ...options, files }),
    readKept: (folder, name, key) => readKept(files, path.join(folder, KEPT_FOLDER, name), key),
    keep: (folder, name, key, bytes) => keep(files, path.join(folder, KEPT_FOLDER, name), key, bytes),
    async trimVectors(folder, budgetBytes, open) {
      const inUse = new Set(open.map((store) => store.folder));
      try {
        return await trimVectors(files, folder, budgetBytes, (candidate) => inUse.has(candidate));
      } catch (error) {
        throw toEngineError(error, folder);
      }
    },
  };
}
