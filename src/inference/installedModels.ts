/**
 * Which deep models are on this machine. A model is a folder `<models>/<owner>/<name>` with the hub's files and a
 * marker, `model.json`, written last: only a folder whose marker can be read and whose files have the sizes it names
 * counts as installed. It neither downloads nor loads anything. Invariant: whatever happens while installing or
 * removing, a folder is never taken for a whole model unless it is one.
 */
import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { EngineError } from '../protocol/errors';
import { DEFAULT_MODEL_ID, fingerprint, PresetSchema, weightsOf } from './presets';

export const MARKER = 'model.json';
const MARKER_VERSION = 1;

/** A damaged or hand-made marker may name a pooling that nothing knows; the inference process refuses it in words. */
export const InstalledPresetSchema = v.object({ ...PresetSchema.entries, pooling: v.string() });
export type InstalledPreset = v.InferOutput<typeof InstalledPresetSchema>;

const MarkerSchema = v.object({
  version: v.literal(MARKER_VERSION),
  preset: InstalledPresetSchema,
  files: v.array(v.object({ path: v.string(), sizeBytes: v.number(), sha256: v.string() })),
});

export interface InstalledFile {
  path: string;
  sizeBytes: number;
  sha256: string;
}

export interface InstalledModel {
  id: string;
  dir: string;
  preset: InstalledPreset;
  files: InstalledFile[];
  sizeBytes: number;
  fingerprint: string;
}

/** Folder of a model below the folder of all models. */
export function modelDir(modelsDir: string, id: string): string {
  return path.join(modelsDir, ...id.split('/'));
}

/** Synchronous: one small file and a few `stat`s. */
export function installedModel(dir: string): InstalledModel | undefined {
  const marker = readMarker(dir);
  if (!marker?.files.every((file) => sizeOf(path.join(dir, file.path)) === file.sizeBytes)) return undefined;
  const { preset, files } = marker;
  // A large network keeps its numbers in a second file, `<weights>_data`.
  const weights = files.filter((file) => file.path.startsWith(weightsOf(preset)));
  return {
    id: preset.id,
    dir,
    preset,
    files,
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    fingerprint: fingerprint(preset, weights.map((file) => file.sha256.slice(0, 16)).join('+')),
  };
}

/** A model that came with the program. Undefined in a package without it; `damaged`: its folder, where files are wrong. */
export function bundledModel(dir: string): InstalledModel | { damaged: string } | undefined {
  return installedModel(dir) ?? (fs.existsSync(dir) ? { damaged: dir } : undefined);
}

/** All installed models below `modelsDir`, by id. */
export function installedModels(modelsDir: string): InstalledModel[] {
  return subfolders(modelsDir)
    .flatMap((owner) => subfolders(owner))
    .map(installedModel)
    .filter((model) => model !== undefined)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * The model that is used: the one asked for, else the default one, else the first by id; undefined when none is
 * installed.
 * @throws EngineError modelNotInstalled when the one asked for is not there
 */
export function chooseModel(modelsDir: string, id?: string): InstalledModel | undefined {
  const models = installedModels(modelsDir);
  if (id === undefined) return models.find((model) => model.id === DEFAULT_MODEL_ID) ?? models[0];
  const found = models.find((model) => model.id === id);
  if (found) return found;
  throw new EngineError('modelNotInstalled', id, `installed: ${models.map((model) => model.id).join(', ') || 'none'}`);
}

/**
 * Deletes a model's folder and what an unfinished download left beside it. The marker goes first, so a half-deleted
 * model is none.
 */
export async function removeModel(dir: string): Promise<void> {
  await fs.promises.rm(path.join(dir, MARKER), { force: true });
  await fs.promises.rm(dir, { recursive: true, force: true, maxRetries: 3 });
  await fs.promises.rm(stagingDir(dir), { recursive: true, force: true, maxRetries: 3 });
}

/** Where a download collects its files until they are whole. */
export function stagingDir(dir: string): string {
  return `${dir}.download`;
}

/** The last step of installing; `dir` holds all files already. */
export async function writeMarker(dir: string, preset: InstalledPreset, files: InstalledFile[]): Promise<void> {
  const temporary = path.join(dir, `${MARKER}.tmp`);
  const handle = await fs.promises.open(temporary, 'w');
  try {
    await handle.writeFile(`${JSON.stringify({ version: MARKER_VERSION, preset, files }, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await fs.promises.rename(temporary, path.join(dir, MARKER));
}

function readMarker(dir: string): v.InferOutput<typeof MarkerSchema> | undefined {
  try {
    return v.parse(MarkerSchema, JSON.parse(fs.readFileSync(path.join(dir, MARKER), 'utf8')));
  } catch {
    return undefined;
  }
}

function sizeOf(file: string): number | undefined {
  return fs.statSync(file, { throwIfNoEntry: false })?.size;
}

function subfolders(dir: string): string[] {
  try {
    const entries = fs.readdirSync(dir, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(dir, entry.name));
  } catch {
    return [];
  }
}
