/**
 * Downloads a model from the hub or a mirror, or takes it over from a folder: the only code in Kindred that talks to a
 * network, and only when its caller (who has asked the user) says so. It shows nothing and decides nothing about
 * consent. `fetch` is given by the caller because the extension host's knows the user's proxy and certificates.
 * Invariant: what gets installed has the size and hash that the preset, or else the hub, names.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type InstalledFile, type InstalledModel, installedModel } from '../inference/installedModels';
import { hasSameUse, type ModelFile, type ModelPreset, repositoryOf, weightsOf } from '../inference/presets';
import { EngineError } from '../protocol/errors';
import { isToken } from './accessToken';
import type { RequestLog } from './networkLog';
import { checkSpace, freeBytesAt, openStaging, type Staging } from './staging';
import { type Announcement, forgetPart, transfer } from './transfer';
import { formFault, pageFault, sha256Of } from './verify';

export interface ModelProgress {
  /** The file at hand, e.g. `onnx/model_quantized.onnx`. */
  file: string;
  /** Over all files. */
  loadedBytes: number;
  /** Over all files; grows while the server has not yet told the size of each. */
  totalBytes: number;
}

export interface DownloadOptions {
  preset: ModelPreset;
  /** The model's own folder, from `modelDir` in src/inference/installedModels.ts. */
  targetDir: string;
  /** From `modelEndpoint` in src/inference/presets.ts, e.g. `https://huggingface.co`. */
  endpoint: string;
  fetch: typeof globalThis.fetch;
  /** For gated models; sent to the endpoint's origin alone. */
  token?: string;
  signal: AbortSignal;
  onProgress?(progress: ModelProgress): void;
  /** Every request that goes out, for the network log. */
  onRequest?: RequestLog;
  /** Default 30 seconds without a byte. */
  stallMs?: number;
  /** Default 1 second. */
  retryDelayMs?: number;
  /** The longest `Retry-After` that is obeyed; default 1 minute. */
  maxWaitMs?: number;
  freeBytes?(dir: string): Promise<number>;
}

export interface ImportOptions {
  preset: ModelPreset;
  /** Holds the model's files as the hub lays them out, or side by side. */
  fromDir: string;
  targetDir: string;
  signal: AbortSignal;
  onProgress?(progress: ModelProgress): void;
  freeBytes?(dir: string): Promise<number>;
}

/** Browsers open six connections to a host; the weights are one file, and most of what there is. */
const FILES_AT_ONCE = 4;

/** @throws EngineError downloadFailed, diskFull, canceled */
export async function downloadModel(options: DownloadOptions): Promise<InstalledModel> {
  const { preset, signal, targetDir } = options;
  checkAddress(options);
  return collect(options, async (staging, progress) => {
    const bring = async (file: ModelFile, within: AbortSignal) => {
      const there = await alreadyThere(staging, file, within);
      const done = there ?? (await downloadFile({ ...options, signal: within }, staging, file, progress));
      progress.finish(file, done.sizeBytes);
      return done;
    };
    // The first answer names the commit that the others come from, and fails at little cost where nothing can be had.
    const [first, ...others] = preset.files;
    return [await bring(first!, signal), ...(await mapConcurrently(others, signal, bring))];
  }).catch((error) => {
    throw signal.aborted ? new EngineError('canceled', targetDir) : error;
  });
}

/** @throws EngineError downloadFailed; what a token holds is never part of a message */
function checkAddress({ endpoint, token }: DownloadOptions): void {
  if (!/^https?:\/\/[^/]/.test(endpoint) || !URL.canParse(endpoint))
    throw new EngineError('downloadFailed', endpoint, 'it is no address of a server');
  if (token !== undefined && !isToken(token))
    throw new EngineError('downloadFailed', endpoint, 'the access token holds characters that no token has');
}

/** `FILES_AT_ONCE` at a time, results in the items' order. The first error stops the others and is thrown. */
async function mapConcurrently<T, R>(
  items: readonly T[],
  signal: AbortSignal,
  act: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const stop = new AbortController();
  const within = AbortSignal.any([signal, stop.signal]);
  const results: R[] = [];
  const errors: unknown[] = [];
  let next = 0;
  const work = async () => {
    while (next < items.length && errors.length === 0) {
      const at = next++;
      results[at] = await act(items[at]!, within);
    }
  };
  const worker = () =>
    work().catch((error) => {
      errors.push(error);
      stop.abort();
    });
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, worker));
  if (errors.length > 0) throw errors[0];
  return results;
}

/** For machines without a network. @throws EngineError badArguments, diskFull, canceled */
export async function importModel(options: ImportOptions): Promise<InstalledModel> {
  const { preset, fromDir, signal } = options;
  const unfit = (detail: string) =>
    new EngineError('badArguments', `The folder ${fromDir} does not hold the model ${preset.id}`, detail);
  return collect(options, async (staging, progress) => {
    const files: InstalledFile[] = [];
    for (const file of preset.files) {
      const source = [file.path, path.basename(file.path)]
        .map((name) => path.join(fromDir, name))
        .find((candidate) => fs.existsSync(candidate));
      if (!source) throw unfit(`${file.path} is missing`);
      const target = staging.pathOf(file.path);
      await fs.promises.copyFile(source, target);
      const checked = await check(target, file, {}, signal);
      if ('fault' in checked) throw unfit(`${file.path}: ${checked.fault}`);
      progress.finish(file, checked.sizeBytes);
      files.push(checked);
    }
    return files;
  }).catch((error) => {
    throw signal.aborted ? new EngineError('canceled', fromDir) : error;
  });
}

/**
 * What download and import share: an installed model is left as it is, one process at a time collects the files, the
 * disk has room for them, and the model is installed whole or not at all.
 */
async function collect(
  options: DownloadOptions | ImportOptions,
  bring: (staging: Staging, progress: Progress) => Promise<InstalledFile[]>,
): Promise<InstalledModel> {
  const { preset, targetDir, signal } = options;
  if (signal.aborted) throw new EngineError('canceled', targetDir);
  const present = installedModel(targetDir);
  if (present && isSameModel(present, preset)) return present;
  const staging = await openStaging(preset, targetDir);
  try {
    const progress = new Progress(preset, options.onProgress);
    const missing = preset.files.reduce((sum, file) => sum + missingBytes(staging, file), 0);
    await checkSpace(staging.dir, missing, options.freeBytes ?? freeBytesAt);
    const files = await bring(staging, progress);
    return await staging.install(files);
  } finally {
    staging.release();
  }
}

/** The same commit, settings and, where the preset names them, hashes. A branch may have moved: it is asked again. */
function isSameModel(present: InstalledModel, preset: ModelPreset): boolean {
  const hasHash = (file: ModelFile) =>
    present.files.some((one) => one.path === file.path && one.sha256 === file.sha256);
  return (
    present.id === preset.id &&
    hasSameUse(present.preset, preset) &&
    present.preset.revision === preset.revision &&
    weightsOf(present.preset) === weightsOf(preset) &&
    preset.files.every((file) => file.sha256 === undefined || hasHash(file))
  );
}

async function downloadFile(
  options: DownloadOptions,
  staging: Staging,
  file: ModelFile,
  progress: Progress,
): Promise<InstalledFile> {
  const { preset, signal } = options;
  const revision = encodeURIComponent(staging.commit ?? preset.revision);
  const url = `${options.endpoint}/${repositoryOf(preset)}/resolve/${revision}/${file.path}`;
  const target = staging.pathOf(file.path);
  const part = `${target}.part`;
  const announced = await transfer({
    url,
    part,
    sizeBytes: file.sizeBytes,
    fetch: options.fetch,
    token: options.token,
    signal,
    stallMs: options.stallMs ?? 30_000,
    retryDelayMs: options.retryDelayMs ?? 1000,
    maxWaitMs: options.maxWaitMs ?? 60_000,
    checkRoom: (bytes) => checkSpace(staging.dir, bytes, options.freeBytes ?? freeBytesAt),
    onBytes: (loaded, total) => progress.advance(file, loaded, total),
    onRequest: options.onRequest ?? (() => () => undefined),
  });
  const checked = await check(part, file, announced, signal);
  if ('fault' in checked) {
    forgetPart(part);
    throw new EngineError('downloadFailed', url, `${checked.fault}; it was thrown away`);
  }
  await fs.promises.rename(part, target);
  forgetPart(part);
  // From here on all files come from this commit, also when the branch moves meanwhile.
  if (announced.commit && announced.commit !== preset.revision) staging.rememberCommit(announced.commit);
  return checked;
}

/** A file that an earlier, unfinished download brought and checked. */
async function alreadyThere(
  staging: Staging,
  file: ModelFile,
  signal: AbortSignal,
): Promise<InstalledFile | undefined> {
  const target = staging.pathOf(file.path);
  if (!fs.existsSync(target)) return undefined;
  const checked = await check(target, file, {}, signal);
  return 'fault' in checked ? undefined : checked;
}

/** The file's size and hash, or what is wrong with it in words. */
async function check(
  target: string,
  file: ModelFile,
  announced: Announcement,
  signal: AbortSignal,
): Promise<InstalledFile | { fault: string }> {
  const { size } = await fs.promises.stat(target);
  const page = await pageFault(target);
  if (page) return { fault: page };
  const expectedSize = file.sizeBytes ?? announced.sizeBytes;
  if (expectedSize !== undefined && size !== expectedSize)
    return { fault: `it has ${size} bytes instead of ${expectedSize}` };
  const sha256 = await sha256Of(target, signal);
  const expected = file.sha256 ?? announced.sha256;
  if (expected && sha256 !== expected) return { fault: `wrong checksum: SHA-256 ${sha256} instead of ${expected}` };
  // Without a hash to compare with, the file's own form has to do.
  const fault = expected ? undefined : await formFault(target, file.path);
  if (fault) return { fault };
  return { path: file.path, sizeBytes: size, sha256 };
}

function missingBytes(staging: Staging, file: ModelFile): number {
  const target = staging.pathOf(file.path);
  const there = [target, `${target}.part`].map((name) => fs.statSync(name, { throwIfNoEntry: false })?.size ?? 0);
  return Math.max(0, (file.sizeBytes ?? 0) - Math.max(...there));
}

/** Adds up the files; reports at most ten times a second, and each file's end. */
class Progress {
  private readonly loaded = new Map<string, number>();
  private readonly total = new Map<string, number>();
  private reportedAtMs = 0;

  constructor(
    preset: ModelPreset,
    private readonly report: ((progress: ModelProgress) => void) | undefined,
  ) {
    for (const file of preset.files) this.total.set(file.path, file.sizeBytes ?? 0);
  }

  advance(file: ModelFile, loadedBytes: number, totalBytes: number | undefined): void {
    this.loaded.set(file.path, loadedBytes);
    this.total.set(file.path, totalBytes ?? Math.max(loadedBytes, this.total.get(file.path) ?? 0));
    if (Date.now() - this.reportedAtMs >= 100) this.tell(file);
  }

  finish(file: ModelFile, sizeBytes: number): void {
    this.loaded.set(file.path, sizeBytes);
    this.total.set(file.path, sizeBytes);
    this.tell(file);
  }

  private tell(file: ModelFile): void {
    this.reportedAtMs = Date.now();
    const sum = (sizes: Map<string, number>) => [...sizes.values()].reduce((a, b) => a + b, 0);
    this.report?.({ file: file.path, loadedBytes: sum(this.loaded), totalBytes: sum(this.total) });
  }
}
