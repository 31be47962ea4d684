/**
 * One inference process: started, asked, stopped. It knows nothing of queues or restarts (inferenceClient.ts does). Invariant: every promise it
 * gave settles when the process ends, however it ends.
 */
import { type ChildProcess, fork } from 'node:child_process';
import * as v from 'valibot';
import { type Reply, ReplySchema, type Request } from '../../inference/inferenceMessages';
import type { InstalledModel } from '../../inference/installedModels';
import { EngineError } from '../../protocol/errors';
import type { RuntimeInUse } from '../../protocol/runtimeInUse';

export interface InferenceProcess {
  readonly pid: number | undefined;
  /** Resident memory after its last answer. */
  readonly rssBytes: number;
  /** Processor time until its last answer. */
  readonly cpuMs: number;
  readonly threads: number;
  readonly textsDone: number;
  /** Resolves when the model is in memory, with the runtime that it is in. */
  readonly loaded: Promise<RuntimeInUse | undefined>;
  /** @throws EngineError workerCrashed, modelIncompatible */
  embed(text: string): Promise<Float32Array>;
  /** Lets it finish its text and end by itself; ends it by force when it does not. */
  stop(): Promise<void>;
  /** Ends it at once; what it was asked fails as `workerCrashed` with this cause. */
  kill(cause: string): void;
}

export interface InferenceProcessOptions {
  /** Path of the inference process's bundle. */
  entry: string;
  model: InstalledModel;
  threads: number;
  isBackground: boolean;
  /** An answer that takes longer means that the process hangs; it is ended. */
  answerTimeoutMs: number;
  onExit(): void;
}

const STOP_GRACE_MS = 5000;
/** More than the native stack that follows a fatal error of V8. */
const STDERR_KEPT = 16_000;

interface Waiting {
  resolve(reply: Reply): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/** The load is request 0, texts count from 1. */
const LOAD_ID = 0;

export function startInferenceProcess(options: InferenceProcessOptions): InferenceProcess {
  const { model } = options;
  const child = fork(options.entry, [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: childEnvironment(),
  });
  const waiting = new Map<number, Waiting>();
  let lastId = LOAD_ID;
  let rssBytes = 0;
  let cpuMs = 0;
  let textsDone = 0;
  let stderr = '';
  let endedBecause: string | undefined;

  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  child.on('message', receive);
  const ended = new Promise<void>((resolve) => {
    const end = (cause: string) => {
      const detail = endedBecause ?? cause;
      endedBecause = detail;
      for (const { reject, timer } of waiting.values()) {
        clearTimeout(timer);
        reject(new EngineError('workerCrashed', 'inference', detail));
      }
      waiting.clear();
      resolve();
      options.onExit();
    };
    child.once('error', (error) => end(error.message));
    // Not `exit`: what it said last may still be on its way then.
    child.once('close', (code, signal) => end(describeExit(code, signal, stderr)));
  });

  const { threads, isBackground } = options;
  const loaded = ask(LOAD_ID, { type: 'load', modelDir: model.dir, preset: model.preset, threads, isBackground });
  return {
    pid: child.pid,
    get rssBytes() {
      return rssBytes;
    },
    get cpuMs() {
      return cpuMs;
    },
    threads,
    get textsDone() {
      return textsDone;
    },
    loaded: loaded.then((reply) => (reply.type === 'loaded' ? reply.runtime : undefined)),
    async embed(text) {
      const reply = await ask(++lastId, { type: 'embed', id: lastId, text });
      if (reply.type !== 'embedded') throw new EngineError('workerCrashed', 'inference', `unexpected ${reply.type}`);
      textsDone++;
      return reply.vector;
    },
    async stop() {
      if (endedBecause !== undefined) return;
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
      send({ type: 'dispose' });
      await ended;
      clearTimeout(force);
    },
    kill,
  };

  function ask(id: number, request: Request): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (endedBecause !== undefined) {
        reject(new EngineError('workerCrashed', 'inference', endedBecause));
        return;
      }
      const timer = setTimeout(() => kill(`no answer in ${options.answerTimeoutMs / 1000} s`), options.answerTimeoutMs);
      waiting.set(id, { resolve, reject, timer });
      send(request);
    });
  }

  function kill(cause: string): void {
    endedBecause ??= cause;
    child.kill('SIGKILL');
  }

  /** A closed channel means that the process is ending; its exit settles whatever waits. */
  function send(request: Request): void {
    if (child.connected) child.send(request, () => undefined);
  }

  function receive(message: unknown): void {
    const parsed = v.safeParse(ReplySchema, message);
    if (!parsed.success) {
      kill('an answer that cannot be read');
      return;
    }
    const reply = parsed.output;
    if ('rssBytes' in reply) rssBytes = reply.rssBytes;
    if ('cpuMs' in reply) cpuMs = reply.cpuMs;
    const id = reply.type === 'loaded' ? LOAD_ID : (reply.id ?? LOAD_ID);
    const entry = waiting.get(id);
    if (!entry) return;
    waiting.delete(id);
    clearTimeout(entry.timer);
    if (reply.type === 'failed') entry.reject(failure(reply, model.id));
    else entry.resolve(reply);
  }
}

function failure(reply: Reply & { type: 'failed' }, modelId: string): EngineError {
  if (reply.code === 'embedFailed') return new EngineError('modelIncompatible', modelId, reply.detail);
  return new EngineError(reply.code, modelId, reply.detail);
}

/**
 * ONNX Runtime reports usage to its makers on Linux and macOS unless this variable is there before it loads.
 * In VS Code the executable is Electron and has to be told to be Node.
 * What weights were read into before they were packed goes back to the system: glibc's own limits grow and would keep it (measured: 75 MB less).
 */
function childEnvironment(): NodeJS.ProcessEnv {
  const memory = { MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' };
  return { ...memory, ...process.env, ORT_DISABLE_TELEMETRY: '1', ELECTRON_RUN_AS_NODE: '1' };
}

function describeExit(code: number | null, signal: ChildProcess['signalCode'], stderr: string): string {
  const lines = stderr.split('\n');
  const said = lines.find((line) => /^fatal error/i.test(line)) ?? lines.find((line) => /error/i.test(line)) ?? '';
  return [signal ?? `exit code ${code}`, said.trim().slice(0, 300)].filter(Boolean).join(': ');
}
