/**
 * `kindred model list | add | remove | log`: the deep models of this machine. Nothing is downloaded before host, size
 * and license were named and the person said yes, or the script `--yes`. Exit codes: 0 done, 1 declined, 2 an error
 * said in one line.
 */
import path from 'node:path';
import readline from 'node:readline/promises';
import type { ModelProgress } from '../download/download';
import { downloadModel, importFiles } from '../download/loadDownload';
import { networkLogFile, openNetworkLog, readNetworkLog } from '../download/networkLog';
import { locateResources } from '../engine/resources';
import { type ChosenModel, resolveModel } from '../inference/customModel';
import { chooseModel, type InstalledModel, installedModels, modelDir, removeModel } from '../inference/installedModels';
import {
  downloadSizeBytes,
  type ModelPreset,
  modelEndpoint,
  presets,
  repositoryOf,
  terminalToken,
} from '../inference/presets';
import { defineCommand } from './command';
import { modelsFolder } from './dataDirs';
import { badArguments, json, modelDir as modelDirFlag } from './flags';
import { interruptible } from './interrupt';

export const modelCommand = defineCommand({
  name: 'model',
  usage: ['model list', 'model add <model>', 'model remove <model>', 'model log'],
  summary: 'The deep models of this machine: what there is, what was downloaded from where.',
  flags: {
    from: { type: 'string', value: 'FOLDER|ARCHIVE', help: 'take the files from there, without a network' },
    settings: { type: 'string', value: 'JSON', help: 'describes a model that is no preset' },
    yes: { type: 'boolean', short: 'y', help: 'answers the question; for scripts' },
    ...json,
    ...modelDirFlag,
  },
  most: 3,
  run: ({ values, positionals }) => runModel(positionals, values),
});

interface Values {
  from?: string;
  settings?: string;
  yes?: boolean;
  json?: boolean;
  'model-dir'?: string;
}

async function runModel([action, id, extra]: readonly string[], values: Values): Promise<number> {
  const modelsDir = path.resolve(values['model-dir'] ?? modelsFolder());
  if (extra !== undefined) throw badArguments(`\`kindred model ${action}\` does not take "${extra}".`);
  if (action === 'list' && id === undefined) return list(modelsDir, values.json ?? false);
  if (action === 'log' && id === undefined) return log(modelsDir, values.json ?? false);
  if (action !== 'add' && action !== 'remove')
    throw badArguments('`kindred model` is followed by list, add, remove or log.');
  if (id === undefined)
    throw badArguments(`\`kindred model ${action}\` needs a model's id; \`kindred model list\` shows them.`);
  if (action === 'remove') return remove(modelsDir, id, values.yes ?? false);
  const { preset, from } = chosen(id, values.settings);
  return add(modelsDir, preset, values.yes ?? false, values.from ?? from);
}

/** `--settings` is a custom model in JSON, its id apart. */
function chosen(id: string, settings: string | undefined): ChosenModel {
  if (settings === undefined) return resolveModel(id);
  let custom: unknown;
  try {
    custom = JSON.parse(settings);
  } catch {
    throw badArguments(`--settings takes one JSON object, such as '{"pooling":"mean","dims":384}', not ${settings}`);
  }
  return resolveModel(id, { ...(custom as object), id });
}

function list(modelsDir: string, json: boolean): number {
  const installed = installedModels(modelsDir);
  const used = chooseModel(modelsDir)?.id;
  const own = installed.map(({ preset }) => preset).filter(({ id }) => !presets.some((preset) => preset.id === id));
  const models = [...own, ...presets].map((preset) => {
    const { id, license, languages, purpose, aboutMegabytes } = preset;
    const model = installed.find((one) => one.id === id);
    const sizeBytes = model?.sizeBytes ?? downloadSizeBytes(preset);
    const size = sizeBytes === undefined ? { aboutMegabytes } : { sizeBytes };
    return { id, ...size, license, languages, purpose, installed: model !== undefined, used: id === used };
  });
  const line = (model: (typeof models)[number]) => {
    const state = model.used ? 'used' : model.installed ? 'installed' : '';
    const { id, license, languages } = model;
    return `${state.padEnd(9)}  ${id.padEnd(49)}  ${size(model).padStart(12)}  ${license.padEnd(18)}  ${languages}`;
  };
  if (json) process.stdout.write(`${JSON.stringify({ modelsDir, models })}\n`);
  else process.stdout.write(`${models.map(line).join('\n')}\n${modelsDir}\n`);
  return 0;
}

/** Every request that was made for models in this folder. */
function log(modelsDir: string, json: boolean): number {
  const logged = readNetworkLog(networkLogFile(modelsDir));
  const lines = logged.requests.map(
    ({ at, status = 'not finished', bytes = 0, host, path: address, model }) =>
      `${at}  ${String(status).padEnd(12)}  ${String(bytes).padStart(11)}  ${host}${address}  (download of ${model})`,
  );
  const older = logged.leftOut > 0 ? [`${logged.leftOut} older requests are left out`] : [];
  const text = lines.length > 0 ? [...older, ...lines].join('\n') : 'No request was ever made.';
  process.stdout.write(`${json ? JSON.stringify(logged) : text}\n`);
  return 0;
}

function add(modelsDir: string, preset: ModelPreset, yes: boolean, from: string | undefined): Promise<number> {
  const { id, license, aboutMegabytes } = preset;
  const shown = new ShownProgress();
  return interruptible(async (signal) => {
    const options = {
      preset,
      targetDir: modelDir(modelsDir, id),
      signal,
      onProgress: (progress: ModelProgress) => shown.update(progress),
    };
    const bundleDir = path.join(locateResources().root, 'dist');
    if (from !== undefined) return said(await importFiles(bundleDir, { ...options, from: path.resolve(from) }));
    const endpoint = modelEndpoint(undefined);
    const place = `${hostOf(endpoint)}${repositoryOf(preset) === id ? '' : ` (${repositoryOf(preset)})`}`;
    const room = size({ sizeBytes: downloadSizeBytes(preset), aboutMegabytes });
    const question = `Download ${id} (${room}, license ${license}) from ${place} to ${modelsDir}?`;
    if (!(await agreed(question, yes))) return 1;
    const token = terminalToken(endpoint);
    const onRequest = openNetworkLog(networkLogFile(modelsDir), id);
    const fetch = globalThis.fetch;
    const request = { ...options, endpoint, fetch, onRequest, ...(token && { token }) };
    return said(await downloadModel(bundleDir, request));
  }).finally(() => shown.clear());
}

async function remove(modelsDir: string, id: string, yes: boolean): Promise<number> {
  const { dir, sizeBytes } = chooseModel(modelsDir, id)!;
  if (!(await agreed(`Delete ${id} (${megabytes(sizeBytes)}) from ${modelsDir}?`, yes))) return 1;
  await removeModel(dir);
  process.stdout.write(`${id} is deleted; ${megabytes(sizeBytes)} are free again.\n`);
  return 0;
}

function said({ id, sizeBytes, dir }: InstalledModel): number {
  process.stdout.write(`${id} is installed (${megabytes(sizeBytes)}) in ${dir}\n`);
  return 0;
}

/** @throws EngineError badArguments where nobody can be asked */
async function agreed(question: string, yes: boolean): Promise<boolean> {
  if (yes) {
    process.stderr.write(`${question} Yes.\n`);
    return true;
  }
  if (!process.stdin.isTTY) throw badArguments(`${question} Nobody can answer here; add --yes.`);
  const terminal = readline.createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** One line on standard error, rewritten in place; nothing where that is no terminal. */
class ShownProgress {
  private shown = false;

  update({ loadedBytes, totalBytes }: ModelProgress): void {
    if (!process.stderr.isTTY) return;
    process.stderr.write(`\r\x1b[K${megabytes(loadedBytes)} of ${megabytes(totalBytes)}`);
    this.shown = true;
  }

  clear(): void {
    if (this.shown) process.stderr.write('\r\x1b[K');
  }
}

function size({
  sizeBytes,
  aboutMegabytes,
}: {
  sizeBytes?: number | undefined;
  aboutMegabytes?: number | undefined;
}): string {
  if (sizeBytes !== undefined) return megabytes(sizeBytes);
  return aboutMegabytes === undefined ? 'size unknown' : `about ${aboutMegabytes} MB`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
}
