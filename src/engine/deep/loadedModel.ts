/**
 * One deep model in use: its inference processes, its vectors of the open corpora, and what is wrong with it.
 * Invariant: whatever happens to the model, a question is answered: `vectorOf` and `embedWithin` never throw and never
 * wait for long.
 */
import path from 'node:path';
import { installedModel } from '../../inference/installedModels';
import { understands } from '../../inference/presets';
import type { EngineStatus } from '../../protocol/engine';
import type { CorpusIndex } from '../indexing/corpusIndex';
import type { ChunkContents } from '../parsing/chunkContents';
import type { DeepCandidate } from './deepCorpus';
import { DeepTier, type DeepTierOptions } from './deepTier';
import type { InferenceClient, InferenceLimits } from './inferenceClient';
import { createInferenceLanes } from './inferenceLanes';

export interface LoadedModelOptions extends DeepTierOptions {
  inferenceEntry: string;
  limits: InferenceLimits;
  contents: ChunkContents;
  /** The status differs from what it was. */
  onChange: () => void;
}

export class LoadedModel {
  readonly id: string;
  readonly client: InferenceClient;
  readonly tier: DeepTier;
  private readonly languages: string;
  /** Settles when the vectors of all corpora that were opened are read. */
  attached: Promise<void> = Promise.resolve();
  private isDisposed = false;
  private failure: string | undefined;

  /** @throws EngineError modelNotInstalled */
  constructor(
    modelDir: string,
    private readonly options: LoadedModelOptions,
  ) {
    const installed = installedModel(modelDir);
    this.id = installed?.id ?? path.basename(modelDir);
    this.languages = installed?.preset.languages ?? '';
    this.client = createInferenceLanes({ modelDir, inferenceEntry: options.inferenceEntry, ...options.limits });
    this.tier = new DeepTier(this.client, options);
  }

  get fingerprint(): string {
    return this.client.fingerprint;
  }

  understands(text: string): boolean {
    return understands({ languages: this.languages }, text);
  }

  /**
   * Reads the vectors of a corpus; questions are answered without them until then. `isOpen`: it has not closed since.
   */
  attach(index: CorpusIndex, isOpen: () => boolean): Promise<void> {
    const { spec } = index;
    const { contents, onChange } = this.options;
    const attach = async () => {
      const cache = await index.deepVectors(this.client.fingerprint, this.client.dims);
      if (this.isDisposed || !isOpen()) return;
      this.tier.addCorpus(spec.id, {
        cache,
        chunks: () => index.chunks(),
        modifiedMs: (file) => index.document(file)?.modifiedMs ?? 0,
        readContent: (chunk) => contents.read(spec.root, chunk),
      });
      onChange();
    };
    this.attached = this.attached.then(attach).catch((error: unknown) => this.noteFailure(error));
    return this.attached;
  }

  /** The vector of a question or of a passage that others are compared with; undefined when the model cannot answer. */
  async vectorOf(text: string, kind: 'query' | 'document', signal?: AbortSignal): Promise<Float32Array | undefined> {
    const before = this.client.status().runtime;
    const vector = await this.answer(async () => (await this.client.embed([text], kind, signal, true))[0]!, signal);
    // The first text shows what the model runs on.
    if (this.client.status().runtime !== before) this.options.onChange();
    return vector;
  }

  /** As `DeepTier.embedWithin`; what fails is noted. */
  async embedWithin(budgetMs: number, candidates: readonly DeepCandidate[], signal?: AbortSignal): Promise<void> {
    await this.answer(() => this.tier.embedWithin(budgetMs, candidates, signal), signal);
  }

  /** Embeds all that is missing. @throws EngineError */
  async fillNow(signal: AbortSignal): Promise<void> {
    await this.attached;
    await this.tier.fillNow(signal);
  }

  status(): Pick<EngineStatus['deep'], 'state' | 'id' | 'detail' | 'runtime'> {
    const { state, runtime, detail = this.tier.failure?.message ?? this.failure } = this.client.status();
    return {
      state: this.tier.isFilling && state === 'idle' ? 'running' : state,
      id: this.id,
      ...(detail && { detail }),
      ...(runtime && { runtime }),
    };
  }

  async dispose(): Promise<void> {
    await this.attached;
    this.isDisposed = true;
    await this.tier.dispose();
  }

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

  private noteFailure(error: unknown): void {
    this.failure = error instanceof Error ? error.message : String(error);
  }
}
