/** The storage that Kindred ships with: everything in files of the user's machine, each of them an index of vectra. */
import path from 'node:path';
import { DERIVED_FOLDER, readDerived, writeDerived } from './derivedCache';
import { toEngineError } from './disk/failure';
import { diskFiles, type Files } from './disk/files';
import { IndexStore } from './indexStore';
import type { Storage } from './store';
import { trimVectors } from './vectors/vectorBudget';
import { VectorCache } from './vectors/vectorCache';

/** `files` is replaced in tests. */
export function createLocalStorage(files: Files = diskFiles): Storage {
  return {
    openStore: async (folder, options) => (await IndexStore.open(folder, { ...options, files })).store,
    openVectors: (folder, options) => VectorCache.open(folder, { ...options, files }),
    readDerived: (folder, name, key) => readDerived(files, path.join(folder, DERIVED_FOLDER, name), key),
    writeDerived: (folder, name, key, bytes) =>
      writeDerived(files, path.join(folder, DERIVED_FOLDER, name), key, bytes),
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
