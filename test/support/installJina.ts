/**
 * Installs the small model of jinaModel.ts where the default model would be, by the same code that imports a model for
 * a user.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { importModel } from '../../src/download/download';
import type { InstalledModel } from '../../src/inference/installedModels';
import { DEFAULT_MODEL_ID, filesWith, findPreset, type ModelPreset, weightsOf } from '../../src/inference/presets';
import { type Dtype, type JinaShape, writeJinaModel } from './jinaModel';
import type { Tokenizer } from './jinaTokenizer';

/** The default preset without the sizes and hashes of the real files, which the small model cannot have. */
export function smallPreset(change: Partial<ModelPreset> = {}): ModelPreset {
  const preset = { ...findPreset(DEFAULT_MODEL_ID)!, revision: 'main', ...change };
  return { ...preset, files: filesWith(weightsOf(preset)) };
}

export interface SmallModel {
  model: InstalledModel;
  preset: ModelPreset;
  shape: JinaShape;
  tokenizer: Tokenizer;
}

export async function installSmallModel(
  targetDir: string,
  dtype: Dtype = 'q8',
  change: Partial<JinaShape> = {},
  settings: Partial<ModelPreset> = {},
): Promise<SmallModel> {
  const fromDir = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-model-'));
  try {
    const { shape, tokenizer } = writeJinaModel(fromDir, [dtype], change);
    const preset = smallPreset({ dtype, dims: shape.dims, ...settings });
    const signal = new AbortController().signal;
    return { model: await importModel({ preset, fromDir, targetDir, signal }), preset, shape, tokenizer };
  } finally {
    fs.rmSync(fromDir, { recursive: true, force: true });
  }
}
