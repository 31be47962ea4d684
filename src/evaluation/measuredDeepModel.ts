/**
 * The deep model's part in a measurement: vectors of a question and of its best candidates, as a search of the product
 * has them once it has had the time. Vectors are kept by content for the whole run, in memory; nothing is written.
 */
import { analyzeQuery } from '../core/query/analyzeQuery';
import { deepEvidence } from '../core/ranking/deepSource';
import type { DeepEvidence } from '../core/ranking/evidence';
import type { Hit } from '../core/ranking/hit';
import type { ChunkRef } from '../core/snapshot';
import { DEEP_CANDIDATES } from '../engine/deep/deepModel';
import { deepText } from '../engine/deep/deepText';
import { createDeepEmbedder } from '../engine/deep/inferenceClient';

export interface MeasuredDeepModel {
  fingerprint: string;
  /** How many candidates of a question are looked at, as in the product. */
  candidates: number;
  evidence(question: string, candidates: readonly Hit[], readText: (ref: ChunkRef) => string): Promise<DeepEvidence>;
  dispose(): Promise<void>;
}

/** @throws EngineError modelNotInstalled */
export function openDeepModel(modelDir: string, inferenceEntry: string): MeasuredDeepModel {
  const embedder = createDeepEmbedder({ modelDir, inferenceEntry });
  const vectors = new Map<string, Float32Array>();
  return {
    fingerprint: embedder.fingerprint,
    candidates: DEEP_CANDIDATES,
    async evidence(question, candidates, readText) {
      const [queryVector] = await embedder.embed([analyzeQuery(question).text], 'query');
      for (const { ref, chunk } of candidates) {
        if (vectors.has(chunk.contentHash)) continue;
        const [vector] = await embedder.embed([deepText(chunk.symbol, readText(ref))], 'document');
        vectors.set(chunk.contentHash, vector!);
      }
      return deepEvidence(queryVector!, (hash) => vectors.get(hash));
    },
    dispose: () => embedder.dispose(),
  };
}
