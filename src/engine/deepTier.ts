/**
 * Deep vectors of the open corpora: which there are, and filling in those that are missing, one text at a time, most wanted first: the candidates
 * of the last questions, then the rest. Nothing waits for it but a question that asked for its few best candidates within a budget.
 * Invariant: a vector belongs to a content hash and to the model's fingerprint; a chunk whose file has changed since is left for the next update.
 */
import type { DeepEmbedder } from '../core/embedder';
import type { ChunkRecord } from '../core/segment';
import type { VectorStore } from '../storage/store';
import { deepText } from './deepText';
import { EngineError } from './errors';

/** A chunk whose deep vector is wanted, and how to come by its text. */
export interface DeepCandidate {
  chunk: ChunkRecord;
  corpusId: string;
}

interface DeepCorpus {
  cache: VectorStore;
  chunks: () => Iterable<ChunkRecord>;
  /** The chunk's text as it was indexed; undefined when its file has gone or changed since. */
  readContent: (chunk: ChunkRecord) => Promise<string | undefined>;
}

/** Vectors are written this often while filling: what a kill can cost. */
const FLUSH_EVERY = 64;

export class DeepTier {
  private readonly corpora = new Map<string, DeepCorpus>();
  private wanted: DeepCandidate[] = [];
  private filling: Promise<void> | undefined;
  private stopped = new AbortController();
  failure: EngineError | undefined;

  constructor(
    readonly modelId: string,
    readonly embedder: DeepEmbedder,
    private readonly gate: () => Promise<void>,
    private readonly onProgress: (corpusId: string, done: number, total: number) => void,
  ) {}

  get isFilling(): boolean {
    return this.filling !== undefined;
  }

  addCorpus(corpusId: string, corpus: DeepCorpus): void {
    this.corpora.set(corpusId, corpus);
  }

  /** After files of vectors have gone from the disk. */
  async refresh(corpusId: string): Promise<void> {
    await this.corpora.get(corpusId)?.cache.refresh();
  }

  /** Forgets all vectors of a corpus. */
  async forget(corpusId: string): Promise<void> {
    await this.corpora.get(corpusId)?.cache.retain(new Set());
  }

  vectorOf(hash: string): Float32Array | undefined {
    for (const { cache } of this.corpora.values()) {
      const vector = cache.get(hash);
      if (vector) return vector;
    }
    return undefined;
  }

  /** Chunks of a corpus that have a vector, counted from the data. */
  coverage(corpusId: string): number {
    const corpus = this.corpora.get(corpusId);
    let count = 0;
    if (corpus) for (const { contentHash: hash } of corpus.chunks()) if (corpus.cache.has(hash)) count++;
    return count;
  }

  /** Embeds those of `candidates` that have no vector yet, best first, until the budget is spent. What is left over goes to the front of the queue. */
  async embedWithin(budgetMs: number, candidates: readonly DeepCandidate[], signal?: AbortSignal): Promise<void> {
    const deadline = performance.now() + budgetMs;
    const missing = candidates.filter(({ chunk }) => !this.vectorOf(chunk.contentHash));
    let next = 0;
    while (next < missing.length && performance.now() < deadline && !signal?.aborted)
      await this.embedOne(missing[next++]!, signal);
    this.wanted = [...missing.slice(next), ...this.wanted].slice(0, 1000);
  }

  /** Starts (or goes on) filling in the background. */
  fill(): void {
    if (this.stopped.signal.aborted || this.filling) return;
    this.filling = this.run()
      .catch((error: unknown) => {
        if (this.stopped.signal.aborted) return;
        this.failure =
          error instanceof EngineError ? error : new EngineError('workerCrashed', 'inference', String(error));
      })
      .finally(() => {
        this.filling = undefined;
      });
  }

  async dispose(): Promise<void> {
    this.stopped.abort(new EngineError('cancelled', this.modelId));
    await this.filling;
    for (const { cache } of this.corpora.values()) await cache.flush().catch(() => undefined);
    await this.embedder.dispose();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    for (const [corpusId, corpus] of this.corpora) {
      const missing = new Map<string, ChunkRecord>();
      let total = 0;
      for (const chunk of corpus.chunks()) {
        total++;
        if (!corpus.cache.has(chunk.contentHash)) missing.set(chunk.contentHash, chunk);
      }
      let done = total - missing.size;
      let sinceFlush = 0;
      for (const chunk of missing.values()) {
        await this.gate();
        while (this.wanted.length > 0 && !signal.aborted) await this.embedOne(this.wanted.shift()!, signal);
        if (signal.aborted) return;
        await this.embedOne({ chunk, corpusId }, signal);
        this.onProgress(corpusId, ++done, total);
        if (++sinceFlush >= FLUSH_EVERY) {
          await corpus.cache.flush();
          sinceFlush = 0;
        }
      }
      await corpus.cache.flush();
    }
  }

  private async embedOne({ chunk, corpusId }: DeepCandidate, signal?: AbortSignal): Promise<void> {
    const corpus = this.corpora.get(corpusId);
    if (!corpus || corpus.cache.has(chunk.contentHash)) return;
    const content = await corpus.readContent(chunk);
    if (content === undefined) return;
    const [vector] = await this.embedder.embed([deepText(chunk.symbol, content)], 'document', signal);
    corpus.cache.put([{ hash: chunk.contentHash, vector: vector! }]);
  }
}
