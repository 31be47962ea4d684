/** The two kinds of embedder that ranking knows. Implementations live in src/inference. */

/** The small static model that ships with Kindred: synchronous, microseconds a chunk. */
export interface EmbeddedModel {
  /** Names the weights and every rule that shapes a vector; vectors of different fingerprints are never compared. */
  readonly fingerprint: string;
  readonly dims: number;
  /** Why its files cannot be used. All its vectors are zero then, and search goes by words alone. */
  readonly fault?: string;
  /** L2-normalized, length `dims`. */
  embedQuery(text: string): Float32Array;
  /** `path` is corpus-relative with `/`; its last components' words are part of the vector. */
  embedChunk(path: string, text: string): Float32Array;
  /** How usual a word of lower-case letters is, by the natural logarithm; undefined for one that it does not know. */
  logProbabilityOf?(word: string): number | undefined;
}

/** A transformer in the inference process: asynchronous, milliseconds to half a second a text. */
export interface DeepEmbedder {
  readonly fingerprint: string;
  readonly dims: number;
  /**
   * One vector per text, L2-normalized, in order. Rejects with the signal's reason when aborted. `isAwaited` (default:
   * for queries): somebody waits for it, so it goes before all that is not.
   */
  embed(
    texts: readonly string[],
    kind: 'query' | 'document',
    signal?: AbortSignal,
    isAwaited?: boolean,
  ): Promise<Float32Array[]>;
  dispose(): Promise<void>;
}
