/**
 * Measures the inference process with a graph of the default model's full size (random weights, so the speed is real
 * and the vectors mean nothing): tokens a second and core against ONNX Runtime's own 8-bit matrix product in the same
 * minutes, memory, query latency, the host's event loop.
 *
 *   node esbuild.mjs --tests && node out/test/bench/inference.main.cjs [--seconds 5] [--part questions [--threads 2]] [--out bench/results/inference.json]
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { ChunkRecord } from '../src/core/snapshot';
import type { DeepCorpus } from '../src/engine/deep/deepCorpus';
import { DEFAULT_DEEP_INDEXING_POLICY } from '../src/engine/deep/deepModel';
import { DeepTier } from '../src/engine/deep/deepTier';
import { Governor } from '../src/engine/deep/governor';
import { createDeepEmbedder, defaultThreads, type InferenceClient } from '../src/engine/deep/inferenceClient';
import { createInferenceLanes } from '../src/engine/deep/inferenceLanes';
import { installSmallModel } from '../test/support/installJina';
import { FULL } from '../test/support/jinaModel';
import type { Tokenizer } from '../test/support/jinaTokenizer';
import { FLOAT, OnnxGraph } from '../test/support/onnx';
import { IDLE_MACHINE } from '../test/support/workspace';

const { values: args } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    /** `questions`: only how long a question waits while the background works, printed and not written. */
    part: { type: 'string' },
    /** Of the background in that part; a machine of four cores has two. */
    threads: { type: 'string' },
    out: { type: 'string', default: 'bench/results/inference.json' },
  },
});
const SECONDS = Number(args.seconds);
const LENGTHS = [64, 256, 512];
/** Edge of the square matrices of the probe: large enough for its full speed. */
const PROBE = 2048;
/** Each takes about four seconds: the background keeps still for two after a question. */
const QUESTIONS = 20;

async function main(): Promise<void> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-bench-'));
  try {
    console.error('writing the model');
    const { model, tokenizer } = await installSmallModel(path.join(dir, 'model'), 'q8', FULL);
    if (args.part === 'questions') {
      console.log(JSON.stringify(await measureQuestions(model.dir, tokenizer), null, 2));
      return;
    }
    const probe = await matrixProbe(path.join(dir, 'probe.onnx'));
    const metrics = {
      modelBytes: model.sizeBytes,
      ...(await measureStart(model.dir)),
      oneThread: await measureThroughput(model.dir, tokenizer, 1, probe),
      twoThreads: await measureThroughput(model.dir, tokenizer, 2),
      ...(await measureQueries(model.dir, tokenizer)),
      ...(await measureQuestions(model.dir, tokenizer)),
    };
    const machine = {
      cpu: os.cpus()[0]?.model,
      cores: os.availableParallelism(),
      node: process.version,
      load1: os.loadavg()[0],
    };
    const command = 'node out/test/bench/inference.main.cjs';
    const result = { machine, date: new Date().toISOString().slice(0, 10), command, metrics };
    fs.mkdirSync(path.dirname(args.out), { recursive: true });
    fs.writeFileSync(args.out, `${JSON.stringify(result, null, 2)}\n`);
    console.log(JSON.stringify(metrics, null, 2));
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

function open(modelDir: string, threads: number): InferenceClient {
  return createDeepEmbedder({ modelDir, inferenceEntry: path.resolve('dist/inference.cjs'), threads });
}

/** From nothing to the first vector, three times; the files are in the page cache after the first. */
async function measureStart(modelDir: string) {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const embedder = open(modelDir, 1);
    const startedAt = performance.now();
    await embedder.embed(['retry'], 'query');
    times.push(Math.round(performance.now() - startedAt));
    await embedder.dispose();
  }
  return { coldStartMs: { first: times[0], median: median(times) } };
}

/**
 * Texts of one length, one after the other. Speed is counted by CPU time of the process (other work on the machine does
 * not change it) and by the clock. `shareOfMatrixProduct`: the operations a token needs, times tokens a CPU second,
 * over the probe's operations a CPU second, each measured right after the other.
 */
async function measureThroughput(
  modelDir: string,
  tokenizer: Tokenizer,
  threads: number,
  probe?: () => Promise<number>,
) {
  const embedder = open(modelDir, threads);
  const rows: Record<string, object> = {};
  try {
    for (const tokens of LENGTHS) {
      const text = textOf(tokenizer, tokens);
      await embedder.embed([text], 'document');
      const { pid } = embedder.status();
      const probeOps = await probe?.();
      const cpuBefore = cpuSeconds(pid!);
      const startedAt = performance.now();
      let texts = 0;
      for (; performance.now() - startedAt < SECONDS * 1000; texts++) await embedder.embed([text], 'document');
      const tokensPerSecond = (texts * tokens) / ((performance.now() - startedAt) / 1000);
      const tokensPerCpuSecond = (texts * tokens) / (cpuSeconds(pid!) - cpuBefore);
      rows[`tokens${tokens}`] = {
        tokensPerSecond: Math.round(tokensPerSecond),
        tokensPerCpuSecond: Math.round(tokensPerCpuSecond),
        ...(probeOps && { shareOfMatrixProduct: round((operationsPerToken(tokens) * tokensPerCpuSecond) / probeOps) }),
        residentMegabytes: Math.round(embedder.status().memoryBytes / 1e6),
      };
    }
    return { ...rows, peakMegabytes: Math.round(peakBytes(embedder.status().pid!) / 1e6) };
  } finally {
    await embedder.dispose();
  }
}

/**
 * A query of 16 tokens alone, and while passages of 512 tokens keep the process busy; and how the host's event loop
 * fares meanwhile.
 */
async function measureQueries(modelDir: string, tokenizer: Tokenizer) {
  const embedder = open(modelDir, defaultThreads());
  try {
    const query = textOf(tokenizer, 16);
    await embedder.embed([query], 'query');
    const alone = await timings(60, () => embedder.embed([query], 'query'));
    const long = textOf(tokenizer, 512);
    const abort = new AbortController();
    const background = embedder.embed(Array(1000).fill(long), 'document', abort.signal).catch(() => undefined);
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    const [onePassageMs] = await timings(1, () => embedder.embed([long], 'query'));
    // The pauses let a passage get under way before each query comes.
    const busy = await timings(15, () => embedder.embed([query], 'query'), 230);
    loop.disable();
    abort.abort();
    await background;
    return {
      queryOf16TokensMs: { p50: percentile(alone, 0.5), p95: percentile(alone, 0.95) },
      queryWhileEmbeddingMs: {
        p50: percentile(busy, 0.5),
        p95: percentile(busy, 0.95),
        onePassageMs: Math.round(onePassageMs!),
      },
      hostEventLoopMs: { p50: round(loop.percentile(50) / 1e6), p99: round(loop.percentile(99) / 1e6) },
    };
  } finally {
    await embedder.dispose();
  }
}

/**
 * A question's vector while the background really works (DeepTier under its governor, passages of 512 tokens
 * throughout): out of nowhere, and as it is typed, where the first results came 400 ms before.
 */
async function measureQuestions(modelDir: string, tokenizer: Tokenizer) {
  const query = textOf(tokenizer, 16);
  const threads = Number(args.threads ?? defaultThreads());
  const embedder = createInferenceLanes({ modelDir, inferenceEntry: path.resolve('dist/inference.cjs'), threads });
  const governor = new Governor(DEFAULT_DEEP_INDEXING_POLICY, { ...IDLE_MACHINE, inferenceCpuMs: () => 0 });
  const tier = new DeepTier(embedder, { governor, onProgress: () => undefined, fresh: () => [] });
  tier.addCorpus('bench', endlessCorpus(textOf(tokenizer, 512)));
  tier.fill();
  const ask = async (typedForMs: number): Promise<number> => {
    while (embedder.status().state !== 'running') await sleep(5);
    await sleep(Math.random() * 1500);
    if (typedForMs > 0) {
      governor.noteActivity();
      await sleep(typedForMs);
    }
    const startedAt = performance.now();
    governor.noteActivity();
    await embedder.embed([query], 'query');
    return performance.now() - startedAt;
  };
  const [sudden, typed]: [number[], number[]] = [[], []];
  // The start of the questions' own process is measured apart.
  await embedder.embed([query], 'query');
  for (let i = 0; i < QUESTIONS; i++) {
    sudden.push(await ask(0));
    typed.push(await ask(400));
  }
  await tier.dispose();
  const spread = (times: number[]) => ({ p50: percentile(times, 0.5), p95: percentile(times, 0.95) });
  return { questionWhileFillingMs: { threads, sudden: spread(sudden), typed: spread(typed) } };
}

/** More passages of this text than the measurement can use up. */
function endlessCorpus(text: string): DeepCorpus {
  const done = new Set<string>();
  const chunks = Array.from(
    { length: 10_000 },
    (_, i) => ({ path: '', symbol: '', contentHash: `${i}` }) as ChunkRecord,
  );
  return {
    cache: {
      ...{ folder: '', dims: FULL.dims, has: (hash) => done.has(hash), get: () => undefined },
      put: (entries) => {
        for (const { hash } of entries) done.add(hash);
      },
      ...{ flush: async () => undefined, refresh: async () => false, retain: async () => 0 },
      ...{ version: 0, placeOf: () => undefined, scan: () => () => 0 },
    },
    ...{ chunks: () => chunks, modifiedMs: () => 0, readContent: async () => text },
  };
}

/** Operations of the matrix products for one token: two for each weight, and attention over the whole text. */
function operationsPerToken(length: number): number {
  const { layers, dims, intermediate } = FULL;
  const weights = layers * (4 * dims * dims + 3 * dims * intermediate);
  return 2 * weights + layers * 4 * length * dims;
}

/** One product of 8-bit matrices with one thread, as the model's graph has them: returns operations a CPU second. */
async function matrixProbe(file: string): Promise<() => Promise<number>> {
  const graph = new OnnxGraph();
  const left = graph.input('left', FLOAT, [PROBE, PROBE]);
  const [quantized, , zero] = graph.nodeWith('DynamicQuantizeLinear', [left], ['quantized', 'scale', 'zero']);
  const weights = graph.constant(
    Int8Array.from({ length: PROBE * PROBE }, (_, i) => (i * 37) % 255),
    [PROBE, PROBE],
  );
  const product = graph.node('MatMulInteger', [quantized!, weights, zero!, graph.constant(Int8Array.of(0), [])]);
  graph.node('ReduceSum', [graph.node('Cast', [product], { to: FLOAT })], { keepdims: 0 }, 'sum');
  graph.output('sum', FLOAT, []);
  graph.write(file);
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const input = {
    left: new Tensor(
      'float32',
      Float32Array.from({ length: PROBE * PROBE }, (_, i) => (i % 100) - 50),
      [PROBE, PROBE],
    ),
  };
  await session.run(input);
  return async () => {
    const before = process.cpuUsage();
    let runs = 0;
    for (const startedAt = performance.now(); performance.now() - startedAt < SECONDS * 1000; runs++)
      await session.run(input);
    const used = process.cpuUsage(before);
    return (runs * 2 * PROBE ** 3) / ((used.user + used.system) / 1e6);
  };
}

/** A text that the tokenizer cuts into so many tokens, opening and closing one included. */
function textOf(tokenizer: Tokenizer, tokens: number): string {
  const words = ['retry', 'upload', 'where', 'backoff', 'session', 'token', 'index', 'search'];
  let text = 'a';
  for (let i = 0; tokenizer.encode(text, 10_000).length < tokens; i++)
    text += ` ${words[(i * 5 + (i >> 3)) % words.length]}`;
  const got = tokenizer.encode(text, 10_000).length;
  if (got !== tokens) throw new Error(`the text has ${got} tokens instead of ${tokens}`);
  return text;
}

/** User and system time of a process so far (Linux). */
function cpuSeconds(pid: number): number {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function peakBytes(pid: number): number {
  return Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)?.[1]) * 1024;
}

async function timings(count: number, run: () => Promise<unknown>, pauseMs = 0): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    if (pauseMs) await sleep(pauseMs);
    const startedAt = performance.now();
    await run();
    times.push(performance.now() - startedAt);
  }
  return times;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!);
}

function median(values: number[]): number {
  return percentile(values, 0.5);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

void main();
