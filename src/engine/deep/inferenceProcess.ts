/**
 * One inference process: started, asked, stopped. It knows nothing of queues (inferenceClient.ts does) and restarts
 * (supervisor.ts does). Invariant: every promise it gave settles when the process ends, however it ends.
 */
import { type ChildProcess, fork } from 'node:child_process';
import * as v from 'valibot';
import { type Reply, ReplySchema, type Request } from '../../inference/inferenceMessages';
import type { InstalledModel } from '../../inference/installedModels';
import { EngineError } from '../../protocol/errors';
import type { RuntimeInUse } from '../../protocol/runtimeInUse';

export interface InferenceProcessOptions {
  /** Path of the inference process's bundle. */
  entry: string;
  model: InstalledModel;
  threads: number;
  isBackground: boolean;
  /** An answer that takes longer means that the process hangs; it is ended. */
  answerTimeoutMs: number;
  /** It is no more, whoever ended it; may be called twice. */
  onEnd(reason: string): void;
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

/** Made, it runs and loads its model. */
export class InferenceProcess {
  /** Resolves when the model is in memory, with the runtime that it is in. */
  readonly loaded: Promise<RuntimeInUse | undefined>;
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  private readonly ended: Promise<void>;
  private lastId = LOAD_ID;
  private stderr = '';
  private endReason: string | undefined;
  private usage = { rssBytes: 0, cpuMs: 0, textsDone: 0 };

  constructor(private readonly options: InferenceProcessOptions) {
    this.child = fork(options.entry, [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: childEnvironment(),
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-STDERR_KEPT);
    });
    this.child.on('message', (message) => this.receive(message));
    this.ended = this.whenEnded();
    const { model, threads, isBackground } = options;
    this.loaded = this.ask(LOAD_ID, {
      type: 'load',
      modelDir: model.dir,
      preset: model.preset,
      threads,
      isBackground,
    }).then((reply) => (reply.type === 'loaded' ? reply.runtime : undefined));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get threads(): number {
    return this.options.threads;
  }

  /** Resident memory after its last answer. */
  get rssBytes(): number {
    return this.usage.rssBytes;
  }

  /** Processor time until its last answer. */
  get cpuMs(): number {
    return this.usage.cpuMs;
  }

  get textsDone(): number {
    return this.usage.textsDone;
  }

  /** @throws EngineError workerCrashed, modelIncompatible */
  async embed(text: string): Promise<Float32Array> {
    const id = ++this.lastId;
    const reply = await this.ask(id, { type: 'embed', id, text });
    if (reply.type !== 'embedded') throw new EngineError('workerCrashed', 'inference', `unexpected ${reply.type}`);
    this.usage.textsDone++;
    return reply.vector;
  }

  /** Lets it finish its text and end by itself; ends it by force when it does not. */
  async stop(): Promise<void> {
    if (this.endReason !== undefined) return;
    const force = setTimeout(() => this.child.kill('SIGKILL'), STOP_GRACE_MS);
    this.send({ type: 'dispose' });
    await this.ended;
    clearTimeout(force);
  }

  /** Ends it at once; what it was asked fails as `workerCrashed` with this reason. */
  kill(reason: string): void {
    this.endReason ??= reason;
    this.child.kill('SIGKILL');
  }

  private whenEnded(): Promise<void> {
    return new Promise((resolve) => {
      const end = (reason: string) => {
        this.endReason ??= reason;
        this.rejectAll(this.endReason);
        resolve();
        this.options.onEnd(this.endReason);
      };
      this.child.once('error', (error) => end(error.message));
      // Not `exit`: what it said last may still be on its way then.
      this.child.once('close', (code, signal) => end(describeExit(code, signal, this.stderr)));
    });
  }

  private rejectAll(reason: string): void {
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(new EngineError('workerCrashed', 'inference', reason));
    }
    this.waiting.clear();
  }

  private ask(id: number, request: Request): Promise<Reply> {
    const { answerTimeoutMs } = this.options;
    return new Promise((resolve, reject) => {
      if (this.endReason !== undefined) {
        reject(new EngineError('workerCrashed', 'inference', this.endReason));
        return;
      }
      const timer = setTimeout(() => this.kill(`no answer in ${answerTimeoutMs / 1000} s`), answerTimeoutMs);
      this.waiting.set(id, { resolve, reject, timer });
      this.send(request);
    });
  }

  /** A closed channel means that the process is ending; its end settles whatever waits. */
  private send(request: Request): void {
    if (this.child.connected) this.child.send(request, () => undefined);
  }

  private receive(message: unknown): void {
    const parsed = v.safeParse(ReplySchema, message);
    if (!parsed.success) {
      this.kill('an answer that cannot be read');
      return;
    }
    const reply = parsed.output;
    if ('rssBytes' in reply) this.usage.rssBytes = reply.rssBytes;
    if ('cpuMs' in reply) this.usage.cpuMs = reply.cpuMs;
    const id = reply.type === 'loaded' ? LOAD_ID : (reply.id ?? LOAD_ID);
    const entry = this.waiting.get(id);
    if (!entry) return;
    this.waiting.delete(id);
    clearTimeout(entry.timer);
    if (reply.type === 'failed') entry.reject(failure(reply, this.options.model.id));
    else entry.resolve(reply);
  }
}

function failure(reply: Reply & { type: 'failed' }, modelId: string): EngineError {
  if (reply.code === 'embedFailed') return new EngineError('modelIncompatible', modelId, reply.detail);
  return new EngineError(reply.code, modelId, reply.detail);
}

/**
 * ONNX Runtime reports usage to its makers on Linux and macOS unless this variable is there before it loads. In VS Code
 * the executable is Electron and has to be told to be Node. What weights were read into before they were packed goes
 * back to the system: glibc's own limits grow and would keep it (measured: 75 MB less).
 */
function childEnvironment(): NodeJS.ProcessEnv {
  return {
    MALLOC_MMAP_THRESHOLD_: '131072',
    MALLOC_TRIM_THRESHOLD_: '131072',
    ...process.env,
    ORT_DISABLE_TELEMETRY: '1',
    ELECTRON_RUN_AS_NODE: '1',
  };
}

function describeExit(code: number | null, signal: ChildProcess['signalCode'], stderr: string): string {
  const lines = stderr.split('\n');
  const said = lines.find((line) => /^fatal error/i.test(line)) ?? lines.find((line) => /error/i.test(line)) ?? '';
  return [signal ?? `exit code ${code}`, said.trim().slice(0, 300)].filter(Boolean).join(': ');
}
