/**
 * Writes a model with the architecture of `jinaai/jina-embeddings-v2-base-code` (JinaBERT v2 with normalized queries
 * and keys) and random but repeatable weights, in the layout of its repository: fp32 and 8-bit ONNX graphs,
 * configuration, tokenizer. No weights of the real model are in it, so it embeds without understanding; what it proves
 * is the path a model takes. The reference for its numbers is jinaReference.ts.
 */
import fs from 'node:fs';
import path from 'node:path';
import { createTokenizer, type Tokenizer, tokenizerFiles } from './jinaTokenizer';
import { FLOAT, INT64, OnnxGraph } from './onnx';

export interface JinaShape {
  layers: number;
  dims: number;
  heads: number;
  /** Width of the gated network. */
  intermediate: number;
  vocabulary: number;
  /** Whether the graph asks for token_type_ids. */
  tokenTypes: boolean;
  seed: number;
}

/** Small, but as wide as the real one, so that the default preset holds for it. */
export const SMALL: Omit<JinaShape, 'vocabulary'> = {
  layers: 2,
  dims: 768,
  heads: 12,
  intermediate: 256,
  tokenTypes: false,
  seed: 7,
};

/** The real model's shape: 161 million parameters. */
export const FULL: JinaShape = {
  layers: 12,
  dims: 768,
  heads: 12,
  intermediate: 3072,
  vocabulary: 61_056,
  tokenTypes: false,
  seed: 7,
};

export interface Linear {
  /** Row-major `inputs * outputs`, as MatMul takes it. */
  weights: Float32Array;
  inputs: number;
  outputs: number;
  bias?: Float32Array;
}

export interface Norm {
  scale: Float32Array;
  bias: Float32Array;
}

export interface JinaLayer {
  query: Linear;
  key: Linear;
  value: Linear;
  output: Linear;
  /** No bias; the first half passes through GELU and gates the second. */
  gated: Linear;
  down: Linear;
  queryNorm: Norm;
  keyNorm: Norm;
  outputNorm: Norm;
  attentionNorm: Norm;
  mlpNorm: Norm;
}

export const LAYER_NORM_EPSILON = 1e-12;

export type Dtype = 'fp32' | 'q8';

/** Writes the whole folder of the small model; 8-bit weights take 6 MB, fp32 25 MB. Returns what tests compare with. */
export function writeJinaModel(
  dir: string,
  dtypes: readonly Dtype[] = ['q8'],
  change: Partial<JinaShape> = {},
): { shape: JinaShape; tokenizer: Tokenizer } {
  const tokenizer = createTokenizer();
  const shape = { ...SMALL, vocabulary: tokenizer.vocabulary.length, ...change };
  fs.mkdirSync(path.join(dir, 'onnx'), { recursive: true });
  const write = (name: string, content: object) => fs.writeFileSync(path.join(dir, name), JSON.stringify(content));
  const { tokenizer: tokenizerJson, config: tokenizerConfig } = tokenizerFiles(tokenizer);
  write('config.json', modelConfig(shape));
  write('tokenizer.json', tokenizerJson);
  write('tokenizer_config.json', tokenizerConfig);
  for (const dtype of dtypes) writeGraph(path.join(dir, onnxFile(dtype)), shape, dtype);
  return { shape, tokenizer };
}

export function onnxFile(dtype: Dtype): string {
  return dtype === 'q8' ? 'onnx/model_quantized.onnx' : 'onnx/model.onnx';
}

export function modelConfig(shape: JinaShape): object {
  return {
    model_type: 'bert',
    architectures: ['JinaBertForMaskedLM'],
    position_embedding_type: 'alibi',
    feed_forward_type: 'geglu',
    emb_pooler: 'mean',
    hidden_size: shape.dims,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    intermediate_size: shape.intermediate,
    vocab_size: shape.vocabulary,
    max_position_embeddings: 8192,
    type_vocab_size: 2,
    layer_norm_eps: LAYER_NORM_EPSILON,
    pad_token_id: 1,
  };
}

/**
 * Slopes of the heads (Press 2022): powers of two, and for other counts of heads every other slope of twice as many.
 */
export function alibiSlopes(heads: number): number[] {
  const powers = (count: number) => Array.from({ length: count }, (_, i) => 2 ** ((-8 * (i + 1)) / count));
  const whole = 2 ** Math.floor(Math.log2(heads));
  const between = powers(2 * whole).filter((_, i) => i % 2 === 0);
  return [...powers(whole), ...between.slice(0, heads - whole)];
}

/** Weights in a fixed order from one seed; each is made when it is asked for, so the full-size model fits in memory. */
export function* jinaLayers(shape: JinaShape, random: () => number): Generator<JinaLayer> {
  const { dims, intermediate } = shape;
  for (let layer = 0; layer < shape.layers; layer++) {
    const linear = (inputs: number, outputs: number, hasBias = true): Linear => {
      const deviation = 0.5 / Math.sqrt(inputs);
      const weights = fill(inputs * outputs, () => random() * deviation);
      return { weights, inputs, outputs, ...(hasBias && { bias: fill(outputs, () => random() * 0.05) }) };
    };
    const norm = (): Norm => ({ scale: fill(dims, () => 1 + random() * 0.1), bias: fill(dims, () => random() * 0.05) });
    yield {
      query: linear(dims, dims),
      key: linear(dims, dims),
      value: linear(dims, dims),
      output: linear(dims, dims),
      gated: linear(dims, 2 * intermediate, false),
      down: linear(intermediate, dims),
      queryNorm: norm(),
      keyNorm: norm(),
      outputNorm: norm(),
      attentionNorm: norm(),
      mlpNorm: norm(),
    };
  }
}

export interface JinaEmbeddings {
  /** Row-major `vocabulary * dims`. */
  words: Float32Array;
  /** Added to every token: the embedding of token type 0. */
  type: Float32Array;
  norm: Norm;
}

export function jinaEmbeddings(shape: JinaShape, random: () => number): JinaEmbeddings {
  return {
    words: fill(shape.vocabulary * shape.dims, random),
    type: fill(shape.dims, () => random() * 0.1),
    norm: { scale: fill(shape.dims, () => 1 + random() * 0.1), bias: fill(shape.dims, () => random() * 0.05) },
  };
}

/**
 * Repeatable numbers, roughly normal with mean 0 and deviation 1 (the sum of four uniform ones; mulberry32 beneath).
 */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3);
}

function fill(length: number, next: () => number): Float32Array {
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = next();
  return values;
}

export function writeGraph(file: string, shape: JinaShape, dtype: Dtype): void {
  const graph = new OnnxGraph();
  const random = randomNumbers(shape.seed);
  const ids = graph.input('input_ids', INT64, ['batch', 'sequence']);
  const mask = graph.input('attention_mask', INT64, ['batch', 'sequence']);
  const types = shape.tokenTypes ? graph.input('token_type_ids', INT64, ['batch', 'sequence']) : undefined;

  const embeddings = jinaEmbeddings(shape, random);
  const words = lookUp(graph, embeddings.words, [shape.vocabulary, shape.dims], ids, dtype);
  const type = types
    ? graph.node('Gather', [graph.constant(twice(embeddings.type), [2, shape.dims]), types])
    : graph.constant(embeddings.type, [shape.dims]);
  let states = layerNorm(graph, graph.node('Add', [words, type]), embeddings.norm);
  const bias = attentionBias(graph, ids, mask, shape.heads);
  for (const layer of jinaLayers(shape, random)) {
    const attended = attention(graph, states, bias, layer, shape, dtype);
    const inner = layerNorm(graph, graph.node('Add', [attended, states]), layer.outputNorm);
    const residual = layerNorm(graph, graph.node('Add', [states, inner]), layer.attentionNorm);
    const mixed = gatedNetwork(graph, residual, layer, shape, dtype);
    states = layerNorm(graph, graph.node('Add', [mixed, residual]), layer.mlpNorm);
  }
  graph.node('Identity', [states], {}, 'last_hidden_state');
  graph.output('last_hidden_state', FLOAT, ['batch', 'sequence', shape.dims]);
  graph.write(file);
}

/**
 * `-slope * |i - j|` for each head, and a large negative number where a token is masked. Shape `[batch, heads,
 * sequence, sequence]`.
 */
function attentionBias(graph: OnnxGraph, ids: string, mask: string, heads: number): string {
  const length = graph.node('Gather', [graph.node('Shape', [ids]), graph.constant(BigInt64Array.of(1n), [])], {
    axis: 0,
  });
  const zero = graph.constant(BigInt64Array.of(0n), []);
  const one = graph.constant(BigInt64Array.of(1n), []);
  const positions = graph.node('Cast', [graph.node('Range', [zero, length, one])], { to: FLOAT });
  const rows = graph.node('Unsqueeze', [positions, graph.integers(1)]);
  const columns = graph.node('Unsqueeze', [positions, graph.integers(0)]);
  const distance = graph.node('Abs', [graph.node('Sub', [rows, columns])]);
  const slopes = graph.constant(
    Float32Array.from(alibiSlopes(heads), (slope) => -slope),
    [1, heads, 1, 1],
  );
  const alibi = graph.node('Mul', [distance, slopes]);
  const masked = graph.node('Sub', [graph.scalar(1), graph.node('Cast', [mask], { to: FLOAT })]);
  const blocked = graph.node('Mul', [masked, graph.scalar(-1e9)]);
  return graph.node('Add', [alibi, graph.node('Unsqueeze', [blocked, graph.integers(1, 2)])]);
}

function attention(
  graph: OnnxGraph,
  states: string,
  bias: string,
  layer: JinaLayer,
  shape: JinaShape,
  dtype: Dtype,
): string {
  const width = shape.dims / shape.heads;
  const split = (value: string) =>
    graph.node('Transpose', [graph.node('Reshape', [value, graph.integers(0, 0, shape.heads, width)])], {
      perm: [0, 2, 1, 3],
    });
  const queries = split(layerNorm(graph, linear(graph, states, layer.query, dtype), layer.queryNorm));
  const keys = split(layerNorm(graph, linear(graph, states, layer.key, dtype), layer.keyNorm));
  const values = split(linear(graph, states, layer.value, dtype));
  const products = graph.node('MatMul', [queries, graph.node('Transpose', [keys], { perm: [0, 1, 3, 2] })]);
  const scores = graph.node('Add', [graph.node('Mul', [products, graph.scalar(1 / Math.sqrt(width))]), bias]);
  const context = graph.node('MatMul', [graph.node('Softmax', [scores], { axis: -1 }), values]);
  const joined = graph.node('Reshape', [
    graph.node('Transpose', [context], { perm: [0, 2, 1, 3] }),
    graph.integers(0, 0, shape.dims),
  ]);
  return linear(graph, joined, layer.output, dtype);
}

function gatedNetwork(graph: OnnxGraph, states: string, layer: JinaLayer, shape: JinaShape, dtype: Dtype): string {
  const both = linear(graph, states, layer.gated, dtype);
  const halves = graph.nodeWith(
    'Split',
    [both, graph.integers(shape.intermediate, shape.intermediate)],
    [graph.fresh('gate'), graph.fresh('up')],
    { axis: -1 },
  );
  return linear(graph, graph.node('Mul', [gelu(graph, halves[0]!), halves[1]!]), layer.down, dtype);
}

function gelu(graph: OnnxGraph, value: string): string {
  const erf = graph.node('Erf', [graph.node('Div', [value, graph.scalar(Math.SQRT2)])]);
  const gate = graph.node('Mul', [graph.node('Add', [erf, graph.scalar(1)]), graph.scalar(0.5)]);
  return graph.node('Mul', [value, gate]);
}

function layerNorm(graph: OnnxGraph, value: string, { scale, bias }: Norm): string {
  const inputs = [value, graph.constant(scale, [scale.length]), graph.constant(bias, [bias.length])];
  return graph.node('LayerNormalization', inputs, { axis: -1, epsilon: { float: LAYER_NORM_EPSILON } });
}

/**
 * 8-bit as `quantize_dynamic` of ONNX Runtime's tools makes it: weights int8 with one scale, activations uint8, scaled
 * while running.
 */
function linear(graph: OnnxGraph, value: string, { weights, inputs, outputs, bias }: Linear, dtype: Dtype): string {
  let product: string;
  if (dtype === 'fp32') {
    product = graph.node('MatMul', [value, graph.constant(weights, [inputs, outputs])]);
  } else {
    const { values, scale } = quantize(weights);
    const [quantized, valueScale, zero] = graph.nodeWith(
      'DynamicQuantizeLinear',
      [value],
      [graph.fresh('quantized'), graph.fresh('scale'), graph.fresh('zero')],
    );
    const weightZero = graph.constant(Int8Array.of(0), []);
    const counts = graph.node('MatMulInteger', [
      quantized!,
      graph.constant(values, [inputs, outputs]),
      zero!,
      weightZero,
    ]);
    const factor = graph.node('Mul', [valueScale!, graph.scalar(scale)]);
    product = graph.node('Mul', [graph.node('Cast', [counts], { to: FLOAT }), factor]);
  }
  return bias ? graph.node('Add', [product, graph.constant(bias, [outputs])]) : product;
}

function lookUp(graph: OnnxGraph, table: Float32Array, shape: number[], ids: string, dtype: Dtype): string {
  if (dtype === 'fp32') return graph.node('Gather', [graph.constant(table, shape), ids]);
  const { values, scale } = quantize(table);
  const rows = graph.node('Gather', [graph.constant(values, shape), ids]);
  return graph.node('DequantizeLinear', [rows, graph.scalar(scale), graph.constant(Int8Array.of(0), [])]);
}

function quantize(values: Float32Array): { values: Int8Array; scale: number } {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const scale = largest / 127 || 1;
  const quantized = new Int8Array(values.length);
  for (let i = 0; i < values.length; i++) quantized[i] = Math.round(values[i]! / scale);
  return { values: quantized, scale };
}

function twice(values: Float32Array): Float32Array {
  const doubled = new Float32Array(values.length * 2);
  doubled.set(values);
  doubled.set(values, values.length);
  return doubled;
}
