/** Reads the embedded model's files. A file that is missing or cut short throws with its name. */
import fs from 'node:fs';
import path from 'node:path';
import type { EmbeddedModel } from '../../core/embedder';
import { createEmbeddedModel, type EmbeddedModelOptions } from './model';

/** `dir` is `models/embedded` of the installation. */
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
