/**
 * Kindred's indexes for programs of others, through vectra: `const { openIndex } = require('…/dist/library.cjs')`.
 * Reads; indexing is the engine's. docs/index-format.md says what the items hold, docs/examples/vectra.cjs shows the
 * use.
 */
import type { EmbeddedModel } from '../core/embedder';
import { locateResources } from '../engine/resources';
import { loadEmbeddedModel } from '../inference/embedded/loadEmbedded';
import { openVectraIndex, type VectraSnapshot } from '../storage/vectraSnapshot';

export { openVectraFile } from '../storage/format/vectraIndex';
export { chunkOfItem } from '../storage/format/vectraItems';

export interface OpenedIndex {
  /** vectra's `LocalIndex`: `listItems`, `listItemsByMetadata`, `queryItems`, `getItem`, … */
  index: VectraSnapshot;
  /**
   * The vector of a question, for `queryItems`. Throws when the index's vectors are of another model than the embedded
   * one that ships with this Kindred: then there is only the way by an item's own vector.
   */
  embedQuery(question: string): number[];
}

/**
 * `folder`: an index (`kindred doctor` says where it is), or a folder of deep vectors. Rejects with an `Error` that
 * says what is wrong.
 */
export async function openIndex(folder: string): Promise<OpenedIndex> {
  const index = await openVectraIndex(folder);
  let model: EmbeddedModel | undefined;
  return {
    index,
    embedQuery(question) {
      model ??= loadEmbeddedModel(locateResources().embeddedModelDir);
      // What follows the model's own fingerprint names the versions of chunker and terms, which shape no question.
      if (!index.fingerprint.startsWith(`${model.fingerprint};`))
        throw new Error(
          `${folder} has vectors of ${index.fingerprint}, and questions are embedded by ${model.fingerprint}`,
        );
      return Array.from(model.embedQuery(question));
    },
  };
}
