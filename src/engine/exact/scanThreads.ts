/**
 * Threads that scan files. A regular expression that takes too long at one file is ended with its thread, and so is
 * what nobody waits for any more; threads without work end after a while. Invariant: every scan is answered or fails.
 */
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import type { TextCondition } from '../../core/exact/textCondition';
import { EngineError } from '../../protocol/errors';
import type { ScanBatch, ScanFile, ScanReply, ScanSettings } from './scanWorker';

export interface ScanThreadsOptions {
  /** `dist/scanWorker.cjs` */
  scanWorkerEntry: string;
  /** Longest time at one file. Default: two seconds. */
  fileTimeoutMs?: number;
}

/** A file of a megabyte takes some milliseconds, whatever is looked for. */
const FILE_TIMEOUT_MS = 2_000;
/** Looks are counted and not the clock: a machine that slept has not searched. */
const LOOKS_PER_TIMEOUT = 8;
const MAX_THREADS = 4;
const IDLE_MS = 30_000;
/** Enough that messages cost little beside reading, few enough that the threads end at the same time. */
const BATCH_FILES = 48;

interface Batch extends ScanBatch {
  scan: Scan;
  /** Where its replies belong. */
  at: number;
}

interface Scan {
  waiting: number;
  replies: ScanReply[];
  resolve(replies: ScanReply[]): void;
  reject(error: Error): void;
}

interface Thread {
  worker: Worker;
  progress: Int32Array;
  batch: Batch | undefined;
  lastSeen: number;
  looks: number;
}

export class ScanThreads {
  private readonly threads = new Set<Thread>();
  private queue: Batch[] = [];
  private watch: NodeJS.Timeout | undefined;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ScanThreadsOptions) {}

  /** The passages of the files in their order. @throws EngineError canceled, patternTooSlow, workerCrashed */
  async scan(
    conditions: readonly TextCondition[],
    files: readonly ScanFile[],
    signal?: AbortSignal,
  ): Promise<ScanReply[]> {
    if (files.length === 0) return [];
    let scan: Scan | undefined;
    const stop = () => scan && this.fail(scan, new EngineError('canceled', ''));
    signal?.addEventListener('abort', stop);
    try {
      return await new Promise<ScanReply[]>((resolve, reject) => {
        const batches: Batch[] = [];
        scan = { waiting: 0, replies: [], resolve, reject };
        for (let first = 0; first < files.length; first += BATCH_FILES)
          batches.push({ scan, at: batches.length, conditions, files: files.slice(first, first + BATCH_FILES) });
        scan.waiting = batches.length;
        this.queue.push(...batches);
        this.dispatch();
      });
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  async dispose(): Promise<void> {
    for (const { scan } of [...this.queue, ...this.batches()]) this.fail(scan, new EngineError('canceled', ''));
    clearTimeout(this.idleTimer);
    await Promise.all([...this.threads].map((thread) => this.end(thread)));
  }

  private batches(): Batch[] {
    return [...this.threads].flatMap(({ batch }) => batch ?? []);
  }

  private dispatch(): void {
    while (this.queue.length > 0) {
      const thread = this.freeThread();
      if (!thread) return;
      const batch = this.queue.shift()!;
      thread.batch = batch;
      thread.looks = 0;
      thread.worker.ref();
      const { conditions, files } = batch;
      thread.worker.postMessage({ conditions, files } satisfies ScanBatch);
      clearTimeout(this.idleTimer);
      const { fileTimeoutMs = FILE_TIMEOUT_MS } = this.options;
      this.watch ??= setInterval(() => this.look(), fileTimeoutMs / LOOKS_PER_TIMEOUT);
    }
  }

  private freeThread(): Thread | undefined {
    const free = [...this.threads].find(({ batch }) => !batch);
    if (free || this.threads.size >= Math.min(MAX_THREADS, os.availableParallelism())) return free;
    const progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const workerData: ScanSettings = { progress };
    const worker = new Worker(this.options.scanWorkerEntry, { workerData, execArgv: [], name: 'kindred-scanning' });
    const thread: Thread = { worker, progress, batch: undefined, lastSeen: 0, looks: 0 };
    worker.on('message', (reply: ScanReply) => this.receive(thread, reply));
    // An expression may also need more memory than there is.
    worker.on('error', ({ message }) => this.giveUp(thread, message));
    this.threads.add(thread);
    return thread;
  }

  private receive(thread: Thread, reply: ScanReply): void {
    const { batch } = thread;
    if (!batch || !this.threads.has(thread)) return;
    thread.batch = undefined;
    thread.worker.unref();
    batch.scan.replies[batch.at] = reply;
    if (--batch.scan.waiting === 0) batch.scan.resolve(batch.scan.replies);
    this.dispatch();
    this.rest();
  }

  private look(): void {
    for (const thread of this.threads) {
      const { batch, lastSeen } = thread;
      if (!batch) continue;
      const seen = Atomics.load(thread.progress, 0);
      thread.looks = seen === lastSeen && seen > 0 ? thread.looks + 1 : 0;
      thread.lastSeen = seen;
      if (thread.looks < LOOKS_PER_TIMEOUT) continue;
      this.giveUp(thread);
    }
  }

  private giveUp(thread: Thread, detail = ''): void {
    const { batch } = thread;
    const expressions = batch?.conditions.filter(({ source }) => source !== undefined).map(({ typed }) => typed) ?? [];
    const error =
      expressions.length > 0
        ? new EngineError('patternTooSlow', expressions.join(' '), detail)
        : new EngineError('workerCrashed', 'scanning', detail);
    void this.end(thread);
    if (batch) this.fail(batch.scan, error);
  }

  /** What is left of the scan is not done; threads that are at it are ended. */
  private fail(scan: Scan, error: EngineError): void {
    this.queue = this.queue.filter((batch) => batch.scan !== scan);
    for (const thread of this.threads) if (thread.batch?.scan === scan) void this.end(thread);
    scan.reject(error);
    this.dispatch();
    this.rest();
  }

  private rest(): void {
    if (this.batches().length > 0) return;
    clearInterval(this.watch);
    this.watch = undefined;
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => this.threads.forEach((thread) => void this.end(thread)), IDLE_MS).unref();
  }

  private async end(thread: Thread): Promise<void> {
    this.threads.delete(thread);
    thread.batch = undefined;
    await thread.worker.terminate();
  }
}
