/**
 * One parsing thread as the pool sees it: given a batch of documents, watched, ended. The thread may hang in a parser,
 * so what it is at is read from memory that both share. It decides nothing about the queue. Invariant: once it is ended
 * nothing is heard from it.
 */
import { Worker } from 'node:worker_threads';
import type { CorpusText, TimedChunks } from './chunker';
import type { WorkerJob, WorkerReply, WorkerSettings } from './chunkWorker';

export interface ThreadJob extends CorpusText {
  /** A positive 32-bit integer. */
  id: number;
}

export interface ThreadListeners<Job> {
  answered(job: Job, chunks: TimedChunks): void;
  failed(job: Job, message: string): void;
  /** The batch is done. `isWorn`: the thread is to be replaced (chunkWorker.ts). */
  finished(isWorn: boolean): void;
  /** It ended by itself. */
  ended(reason: string): void;
}

export interface ThreadOptions extends Omit<WorkerSettings, 'progress'> {
  chunkWorkerEntry: string;
}

const MAX_HEAP_MB = 256;
/**
 * A thread that has begun nothing is still starting, and on a busy machine that takes seconds: so many looks at it
 * count as one.
 */
const START_FACTOR = 8;
/** Instead of a document's id. */
const NOTHING = -1;

export class ParsingThread<Job extends ThreadJob> {
  private readonly worker: Worker;
  /** One number, written by the thread: the id of the document that it is at. */
  private readonly progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(NOTHING);
  private state: 'idle' | 'busy' | 'ended' = 'idle';
  /** What of the batch is not answered yet, by id, in the batch's order. */
  private jobs = new Map<number, Job>();
  private lastSeen = NOTHING;
  private looks = 0;

  /** @throws Error when the system gives no thread */
  constructor(
    { chunkWorkerEntry, ...settings }: ThreadOptions,
    private readonly listeners: ThreadListeners<Job>,
  ) {
    const workerData: WorkerSettings = { ...settings, progress: this.progress };
    this.worker = new Worker(chunkWorkerEntry, {
      workerData,
      execArgv: [],
      name: 'kindred-parsing',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    this.worker.on('message', (reply: WorkerReply) => this.receive(reply));
    this.worker.on('error', (error) => this.endedByItself(`the parsing thread failed: ${error.message}`));
    this.worker.on('exit', () => this.endedByItself('the parsing thread ended'));
  }

  get isBusy(): boolean {
    return this.state === 'busy';
  }

  get unanswered(): Job[] {
    return [...this.jobs.values()];
  }

  /**
   * The document at work. Where none was begun it is the first, for a thread that cannot start must not be started for
   * ever.
   */
  get blamed(): Job | undefined {
    const at = Atomics.load(this.progress, 0);
    return at === NOTHING ? this.unanswered[0] : this.jobs.get(at);
  }

  /** While it is busy the process does not end. */
  run(batch: readonly Job[]): void {
    this.state = 'busy';
    this.jobs = new Map(batch.map((job) => [job.id, job]));
    this.lastSeen = NOTHING;
    this.looks = 0;
    this.worker.ref();
    this.worker.postMessage(batch.map(({ id, path, language, text }): WorkerJob => ({ id, path, language, text })));
  }

  /** Looks at it once more; the number of looks in a row at which it was busy with the same document. */
  looksAtSameDocument(): number {
    if (!this.isBusy) return 0;
    const seen = Atomics.load(this.progress, 0);
    this.looks = seen === this.lastSeen ? this.looks + 1 : 0;
    this.lastSeen = seen;
    return seen === NOTHING ? Math.floor(this.looks / START_FACTOR) : this.looks;
  }

  async end(): Promise<void> {
    this.state = 'ended';
    await this.worker.terminate();
  }

  private endedByItself(reason: string): void {
    if (this.state !== 'ended') this.listeners.ended(reason);
  }

  private receive(reply: WorkerReply): void {
    if (this.state === 'ended') return;
    if ('isWorn' in reply) {
      this.state = 'idle';
      this.worker.unref();
      this.listeners.finished(reply.isWorn);
      return;
    }
    const job = this.jobs.get(reply.id);
    if (!job) return;
    this.jobs.delete(reply.id);
    if ('chunked' in reply) this.listeners.answered(job, reply.chunked);
    else this.listeners.failed(job, reply.failure);
  }
}
