/**
 * The index of one corpus (a folder): its shards in memory and on disk, brought up to date with the files. Reads and
 * writes no ranking. Invariants: what is in memory is a superset of what is on disk by at most one commit interval;
 * every commit is atomic (src/storage); counts come from the documents' records, never from flags.
 */
import type { DocumentRecord } from '../../core/corpus/document';
import { SerialQueue } from '../../core/serialQueue';
import type { ChunkRecord, Segment } from '../../core/snapshot';
import type { CorpusSpec } from '../../protocol/engine';
import { EngineError } from '../../protocol/errors';
import type { Storage, Store, StoreNotice, VectorStore, Verification } from '../../storage/store';
import type { LinedText } from '../files/passages';
import { createWalkRules, type WalkEntry, type WalkRules } from '../files/walk';
import { applyChanges, emptyShard, fromData, knownFile, type Shard, type ShardChanges, toData } from './buildShard';
import { type FileIssues, issuesOf } from './fileIssues';
import type { IndexReport } from './indexReport';
import { type IngestedDocument, type IngestTools, ingest } from './ingest';
import { prefetch } from './prefetch';
import { Timings } from './timings';
import { UnsavedDocuments } from './unsavedDocuments';
import { planUpdate, type ShardPlan, type UpdatePlan } from './updatePlan';
import { type UpdateProgress, UpdateReporter, workOf } from './updateReporter';

export interface UpdateOptions {
  /** Corpus-relative; absent: the whole folder. */
  paths?: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: UpdateProgress) => void) | undefined;
  /** Called when new passages can be found. */
  onChanged?: (() => void) | undefined;
  /** Awaited before each document is begun, so that a pause takes hold at once. */
  gate?: (() => Promise<void>) | undefined;
}

/**
 * How much work a killed process can lose. Longer than a commit takes, so that writing stays a small share of an
 * update.
 */
const COMMIT_INTERVAL_MS = 5000;
/** So many bytes of files are read and parsed ahead: several batches for each parsing thread. */
const AHEAD_BYTES = 4_000_000;

export class CorpusIndex {
  private readonly updates = new SerialQueue();
  private shards: Shard[];
  /** Shards that memory has and the disk has not: a commit that failed is made good by the next. */
  private readonly unsaved = new Set<number>();
  private closed = false;
  private readonly unsavedDocuments: UnsavedDocuments;

  private constructor(
    readonly spec: CorpusSpec,
    private readonly rules: WalkRules,
    private readonly tools: Omit<IngestTools, 'timings'>,
    private readonly storage: Storage,
    private readonly store: Store,
  ) {
    this.shards = Array.from({ length: store.shardCount }, () => this.emptyShard());
    this.unsavedDocuments = new UnsavedDocuments(tools, (file) => store.shardOf(file));
  }

  /** Opens what is there; a damaged or foreign index is set aside by the store and said in `notices`. */
  static async open(
    spec: CorpusSpec,
    excludeGlobs: readonly string[],
    tools: Omit<IngestTools, 'timings'>,
    fingerprint: string,
    storage: Storage,
    vectorsFolder?: string,
  ): Promise<CorpusIndex> {
    const store = await storage.openStore(spec.indexDir, {
      fingerprint,
      dims: tools.embedded.dims,
      ...(vectorsFolder && { vectorsFolder }),
    });
    const index = new CorpusIndex(
      spec,
      createWalkRules(spec.root, { excludeGlobs, maxFileSizeBytes: tools.maxFileSizeBytes }),
      tools,
      storage,
      store,
    );
    await Promise.all(index.shards.map((_, k) => index.load(k)));
    return index;
  }

  get notices(): readonly StoreNotice[] {
    return this.store.notices;
  }

  get isReadOnly(): boolean {
    return this.store.isReadOnly;
  }

  /** What a search reads: the index, and over it what the editor has not saved. */
  segments(): Segment[] {
    return this.shards.map((shard, k) => this.unsavedDocuments.over(k, shard).segment);
  }

  /** Takes the editor's text of a document for the file's; undefined: no longer. */
  async setUnsaved(file: string, text: string | undefined): Promise<void> {
    await this.unsavedDocuments.set(file, this.rules.isIgnored(file) ? undefined : text);
    // Merged now, while the person types, so that neither the next search nor the next save waits for it.
    const k = this.store.shardOf(file);
    this.unsavedDocuments.over(k, this.shards[k]!);
  }

  unsavedText(file: string): LinedText | undefined {
    return this.unsavedDocuments.textOf(file);
  }

  document(file: string): DocumentRecord | undefined {
    return this.shards[this.store.shardOf(file)]?.documents.get(file);
  }

  *documents(): Iterable<DocumentRecord> {
    for (const shard of this.shards) yield* shard.documents.values();
  }

  get chunkCount(): number {
    return this.shards.reduce((sum, shard) => sum + shard.segment.chunks.length, 0);
  }

  /** Files with something to say about them, and how many documents have passages or could have. */
  issues(): FileIssues & { documents: number } {
    return issuesOf(this.shards.map(({ documents }) => documents));
  }

  /** The chunks of one document, in its order. */
  chunksOf(file: string): ChunkRecord[] {
    const k = this.store.shardOf(file);
    const { segment } = this.unsavedDocuments.over(k, this.shards[k]!);
    return segment.chunks.filter((chunk) => chunk.path === file).sort((a, b) => a.startLine - b.startLine);
  }

  *chunks(): Iterable<ChunkRecord> {
    for (const { segment } of this.shards) yield* segment.chunks;
  }

  stats() {
    return this.store.stats();
  }

  /** The deep vectors of this corpus, by content. */
  deepVectors(fingerprint: string, dims: number): Promise<VectorStore> {
    return this.storage.openVectors(this.store.deepFolder, { fingerprint, dims });
  }

  /** A reader follows the writer: loads the shards that changed on disk. */
  async refresh(): Promise<boolean> {
    const changed = await this.store.refresh();
    for (const k of changed) await this.load(k);
    return changed.length > 0;
  }

  /** Compares files with the index and does what is needed. One update at a time; a second waits. */
  update(options: UpdateOptions = {}): Promise<IndexReport> {
    return this.updates.run(() => this.runUpdate(options));
  }

  /**
   * Checks every checksum on disk. Damaged shards are written again from memory, damaged deep vectors are removed; a
   * reader leaves that to the process that writes.
   */
  verify(): Promise<Verification> {
    return this.updates.run(async () => {
      const found = await this.store.verify();
      if (this.isReadOnly || found.damages.length === 0) return found;
      for (const { shard } of found.damages) if (shard !== undefined) this.unsaved.add(shard);
      await this.save();
      await this.store.removeDamagedVectors(found.damages);
      return found;
    });
  }

  /** Forgets everything; the next update builds anew. */
  clear(options?: { vectorsToo?: boolean }): Promise<void> {
    return this.updates.run(async () => {
      await this.store.clear(options);
      this.unsaved.clear();
      this.shards = this.shards.map(() => this.emptyShard());
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.updates.run(() => this.store.close());
  }

  private async runUpdate(options: UpdateOptions): Promise<IndexReport> {
    const started = performance.now();
    const timings = new Timings();
    if (this.isReadOnly) await this.takeOver();
    const reporter = new UpdateReporter(() => this.chunkCount, options.onProgress);
    reporter.beginWalk();
    const plan = await timings.measureAsync('walk', () => this.plan(options));
    reporter.beginIndexing(plan);
    await this.indexShards(plan, options, reporter, timings);
    reporter.end();
    if (options.signal?.aborted) throw new EngineError('canceled', this.spec.root);
    return {
      ...this.issues(),
      ...reporter.counts,
      chunks: this.chunkCount,
      tookMs: performance.now() - started,
      phasesMs: timings.ms,
    };
  }

  private plan({ paths, signal }: UpdateOptions): Promise<UpdatePlan> {
    return planUpdate({
      root: this.spec.root,
      walkOptions: { rules: this.rules, maxFileSizeBytes: this.tools.maxFileSizeBytes, ...(signal && { signal }) },
      paths,
      shardOf: (file) => this.store.shardOf(file),
      shards: this.shards.map((shard) => shard.documents),
    });
  }

  /**
   * Makes the planned shards anew one after the other, and commits them now and then. Stops early when the update is
   * canceled.
   */
  private async indexShards(
    plan: UpdatePlan,
    { signal, gate, onChanged }: UpdateOptions,
    reporter: UpdateReporter,
    timings: Timings,
  ): Promise<void> {
    const entries = plan.shards.flatMap((shardPlan) => shardPlan.entries);
    const documents = prefetch(entries, { limit: AHEAD_BYTES, weightOf: workOf }, async (entry) => {
      await gate?.();
      return this.ingest(entry, timings);
    });
    let lastCommit = performance.now();
    const commit = async () => {
      if (this.unsaved.size === 0) return;
      await timings.measureAsync('write', () => this.save());
      lastCommit = performance.now();
      onChanged?.();
    };
    for (const shardPlan of plan.shards) {
      if (signal?.aborted || this.closed) break;
      const k = shardPlan.shard;
      const before = this.shards[k]!;
      const changes = await this.collectChanges(shardPlan, before, documents, reporter, signal);
      reporter.addChanges(before.documents, changes);
      this.shards[k] = timings.measure(
        'write',
        () => this.unsavedDocuments.merged(k, before, changes) ?? applyChanges(before, changes),
      );
      this.unsaved.add(k);
      if (performance.now() - lastCommit > COMMIT_INTERVAL_MS) await commit();
    }
    await commit();
  }

  /** Commits the shards that memory has and the disk has not. */
  private async save(): Promise<void> {
    await this.store.commit(new Map([...this.unsaved].map((k) => [k, toData(this.shards[k]!)])));
    this.unsaved.clear();
  }

  /** What is new in one shard. `documents` gives those of all shards, in the plan's order. */
  private async collectChanges(
    { entries, removed }: ShardPlan,
    before: Shard,
    documents: AsyncGenerator<IngestedDocument | 'unchanged', undefined>,
    reporter: UpdateReporter,
    signal: AbortSignal | undefined,
  ): Promise<ShardChanges> {
    const ingested: IngestedDocument[] = [];
    const touched: DocumentRecord[] = [];
    const gone = new Set(removed);
    for (const entry of entries) {
      if (signal?.aborted || this.closed) break;
      const document = (await documents.next()).value!;
      if (document === 'unchanged') {
        touched.push({
          ...before.documents.get(entry.path)!,
          sizeBytes: entry.sizeBytes,
          modifiedMs: entry.modifiedMs,
        });
      } else if (document.record.skipped === 'vanished') {
        gone.add(entry.path);
      } else {
        ingested.push(document);
      }
      await reporter.addDocument(document, entry);
    }
    return { ingested, touched, removed: gone };
  }

  private ingest(entry: WalkEntry, timings: Timings): Promise<IngestedDocument | 'unchanged'> {
    const known = knownFile(this.shards[this.store.shardOf(entry.path)]!, entry.path);
    const seen = (hash: string) => this.unsavedDocuments.ingested(entry.path, hash);
    return ingest(this.spec.root, entry, known, { ...this.tools, timings }, seen);
  }

  /** The writer may have gone since: then this process writes from now on. */
  private async takeOver(): Promise<void> {
    const changed = await this.store.becomeWriter();
    if (!changed) throw new EngineError('indexLocked', this.spec.indexDir);
    for (const k of changed) await this.load(k);
  }

  private async load(k: number): Promise<void> {
    const data = await this.store.readShard(k);
    this.shards[k] = data ? fromData(this.spec.id, this.tools.embedded.dims, data) : this.emptyShard();
  }

  private emptyShard(): Shard {
    return emptyShard(this.spec.id, this.tools.embedded.dims);
  }
}
