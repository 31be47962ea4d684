/**
 * Writes a small decoder with the architecture of Qwen3 (Yang 2025: causal grouped-query attention with rotary
 * positions, RMS norms, SwiGLU) and random but repeatable weights, as it is exported for embedding: positions and an
 * empty cache go in, states and the cache come out. The tokenizer pads on the left and closes a text with one token.
 * What it should answer is computed by `decoderReference.ts`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type Linear, randomNumbers } from './jinaModel';
import { createTokenizer, type Tokenizer, tokenizerFiles } from './jinaTokenizer';
import { FLOAT, FLOAT16, INT64, OnnxGraph } from './onnx';

export interface DecoderShape {
  layers: number;
  dims: number;
  heads: number;
  /** Keys and values are shared by `heads / keyHeads` heads. */
  keyHeads: number;
  headDims: number;
  intermediate: number;
  vocabulary: number;
  seed: number;
  /** What comes out is rounded to 16 bits, as some exports do. */
  half?: boolean;
  /** Another output, `sentence_embedding`: the mean of the states, as networks that pool by themselves have. */
  pooled?: boolean;
}

export interface DecoderLayer {
  query: Linear;
  key: Linear;
  value: Linear;
  output: Linear;
  gate: Linear;
  up: Linear;
  down: Linear;
  attentionNorm: Float32Array;
  queryNorm: Float32Array;
  keyNorm: Float32Array;
  mlpNorm: Float32Array;
}

export const RMS_EPSILON = 1e-6;
export const ROTARY_BASE = 10_000;
const SMALL = { layers: 2, dims: 64, heads: 4, keyHeads: 2, headDims: 16, intermediate: 96, seed: 11 };

export function writeDecoderModel(
  dir: string,
  file: string,
  change: Partial<DecoderShape> = {},
): { shape: DecoderShape; tokenizer: Tokenizer } {
  const tokenizer = createTokenizer();
  const shape = { ...SMALL, vocabulary: tokenizer.vocabulary.length, ...change };
  fs.mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
  const write = (name: string, content: object) => fs.writeFileSync(path.join(dir, name), JSON.stringify(content));
  const files = tokenizerFiles(tokenizer);
  const close = { SpecialToken: { id: '</s>', type_id: 0 } };
  write('tokenizer.json', {
    ...files.tokenizer,
    padding: { strategy: { Fixed: 64 }, direction: 'Left', pad_id: 1, pad_type_id: 0, pad_token: '<pad>' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ Sequence: { id: 'A', type_id: 0 } }, close],
      pair: [{ Sequence: { id: 'A', type_id: 0 } }, close, { Sequence: { id: 'B', type_id: 0 } }, close],
      special_tokens: { '</s>': { id: '</s>', ids: [2], tokens: ['</s>'] } },
    },
  });
  write('tokenizer_config.json', { ...files.config, tokenizer_class: 'Qwen2Tokenizer', padding_side: 'left' });
  write('config.json', {
    ...{ model_type: 'qwen3', architectures: ['Qwen3ForCausalLM'], hidden_size: shape.dims, head_dim: shape.headDims },
    ...{ num_hidden_layers: shape.layers, num_attention_heads: shape.heads, num_key_value_heads: shape.keyHeads },
    ...{ intermediate_size: shape.intermediate, vocab_size: shape.vocabulary, max_position_embeddings: 4096 },
  });
  writeGraph(path.join(dir, file), shape);
  return { shape, tokenizer };
}

/** Ids of a text: no opening token, one closing token, which stays when the text is cut. */
export function decoderIds(tokenizer: Tokenizer, text: string, maxTokens: number): number[] {
  return tokenizer.encode(text, maxTokens + 1).slice(1);
}

/** Embeddings, layers and the last norm, in a fixed order from one seed. */
export function decoderWeights(shape: DecoderShape) {
  const random = randomNumbers(shape.seed);
  const fill = (length: number, next: () => number) => Float32Array.from({ length }, next);
  const linear = (inputs: number, outputs: number): Linear => ({
    ...{ inputs, outputs },
    weights: fill(inputs * outputs, () => random() / Math.sqrt(inputs)),
  });
  const norm = (length: number) => fill(length, () => 1 + random() * 0.1);
  const { dims, heads, keyHeads, headDims, intermediate } = shape;
  const words = fill(shape.vocabulary * dims, random);
  const layers = Array.from(
    { length: shape.layers },
    (): DecoderLayer => ({
      query: linear(dims, heads * headDims),
      key: linear(dims, keyHeads * headDims),
      value: linear(dims, keyHeads * headDims),
      output: linear(heads * headDims, dims),
      gate: linear(dims, intermediate),
      up: linear(dims, intermediate),
      down: linear(intermediate, dims),
      attentionNorm: norm(dims),
      queryNorm: norm(headDims),
      keyNorm: norm(headDims),
      mlpNorm: norm(dims),
    }),
  );
  return { words, layers, norm: norm(dims) };
}

function writeGraph(file: string, shape: DecoderShape): void {
  const graph = new OnnxGraph();
  const { words, layers, norm } = decoderWeights(shape);
  const ids = graph.input('input_ids', INT64, ['batch_size', 'sequence_length']);
  const mask = graph.input('attention_mask', INT64, ['batch_size', 'total_sequence_length']);
  const positions = graph.input('position_ids', INT64, ['batch_size', 'sequence_length']);
  const rotary = rotaryAngles(graph, positions, shape);
  const bias = causalBias(graph, ids, mask);
  let states = graph.node('Gather', [graph.constant(words, [shape.vocabulary, shape.dims]), ids]);
  layers.forEach((layer, i) => {
    const attended = attention(graph, rmsNorm(graph, states, layer.attentionNorm), rotary, bias, layer, shape, i);
    const residual = graph.node('Add', [states, attended]);
    const input = rmsNorm(graph, residual, layer.mlpNorm);
    const gate = linear(graph, input, layer.gate);
    const gated = graph.node('Mul', [
      graph.node('Mul', [gate, graph.node('Sigmoid', [gate])]),
      linear(graph, input, layer.up),
    ]);
    states = graph.node('Add', [residual, linear(graph, gated, layer.down)]);
  });
  const last = rmsNorm(graph, states, norm);
  const type = shape.half ? FLOAT16 : FLOAT;
  graph.node('Cast', [last], { to: type }, 'last_hidden_state');
  graph.output('last_hidden_state', type, ['batch_size', 'sequence_length', shape.dims]);
  if (shape.pooled) {
    graph.node('ReduceMean', [last], { axes: [1], keepdims: 0 }, 'sentence_embedding');
    graph.output('sentence_embedding', FLOAT, ['batch_size', shape.dims]);
  }
  graph.write(file);
}

function attention(
  graph: OnnxGraph,
  input: string,
  { cos, sin }: { cos: string; sin: string },
  bias: string,
  layer: DecoderLayer,
  { heads, keyHeads, headDims }: DecoderShape,
  index: number,
): string {
  const split = (value: string, count: number) => graph.node('Reshape', [value, graph.integers(0, 0, count, headDims)]);
  const headsFirst = (value: string) => graph.node('Transpose', [value], { perm: [0, 2, 1, 3] });
  const rotate = (value: string) => {
    const half = headDims / 2;
    const halves = [graph.fresh('first'), graph.fresh('second')];
    const [first, second] = graph.nodeWith('Split', [value, graph.integers(half, half)], halves, { axis: -1 });
    const turned = graph.node('Concat', [graph.node('Neg', [second!]), first!], { axis: -1 });
    return graph.node('Add', [graph.node('Mul', [value, cos]), graph.node('Mul', [turned, sin])]);
  };
  const query = rotate(headsFirst(rmsNorm(graph, split(linear(graph, input, layer.query), heads), layer.queryNorm)));
  const freshKey = rotate(headsFirst(rmsNorm(graph, split(linear(graph, input, layer.key), keyHeads), layer.keyNorm)));
  const freshValue = headsFirst(split(linear(graph, input, layer.value), keyHeads));
  const cached = (name: 'key' | 'value', value: string) => {
    const shape = ['batch_size', keyHeads, 'past_sequence_length', headDims];
    const past = graph.input(`past_key_values.${index}.${name}`, FLOAT, shape);
    graph.output(`present.${index}.${name}`, FLOAT, ['batch_size', keyHeads, 'total_sequence_length', headDims]);
    return graph.node('Concat', [past, value], { axis: 2 }, `present.${index}.${name}`);
  };
  const shared = (value: string) => {
    const single = graph.node('Unsqueeze', [value, graph.integers(2)]);
    const repeated = graph.node('Concat', Array<string>(heads / keyHeads).fill(single), { axis: 2 });
    return graph.node('Reshape', [repeated, graph.integers(0, heads, -1, headDims)]);
  };
  const key = shared(cached('key', freshKey));
  const value = shared(cached('value', freshValue));
  const products = graph.node('MatMul', [query, graph.node('Transpose', [key], { perm: [0, 1, 3, 2] })]);
  const scores = graph.node('Add', [graph.node('Mul', [products, graph.scalar(1 / Math.sqrt(headDims))]), bias]);
  const context = headsFirst(graph.node('MatMul', [graph.node('Softmax', [scores], { axis: -1 }), value]));
  return linear(graph, graph.node('Reshape', [context, graph.integers(0, 0, heads * headDims)]), layer.output);
}

/** Cosines and sines of `position / base^(2i / dims)`, shape `[batch, 1, sequence, headDims]`. */
function rotaryAngles(graph: OnnxGraph, positions: string, { headDims }: DecoderShape): { cos: string; sin: string } {
  const half = headDims / 2;
  const frequencies = Float32Array.from({ length: half }, (_, i) => ROTARY_BASE ** (-i / half));
  const columns = graph.node('Unsqueeze', [graph.node('Cast', [positions], { to: FLOAT }), graph.integers(1, 3)]);
  const angles = graph.node('Mul', [columns, graph.constant(frequencies, [half])]);
  const both = graph.node('Concat', [angles, angles], { axis: -1 });
  return { cos: graph.node('Cos', [both]), sin: graph.node('Sin', [both]) };
}

/** A large negative number where a token looks ahead, or at padding. Shape `[batch, 1, sequence, sequence]`. */
function causalBias(graph: OnnxGraph, ids: string, mask: string): string {
  const scalar = (value: bigint) => graph.constant(BigInt64Array.of(value), []);
  const length = graph.node('Gather', [graph.node('Shape', [ids]), scalar(1n)], { axis: 0 });
  const range = graph.node('Range', [scalar(0n), length, scalar(1n)]);
  const [rows, columns] = [1, 0].map((axis) => graph.node('Unsqueeze', [range, graph.integers(axis)]));
  const isAhead = graph.node('Cast', [graph.node('Greater', [columns!, rows!])], { to: FLOAT });
  const isPadding = graph.node('Sub', [graph.scalar(1), graph.node('Cast', [mask], { to: FLOAT })]);
  const blocked = graph.node('Add', [isAhead, graph.node('Unsqueeze', [isPadding, graph.integers(1, 2)])]);
  return graph.node('Mul', [blocked, graph.scalar(-1e9)]);
}

function rmsNorm(graph: OnnxGraph, value: string, scale: Float32Array): string {
  const squares = graph.node('ReduceMean', [graph.node('Mul', [value, value])], { axes: [-1], keepdims: 1 });
  const size = graph.node('Sqrt', [graph.node('Add', [squares, graph.scalar(RMS_EPSILON)])]);
  return graph.node('Mul', [graph.node('Div', [value, size]), graph.constant(scale, [scale.length])]);
}

function linear(graph: OnnxGraph, value: string, { weights, inputs, outputs }: Linear): string {
  return graph.node('MatMul', [value, graph.constant(weights, [inputs, outputs])]);
}
