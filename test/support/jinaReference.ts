/**
 * The same architecture as the graph of jinaModel.ts, computed in plain loops and doubles: what the model should
 * answer. It shares with the graph the weights and nothing else. Written from the description of JinaBERT (Günther
 * 2023) and ALiBi (Press 2022).
 */
import type { TokenPooling } from '../../src/inference/deep/pooling';
import {
  alibiSlopes,
  type JinaLayer,
  type JinaShape,
  jinaEmbeddings,
  jinaLayers,
  LAYER_NORM_EPSILON,
  type Linear,
  type Norm,
  randomNumbers,
} from './jinaModel';

type Rows = Float64Array[];

/** The unit vector of the token ids: the mean of the last states over all tokens, the first or the last of them. */
export function referenceVector(shape: JinaShape, ids: number[], pooling: TokenPooling = 'mean'): Float64Array {
  const states = referenceStates(shape, ids);
  const pooled = { mean: () => states.reduce(sum), cls: () => states[0]!, lastToken: () => states.at(-1)! };
  return normalize(pooled[pooling]());
}

/** One row of length `dims` per token. */
export function referenceStates(shape: JinaShape, ids: number[]): Rows {
  const random = randomNumbers(shape.seed);
  const { words, type, norm } = jinaEmbeddings(shape, random);
  const { dims } = shape;
  let states = ids.map((id) =>
    layerNorm(
      Float64Array.from(type, (value, i) => value + words[id * dims + i]!),
      norm,
    ),
  );
  for (const layer of jinaLayers(shape, random)) states = applyLayer(states, layer, shape);
  return states;
}

export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    squaresA += a[i]! ** 2;
    squaresB += b[i]! ** 2;
  }
  return product / Math.sqrt(squaresA * squaresB);
}

function applyLayer(states: Rows, layer: JinaLayer, shape: JinaShape): Rows {
  const attended = attend(states, layer, shape.heads);
  return states.map((state, token) => {
    const inner = layerNorm(sum(attended[token]!, state), layer.outputNorm);
    const residual = layerNorm(sum(state, inner), layer.attentionNorm);
    const both = apply(layer.gated, residual);
    const gated = both.slice(0, shape.intermediate).map((gate, i) => gelu(gate) * both[shape.intermediate + i]!);
    return layerNorm(sum(apply(layer.down, gated), residual), layer.mlpNorm);
  });
}

function attend(states: Rows, layer: JinaLayer, heads: number): Rows {
  const queries = states.map((state) => layerNorm(apply(layer.query, state), layer.queryNorm));
  const keys = states.map((state) => layerNorm(apply(layer.key, state), layer.keyNorm));
  const values = states.map((state) => apply(layer.value, state));
  const dims = states[0]!.length;
  const width = dims / heads;
  const slopes = alibiSlopes(heads);
  return states.map((_, at) => {
    const context = new Float64Array(dims);
    for (let head = 0; head < heads; head++) {
      const from = head * width;
      const scores = states.map((_, other) => {
        let product = 0;
        for (let i = from; i < from + width; i++) product += queries[at]![i]! * keys[other]![i]!;
        return product / Math.sqrt(width) - slopes[head]! * Math.abs(at - other);
      });
      const shares = softmax(scores);
      for (let other = 0; other < states.length; other++) {
        for (let i = from; i < from + width; i++) context[i]! += shares[other]! * values[other]![i]!;
      }
    }
    return apply(layer.output, context);
  });
}

function apply({ weights, inputs, outputs, bias }: Linear, vector: Float64Array): Float64Array {
  const result = bias ? Float64Array.from(bias) : new Float64Array(outputs);
  for (let i = 0; i < inputs; i++) {
    for (let o = 0; o < outputs; o++) result[o]! += vector[i]! * weights[i * outputs + o]!;
  }
  return result;
}

function layerNorm(vector: Float64Array, { scale, bias }: Norm): Float64Array {
  const mean = vector.reduce((total, value) => total + value, 0) / vector.length;
  const variance = vector.reduce((total, value) => total + (value - mean) ** 2, 0) / vector.length;
  const factor = 1 / Math.sqrt(variance + LAYER_NORM_EPSILON);
  return vector.map((value, i) => (value - mean) * factor * scale[i]! + bias[i]!);
}

function softmax(scores: number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

function gelu(value: number): number {
  return 0.5 * value * (1 + erf(value / Math.SQRT2));
}

/** By its Taylor series, which converges fast for the small arguments here; beyond 3.5 it is 1 to six digits. */
function erf(value: number): number {
  if (Math.abs(value) > 3.5) return Math.sign(value);
  let term = value;
  let total = value;
  for (let n = 1; n < 60; n++) {
    term *= (-value * value) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]!);
}

function normalize(vector: Float64Array): Float64Array {
  const norm = Math.sqrt(vector.reduce((total, value) => total + value * value, 0));
  return vector.map((value) => value / norm);
}
