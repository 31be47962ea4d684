/** Loads the downloader's bundle, `download.cjs`, when a model is to be brought; the callers do not carry it. */
import path from 'node:path';
import type { InstalledModel } from '../inference/installedModels';
import { EngineError } from '../protocol/errors';
import type { DownloadOptions } from './download';
import type { ImportFilesOptions } from './main';

/** `bundleDir`: the folder of the bundles, `dist`. @throws EngineError downloadFailed, diskFull, canceled */
export function downloadModel(bundleDir: string, options: DownloadOptions): Promise<InstalledModel> {
  return load(bundleDir).downloadModel(options).catch(rethrow);
}

/** @throws EngineError badArguments, diskFull, canceled */
export function importFiles(bundleDir: string, options: ImportFilesOptions): Promise<InstalledModel> {
  return load(bundleDir).importFiles(options).catch(rethrow);
}

function load(bundleDir: string): typeof import('./main') {
  return require(path.join(bundleDir, 'download.cjs'));
}

/** The other bundle has a class of its own by the same name. */
function rethrow(error: EngineError): never {
  throw error.name === 'EngineError' ? new EngineError(error.code, error.value, error.detail) : error;
}
