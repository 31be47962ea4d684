/**
 * One deep model, loaded from its folder through transformers.js on ONNX Runtime: text in, unit vector out. It runs in the inference process
 * alone, one text at a time: 8-bit activations are scaled over the whole batch, so a text's vector would otherwise depend on its neighbours
 * and could not be cached by content. Nothing is downloaded here, ever: remote models are switched off before the first file is opened.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { InstalledPreset } from '../installed';
import { POOLINGS, type Pooling, weightsPath } from '../models';
import { pool } from './pooling';

/** Why a model cannot be used: `modelIncompatible` its files, `runtimeUnavailable` this machine. */
export class LoadError extends Error {
  constructor(
    readonly code: 'modelIncompatible' | 'runtimeUnavailable',
    detail: string,
  ) {
    super(detail);
  }
}

export interface LoadedModel {
  readonly dims: number;
  /** Unit vector of length `dims`, and the number of tokens that went in. */
  embed(text: string): Promise<{ vector: Float32Array; tokens: number }>;
  dispose(): Promise<void>;
}

type Transformers = typeof import('@huggingface/transformers');
type Tokenizer = Awaited<ReturnType<Transformers['AutoTokenizer']['from_pretrained']>>;
type Model = Awaited<ReturnType<Transformers['AutoModel']['from_pretrained']>>;
type Tensor = InstanceType<Transformers['Tensor']>;

/**
 * No vocabulary known to us spends a token on more characters than this on average, so text beyond `maxTokens` times as much cannot
 * reach the window: it is dropped before the tokenizer, which would otherwise read a file of any size to its end.
 */
const MAX_CHARS_PER_TOKEN = 64;

export async function loadModel(modelDir: string, preset: InstalledPreset, threads: number): Promise<LoadedModel> {
  const pooling = POOLINGS.find((known) => known === preset.pooling);
  if (!pooling) throw new LoadError('modelIncompatible', `unknown pooling "${preset.pooling}"`);
  for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json', weightsPath(preset.dtype)]) {
    if (!fs.existsSync(path.join(modelDir, file))) throw new LoadError('modelIncompatible', `${file} is missing`);
  }
  const library = await loadLibrary(modelDir);
  const tokenizer = await step('the tokenizer', () => library.AutoTokenizer.from_pretrained(path.resolve(modelDir)));
  const network = await step('the model', () => loadNetwork(library, modelDir, preset, threads));
  try {
    const model = assemble(library, tokenizer, network, preset, pooling);
    // One short run: shows what the graph really returns, and takes the first run's allocations away from the first query.
    await model.embed('warm-up');
    return model;
  } catch (error) {
    await network.dispose();
    throw error instanceof LoadError ? error : new LoadError('modelIncompatible', messageOf(error));
  }
}

async function loadLibrary(modelDir: string): Promise<Transformers> {
  let library: Transformers;
  try {
    library = await import('@huggingface/transformers');
  } catch (error) {
    throw new LoadError('runtimeUnavailable', messageOf(error));
  }
  const { env, LogLevel } = library;
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = path.resolve(modelDir);
  env.useFSCache = false;
  env.logLevel = LogLevel.ERROR;
  return library;
}

function loadNetwork(library: Transformers, modelDir: string, preset: InstalledPreset, threads: number) {
  return library.AutoModel.from_pretrained(path.resolve(modelDir), {
    dtype: preset.dtype,
    device: 'cpu',
    session_options: {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // Spinning threads cost the rest of the machine half its speed when it is busy (measured: 673 against 1166 tokens/s).
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    },
  });
}

function assemble(
  library: Transformers,
  tokenizer: Tokenizer,
  network: Model,
  preset: InstalledPreset,
  pooling: Pooling,
): LoadedModel {
  const special = new Set<number>(tokenizer.all_special_ids);
  return {
    dims: preset.dims,
    async embed(text) {
      const ids = encode(tokenizer, text, preset.maxTokens, special);
      const input = (fill: (position: number) => bigint) =>
        new library.Tensor(
          'int64',
          BigInt64Array.from(ids, (_, position) => fill(position)),
          [1, ids.length],
        );
      const inputs = { input_ids: input((i) => BigInt(ids[i]!)), attention_mask: input(() => 1n) };
      const outputs: Record<string, Tensor> = await network(inputs);
      try {
        const states = tokenStates(outputs);
        const dims = states.dims[2]!;
        if (dims !== preset.dims) {
          throw new LoadError('modelIncompatible', `it gives ${dims} dimensions where ${preset.dims} are expected`);
        }
        const vector = pool(states.data as Float32Array, dims, pooling);
        if (!vector.every(Number.isFinite)) throw new Error('the model gave a vector that is not a number');
        return { vector, tokens: ids.length };
      } finally {
        for (const tensor of [...Object.values(inputs), ...Object.values(outputs)]) tensor.dispose();
      }
    },
    async dispose() {
      await network.dispose();
    },
  };
}

/**
 * Token ids of at most `maxTokens`. The library cuts the end off, closing token included; models are trained with it (and last-token pooling
 * reads its state), so it is put back.
 */
function encode(tokenizer: Tokenizer, text: string, maxTokens: number, special: Set<number>): number[] {
  const ids: number[] = tokenizer.encode(text.slice(0, maxTokens * MAX_CHARS_PER_TOKEN));
  if (ids.length <= maxTokens) return ids;
  const last = ids[ids.length - 1]!;
  return special.has(last) ? [...ids.slice(0, maxTokens - 1), last] : ids.slice(0, maxTokens);
}

/** The output with one state per token: `last_hidden_state` by convention, else the only one of that shape. */
function tokenStates(outputs: Record<string, Tensor>): Tensor {
  const named = outputs.last_hidden_state ?? Object.values(outputs).find((tensor) => tensor.dims.length === 3);
  if (named?.dims.length !== 3 || named.type !== 'float32') {
    throw new LoadError('modelIncompatible', `no token states among its outputs: ${Object.keys(outputs).join(', ')}`);
  }
  return named;
}

async function step<T>(what: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new LoadError('modelIncompatible', `${what} cannot be loaded: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 300);
}
