/**
 * Deep vectors of the open corpora: which there are, and filling in those that are missing, one text at a time, most
 * wanted first: the candidates of the last questions, then what the user works on, then the rest. Nothing waits for it
 * but a question that asked for its few best candidates within a budget; the background asks the governor before each
 * text and never runs beside a question. Invariant: a vector belongs to a content hash and to the model's fingerprint;
 * a chunk whose file has changed since is left for the next update.
 */
import type { DeepEmbedder } from '../../core/embedder';
import type { DeepEvidence } from '../../core/ranking/evidence';
import type { CorpusProgress } from '../../protocol/engine';
import { EngineError } from '../../protocol/errors';
import type { VectorStore } from '../../storage/store';
import { TimeLeft } from '../indexing/timeLeft';
import type { DeepCandidate, DeepCorpus } from './deepCorpus';
import { DeepCosines } from './deepCosines';
import { deepText } from './deepText';
import { type EmbeddingBacklog, embeddingBacklog } from './embeddingBacklog';
import type { Governor, Urgency } from './governor';

export interface DeepTierOptions {
  governor: Pick<Governor, 'pass' | 'rest' | 'finish'>;
  onProgress: (progress: CorpusProgress) => void;
  /** What the user works on, the most wanted first. */
  fresh: () => readonly { corpusId: string; path: string }[];
  /** Makes room for new vectors, or throws what is to be said when there is none. */
  keepLimit?: () => Promise<void>;
  /**
   * Pause before filling goes on after a failure; longer than the inference client leaves a crashing process alone.
   * Default 90 seconds.
   */
  retryMs?: number;
}

/** Vectors are written this often while filling: what a kill can cost. */
const FLUSH_EVERY = 64;
const RETRY_MS = 90_000;
/** A text that the process died of so often is left out until the next start. */
const MAX_FAILURES = 2;
/** At most so many candidates of past questions wait that were not embedded within their budget. */
const MAX_WANTED = 1000;

export class DeepTier {
  private readonly corpora = new Map<string, DeepCorpus>();
  private readonly cosines = new DeepCosines((corpusId) => this.corpora.get(corpusId)?.cache);
  private wanted: DeepCandidate[] = [];
  /** The corpora or their vectors have changed since it was last determined which vectors are missing. */
  private isStale = true;
  private hasFilled = false;
  private filling: Promise<void> | undefined;
  /** Settles when no question is embedding its candidates. */
  private questions: Promise<unknown> = Promise.resolve();
  private readonly failures = new Map<string, number>();
  private retryTimer: NodeJS.Timeout | undefined;
  private stopped = new AbortController();
  private unflushed = 0;
  failure: EngineError | undefined;

  constructor(
    readonly embedder: DeepEmbedder,
    private readonly options: DeepTierOptions,
  ) {}

  get isFilling(): boolean {
    return this.filling !== undefined;
  }

  addCorpus(corpusId: string, corpus: DeepCorpus): void {
    this.corpora.set(corpusId, corpus);
    this.isStale = true;
    this.hasFilled = false;
  }

  get stores(): VectorStore[] {
    return [...this.corpora.values()].map(({ cache }) => cache);
  }

  /** Another one after every vector that came, went or moved. */
  get version(): number {
    return this.stores.reduce((sum, { version }) => sum + version, 0);
  }

  /** Forgets vectors of texts that no open corpus holds. Resolves with the number forgotten. */
  async retainCurrent(): Promise<number> {
    const hashes = new Set<string>();
    for (const { chunks } of this.corpora.values()) for (const { contentHash } of chunks()) hashes.add(contentHash);
    let forgotten = 0;
    for (const cache of this.stores) forgotten += await cache.retain(hashes);
    return forgotten;
  }

  /** Sees what other processes have written, and which files have gone from the disk. */
  async refresh(): Promise<void> {
    for (const { cache } of this.corpora.values()) await cache.refresh().catch(() => undefined);
  }

  /** Forgets all vectors of a corpus. */
  async forget(corpusId: string): Promise<void> {
    await this.corpora.get(corpusId)?.cache.retain(new Set());
    this.isStale = true;
    this.hasFilled = false;
  }

  /** What the model says of all passages that have a vector, for the vector of a question. */
  evidence(query: Float32Array): DeepEvidence {
    return this.cosines.evidence(query);
  }

  get hasVectors(): boolean {
    return this.stores.some((store) => store.version > 0);
  }

  /** Filling in has reached its end since the corpora were opened; what changed after that is filled in at once. */
  get isWhole(): boolean {
    return this.hasFilled;
  }

  /** Chunks of a corpus that have a vector, counted from the data. */
  coverage(corpusId: string): number {
    const corpus = this.corpora.get(corpusId);
    let count = 0;
    if (corpus) for (const { contentHash: hash } of corpus.chunks()) if (corpus.cache.has(hash)) count++;
    return count;
  }

  /**
   * Embeds those of `candidates` that have no vector yet, best first, until the budget is spent; a text in progress
   * then goes on unheard. What is left over goes to the front of the queue.
   */
  async embedWithin(budgetMs: number, candidates: readonly DeepCandidate[], signal?: AbortSignal): Promise<void> {
    const deadline = performance.now() + budgetMs;
    const missing = candidates.filter(
      ({ chunk, corpusId }) => !this.corpora.get(corpusId)?.cache.has(chunk.contentHash),
    );
    const work = this.embedUntil(deadline, missing, signal);
    this.questions = Promise.allSettled([this.questions, work]);
    const done = await work;
    this.wanted = [...missing.slice(done), ...this.wanted].slice(0, MAX_WANTED);
  }

  /**
   * Starts filling in the background; while it runs, makes it look again at what is missing and what is most wanted.
   */
  fill(): void {
    this.isStale = true;
    if (this.stopped.signal.aborted || this.filling || this.retryTimer) return;
    this.filling = this.run(this.stopped.signal)
      .catch((error: unknown) => this.failed(error))
      .finally(() => {
        this.filling = undefined;
        // `fill` was called after the backlog had been determined for the last time.
        if (this.isStale) this.fill();
      });
  }

  /**
   * Fills in all that is missing, for somebody who waits for it; aborted, it ends after the text at hand. Nothing is
   * tried again. @throws EngineError
   */
  async fillNow(signal: AbortSignal): Promise<void> {
    await this.filling;
    this.isStale = true;
    this.filling = this.run(AbortSignal.any([signal, this.stopped.signal]))
      .finally(() => this.flush())
      .finally(() => {
        this.filling = undefined;
      });
    await this.filling;
  }

  async dispose(): Promise<void> {
    clearTimeout(this.retryTimer);
    this.stopped.abort(new EngineError('canceled', 'deep vectors'));
    await this.filling;
    await this.flush().catch(() => undefined);
    await this.embedder.dispose();
  }

  /** How many of `missing` were done. */
  private async embedUntil(deadline: number, missing: readonly DeepCandidate[], signal?: AbortSignal): Promise<number> {
    for (const [at, candidate] of missing.entries()) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0 || signal?.aborted) return at;
      if (!(await settlesWithin(leftMs, this.embedOne(candidate, true, signal)))) return at;
    }
    return missing.length;
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (this.isStale && !signal.aborted) {
      this.isStale = false;
      await this.options.keepLimit?.();
      await this.work(await this.missing(), signal);
      await this.flush();
    }
    if (signal.aborted) return;
    this.hasFilled = true;
    await this.options.governor.finish();
  }

  /** Embeds until nothing is left or the backlog is out of date. */
  private async work(backlog: EmbeddingBacklog, signal: AbortSignal): Promise<void> {
    const left = new TimeLeft(backlog.fresh.length + backlog.rest.length);
    while (this.wanted.length > 0 || backlog.fresh.length > 0 || backlog.rest.length > 0) {
      const urgency = (): Urgency => (this.wanted.length > 0 || backlog.fresh.length > 0 ? 'fresh' : 'rest');
      if (await this.options.governor.pass(urgency, signal)) this.isStale = true;
      await this.questions;
      if (signal.aborted || this.isStale) return;
      const wanted = this.wanted.shift();
      const candidate = wanted ?? backlog.fresh.pop() ?? backlog.rest.pop();
      if (!candidate) return;
      await this.embedInBackground(candidate, signal);
      if (!wanted) {
        const counts = backlog.counts.get(candidate.corpusId)!;
        left.add(1);
        counts.done++;
        this.options.onProgress({
          corpusId: candidate.corpusId,
          phase: 'deepening',
          documentsDone: counts.done,
          documentsTotal: counts.total,
          documentsFailed: 0,
          chunks: counts.total,
          ...(left.ms !== undefined && { msLeft: left.ms }),
        });
      }
      if (++this.unflushed >= FLUSH_EVERY) await this.flush();
    }
  }

  private async missing(): Promise<EmbeddingBacklog> {
    // Another window may have worked on the same folder while this one waited for the lock.
    await this.refresh();
    return embeddingBacklog(this.corpora, this.options.fresh());
  }

  private async embedInBackground(candidate: DeepCandidate, signal: AbortSignal): Promise<void> {
    const { contentHash: hash } = candidate.chunk;
    const failures = this.failures.get(hash) ?? 0;
    if (failures >= MAX_FAILURES) return;
    try {
      await this.embedOne(candidate, false, signal);
      this.failure = undefined;
    } catch (error) {
      this.failures.set(hash, failures + 1);
      throw error;
    }
  }

  private async embedOne(
    { chunk, corpusId }: DeepCandidate,
    isAwaited: boolean,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const corpus = this.corpora.get(corpusId);
    if (!corpus || corpus.cache.has(chunk.contentHash)) return;
    const content = await corpus.readContent(chunk);
    if (content === undefined) return;
    const texts = [deepText(chunk.symbol, content)];
    const [vector] = await this.embedder.embed(texts, 'document', signal, isAwaited);
    corpus.cache.put([{ hash: chunk.contentHash, vector: vector! }]);
  }

  private async flush(): Promise<void> {
    this.unflushed = 0;
    for (const { cache } of this.corpora.values()) await cache.flush();
    await this.options.keepLimit?.();
  }

  /**
   * The process died, the disk is full: the status says so, and filling goes on later. Meanwhile another window may
   * work.
   */
  private async failed(error: unknown): Promise<void> {
    if (this.stopped.signal.aborted) return;
    this.failure = error instanceof EngineError ? error : new EngineError('workerCrashed', 'inference', String(error));
    this.isStale = false;
    this.retryTimer = setTimeout(() => {
      this.retryTimer = undefined;
      this.fill();
    }, this.options.retryMs ?? RETRY_MS).unref();
    await this.options.governor.rest();
  }
}

/** False when the time is up first; `work` then goes on, and its failure is ignored. */
async function settlesWithin(ms: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
