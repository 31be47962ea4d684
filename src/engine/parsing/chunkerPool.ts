/**
 * Parsing in threads of its own, so that no document holds the engine. A WebAssembly parser that does not return can be
 * ended only with its thread: the pool sees which document a thread has been at for too long, ends it, gives that
 * document windows of lines with the reason, and the others of the batch to another thread. Invariants: every document
 * asked for is answered; chunks do not depend on the number of threads.
 */
import os from 'node:os';
import { chunkLines } from '../../core/chunking/chunkDocument';
import type { Chunker, CorpusText, TimedChunks } from './chunker';
import { ParsingThread, type ThreadJob } from './parsingThread';

export interface ChunkerPoolOptions {
  /** `dist/chunkWorker.cjs` */
  chunkWorkerEntry: string;
  /** `dist/grammars` */
  grammarsDir: string;
  /** Default: half of the cores, at most 4. */
  threads?: number;
  /** Longest time at one document before its thread is ended; the parser is asked to stop at three quarters of it. */
  documentTimeoutMs?: number;
  /** Ceiling of a thread's parser memory. */
  maxParserMemoryBytes?: number;
  /** Threads without work are ended after this time. */
  idleMs?: number;
}

/** A file of the largest size allowed takes 0.4 s; what needs ten times that is pathological. */
const DOCUMENT_TIMEOUT_MS = 4_000;
const MAX_THREADS = 4;
/** Hostile C# of 100 kB takes 2 GB if it may; a file of the default size limit leaves the memory below 40 MB. */
const MAX_PARSER_MEMORY_BYTES = 256 << 20;
/**
 * Small enough that an urgent document waits a quarter of a second at most, large enough that messages cost nothing
 * beside parsing.
 */
const BATCH_CHARS = 256_000;
const IDLE_MS = 30_000;
/**
 * How often the pool looks at what its threads are doing. Looks are counted, not the clock: a machine that slept has
 * not parsed.
 */
const LOOKS_PER_TIMEOUT = 16;
const MAX_JOB_ID = 0x7fffffff;

/** A document that was asked for. */
interface Job extends ThreadJob {
  resolve(chunks: TimedChunks): void;
}

export function createChunkerPool(options: ChunkerPoolOptions): Chunker {
  return new ChunkerPool(options);
}

class ChunkerPool implements Chunker {
  private readonly maxThreads: number;
  private readonly timeoutMs: number;
  private readonly threads = new Set<ParsingThread<Job>>();
  private readonly queue: Job[] = [];
  private lastId = 0;
  /** Runs while a thread is busy. */
  private watch: NodeJS.Timeout | undefined;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ChunkerPoolOptions) {
    const halfOfTheCores = Math.floor(os.availableParallelism() / 2);
    this.maxThreads = options.threads ?? Math.max(1, Math.min(MAX_THREADS, halfOfTheCores));
    this.timeoutMs = options.documentTimeoutMs ?? DOCUMENT_TIMEOUT_MS;
  }

  chunk(document: CorpusText, { isUrgent = false } = {}): Promise<TimedChunks> {
    return new Promise((resolve) => {
      this.lastId = (this.lastId + 1) & MAX_JOB_ID;
      const job = { ...document, id: this.lastId, resolve };
      if (isUrgent) this.queue.unshift(job);
      else this.queue.push(job);
      this.dispatch();
    });
  }

  async dispose(): Promise<void> {
    this.stopTimers();
    const waiting = [...[...this.threads].flatMap((thread) => thread.unanswered), ...this.queue.splice(0)];
    const ending = [...this.threads].map((thread) => this.end(thread));
    for (const job of waiting) resolveWithLines(job, 'parsing was ended');
    await Promise.all(ending);
  }

  private dispatch(): void {
    while (this.queue.length > 0) {
      const thread = this.freeThread();
      if (!thread) return;
      thread.run(this.nextBatch());
      clearTimeout(this.idleTimer);
      this.watch ??= setInterval(() => this.look(), this.timeoutMs / LOOKS_PER_TIMEOUT);
    }
  }

  private nextBatch(): Job[] {
    let chars = 0;
    let count = 0;
    do chars += this.queue[count++]!.text.length;
    while (count < this.queue.length && chars + this.queue[count]!.text.length <= BATCH_CHARS);
    return this.queue.splice(0, count);
  }

  /** Undefined when all are busy, or the system gives no thread: without any, all that waits gets lines. */
  private freeThread(): ParsingThread<Job> | undefined {
    const free = [...this.threads].find(({ isBusy }) => !isBusy);
    if (free || this.threads.size >= this.maxThreads) return free;
    try {
      return this.startThread();
    } catch (error) {
      if (this.threads.size > 0) return undefined;
      const note = `no parsing thread can be started: ${(error as Error).message}`;
      for (const job of this.queue.splice(0)) resolveWithLines(job, note);
      return undefined;
    }
  }

  private startThread(): ParsingThread<Job> {
    const { chunkWorkerEntry, grammarsDir, maxParserMemoryBytes = MAX_PARSER_MEMORY_BYTES } = this.options;
    const thread: ParsingThread<Job> = new ParsingThread(
      { chunkWorkerEntry, grammarsDir, maxParserMemoryBytes, parseTimeoutMs: (this.timeoutMs * 3) / 4 },
      {
        answered: (job, chunks) => job.resolve(chunks),
        failed: (job, message) => resolveWithLines(job, `internal error: ${message}`),
        finished: (isWorn) => this.finished(thread, isWorn),
        ended: (reason) => this.giveUp(thread, reason),
      },
    );
    this.threads.add(thread);
    return thread;
  }

  private finished(thread: ParsingThread<Job>, isWorn: boolean): void {
    if (isWorn) void this.end(thread);
    this.dispatch();
    if ([...this.threads].some(({ isBusy }) => isBusy)) return;
    this.stopTimers();
    const endAll = () => this.threads.forEach((each) => void this.end(each));
    this.idleTimer = setTimeout(endAll, this.options.idleMs ?? IDLE_MS).unref();
  }

  private look(): void {
    for (const thread of this.threads)
      if (thread.looksAtSameDocument() >= LOOKS_PER_TIMEOUT)
        this.giveUp(thread, `parsing was ended after ${this.timeoutMs} ms`);
  }

  /** The document at work is to blame and gets lines; the others of its batch are parsed by another thread. */
  private giveUp(thread: ParsingThread<Job>, reason: string): void {
    if (!this.threads.has(thread)) return;
    const { unanswered, blamed } = thread;
    void this.end(thread);
    this.queue.unshift(...unanswered.filter((job) => job !== blamed));
    if (blamed) resolveWithLines(blamed, reason);
    this.dispatch();
  }

  private async end(thread: ParsingThread<Job>): Promise<void> {
    this.threads.delete(thread);
    await thread.end();
  }

  private stopTimers(): void {
    clearInterval(this.watch);
    clearTimeout(this.idleTimer);
    this.watch = undefined;
  }
}

/** Windows of lines are cut in linear time whatever the text is. */
function resolveWithLines({ text, resolve }: Job, note: string): void {
  const started = performance.now();
  resolve({ ...chunkLines(text, note), tookMs: performance.now() - started });
}
