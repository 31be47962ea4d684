/**
 * Entry point of the downloader's own bundle: what brings a model, with the readers of archives. `loadDownload.ts`
 * loads it when a model is to be brought, so that neither the extension host nor the CLI has to carry it.
 */
import fs from 'node:fs';
import type { InstalledModel } from '../inference/installedModels';
import { EngineError } from '../protocol/errors';
import { importArchive } from './archive';
import { type ImportOptions, importModel } from './download';

export { downloadModel } from './download';

export interface ImportFilesOptions extends Omit<ImportOptions, 'fromDir'> {
  /** A folder or an archive. */
  from: string;
}

/** @throws EngineError badArguments, diskFull, canceled */
export async function importFiles({ from, ...options }: ImportFilesOptions): Promise<InstalledModel> {
  const found = await fs.promises.stat(from).catch((error: NodeJS.ErrnoException) => {
    throw new EngineError('badArguments', `${from} cannot be read`, error.code);
  });
  return found.isDirectory()
    ? importModel({ ...options, fromDir: from })
    : importArchive({ ...options, archive: from });
}
