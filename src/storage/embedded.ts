/** The storage that Kindred ships with: everything in files of the user's machine, each of them an index of vectra. */
import { diskFiles, type Files } from './files';
import { IndexStore } from './indexStore';
import type { Storage } from './store';
import { VectorCache } from './vectorCache';

/** `files` is replaced in tests. */
export function embeddedStorage(files: Files = diskFiles): Storage {
  return {
    openStore: async (folder, options) => (await IndexStore.open(folder, { ...options, files })).store,
    openVectors: (folder, options) => VectorCache.open(folder, { ...options, files }),
  };
}
