import { createLocalStorage } from '../storage/localStorage';
import type { Storage } from '../storage/store';

/** Indexes that another process keeps up to date: they are followed, and never written, not even a lock. */
export function createReaderStorage(): Storage {
  const storage = createLocalStorage();
  return { ...storage, openStore: (folder, options) => storage.openStore(folder, { ...options, readOnly: true }) };
}
