/**
 * The embedded model: a text's vector is the normalized sum of its tokens' vectors, damped by how often a token occurs.
 * Synchronous and without state between calls apart from a cache of cut words. Reads no file; `loadEmbedded.ts` does.
 */
import { createHash } from 'node:crypto';
import type { EmbeddedModel } from '../../core/embedder';
import { readTokens } from './tokenizer';
import { createVocabulary, type VocabularyFile } from './vocabulary';

export interface EmbeddedModelBytes {
  /** `rows * dims` int8, row-major. */
  embeddings: Uint8Array;
  /** One little-endian float32 per row: the row's vector is `scale * int8`. */
  scales: Uint8Array;
  vocabulary: VocabularyFile;
}

/** Names the rules of this file and of `tokenizer.ts`; raised when a vector would change though the weights did not. */
const RULES = 'tokens-1/path-1';
/** A chunk says where it stands by its path's last components; their weight is measured in docs/ranking.md. */
const PATH_COMPONENTS = 3;
const PATH_WEIGHT = 1;

export interface EmbeddedModelOptions {
  /** Weight of the path's words in a chunk's vector; changes the fingerprint. Default: 1. */
  pathWeight?: number;
}

export function createEmbeddedModel(bytes: EmbeddedModelBytes, options: EmbeddedModelOptions = {}): EmbeddedModel {
  const pathWeight = options.pathWeight ?? PATH_WEIGHT;
  const vocabulary = createVocabulary(bytes.vocabulary);
  const { dims } = bytes.vocabulary;
  const rows = vocabulary.size;
  if (bytes.embeddings.length !== rows * dims)
    throw new Error(`embeddings: ${bytes.embeddings.length} bytes, expected ${rows * dims}`);
  if (bytes.scales.length !== rows * 4) throw new Error(`scales: ${bytes.scales.length} bytes, expected ${rows * 4}`);
  const embeddings = new Int8Array(bytes.embeddings.buffer, bytes.embeddings.byteOffset, bytes.embeddings.length);
  const scales = new Float32Array(rows);
  const scaleView = new DataView(bytes.scales.buffer, bytes.scales.byteOffset, bytes.scales.length);
  for (let row = 0; row < rows; row++) scales[row] = scaleView.getFloat32(row * 4, true);

  const counts = new Uint32Array(rows);
  const seen: number[] = [];
  const count = (row: number) => {
    if (counts[row]!++ === 0) seen.push(row);
  };

  /** Adds the text's tokens to the vector, each as often as `damp` makes of its count. */
  function add(vector: Float32Array, text: string, damp: (count: number) => number, weight: number): void {
    readTokens(text, vocabulary, count);
    for (const row of seen) {
      const factor = weight * damp(counts[row]!) * scales[row]!;
      counts[row] = 0;
      const from = row * dims;
      for (let i = 0; i < dims; i++) vector[i]! += factor * embeddings[from + i]!;
    }
    seen.length = 0;
  }

  return {
    fingerprint: fingerprintOf(bytes, pathWeight),
    dims,
    embedQuery(text) {
      const vector = new Float32Array(dims);
      add(vector, text, asCounted, 1);
      return normalize(vector);
    },
    embedChunk(path, text) {
      const vector = new Float32Array(dims);
      add(vector, text, Math.sqrt, 1);
      if (pathWeight > 0) add(vector, path.split('/').slice(-PATH_COMPONENTS).join('/'), Math.sqrt, pathWeight);
      return normalize(vector);
    },
    logProbabilityOf(word) {
      const codes = Uint16Array.from(word, (letter) => letter.charCodeAt(0));
      return bytes.vocabulary.logProbabilities[vocabulary.rowOf(codes, 0, codes.length)];
    },
  };
}

function asCounted(count: number): number {
  return count;
}

function normalize(vector: Float32Array): Float32Array {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i]! * vector[i]!;
  const factor = 1 / Math.sqrt(sum || 1);
  for (let i = 0; i < vector.length; i++) vector[i]! *= factor;
  return vector;
}

function fingerprintOf(bytes: EmbeddedModelBytes, pathWeight: number): string {
  const digest = createHash('sha256')
    .update(bytes.embeddings)
    .update(bytes.scales)
    .update(bytes.vocabulary.words)
    .digest('hex');
  return `kindred-embedded/${digest.slice(0, 16)}/${RULES}${pathWeight === PATH_WEIGHT ? '' : `/weight-${pathWeight}`}`;
}
