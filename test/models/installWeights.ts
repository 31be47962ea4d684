/**
 * Installs real weights that tools/test-models.mjs has brought, by the code that imports a model for a user. Brings
 * nothing itself.
 */
import fs from 'node:fs';
import path from 'node:path';
import { importModel } from '../../src/download/download';
import { modelDir } from '../../src/inference/installedModels';
import { findPreset, type ModelPreset, weightsPath } from '../../src/inference/presets';
import { root } from '../support/workspace';

const cache = path.join(root, 'out/models-cache');

/**
 * The English e5 is no preset of ours: it stands for its multilingual siblings, whose prefixes and pooling it shares.
 */
export const FAMILIES: Record<string, { preset: ModelPreset; isPreset: boolean }> = {
  'all-minilm-l6-v2': { preset: findPreset('Xenova/all-MiniLM-L6-v2')!, isPreset: true },
  'bge-small-en-v15': { preset: findPreset('Xenova/bge-small-en-v1.5')!, isPreset: true },
  'e5-small-v2': {
    preset: { ...findPreset('Xenova/multilingual-e5-small')!, id: 'intfloat/e5-small-v2' },
    isPreset: false,
  },
};

/** The folder of models that holds this one alone, installed anew by the code that imports a model for a user. */
export async function install(name: string): Promise<string> {
  const models = path.join(cache, 'installed', name);
  const dtype = name.endsWith('-q') ? 'q8' : 'fp32';
  const { preset } = FAMILIES[name.replace(/-q$/, '')]!;
  const targetDir = modelDir(models, preset.id);
  fs.rmSync(models, { recursive: true, force: true });
  const fromDir = path.join(cache, 'hub', name);
  fs.rmSync(fromDir, { recursive: true, force: true });
  fs.mkdirSync(path.join(fromDir, 'onnx'), { recursive: true });
  fs.copyFileSync(path.join(cache, 'weights', name, tokenizerName(name)), path.join(fromDir, 'tokenizer.json'));
  fs.linkSync(weightsOf(name), path.join(fromDir, weightsPath(dtype)));
  fs.writeFileSync(path.join(fromDir, 'config.json'), JSON.stringify(CONFIG));
  fs.writeFileSync(path.join(fromDir, 'tokenizer_config.json'), JSON.stringify(TOKENIZER_CONFIG));
  // Without pins: the tokenizer is another edition of the same file, and the two small files are ours.
  const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', weightsPath(dtype)].map((file) => ({
    path: file,
  }));
  const unpinned = { ...preset, dtype, revision: 'main', files } as const;
  await importModel({ preset: unpinned, fromDir, targetDir, signal: new AbortController().signal });
  fs.rmSync(fromDir, { recursive: true });
  return models;
}

/** What the archives leave out and the library reads: the kind of network, and the kind of tokenizer. */
const CONFIG = { model_type: 'bert', architectures: ['BertModel'], hidden_size: 384 };
const TOKENIZER_CONFIG = {
  ...{ tokenizer_class: 'BertTokenizer', do_lower_case: true, model_max_length: 512 },
  ...{ cls_token: '[CLS]', sep_token: '[SEP]', pad_token: '[PAD]', mask_token: '[MASK]', unk_token: '[UNK]' },
};

export function weightsOf(name: string): string {
  return path.join(cache, 'weights', name, fileEndingIn(name, '.onnx'));
}

function tokenizerName(name: string): string {
  return fileEndingIn(name, '-tokenizer.json');
}

function fileEndingIn(name: string, end: string): string {
  return fs.readdirSync(path.join(cache, 'weights', name)).find((file) => file.endsWith(end))!;
}
