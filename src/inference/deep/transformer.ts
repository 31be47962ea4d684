/**
 * One deep model, loaded from its folder through transformers.js on ONNX Runtime: text in, unit vector out. It runs in
 * the inference process alone, one text at a time: 8-bit activations are scaled over the whole batch, so a text's
 * vector would otherwise depend on its neighbors and could not be cached by content. Nothing is downloaded here, ever:
 * remote models are switched off before the first file is opened.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { RuntimeInUse } from '../../protocol/runtimeInUse';
import type { InstalledPreset } from '../installedModels';
import { filesWith, POOLINGS, type Pooling, weightsOf } from '../presets';
import { openRuntime } from './onnxRuntime';
import { cut, pool } from './pooling';

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
  readonly runtime: RuntimeInUse;
  /** Unit vector of length `dims`, and the number of tokens that went in. */
  embed(text: string): Promise<{ vector: Float32Array; tokens: number }>;
  dispose(): Promise<void>;
}

type Transformers = typeof import('@huggingface/transformers');
type Tokenizer = Awaited<ReturnType<Transformers['AutoTokenizer']['from_pretrained']>>;
type Model = Awaited<ReturnType<Transformers['AutoModel']['from_pretrained']>>;
type Tensor = InstanceType<Transformers['Tensor']>;

/**
 * No vocabulary known to us spends a token on more characters than this on average, so text beyond `maxTokens` times as
 * much cannot reach the window: it is dropped before the tokenizer, which would otherwise read a file of any size to
 * its end.
 */
const MAX_CHARS_PER_TOKEN = 64;

export async function loadModel(modelDir: string, preset: InstalledPreset, threads: number): Promise<LoadedModel> {
  const pooling = POOLINGS.find((known) => known === preset.pooling);
  if (!pooling) throw new LoadError('modelIncompatible', `unknown pooling "${preset.pooling}"`);
  for (const { path: file } of filesWith(weightsOf(preset))) {
    if (!fs.existsSync(path.join(modelDir, file))) throw new LoadError('modelIncompatible', `${file} is missing`);
  }
  const { library, runtime } = await loadLibrary(modelDir, threads);
  const tokenizer = await step('the tokenizer', () => library.AutoTokenizer.from_pretrained(path.resolve(modelDir)));
  const network = await step('the model', () => loadNetwork(library, modelDir, preset, threads)).catch(
    (error: unknown) => {
      throw isRuntimeFault(error) ? new LoadError('runtimeUnavailable', messageOf(error)) : error;
    },
  );
  try {
    const model = assemble(library, tokenizer, network, preset, pooling, runtime);
    // One short run: shows what the graph really returns, and takes the first run's allocations away from the first
    // query.
    await model.embed('warm-up');
    return model;
  } catch (error) {
    await network.dispose();
    throw error instanceof LoadError ? error : new LoadError('modelIncompatible', messageOf(error));
  }
}

async function loadLibrary(
  modelDir: string,
  threads: number,
): Promise<{ library: Transformers; runtime: RuntimeInUse }> {
  let library: Transformers;
  let runtime: RuntimeInUse;
  try {
    runtime = openRuntime(threads);
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
  return { library, runtime };
}

function loadNetwork(library: Transformers, modelDir: string, preset: InstalledPreset, threads: number) {
  return library.AutoModel.from_pretrained(path.resolve(modelDir), {
    ...graphFile(preset),
    device: 'cpu',
    session_options: {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      extra: {
        session: {
          // Spinning threads cost the rest of the machine half its speed when it is busy (measured: 673 against 1166
          // tokens/s).
          intra_op: { allow_spinning: '0' },
          // Attention to what is far away is a number too small for a float's normal form, and x86 computes with such
          // many times slower: 512 tokens of the default model's shape took 1.7 times as long.
          set_denormal_as_zero: '1',
        },
      },
    },
  });
}

/**
 * The library derives the file's name from the number format unless it is told; `fp32` then only means that nothing is
 * added to it.
 */
function graphFile({ weights, dtype }: InstalledPreset) {
  if (weights === undefined) return { dtype };
  const { dir, name } = path.posix.parse(weights);
  return { dtype: 'fp32', subfolder: dir, model_file_name: name } as const;
}

function assemble(
  library: Transformers,
  tokenizer: Tokenizer,
  network: Model,
  preset: InstalledPreset,
  pooling: Pooling,
  runtime: RuntimeInUse,
): LoadedModel {
  const special = new Set<number>(tokenizer.all_special_ids);
  return {
    dims: preset.dims,
    runtime,
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
        const vector = ofLength(preset, pooled(outputs, pooling));
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
 * Token ids of at most `maxTokens`. The library cuts the end off, closing token included; models are trained with it
 * (and last-token pooling reads its state), so it is put back.
 */
function encode(tokenizer: Tokenizer, text: string, maxTokens: number, special: Set<number>): number[] {
  const ids: number[] = tokenizer.encode(text.slice(0, maxTokens * MAX_CHARS_PER_TOKEN));
  if (ids.length <= maxTokens) return ids;
  const last = ids[ids.length - 1]!;
  return special.has(last) ? [...ids.slice(0, maxTokens - 1), last] : ids.slice(0, maxTokens);
}

/** One vector of the network's own width. */
function pooled(outputs: Record<string, Tensor>, pooling: Pooling): Float32Array {
  if (pooling === 'inGraph') {
    const { data, width } = output(outputs, 'sentence_embedding', 2);
    return cut(data, width);
  }
  const { data, width } = output(outputs, 'last_hidden_state', 3);
  return pool(data, width, pooling);
}

/** The output of that name by convention, else the first of that shape: `[1, width]` or `[1, tokens, width]`. */
function output(outputs: Record<string, Tensor>, name: string, axes: number): { data: Float32Array; width: number } {
  const found = outputs[name] ?? Object.values(outputs).find((tensor) => tensor.dims.length === axes);
  if (found?.dims.length !== axes || (found.type !== 'float32' && found.type !== 'float16')) {
    const what = axes === 2 ? 'vector' : 'token states';
    throw new LoadError('modelIncompatible', `no ${what} among its outputs: ${Object.keys(outputs).join(', ')}`);
  }
  return { data: found.to('float32').data as Float32Array, width: found.dims[axes - 1]! };
}

/** @throws LoadError when it neither has the preset's length nor may be cut to it */
function ofLength({ dims, cuts }: InstalledPreset, vector: Float32Array): Float32Array {
  if (vector.length === dims) return vector;
  if (vector.length > dims && cuts.includes(dims)) return cut(vector, dims);
  const allowed = cuts.length > 0 ? `; it may be cut to ${cuts.join(', ')}` : '';
  throw new LoadError('modelIncompatible', `it gives ${vector.length} dimensions where ${dims} are expected${allowed}`);
}

/** WebAssembly is compiled when the first model opens; a damaged file shows only then. */
function isRuntimeFault(error: unknown): boolean {
  return messageOf(error).includes('no available backend found');
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
