/**
 * The deep model as the engine sees it: texts in, vectors out, while the process that computes them starts on demand, stops when idle and is
 * started again after a crash. What somebody waits for goes before the rest, so a query waits at most for the one text in progress. It decides
 * nothing about what to embed. Invariant: every call settles; a crash fails the call whose text was running and no other.
 */
import os from 'node:os';
import type { DeepEmbedder } from '../../core/embedder';
import { installedModel } from '../../inference/installedModels';
import { EngineError } from '../../protocol/errors';
import type { RuntimeInUse } from '../../protocol/runtimeInUse';
import { type InferenceProcess, startInferenceProcess } from './inferenceProcess';

/** What the inference process may take. A change takes hold between two texts. */
export interface InferenceLimits {
  /** Default: half of the cores, at least one. More would be felt in the editor. */
  threads?: number | undefined;
  /** Without a text for so long the process is stopped and its memory given back. Default 5 minutes. */
  idleMs?: number;
  /** Above this the process is replaced between two texts. Default 1.2 GB; the default model needs about 400 MB at 512 tokens. */
  memoryCeilingBytes?: number;
}

export interface DeepEmbedderOptions extends InferenceLimits {
  /** Folder of an installed model (see src/inference/installedModels.ts). */
  modelDir: string;
  /** Path of the inference process's bundle, `dist/inference.cjs`. */
  inferenceEntry: string;
  /** Nobody waits for it: the process has a low priority. It can never be raised again, so what somebody waits for needs a process of its own. */
  isBackground?: boolean;
  /** For loading the model, and for a text that nobody waits for. Default 2 minutes; the longest text takes half a second on a slow core. */
  answerTimeoutMs?: number;
  /** When somebody waits: a loaded process that gives no answer for so long hangs and is replaced. Default 10 seconds. */
  awaitedTimeoutMs?: number;
  /** Pause before the first restart, doubled with each crash in a row. Default 250 ms. */
  restartDelayMs?: number;
  /** After `MAX_CRASHES` in a row nothing is tried for so long. Default 1 minute. */
  coolDownMs?: number;
}

export interface InferenceStatus {
  state: 'idle' | 'loading' | 'running' | 'failed';
  detail?: string;
  pid?: number;
  memoryBytes: number;
  /** Known since the first process loaded. */
  runtime?: RuntimeInUse;
}

export interface InferenceClient extends DeepEmbedder {
  status(): InferenceStatus;
  setLimits(limits: InferenceLimits): void;
  /** Processor time that its processes took so far. */
  cpuMs(): number;
}

/** Half of the cores. */
export function defaultThreads(): number {
  return Math.max(1, Math.floor(os.availableParallelism() / 2));
}

const MAX_CRASHES = 3;
const MAX_RESTART_DELAY_MS = 30_000;
/** A process over the ceiling right after its start would be over it again: replacing it must not become all it does. */
const MIN_TEXTS_PER_PROCESS = 20;

type Lane = 'awaited' | 'background';

interface Call {
  texts: readonly string[];
  /** Index of the next text to be sent. */
  next: number;
  vectors: Float32Array[];
  resolve(vectors: Float32Array[]): void;
  reject(error: unknown): void;
}

/** @throws EngineError modelNotInstalled */
export function createDeepEmbedder(options: DeepEmbedderOptions): InferenceClient {
  const found = installedModel(options.modelDir);
  if (!found) throw new EngineError('modelNotInstalled', options.modelDir);
  const model = found;
  let limits: InferenceLimits = options;
  const queues: Record<Lane, Call[]> = { awaited: [], background: [] };
  const awaitedTimeoutMs = options.awaitedTimeoutMs ?? 10_000;
  let running: Call | undefined;
  let child: InferenceProcess | undefined;
  let loading = false;
  let pumping = false;
  let disposed = false;
  let crashesInARow = 0;
  let blockedUntilMs = 0;
  /** The model or the machine will not do, however often it is tried. */
  let hopeless: EngineError | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  /** Processor time of processes that are no more. */
  let endedCpuMs = 0;
  let runtime: RuntimeInUse | undefined;
  const stopping = new Set<Promise<void>>();

  return {
    ...{ fingerprint: model.fingerprint, dims: model.preset.dims, embed, dispose, status },
    setLimits(next) {
      limits = next;
      if (!pumping) rest();
    },
    cpuMs: () => endedCpuMs + (child?.cpuMs ?? 0),
  };

  function embed(
    texts: readonly string[],
    kind: 'query' | 'document',
    signal?: AbortSignal,
    isAwaited = kind === 'query',
  ): Promise<Float32Array[]> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (disposed) return Promise.reject(new EngineError('canceled', model.id));
    if (texts.length === 0) return Promise.resolve([]);
    const prefix = kind === 'query' ? model.preset.queryPrefix : model.preset.documentPrefix;
    return new Promise<Float32Array[]>((resolve, reject) => {
      const abort = () => leave(call, signal?.reason);
      const timer = isAwaited ? setTimeout(() => giveUp(call), awaitedTimeoutMs) : undefined;
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      const call: Call = {
        texts: texts.map((text) => prefix + text),
        next: 0,
        vectors: [],
        resolve(vectors) {
          settle();
          resolve(vectors);
        },
        reject(error) {
          settle();
          reject(error);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      queues[isAwaited ? 'awaited' : 'background'].push(call);
      void pump();
    });
  }

  /** Takes a call out of its queue and fails it; a text of it that is running finishes unheard. */
  function leave(call: Call, reason: unknown): void {
    remove(call);
    if (running === call) running = undefined;
    call.reject(reason);
  }

  /** Somebody has waited too long: whatever the process does, it is replaced. One that still loads has its own limit. */
  function giveUp(call: Call): void {
    const cause = `no answer in ${awaitedTimeoutMs / 1000} s`;
    leave(call, new EngineError('workerCrashed', 'inference', cause));
    if (!loading) child?.kill(cause);
  }

  function leaveAll(reason: EngineError): void {
    for (const call of [...queues.awaited, ...queues.background]) leave(call, reason);
  }

  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    clearTimeout(idleTimer);
    try {
      while (nextCall()) {
        const ready = await readyProcess();
        // Asked only now: a query that came while the process was starting goes first.
        const call = nextCall();
        if (ready && call) await runOne(ready, call);
      }
    } finally {
      pumping = false;
      rest();
    }
  }

  function rest(): void {
    clearTimeout(idleTimer);
    if (!disposed) idleTimer = setTimeout(stopProcess, limits.idleMs ?? 5 * 60_000).unref();
  }

  function nextCall(): Call | undefined {
    return queues.awaited[0] ?? queues.background[0];
  }

  async function runOne(process: InferenceProcess, call: Call): Promise<void> {
    running = call;
    try {
      const vector = await process.embed(call.texts[call.next]!);
      crashesInARow = 0;
      if (running !== call) return;
      call.vectors.push(vector);
      if (++call.next < call.texts.length) return;
      remove(call);
      call.resolve(call.vectors);
    } catch (error) {
      if (running === call) leave(call, error);
      // It lives, but a run that failed (for want of memory, say) may have left anything behind.
      if (child === process) stopProcess();
    } finally {
      running = undefined;
      if (child === process && isOverCeiling(process)) stopProcess();
    }
  }

  function remove(call: Call): void {
    for (const queue of [queues.awaited, queues.background]) {
      const at = queue.indexOf(call);
      if (at >= 0) queue.splice(at, 1);
    }
  }

  function isOverCeiling(process: InferenceProcess): boolean {
    const ceiling = limits.memoryCeilingBytes ?? 1.2e9;
    return process.rssBytes > ceiling && process.textsDone >= MIN_TEXTS_PER_PROCESS;
  }

  function threads(): number {
    return limits.threads ?? defaultThreads();
  }

  /** The loaded process, started if there is none; undefined when there is no hope of one, and then all calls have been failed. */
  async function readyProcess(): Promise<InferenceProcess | undefined> {
    if (!hopeless && Date.now() < blockedUntilMs) {
      leaveAll(new EngineError('workerCrashed', 'inference', `${crashesInARow} times in a row`));
      return undefined;
    }
    if (hopeless) {
      leaveAll(hopeless);
      return undefined;
    }
    if (child && child.threads !== threads()) stopProcess();
    try {
      if (!child) {
        loading = true;
        await restartDelay();
        if (disposed) return undefined;
        child = startProcess();
      }
      const starting = child;
      runtime = (await starting.loaded) ?? runtime;
      return child;
    } catch (error) {
      if (error instanceof EngineError && error.code !== 'workerCrashed') {
        hopeless = error;
        if (error.code === 'runtimeUnavailable') runtime = { kind: 'none', cause: error.detail };
        stopProcess();
      }
      return undefined;
    } finally {
      loading = false;
    }
  }

  function startProcess(): InferenceProcess {
    const started = startInferenceProcess({
      entry: options.inferenceEntry,
      model,
      threads: threads(),
      isBackground: options.isBackground ?? false,
      answerTimeoutMs: options.answerTimeoutMs ?? 120_000,
      onExit() {
        if (child !== started) return;
        forgetProcess();
        crashesInARow++;
        if (crashesInARow >= MAX_CRASHES) blockedUntilMs = Date.now() + (options.coolDownMs ?? 60_000);
      },
    });
    return started;
  }

  async function restartDelay(): Promise<void> {
    if (crashesInARow === 0) return;
    const delayMs = (options.restartDelayMs ?? 250) * 2 ** (crashesInARow - 1);
    await new Promise((resolve) => setTimeout(resolve, Math.min(delayMs, MAX_RESTART_DELAY_MS)));
  }

  /** Detaches the process first, so that its end is no crash and the next text starts another. */
  function stopProcess(): void {
    if (!child) return;
    const stopped = child.stop().finally(() => stopping.delete(stopped));
    stopping.add(stopped);
    forgetProcess();
  }

  function forgetProcess(): void {
    endedCpuMs += child?.cpuMs ?? 0;
    child = undefined;
  }

  async function dispose(): Promise<void> {
    disposed = true;
    clearTimeout(idleTimer);
    leaveAll(new EngineError('canceled', model.id));
    stopProcess();
    await Promise.all(stopping);
  }

  function status(): InferenceStatus {
    const memoryBytes = child?.rssBytes ?? 0;
    if (hopeless) return { state: 'failed', detail: hopeless.message, memoryBytes, ...(runtime && { runtime }) };
    if (Date.now() < blockedUntilMs) return { state: 'failed', detail: `stopped ${crashesInARow} times`, memoryBytes };
    const state = loading ? 'loading' : running ? 'running' : 'idle';
    return { state, memoryBytes, ...(child?.pid !== undefined && { pid: child.pid }), ...(runtime && { runtime }) };
  }
}
