/**
 * The deep models of one engine: the bundled one, and the one that was installed and chosen. Both are asked for what
 * they know about a question's passages, the chosen one first; in the background they embed the passages that have no
 * vector yet, when the governor lets them: first the bundled one, which is fast, then the chosen one, whose vectors
 * take the place of the bundled ones passage by passage. It ranks nothing. Invariant: whatever happens to a model, a
 * question is answered.
 */
import os from 'node:os';
import type { DeepEvidence } from '../../core/ranking/evidence';
import type { Hit } from '../../core/ranking/hit';
import type { Snapshot } from '../../core/snapshot';
import { bundledModel } from '../../inference/installedModels';
import type { CorpusProgress, DeepIndexingPolicy, EngineStatus } from '../../protocol/engine';
import { EngineError } from '../../protocol/errors';
import type { Storage } from '../../storage/store';
import type { CorpusIndex } from '../indexing/corpusIndex';
import { type Machine, thisMachine } from '../machine/machine';
import type { ChunkContents } from '../parsing/chunkContents';
import { Governor } from './governor';
import type { InferenceLimits } from './inferenceClient';
import { LoadedModel, type LoadedModelOptions } from './loadedModel';

export interface DeepModelOptions {
  inferenceEntry: string;
  contents: ChunkContents;
  /** Whether passages may be embedded in the background; if not, only questions embed, their own candidates. */
  mayFill: () => boolean;
  /** Whether the corpus is still one of the engine's. */
  isOpen: (index: CorpusIndex) => boolean;
  onProgress: (progress: CorpusProgress) => void;
  /** The status differs from what it was. */
  onChange: () => void;
  storage: Pick<Storage, 'trimVectors'>;
  /** Where deep vectors of all repositories are kept; absent: beside each index, without a limit. */
  vectorsDir?: string | undefined;
  /** The machine; replaced in tests. */
  machine?: Machine | undefined;
}

/** A question as the deep models have read it. */
export interface DeepQuestion {
  /** Their ids, the preferred one first. */
  models: string[];
  /** What they say of all passages that have a vector by now, the preferred model first. */
  evidence(): DeepEvidence[];
  /** Embeds those of the hits that have no vector yet, best first, within the time that a question may take. */
  embed(hits: readonly Hit[], snapshot: Snapshot): Promise<void>;
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

/** How many candidates of the first stage the deep models look at. */
export const DEEP_CANDIDATES = 30;

/** How long a question may embed candidates that have no deep vector yet. */
const BUDGET_MS = 1500;
/** Files that changed since the start are deepened before the rest; the last of so many. */
const MAX_CHANGED = 200;

export class DeepModel {
  readonly governor: Governor;
  private bundled: LoadedModel | undefined;
  private chosen: LoadedModel | undefined;
  /** Why the model that ships with Kindred cannot be used. */
  private bundledFault: string | undefined;
  /** Of all deep vectors, as of the last look. */
  vectorsSizeBytes: number | undefined;
  private policy = DEFAULT_DEEP_INDEXING_POLICY;
  private openDocuments: readonly Document[] = [];
  private changedDocuments: readonly Document[] = [];

  constructor(private readonly options: DeepModelOptions) {
    this.governor = new Governor(this.policy, {
      ...(options.machine ?? thisMachine()),
      inferenceCpuMs: () => sum(this.models.map(({ client }) => client.cpuMs())),
      onChange: () => {
        // Full speed ended by itself: the processes are back to their usual threads.
        this.policy = { ...this.policy, pace: this.governor.pace };
        for (const { client } of this.models) client.setLimits(this.limits());
        options.onChange();
      },
    });
  }

  get memoryBytes(): number {
    return sum(this.models.map(({ client }) => client.status().memoryBytes));
  }

  /** Installs or replaces the chosen model; undefined removes it. @throws EngineError modelNotInstalled */
  async load(modelDir: string | undefined, corpora: Iterable<CorpusIndex>): Promise<void> {
    const { chosen } = this;
    this.chosen = undefined;
    await chosen?.dispose();
    if (modelDir === undefined) await this.governor.rest();
    else this.chosen = this.loadModel(modelDir, this.governor);
    if (this.chosen) for (const index of corpora) this.attachTo(this.chosen, index);
  }

  /**
   * Takes up the model that ships with Kindred, once. A package without one goes on without; with a damaged one too,
   * and the status says it.
   */
  loadBundled(modelDir: string): void {
    const model = bundledModel(modelDir);
    if (!model) return;
    if ('damaged' in model) {
      this.bundledFault = `files are missing or damaged in ${model.damaged}`;
      return;
    }
    const next = async (otherwise: () => Promise<void>) => (this.chosen ? this.chosen.tier.fill() : otherwise());
    this.bundled = this.loadModel(modelDir, {
      pass: (urgency, signal) => this.governor.pass(urgency, signal),
      // Then it is the chosen model's turn.
      finish: () => next(() => this.governor.finish()),
      rest: () => next(() => this.governor.rest()),
    });
  }

  /** Reads the vectors of a corpus; then fills in what is missing. */
  attach(index: CorpusIndex): void {
    for (const model of this.models) this.attachTo(model, index);
  }

  setPolicy(policy: DeepIndexingPolicy): void {
    this.policy = policy;
    this.governor.setPolicy(policy);
    // With nothing left to do, full speed ends at once.
    if (policy.pace === 'full') this.fill();
  }

  /** Starts filling in the background or tells it that there is something new. */
  fill(): void {
    if (!this.options.mayFill()) return;
    const [preferred, bundled] = this.models;
    if (!bundled || preferred!.tier.isWhole) preferred?.tier.fill();
    else bundled.tier.fill();
  }

  /** @throws EngineError as `Engine.deepen` */
  async fillNow(signal: AbortSignal): Promise<void> {
    const [preferred] = this.models;
    if (!preferred) throw new EngineError('modelNotInstalled', 'deep model');
    this.setPolicy({ ...this.policy, pace: 'full' });
    await preferred.fillNow(signal);
  }

  /** After files of vectors have gone from the disk. */
  async refresh(): Promise<void> {
    for (const { tier } of this.models) await tier.refresh();
    this.fill();
  }

  /** Forgets all vectors of a corpus. */
  async forget(corpusId: string): Promise<void> {
    for (const { tier } of this.models) await tier.forget(corpusId);
  }

  noteOpen(documents: readonly Document[]): void {
    this.openDocuments = documents;
    if (this.models.some(({ tier }) => tier.isFilling)) this.fill();
  }

  noteChanged(corpusId: string, paths: readonly string[]): void {
    const documents = paths.map((file) => ({ corpusId, path: file }));
    this.changedDocuments = [...documents, ...this.changedDocuments].slice(0, MAX_CHANGED);
  }

  /**
   * Undefined when no model can answer (the first stage stands, and the status says why) or none knows the text's
   * script. The bundled model is left out where its vectors are not needed or not there.
   */
  async ask(kind: 'query' | 'document', text: string, signal?: AbortSignal): Promise<DeepQuestion | undefined> {
    await Promise.all(this.models.map(({ attached }) => attached));
    const { chosen } = this;
    const wanted = this.models.filter((model) => {
      if (!model.understands(text)) return false;
      if (model === chosen) return true;
      // For what is alike the bundled model was not measured; the embedded one finds twins well.
      if (kind === 'document') return false;
      return !chosen?.tier.isWhole && (this.options.mayFill() || model.tier.hasVectors);
    });
    // The other window may be at work on the same folder.
    if (this.governor.waitingFor === 'otherWindow') for (const { tier } of wanted) await tier.refresh();
    const vectors = await Promise.all(wanted.map((model) => model.vectorOf(text, kind, signal)));
    const answers = wanted.flatMap((model, i) => (vectors[i] ? [{ model, vector: vectors[i] }] : []));
    const [preferred] = answers;
    if (!preferred) return undefined;
    let last: { version: number; evidence: DeepEvidence[] } | undefined;
    return {
      models: answers.map(({ model }) => model.id),
      evidence() {
        const version = sum(answers.map(({ model }) => model.tier.version));
        if (last?.version !== version)
          last = { version, evidence: answers.map(({ model, vector }) => model.tier.evidence(vector)) };
        return last.evidence;
      },
      embed: async (hits, { segments }) => {
        const candidates = hits.map(({ ref, chunk }) => ({ chunk, corpusId: segments[ref.segment]!.corpusId }));
        await preferred.model.embedWithin(BUDGET_MS, candidates, signal);
        this.fill();
      },
    };
  }

  /** Passages of the corpus that have a vector of one of the models. */
  coverage(corpusId: string): number {
    return Math.max(0, ...this.models.map(({ tier }) => tier.coverage(corpusId)));
  }

  status(): EngineStatus['deep'] {
    const { pace, waitingFor } = this.governor;
    const model = this.chosen ?? this.bundled;
    if (!model) return { state: 'absent', pace, ...(this.bundledFault && { detail: this.bundledFault }) };
    return {
      ...model.status(),
      pace,
      ...(model === this.bundled && { isBundled: true }),
      ...(waitingFor && { waitingFor }),
    };
  }

  async dispose(): Promise<void> {
    const { models } = this;
    this.chosen = undefined;
    this.bundled = undefined;
    for (const model of models) await model.dispose();
    await this.governor.rest();
  }

  /** The preferred one first. */
  private get models(): LoadedModel[] {
    const { chosen, bundled } = this;
    // The same model installed has the same vectors.
    if (chosen && bundled?.fingerprint === chosen.fingerprint) return [chosen];
    return [chosen, bundled].filter((model) => model !== undefined);
  }

  private loadModel(modelDir: string, governor: LoadedModelOptions['governor']): LoadedModel {
    const { inferenceEntry, onProgress, onChange, contents } = this.options;
    return new LoadedModel(modelDir, {
      inferenceEntry,
      contents,
      governor,
      onProgress,
      onChange,
      limits: this.limits(),
      fresh: () => [...this.openDocuments, ...this.changedDocuments],
      keepLimit: () => this.keepLimit(),
    });
  }

  private attachTo(model: LoadedModel, index: CorpusIndex): void {
    void model.attach(index, () => this.options.isOpen(index)).then(() => this.fill());
  }

  /**
   * Deep vectors that were used least recently go, then those of texts that the open corpora hold no more. @throws
   * EngineError vectorLimit when what is left is still too much, diskFull and others of the storage
   */
  private async keepLimit(): Promise<void> {
    const { storage, vectorsDir } = this.options;
    const tiers = this.models.map(({ tier }) => tier);
    if (!vectorsDir || tiers.length === 0) return;
    const { vectorLimitBytes } = this.policy;
    const stores = tiers.flatMap((tier) => tier.stores);
    const trim = () => storage.trimVectors(vectorsDir, vectorLimitBytes, stores);
    let { sizeBytes } = await trim();
    if (sizeBytes > vectorLimitBytes) {
      for (const tier of tiers) await tier.retainCurrent();
      ({ sizeBytes } = await trim());
    }
    this.vectorsSizeBytes = sizeBytes;
    if (sizeBytes > vectorLimitBytes) throw new EngineError('vectorLimit', `${vectorLimitBytes / 1e6} MB`);
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
