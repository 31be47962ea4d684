/**
 * Parsing in threads of its own, so that no document holds the engine. A WebAssembly parser that does not return can be ended only with its thread:
 * the pool sees which document a thread has been at for too long, ends it, gives that document windows of lines with the reason, and the others of
 * the batch to another thread. Invariants: every document asked for is answered; chunks do not depend on the number of threads.
 */
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { chunkLines } from '../../core/chunking/chunkDocument';
import type { Chunker, CorpusText, TimedChunks } from './chunker';
import type { WorkerJob, WorkerReply, WorkerSettings } from './chunkWorker';

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
const MAX_HEAP_MB = 256;
/** Small enough that an urgent document waits a quarter of a second at most, large enough that messages cost nothing beside parsing. */
const BATCH_CHARS = 256_000;
const IDLE_MS = 30_000;
/** How often the pool looks at what its threads are doing. Looks are counted, not the clock: a machine that slept has not parsed. */
const LOOKS_PER_TIMEOUT = 16;
/** A thread that has begun nothing is still starting, and on a busy machine that takes seconds. */
const START_FACTOR = 8;
const NOTHING = -1;

interface Job extends CorpusText {
  id: number;
  resolve(chunks: TimedChunks): void;
}

interface Thread {
  worker: Worker;
  progress: Int32Array;
  isBusy: boolean;
  /** What of its batch is not answered yet, by id, in the batch's order. */
  jobs: Map<number, Job>;
  lastSeen: number;
  looksAtSame: number;
}

export function createChunkerPool(options: ChunkerPoolOptions): Chunker {
  const threadCount = options.threads ?? Math.max(1, Math.min(MAX_THREADS, Math.floor(os.availableParallelism() / 2)));
  const timeoutMs = options.documentTimeoutMs ?? DOCUMENT_TIMEOUT_MS;
  const threads = new Set<Thread>();
  const queue: Job[] = [];
  let lastId = 0;
  let watch: NodeJS.Timeout | undefined;
  let idleTimer: NodeJS.Timeout | undefined;

  return {
    chunk(document, { isUrgent = false } = {}) {
      return new Promise((resolve) => {
        // Bounded by what an Int32Array can say.
        lastId = (lastId + 1) & 0x7fffffff;
        const job = { ...document, id: lastId, resolve };
        if (isUrgent) queue.unshift(job);
        else queue.push(job);
        dispatch();
      });
    },
    async dispose() {
      stopTimers();
      const waiting = [...[...threads].flatMap(({ jobs }) => [...jobs.values()]), ...queue.splice(0)];
      const ending = [...threads].map(end);
      for (const job of waiting) resolveWithLines(job, 'parsing was ended');
      await Promise.all(ending);
    },
  };

  function dispatch(): void {
    while (queue.length > 0) {
      const thread = [...threads].find(({ isBusy }) => !isBusy) ?? (threads.size < threadCount ? start() : undefined);
      if (!thread) return;
      const batch = nextBatch();
      thread.isBusy = true;
      thread.jobs = new Map(batch.map((job) => [job.id, job]));
      thread.lastSeen = NOTHING;
      thread.looksAtSame = 0;
      thread.worker.ref();
      thread.worker.postMessage(batch.map(({ id, path, language, text }): WorkerJob => ({ id, path, language, text })));
      clearTimeout(idleTimer);
      watch ??= setInterval(look, timeoutMs / LOOKS_PER_TIMEOUT);
    }
  }

  function nextBatch(): Job[] {
    let chars = 0;
    let count = 0;
    do chars += queue[count++]!.text.length;
    while (count < queue.length && chars + queue[count]!.text.length <= BATCH_CHARS);
    return queue.splice(0, count);
  }

  /** Undefined when the system gives no thread: without any, all that waits gets lines. */
  function start(): Thread | undefined {
    try {
      return startThread();
    } catch (error) {
      if (threads.size === 0)
        for (const job of queue.splice(0))
          resolveWithLines(job, `no parsing thread can be started: ${(error as Error).message}`);
      return undefined;
    }
  }

  function startThread(): Thread {
    const progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(NOTHING);
    const settings: WorkerSettings = {
      ...{ grammarsDir: options.grammarsDir, progress, parseTimeoutMs: (timeoutMs * 3) / 4 },
      maxParserMemoryBytes: options.maxParserMemoryBytes ?? MAX_PARSER_MEMORY_BYTES,
    };
    const worker = new Worker(options.chunkWorkerEntry, {
      ...{ workerData: settings, execArgv: [], name: 'kindred-parsing' },
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    const thread: Thread = { worker, progress, isBusy: false, jobs: new Map(), lastSeen: NOTHING, looksAtSame: 0 };
    worker.on('message', (reply: WorkerReply) => answered(thread, reply));
    worker.on('error', (error) => giveUp(thread, `the parsing thread failed: ${error.message}`));
    worker.on('exit', () => giveUp(thread, 'the parsing thread ended'));
    threads.add(thread);
    return thread;
  }

  function answered(thread: Thread, reply: WorkerReply): void {
    if (!threads.has(thread)) return;
    if ('isWorn' in reply) {
      finished(thread, reply.isWorn);
      return;
    }
    const job = thread.jobs.get(reply.id);
    if (!job) return;
    thread.jobs.delete(reply.id);
    if ('chunked' in reply) job.resolve(reply.chunked);
    else resolveWithLines(job, `internal error: ${reply.failure}`);
  }

  function finished(thread: Thread, isWorn: boolean): void {
    thread.isBusy = false;
    thread.worker.unref();
    if (isWorn) void end(thread);
    dispatch();
    if ([...threads].some(({ isBusy }) => isBusy)) return;
    stopTimers();
    idleTimer = setTimeout(() => threads.forEach((each) => void end(each)), options.idleMs ?? IDLE_MS).unref();
  }

  function look(): void {
    for (const thread of threads) {
      if (!thread.isBusy) continue;
      const seen = Atomics.load(thread.progress, 0);
      thread.looksAtSame = seen === thread.lastSeen ? thread.looksAtSame + 1 : 0;
      thread.lastSeen = seen;
      const patience = seen === NOTHING ? START_FACTOR : 1;
      if (thread.looksAtSame >= LOOKS_PER_TIMEOUT * patience) giveUp(thread, `parsing was ended after ${timeoutMs} ms`);
    }
  }

  /** The document at work is to blame. Where none was begun the first is, for a thread that cannot start must not be started for ever. */
  function giveUp(thread: Thread, reason: string): void {
    if (!threads.has(thread)) return;
    const jobs = [...thread.jobs.values()];
    const at = Atomics.load(thread.progress, 0);
    const blamed = at === NOTHING ? jobs[0] : thread.jobs.get(at);
    void end(thread);
    queue.unshift(...jobs.filter((job) => job !== blamed));
    if (blamed) resolveWithLines(blamed, reason);
    dispatch();
  }

  async function end(thread: Thread): Promise<void> {
    threads.delete(thread);
    await thread.worker.terminate();
  }

  function stopTimers(): void {
    clearInterval(watch);
    clearTimeout(idleTimer);
    watch = undefined;
  }
}

/** Windows of lines are cut in linear time whatever the text is. */
function resolveWithLines({ text, resolve }: Job, note: string): void {
  const started = performance.now();
  resolve({ ...chunkLines(text, note), tookMs: performance.now() - started });
}
