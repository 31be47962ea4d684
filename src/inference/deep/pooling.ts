/** From a model's token states to one vector. Pure arithmetic; no model, no tokenizer. */
import type { Pooling } from '../models';

/**
 * `states`: one text's last hidden states, row-major `tokens * dims`. Returns an L2-normalised vector of length `dims`.
 * No padding is expected (texts run one at a time), so every row counts and the last row is the last token whatever side a tokenizer pads.
 */
export function pool(states: Float32Array, dims: number, pooling: Pooling): Float32Array {
  const tokens = states.length / dims;
  switch (pooling) {
    case 'mean':
      return normalise(sumRows(states, dims));
    case 'cls':
      return normalise(states.slice(0, dims));
    case 'lastToken':
      return normalise(states.slice((tokens - 1) * dims, tokens * dims));
  }
}

/** The mean's direction; dividing by the count would be undone by the normalisation. */
function sumRows(states: Float32Array, dims: number): Float32Array {
  const sum = new Float64Array(dims);
  for (let row = 0; row < states.length; row += dims) {
    for (let i = 0; i < dims; i++) sum[i] = sum[i]! + states[row + i]!;
  }
  return Float32Array.from(sum);
}

function normalise(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const norm = Math.sqrt(squares);
  return norm > 0 ? vector.map((value) => value / norm) : vector;
}
