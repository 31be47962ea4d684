/**
 * The deep model of one engine: loaded and dropped, asked for what it knows about a question's candidates; in the
 * background it embeds the passages that have no vector yet, when the governor lets it. It ranks nothing. Invariant:
 * whatever happens to the model, a question is answered: `ask` and `embedHits` never throw and never wait for long.
 */
import os from 'node:os';
import path from 'node:path';
import type { Hit } from '../../core/ranking/hit';
import type { Snapshot } from '../../core/snapshot';
import { installedModel } from '../../inference/installedModels';
import { understands } from '../../inference/presets';
import type { DeepIndexingPolicy, EngineStatus } from '../../protocol/engine';
import { EngineError } from '../../protocol/errors';
import type { Storage } from '../../storage/store';
import type { CorpusIndex } from '../indexing/corpusIndex';
import { type Machine, thisMachine } from '../machine/machine';
import type { ChunkContents } from '../parsing/chunkContents';
import { DeepTier } from './deepTier';
import { Governor } from './governor';
import type { InferenceClient, InferenceLimits } from './inferenceClient';
import { createInferenceLanes } from './inferenceLanes';

export interface DeepModelOptions {
  inferenceEntry: string;
  contents: ChunkContents;
  /** Whether passages may be embedded in the background; if not, only questions embed, their own candidates. */
  mayFill: () => boolean;
  /** Whether the corpus is still one of the engine's. */
  isOpen: (index: CorpusIndex) => boolean;
  onProgress: (corpusId: string, done: number, total: number, msLeft: number | undefined) => void;
  /** The status differs from what it was. */
  onChange: () => void;
  storage: Pick<Storage, 'trimVectors'>;
  /** Where deep vectors of all repositories are kept; absent: beside each index, without a limit. */
  vectorsDir?: string | undefined;
  /** The machine; replaced in tests. */
  machine?: Machine | undefined;
}

/** A question that the model has read. */
export interface DeepQuestion {
  tier: DeepTier;
  vector: Float32Array;
}

interface Document {
  corpusId: string;
  path: string;
}

export const DEFAULT_DEEP_INDEXING_POLICY: DeepIndexingPolicy = {
  pace: 'normal',
  pauseOnBattery: true,
  pauseWhenBusy: true,
  memoryLimitBytes: 1.2e9,
  idleMs: 5 * 60_000,
  vectorLimitBytes: 2e9,
};

/** How long a question may embed candidates that have no deep vector yet. */
const BUDGET_MS = 1500;
/** Files that changed since the start are deepened before the rest; the last of so many. */
const MAX_CHANGED = 200;

export class DeepModel {
  readonly governor: Governor;
  private loaded: { tier: DeepTier; client: InferenceClient; id: string; languages: string } | undefined;
  private attaching: Promise<void> = Promise.resolve();
  private failure: string | undefined;
  /** Of all deep vectors, as of the last look. */
  vectorsSizeBytes: number | undefined;
  private policy = DEFAULT_DEEP_INDEXING_POLICY;
  private openDocuments: readonly Document[] = [];
  private changedDocuments: readonly Document[] = [];

  constructor(private readonly options: DeepModelOptions) {
    this.governor = new Governor(this.policy, {
      ...(options.machine ?? thisMachine()),
      inferenceCpuMs: () => this.loaded?.client.cpuMs() ?? 0,
      onChange: () => {
        // Full speed ended by itself: the process is back to its usual threads.
        this.policy = { ...this.policy, pace: this.governor.pace };
        this.loaded?.client.setLimits(this.limits());
        options.onChange();
      },
    });
  }

  get memoryBytes(): number {
    return this.loaded?.client.status().memoryBytes ?? 0;
  }

  /** Installs or replaces the model; undefined removes it. @throws EngineError modelNotInstalled */
  async load(modelDir: string | undefined, corpora: Iterable<CorpusIndex>): Promise<void> {
    await this.drop();
    if (modelDir === undefined) return;
    const { id, preset } = installedModel(modelDir) ?? { id: path.basename(modelDir), preset: { languages: '' } };
    const { inferenceEntry, onProgress } = this.options;
    const client = createInferenceLanes({ modelDir, inferenceEntry, ...this.limits() });
    const fresh = () => [...this.openDocuments, ...this.changedDocuments];
    const keepLimit = () => this.keepLimit();
    const tier = new DeepTier(client, { governor: this.governor, onProgress, fresh, keepLimit });
    this.loaded = { tier, client, id, languages: preset.languages };
    for (const index of corpora) this.attach(index);
  }

  /**
   * Reads the vectors of a corpus while the first questions are answered without them; then fills in what is missing.
   */
  attach(index: CorpusIndex): void {
    const { loaded, options } = this;
    if (!loaded) return;
    const { tier, client } = loaded;
    const { spec } = index;
    const attach = async () => {
      const cache = await index.deepVectors(client.fingerprint, client.dims);
      if (this.loaded !== loaded || !options.isOpen(index)) return;
      tier.addCorpus(spec.id, {
        cache,
        chunks: () => index.chunks(),
        modifiedMs: (file) => index.document(file)?.modifiedMs ?? 0,
        readContent: (chunk) => options.contents.read(spec.root, chunk),
      });
      options.onChange();
      this.fill();
    };
    this.attaching = this.attaching.then(attach).catch((error: unknown) => {
      if (this.loaded === loaded) this.noteFailure(error);
    });
  }

  /**
   * Deep vectors that were used least recently go, then those of texts that the open corpora hold no more. @throws
   * EngineError vectorLimit when what is left is still too much, diskFull and others of the storage
   */
  private async keepLimit(): Promise<void> {
    const { storage, vectorsDir } = this.options;
    const tier = this.loaded?.tier;
    if (!vectorsDir || !tier) return;
    const { vectorLimitBytes } = this.policy;
    const trim = () => storage.trimVectors(vectorsDir, vectorLimitBytes, tier.stores);
    let { sizeBytes } = await trim();
    if (sizeBytes > vectorLimitBytes && (await tier.retainCurrent()) > 0) ({ sizeBytes } = await trim());
    this.vectorsSizeBytes = sizeBytes;
    if (sizeBytes > vectorLimitBytes) throw new EngineError('vectorLimit', `${vectorLimitBytes / 1e6} MB`);
  }

  setPolicy(policy: DeepIndexingPolicy): void {
    this.policy = policy;
    this.governor.setPolicy(policy);
    // With nothing left to do, full speed ends at once.
    if (policy.pace === 'full') this.fill();
  }

  /** Starts filling in the background or tells it that there is something new. */
  fill(): void {
    if (this.options.mayFill()) this.loaded?.tier.fill();
  }

  /** After files of vectors have gone from the disk. */
  async refresh(): Promise<void> {
    await this.loaded?.tier.refresh();
    this.fill();
  }

  /** Forgets all vectors of a corpus. */
  async forget(corpusId: string): Promise<void> {
    await this.loaded?.tier.forget(corpusId);
  }

  noteOpen(documents: readonly Document[]): void {
    this.openDocuments = documents;
    if (this.loaded?.tier.isFilling) this.fill();
  }

  noteChanged(corpusId: string, paths: readonly string[]): void {
    const documents = paths.map((file) => ({ corpusId, path: file }));
    this.changedDocuments = [...documents, ...this.changedDocuments].slice(0, MAX_CHANGED);
  }

  /**
   * The text's vector. Undefined when the model cannot answer (the first stage stands, and the status says why) or does
   * not know the text's script.
   */
  async ask(kind: 'query' | 'document', text: string, signal?: AbortSignal): Promise<DeepQuestion | undefined> {
    if (!this.loaded || !understands(this.loaded, text)) return undefined;
    const { tier, client } = this.loaded;
    const before = client.status().runtime;
    const vector = await this.answer(async () => {
      await this.attaching;
      // The other window may be at work on the same folder.
      if (this.governor.waitingFor === 'otherWindow') await tier.refresh();
      return (await tier.embedder.embed([text], kind, signal, true))[0]!;
    }, signal);
    // The first text shows what the model runs on.
    if (client.status().runtime !== before) this.options.onChange();
    return vector && { tier, vector };
  }

  /** Embeds those of the hits that have no vector yet, within the time that a question may take. */
  async embedHits(
    { tier }: DeepQuestion,
    hits: readonly Hit[],
    snapshot: Snapshot,
    signal?: AbortSignal,
  ): Promise<void> {
    const candidates = hits.map(({ ref, chunk }) => ({ chunk, corpusId: snapshot.segments[ref.segment]!.corpusId }));
    await this.answer(() => tier.embedWithin(BUDGET_MS, candidates, signal), signal);
    this.fill();
  }

  /** What the work gives; undefined, and noted, when it fails. */
  private async answer<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
    try {
      const result = await work();
      this.failure = undefined;
      return result;
    } catch (error) {
      if (!signal?.aborted) this.noteFailure(error);
      return undefined;
    }
  }

  coverage(corpusId: string): number {
    return this.loaded?.tier.coverage(corpusId) ?? 0;
  }

  status(): EngineStatus['deep'] {
    const { pace, waitingFor } = this.governor;
    if (!this.loaded) return { state: 'absent', pace };
    const { id, tier, client } = this.loaded;
    const { state, runtime, detail = tier.failure?.message ?? this.failure } = client.status();
    return {
      state: tier.isFilling && state === 'idle' ? 'running' : state,
      id,
      pace,
      ...(detail && { detail }),
      ...(waitingFor && { waitingFor }),
      ...(runtime && { runtime }),
    };
  }

  async drop(): Promise<void> {
    await this.attaching;
    const { loaded } = this;
    this.loaded = undefined;
    this.failure = undefined;
    await loaded?.tier.dispose();
    await this.governor.rest();
  }

  private noteFailure(error: unknown): void {
    this.failure = error instanceof Error ? error.message : String(error);
  }

  private limits(): InferenceLimits {
    const { pace, memoryLimitBytes, idleMs } = this.policy;
    return {
      memoryCeilingBytes: memoryLimitBytes,
      idleMs,
      ...(pace === 'full' && { threads: os.availableParallelism() }),
    };
  }
}
