/**
 * Takes a model over from a folder or from an archive, whichever stands at the path. The readers of archives (archive.ts) are a bundle of their own,
 * loaded when one is to be read: neither the extension host nor a search in the terminal has to carry them.
 */
import fs from 'node:fs';
import path from 'node:path';
import { EngineError } from '../core/errors';
import type { InstalledModel } from '../inference/installed';
import { type ImportOptions, importModel } from './download';

export interface ImportFilesOptions extends Omit<ImportOptions, 'fromDir'> {
  from: string;
  /** The folder of the bundles, `dist`. */
  bundleDir: string;
}

/** @throws EngineError badArguments, diskFull, cancelled */
export async function importFiles({ from, bundleDir, ...options }: ImportFilesOptions): Promise<InstalledModel> {
  const found = await fs.promises.stat(from).catch((error: NodeJS.ErrnoException) => {
    throw new EngineError('badArguments', `${from} cannot be read`, error.code);
  });
  if (found.isDirectory()) return importModel({ ...options, fromDir: from });
  const { importArchive }: typeof import('./archive') = require(path.join(bundleDir, 'archive.cjs'));
  return importArchive({ ...options, archive: from }).catch((error: EngineError) => {
    // The other bundle has a class of its own by the same name.
    throw error.code ? new EngineError(error.code, error.value, error.detail) : error;
  });
}
