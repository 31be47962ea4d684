/**
 * The deep model as the engine sees it: texts in, vectors out, while the process that computes them starts on demand,
 * stops when idle and is started again after a crash (supervisor.ts). What somebody waits for goes before the rest, so
 * a query waits at most for the one text in progress. It decides nothing about what to embed. Invariant: every call
 * settles; a crash fails the call whose text was running and no other.
 */
import os from 'node:os';
import type { DeepEmbedder } from '../../core/embedder';
import { type InstalledModel, installedModel } from '../../inference/installedModels';
import { Supervisor, type SupervisorState } from '../../process/supervisor';
import { EngineError } from '../../protocol/errors';
import type { RuntimeInUse } from '../../protocol/runtimeInUse';
import { CallQueue, type EmbedCall } from './callQueue';
import { InferenceProcess } from './inferenceProcess';

/** What the inference process may take. A change takes hold between two texts. */
export interface InferenceLimits {
  /** Default: half of the cores, at least one. More would be felt in the editor. */
  threads?: number | undefined;
  /** Without a text for so long the process is stopped and its memory given back. Default 5 minutes. */
  idleMs?: number;
  /**
   * Above this the process is replaced between two texts. Default 1.2 GB; the default model needs about 400 MB at 512
   * tokens.
   */
  memoryCeilingBytes?: number;
}

export interface DeepEmbedderOptions extends InferenceLimits {
  /** Folder of an installed model (see src/inference/installedModels.ts). */
  modelDir: string;
  /** Path of the inference process's bundle, `dist/inference.cjs`. */
  inferenceEntry: string;
  /**
   * Nobody waits for it: the process has a low priority. It can never be raised again, so what somebody waits for needs
   * a process of its own.
   */
  isBackground?: boolean;
  /**
   * For loading the model, and for a text that nobody waits for. Default 2 minutes; the longest text takes half a
   * second on a slow core.
   */
  answerTimeoutMs?: number;
  /**
   * When somebody waits: a loaded process that gives no answer for so long hangs and is replaced. Default 10 seconds.
   */
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

const IDLE_MS = 5 * 60_000;
const MEMORY_CEILING_BYTES = 1.2e9;
const ANSWER_TIMEOUT_MS = 120_000;
const AWAITED_TIMEOUT_MS = 10_000;
const MAX_CRASHES = 3;
const COOL_DOWN_MS = 60_000;
const RESTART_DELAY_MS = 250;
const MAX_RESTART_DELAY_MS = 30_000;
/**
 * A process over the ceiling right after its start would be over it again: replacing it must not become all it does.
 */
const MIN_TEXTS_PER_PROCESS = 20;

/** @throws EngineError modelNotInstalled */
export function createDeepEmbedder(options: DeepEmbedderOptions): InferenceClient {
  const model = installedModel(options.modelDir);
  if (!model) throw new EngineError('modelNotInstalled', options.modelDir);
  return new InferenceQueue(model, options);
}

/** Sends one text at a time to a process that lives while there are texts. */
class InferenceQueue implements InferenceClient {
  readonly fingerprint: string;
  readonly dims: number;
  private readonly calls = new CallQueue();
  private readonly supervisor: Supervisor<InferenceProcess>;
  /** The call whose text the process is at. */
  private running: EmbedCall | undefined;
  private isPumping = false;
  private isDisposed = false;
  private idleTimer: NodeJS.Timeout | undefined;
  /** Processor time of processes that are no more. */
  private endedCpuMs = 0;
  private runtime: RuntimeInUse | undefined;
  private limits: InferenceLimits;

  constructor(
    private readonly model: InstalledModel,
    private readonly options: DeepEmbedderOptions,
  ) {
    this.fingerprint = model.fingerprint;
    this.dims = model.preset.dims;
    this.limits = options;
    this.supervisor = new Supervisor({
      name: 'inference',
      launch: (onEnd) => this.launch(onEnd),
      prepare: (process) => this.prepare(process),
      end: (process) => process.stop(),
      released: ({ cpuMs }) => {
        this.endedCpuMs += cpuMs;
      },
      maxCrashes: MAX_CRASHES,
      restartDelayMs: (crashes) =>
        Math.min((options.restartDelayMs ?? RESTART_DELAY_MS) * 2 ** (crashes - 1), MAX_RESTART_DELAY_MS),
      coolDownMs: options.coolDownMs ?? COOL_DOWN_MS,
      isAlwaysWanted: false,
    });
  }

  async embed(
    texts: readonly string[],
    kind: 'query' | 'document',
    signal?: AbortSignal,
    isAwaited = kind === 'query',
  ): Promise<Float32Array[]> {
    if (signal?.aborted) throw signal.reason;
    if (this.isDisposed) throw new EngineError('canceled', this.model.id);
    if (texts.length === 0) return [];
    const { queryPrefix, documentPrefix } = this.model.preset;
    const prefix = kind === 'query' ? queryPrefix : documentPrefix;
    const { call, vectors } = this.calls.add(
      texts.map((text) => prefix + text),
      isAwaited,
    );
    const abort = () => this.fail(call, signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    const timer = isAwaited ? setTimeout(() => this.giveUp(call), this.awaitedTimeoutMs) : undefined;
    void this.pump();
    try {
      return await vectors;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  setLimits(limits: InferenceLimits): void {
    this.limits = limits;
    if (!this.isPumping) this.stopWhenIdle();
  }

  cpuMs(): number {
    return this.endedCpuMs + (this.supervisor.process?.cpuMs ?? 0);
  }

  status(): InferenceStatus {
    const { process, state, error, crashesInARow } = this.supervisor;
    const memoryBytes = process?.rssBytes ?? 0;
    if (error?.code === 'workerCrashed')
      return { state: 'failed', detail: `stopped ${crashesInARow} times`, memoryBytes };
    return {
      state: error ? 'failed' : isLoading(state) ? 'loading' : this.running ? 'running' : 'idle',
      memoryBytes,
      ...(error && { detail: error.message }),
      ...(process?.pid !== undefined && { pid: process.pid }),
      ...(this.runtime && { runtime: this.runtime }),
    };
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
    clearTimeout(this.idleTimer);
    this.failAll(new EngineError('canceled', this.model.id));
    await this.supervisor.dispose();
  }

  private get threads(): number {
    return this.limits.threads ?? defaultThreads();
  }

  private get awaitedTimeoutMs(): number {
    return this.options.awaitedTimeoutMs ?? AWAITED_TIMEOUT_MS;
  }

  private launch(onEnd: (reason: string) => void): InferenceProcess {
    return new InferenceProcess({
      entry: this.options.inferenceEntry,
      model: this.model,
      threads: this.threads,
      isBackground: this.options.isBackground ?? false,
      answerTimeoutMs: this.options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS,
      onEnd,
    });
  }

  /** The model or the machine may not do at all: then it is not tried again. */
  private async prepare({ loaded }: InferenceProcess): Promise<void> {
    try {
      this.runtime = (await loaded) ?? this.runtime;
    } catch (error) {
      if (error instanceof EngineError && error.code === 'runtimeUnavailable')
        this.runtime = { kind: 'none', cause: error.detail };
      throw error;
    }
  }

  /** Sends texts until none is left. */
  private async pump(): Promise<void> {
    if (this.isPumping) return;
    this.isPumping = true;
    clearTimeout(this.idleTimer);
    try {
      while (this.calls.next) {
        const process = await this.readyProcess();
        // Asked only now: a query that came while the process was starting goes first.
        const call = this.calls.next;
        if (process && call) await this.sendText(process, call);
      }
    } finally {
      this.isPumping = false;
      this.stopWhenIdle();
    }
  }

  /** Undefined when there is no hope of a process; all calls have failed then. */
  private async readyProcess(): Promise<InferenceProcess | undefined> {
    const { supervisor } = this;
    if (supervisor.process && supervisor.process.threads !== this.threads) void supervisor.stop();
    supervisor.start();
    try {
      return await supervisor.ready();
    } catch (error) {
      const crashed = new EngineError('workerCrashed', 'inference', `${supervisor.crashesInARow} times in a row`);
      this.failAll(error instanceof EngineError && error.code !== 'workerCrashed' ? error : crashed);
      return undefined;
    }
  }

  private async sendText(process: InferenceProcess, call: EmbedCall): Promise<void> {
    this.running = call;
    try {
      const vector = await process.embed(call.texts[call.vectors.length]!);
      this.supervisor.noteHealthy();
      if (this.running === call) this.calls.answer(call, vector);
    } catch (error) {
      if (this.running === call) this.fail(call, error);
      // It lives, but a run that failed (for want of memory, say) may have left anything behind.
      this.stopProcess(process);
    } finally {
      this.running = undefined;
      if (this.isOverCeiling(process)) this.stopProcess(process);
    }
  }

  /** Takes a call out of its queue and fails it; a text of it that is running finishes unheard. */
  private fail(call: EmbedCall, reason: unknown): void {
    if (this.running === call) this.running = undefined;
    this.calls.fail(call, reason);
  }

  private failAll(reason: EngineError): void {
    for (const call of this.calls.all()) this.fail(call, reason);
  }

  /**
   * Somebody has waited too long: whatever the process does, it is replaced. One that still loads has its own limit.
   */
  private giveUp(call: EmbedCall): void {
    const reason = `no answer in ${this.awaitedTimeoutMs / 1000} s`;
    this.fail(call, new EngineError('workerCrashed', 'inference', reason));
    if (this.supervisor.state === 'ready') this.supervisor.process?.kill(reason);
  }

  private stopWhenIdle(): void {
    clearTimeout(this.idleTimer);
    if (this.isDisposed) return;
    this.idleTimer = setTimeout(() => void this.supervisor.stop(), this.limits.idleMs ?? IDLE_MS).unref();
  }

  /** Unless another one has taken its place. */
  private stopProcess(process: InferenceProcess): void {
    if (this.supervisor.process === process) void this.supervisor.stop();
  }

  private isOverCeiling({ rssBytes, textsDone }: InferenceProcess): boolean {
    return rssBytes > (this.limits.memoryCeilingBytes ?? MEMORY_CEILING_BYTES) && textsDone >= MIN_TEXTS_PER_PROCESS;
  }
}

function isLoading(state: SupervisorState): boolean {
  return state === 'starting' || state === 'backingOff';
}
