/** Reads the embedded model's files. */
import fs from 'node:fs';
import path from 'node:path';
import type { EmbeddedModel } from '../../core/embedder';
import { createEmbeddedModel, type EmbeddedModelOptions } from './embeddedModel';

/** What the product searches with: the model, or where the installation has lost it, words alone. */
export function openEmbeddedModel(dir: string): EmbeddedModel {
  try {
    return loadEmbeddedModel(dir);
  } catch (error) {
    return withoutModel(error instanceof Error ? error.message : String(error));
  }
}

/**
 * `dir` is `models/embedded` of the installation. @throws Error with the name of a file that is missing or cut short
 */
export function loadEmbeddedModel(dir: string, options?: EmbeddedModelOptions): EmbeddedModel {
  return createEmbeddedModel(
    {
      embeddings: fs.readFileSync(path.join(dir, 'embeddings.i8.bin')),
      scales: fs.readFileSync(path.join(dir, 'scales.f32.bin')),
      vocabulary: JSON.parse(fs.readFileSync(path.join(dir, 'vocabulary.json'), 'utf8')),
    },
    options,
  );
}

/** In place of a model whose files cannot be used: it embeds nothing, so that search goes by words. */
function withoutModel(fault: string): EmbeddedModel {
  const nothing = () => new Float32Array(1);
  return { fingerprint: 'none', dims: 1, fault, embedQuery: nothing, embedChunk: nothing };
}
