/** From a model's token states to one vector. Pure arithmetic; no model, no tokenizer. */
import type { Pooling } from '../presets';

/** The poolings that happen here; `inGraph` is the network's own. */
export type TokenPooling = Exclude<Pooling, 'inGraph'>;

/**
 * `states`: one text's last hidden states, row-major `tokens * dims`. Returns an L2-normalized vector of length `dims`.
 * No padding is expected: a text runs alone, so every row counts, and the last row is the last token, which decoder
 * models in a batch get by padding on the left (test/inference/deep/decoder.test.ts shows both to be the same).
 */
export function pool(states: Float32Array, dims: number, pooling: TokenPooling): Float32Array {
  const tokens = states.length / dims;
  switch (pooling) {
    case 'mean':
      return normalize(sumRows(states, dims));
    case 'cls':
      return normalize(states.slice(0, dims));
    case 'lastToken':
      return normalize(states.slice((tokens - 1) * dims, tokens * dims));
  }
}

/** The mean's direction; dividing by the count would be undone by the normalization. */
function sumRows(states: Float32Array, dims: number): Float32Array {
  const sum = new Float64Array(dims);
  for (let row = 0; row < states.length; row += dims) {
    for (let i = 0; i < dims; i++) sum[i] = sum[i]! + states[row + i]!;
  }
  return Float32Array.from(sum);
}

/** The first `dims` numbers at length 1, for models whose vectors may be cut (Kusupati 2022). */
export function cut(vector: Float32Array, dims: number): Float32Array {
  return normalize(vector.slice(0, dims));
}

function normalize(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const norm = Math.sqrt(squares);
  return norm > 0 ? vector.map((value) => value / norm) : vector;
}
