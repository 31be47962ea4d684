/**
 * Takes the place of `src/inference/presets` in the extension bundle of the download tests: the default model is the
 * small one of test/support, which cannot have the sizes and hashes of the real files. Everything else is the real
 * module.
 */
import { DEFAULT_MODEL_ID, type ModelPreset, presets, weightsPath } from '../../../src/inference/presets';

export * from '../../../src/inference/presets';

export function findPreset(id: string): ModelPreset | undefined {
  const preset = presets.find((one) => one.id === id);
  if (!preset || id !== DEFAULT_MODEL_ID) return preset;
  const paths = ['config.json', 'tokenizer.json', 'tokenizer_config.json', weightsPath(preset.dtype)];
  return { ...preset, revision: 'main', files: paths.map((file) => ({ path: file })) };
}
