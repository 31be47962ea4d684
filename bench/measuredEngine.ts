import { Engine, type EngineOptions } from '../src/engine/engine';
import { createChunkerPool } from '../src/engine/parsing/chunkerPool';
import { locateResources } from '../src/engine/resources';
import { loadEmbeddedModel } from '../src/inference/embedded/loadEmbedded';

/** An engine as the terminal has it, without a deep model: nothing runs but what is measured. */
export function measuredEngine(options: Partial<EngineOptions> = {}): Engine {
  const resources = locateResources();
  return new Engine({
    embedded: loadEmbeddedModel(resources.embeddedModelDir),
    chunker: createChunkerPool(resources),
    inferenceEntry: resources.inferenceEntry,
    excludeGlobs: [],
    maxFileSizeBytes: 1_000_000,
    fillInBackground: false,
    ...options,
  });
}
