/**
 * The engine: corpora kept up to date, questions answered. Composes core, inference and storage; used in its own
 * process by the editor and in-process by the CLI. It downloads nothing and knows no editor. Searches never wait for an
 * update: they read the segments as they are.
 */
import path from 'node:path';
import type { EmbeddedModel } from '../core/embedder';
import { isForDeep } from '../core/ranking/deepSource';
import type { CollectOptions } from '../core/ranking/evidence';
import type { Hit, Tier } from '../core/ranking/hit';
import { collectEvidence, listing, rankEvidence, withDeep, withoutDeep } from '../core/ranking/rank';
import { SearchScratch } from '../core/ranking/searchScratch';
import { collectSimilar, rankSimilar } from '../core/ranking/similar';
import type { ChunkRecord, ChunkRef, Snapshot } from '../core/snapshot';
import { mapWorkspace } from '../map/workspaceMap';
import type {
  CorpusProgress,
  CorpusSpec,
  CorpusStatus,
  DeepIndexingPolicy,
  DocumentPassage,
  DuplicatesParams,
  DuplicatesResponse,
  EngineStatus,
  PassagesOfParams,
  PassageTextParams,
  SearchParams,
  SearchResponse,
  SimilarParams,
  UnsavedParams,
  WorkspaceMap,
} from '../protocol/engine';
import { EngineError } from '../protocol/errors';
import { createLocalStorage } from '../storage/localStorage';
import type { Storage, Verification } from '../storage/store';
import { acceptOnly, checkQuery } from './askedQuery';
import { comparedPassage } from './comparedPassage';
import { DEEP_CANDIDATES, DeepModel } from './deep/deepModel';
import { deepShare } from './deep/deepShare';
import { type DuplicatesOptions, findDuplicates } from './duplicateSearch';
import { ScanThreads } from './exact/scanThreads';
import { Passages } from './files/passages';
import { repositoryKey } from './files/repository';
import { CorpusIndex } from './indexing/corpusIndex';
import { corpusStatus, failedStatus } from './indexing/corpusStatus';
import { indexFingerprint } from './indexing/fingerprint';
import type { IndexReport } from './indexing/indexReport';
import type { Machine } from './machine/machine';
import { ChunkContents } from './parsing/chunkContents';
import type { Chunker } from './parsing/chunker';
import { readQuestion } from './questionReading';
import { locateResources } from './resources';
import { type QuestionOfResults, searchResults } from './searchResults';

export interface EngineOptions {
  embedded: EmbeddedModel;
  chunker: Chunker;
  inferenceEntry: string;
  excludeGlobs: readonly string[];
  maxFileSizeBytes: number;
  /** Fill deep vectors in the background. The CLI, which ends after its answer, does not. */
  fillInBackground: boolean;
  onProgress?: (progress: CorpusProgress) => void;
  onChanged?: (corpusId: string) => void;
  onStatusChanged?: () => void;
  /** Folder of the deep model that ships with Kindred; absent: there is none. */
  bundledModelDir?: string | undefined;
  /** Where deep vectors of all repositories are kept; absent: beside each index. */
  vectorsDir?: string | undefined;
  /** Where indexes are kept; the default is files on this machine. */
  storage?: Storage;
  /** What work in the background asks of the machine; replaced in tests. */
  machine?: Machine;
}

export interface UpdateRequest {
  corpusId: string;
  paths?: readonly string[] | undefined;
}

export class Engine {
  private readonly corpora = new Map<string, CorpusIndex>();
  /** Folders whose index cannot be opened or written: the others work, and the status says why these do not. */
  private readonly unopened = new Map<string, { spec: CorpusSpec; error: EngineError }>();
  private readonly passages = new Passages();
  private readonly scratch = new SearchScratch();
  private readonly contents: ChunkContents;
  private readonly updating = new Set<string>();
  private readonly deep: DeepModel;
  private readonly scanThreads = new ScanThreads(locateResources());
  private readonly storage: Storage;
  private resumePaused: (() => void) | undefined;
  private paused: Promise<void> | undefined;

  constructor(private readonly options: EngineOptions) {
    const { inferenceEntry, fillInBackground, machine, vectorsDir } = options;
    this.storage = options.storage ?? createLocalStorage();
    this.contents = new ChunkContents(options.chunker, options.maxFileSizeBytes);
    this.deep = new DeepModel({
      inferenceEntry,
      contents: this.contents,
      machine,
      storage: this.storage,
      vectorsDir,
      mayFill: () => fillInBackground && this.updating.size === 0,
      isOpen: (index) => this.corpora.get(index.spec.id) === index,
      onProgress: (progress) => options.onProgress?.(progress),
      onChange: () => options.onStatusChanged?.(),
    });
    if (options.bundledModelDir) this.deep.loadBundled(options.bundledModelDir);
  }

  /** @throws EngineError folderNotFound (at the first update), indexNotWritable, diskFull */
  async open(spec: CorpusSpec): Promise<CorpusIndex> {
    try {
      const index = await this.openIndex(spec);
      this.unopened.delete(spec.id);
      return index;
    } catch (error) {
      if (error instanceof EngineError) this.unopened.set(spec.id, { spec, error });
      throw error;
    }
  }

  private async openIndex(spec: CorpusSpec): Promise<CorpusIndex> {
    const { embedded, chunker, excludeGlobs, maxFileSizeBytes } = this.options;
    await this.close(spec.id);
    const index = await CorpusIndex.open(
      spec,
      excludeGlobs,
      { embedded, chunker, maxFileSizeBytes, associations: spec.associations },
      indexFingerprint(embedded, spec.associations),
      this.storage,
      this.options.vectorsDir && path.join(this.options.vectorsDir, await repositoryKey(spec.root)),
    );
    this.corpora.set(spec.id, index);
    this.deep.attach(index);
    return index;
  }

  async close(corpusId: string): Promise<void> {
    await this.corpora.get(corpusId)?.close();
    this.corpora.delete(corpusId);
  }

  async update({ corpusId, paths }: UpdateRequest, signal?: AbortSignal): Promise<IndexReport> {
    const index = this.corpus(corpusId);
    if (paths) this.deep.noteChanged(corpusId, paths);
    this.updating.add(corpusId);
    try {
      return await index.update({
        paths,
        signal,
        gate: () => this.gate(),
        onProgress: (progress) => this.options.onProgress?.({ corpusId, ...progress }),
        onChanged: () => this.options.onChanged?.(corpusId),
      });
    } finally {
      this.updating.delete(corpusId);
      this.contents.forget();
      this.passages.forget();
      this.deep.fill();
    }
  }

  /** Checks every file of the corpus' index and mends what is damaged. */
  async verify(corpusId: string): Promise<Verification> {
    const found = await this.corpus(corpusId).verify();
    await this.deep.refresh();
    return found;
  }

  /** Deletes the corpus' index, deep vectors too; the next update builds it anew. */
  async clear(corpusId: string): Promise<void> {
    await this.deep.forget(corpusId);
    await this.corpus(corpusId).clear({ vectorsToo: true });
    this.options.onChanged?.(corpusId);
  }

  /** Deletes the corpus' index and builds it anew. */
  async rebuild(corpusId: string, signal?: AbortSignal): Promise<IndexReport> {
    await this.corpus(corpusId).clear();
    return this.update({ corpusId }, signal);
  }

  async search(
    { query, limit, depth, isTyping = false, within, filters }: SearchParams,
    signal?: AbortSignal,
  ): Promise<SearchResponse> {
    const started = performance.now();
    this.noteActivity();
    await this.followWriters();
    const snapshot = this.snapshot();
    const corpora = {
      accepts: within && acceptOnly(within),
      rootOf: (corpusId: string) => this.corpus(corpusId).spec.root,
      readText: (ref: ChunkRef) => this.readText(snapshot, ref),
    };
    const read = await readQuestion(checkQuery(query, isTyping, snapshot, filters), snapshot, {
      ...corpora,
      unsavedText: (corpusId, file) => this.corpus(corpusId).unsavedText(file)?.text,
      logProbabilityOf: this.options.embedded.logProbabilityOf,
      threads: this.scanThreads,
      signal,
    });
    const { analyzed, texts, hints } = read;
    const asked =
      depth === 'full' && isForDeep(analyzed) ? await this.deep.ask('query', analyzed.text, signal) : undefined;
    const { fault, embedQuery } = this.options.embedded;
    const queryVector = fault === undefined ? embedQuery(analyzed.embeddingText) : undefined;
    const most = Math.max(limit, DEEP_CANDIDATES);
    const options: CollectOptions = {
      ...corpora,
      queryVector,
      ageMsOf: (ref, chunk) => this.ageMsOf(snapshot, ref, chunk),
      texts: texts && { mask: texts.mask, wanted: most },
      deep: asked?.evidence(),
      scratch: this.scratch,
    };
    const collected = collectEvidence(snapshot, analyzed, options);
    // Relevance is judged on the first stage, whose scores mean the same with and without a deep model.
    const first = collected
      ? rankEvidence(analyzed, withoutDeep(collected), { ...options, limit: most })
      : listing(snapshot, analyzed, { ...options, limit });
    let { hits, tier } = { ...first, hits: first.hits.slice(0, limit) };
    if (asked && collected && hits.length > 0) {
      const before = asked.evidence();
      await asked.embed(first.hits.slice(0, DEEP_CANDIDATES), snapshot);
      const now = asked.evidence();
      const deepened = now === before ? collected : withDeep(snapshot, collected, now);
      ({ hits, tier } = rankEvidence(analyzed, deepened, { ...options, limit }));
    }
    throwIfCanceled(signal, query);
    const deep = asked && collected && deepShare(snapshot, asked, first.hits.slice(0, limit), hits);
    const exact = texts?.total;
    const { isRelevant } = first;
    const answered = { query, tier, isRelevant, hints, ...(exact && { exact }), ...(deep && { deep }) };
    return this.respond(answered, hits, snapshot, started, { analyzed, queryVector, lineOf: texts?.lineOf });
  }

  /** Passages elsewhere that are like these lines, the definition around a line, or the whole file. */
  async similar(params: SimilarParams, signal?: AbortSignal): Promise<SearchResponse> {
    const started = performance.now();
    const index = this.corpus(params.corpusId);
    const { limit } = params;
    if (params.depth !== 'fast') this.noteActivity();
    const { chunker, maxFileSizeBytes } = this.options;
    const passage = await comparedPassage(index, params, chunker, maxFileSizeBytes);
    await this.followWriters();
    const snapshot = this.snapshot();
    const vector = this.options.embedded.embedChunk('', passage.text);
    const asPassage = { ...params, ...passage, vector, scratch: this.scratch };
    const candidates = collectSimilar(snapshot, asPassage, Math.max(limit, DEEP_CANDIDATES));
    let hits = rankSimilar(candidates, limit);
    let tier: Tier = 'embedded';
    const asked =
      params.depth !== 'fast' && hits.length > 0 ? await this.deep.ask('document', passage.text, signal) : undefined;
    if (asked) {
      await asked.embed(rankSimilar(candidates, DEEP_CANDIDATES), snapshot);
      const [evidence] = asked.evidence();
      hits = rankSimilar(candidates, limit, evidence && { snapshot, evidence });
      if (hits.some(({ reasons }) => reasons.some(({ name }) => name === 'deep'))) tier = 'deep';
    }
    throwIfCanceled(signal, params.path);
    const lines = passage.isWhole ? '' : `:${passage.startLine + 1}-${passage.endLine + 1}`;
    const answered = { query: `${params.path}${lines}`, tier, isRelevant: hits.length > 0 };
    const response = this.respond(answered, hits, snapshot, started);
    const { startLine, endLine } = passage;
    return passage.isWhole ? response : { ...response, passage: { startLine, endLine } };
  }

  /** What the index holds of one document. */
  async passagesOf({ corpusId, path: file }: PassagesOfParams): Promise<DocumentPassage[]> {
    return this.corpus(corpusId)
      .chunksOf(file)
      .map(({ startLine, endLine, symbol, kind }) => ({ startLine, endLine, symbol, kind }));
  }

  /** Near-identical passages over all open corpora. @throws EngineError canceled */
  async duplicates(
    params: DuplicatesParams,
    { signal, onProgress }: DuplicatesOptions = {},
  ): Promise<DuplicatesResponse> {
    await this.followWriters();
    return findDuplicates([...this.corpora.values()], params, {
      maxFileSizeBytes: this.options.maxFileSizeBytes,
      signal,
      onProgress,
      embed: (text) => this.options.embedded.embedChunk('', text),
      readLines: (index, file, lines) => this.passages.readSync(index.spec.root, file, lines, index.unsavedText(file)),
    });
  }

  /** The editor's text of a document for the file's, kept in memory alone. */
  async setUnsaved({ corpusId, path: file, text }: UnsavedParams): Promise<void> {
    await this.corpus(corpusId).setUnsaved(file, text);
  }

  textOf({ corpusId, path: file, ...lines }: PassageTextParams): string {
    const index = this.corpus(corpusId);
    return this.passages.readSync(index.spec.root, file, lines, index.unsavedText(file)) ?? '';
  }

  /** All open corpora on one plane. @throws EngineError folderNotFound, canceled */
  async map(onProgress?: (share: number) => void, signal?: AbortSignal): Promise<WorkspaceMap> {
    await this.followWriters();
    const [first] = this.corpora.values();
    if (!first) throw new EngineError('folderNotFound', '', 'not open');
    const { fingerprint } = this.options.embedded;
    const options = { fingerprint, storage: this.storage, indexDir: first.spec.indexDir, onProgress, signal };
    return mapWorkspace(this.snapshot(), options);
  }

  async status(): Promise<EngineStatus> {
    const { embedded } = this.options;
    const corpora: CorpusStatus[] = [];
    for (const [corpusId, index] of this.corpora)
      corpora.push(await corpusStatus(index, this.updating.has(corpusId), this.deep.coverage(corpusId)));
    for (const { spec, error } of this.unopened.values()) corpora.push(failedStatus(spec, error));
    return {
      corpora,
      memoryBytes: process.memoryUsage.rss() + this.deep.memoryBytes,
      ...(this.deep.vectorsSizeBytes !== undefined && { vectorsSizeBytes: this.deep.vectorsSizeBytes }),
      embeddedModel: embedded.fingerprint,
      ...(embedded.fault !== undefined && { embeddedFault: embedded.fault }),
      deep: this.deep.status(),
    };
  }

  /** Installs or replaces the deep model; undefined removes it. @throws EngineError modelNotInstalled */
  async setDeepModel(modelDir: string | undefined): Promise<void> {
    await this.deep.load(modelDir, this.corpora.values());
  }

  /**
   * Embeds all passages that have no deep vector yet with the preferred model, at full speed, until it is done or the
   * signal says stop; what is done by then stays. @throws EngineError modelNotInstalled where there is no deep model,
   * workerCrashed, diskFull and others
   */
  async deepen(signal: AbortSignal): Promise<void> {
    await this.deep.fillNow(signal);
  }

  /** How deep indexing goes on from now. */
  setDeepIndexingPolicy(policy: DeepIndexingPolicy): void {
    this.deep.setPolicy(policy);
  }

  /** The user types or asks: work in the background keeps still for a moment. */
  noteActivity(): void {
    this.deep.governor.noteActivity();
  }

  /** What is open in the editor is deepened first. */
  noteOpen(documents: readonly PassagesOfParams[]): void {
    this.deep.noteOpen(documents);
  }

  pause(): void {
    this.deep.governor.setStopped(true);
    this.paused ??= new Promise((resolve) => {
      this.resumePaused = resolve;
    });
  }

  resume(): void {
    this.deep.governor.setStopped(false);
    this.resumePaused?.();
    this.paused = undefined;
  }

  async dispose(): Promise<void> {
    this.resume();
    await this.deep.dispose();
    await this.scanThreads.dispose();
    for (const index of this.corpora.values()) await index.close();
    this.corpora.clear();
  }

  private corpus(corpusId: string): CorpusIndex {
    const index = this.corpora.get(corpusId);
    if (!index) throw this.unopened.get(corpusId)?.error ?? new EngineError('folderNotFound', corpusId, 'not open');
    return index;
  }

  snapshot(): Snapshot {
    return { segments: [...this.corpora.values()].flatMap((index) => index.segments()) };
  }

  /** Since the document was changed last; undefined where that is not known. */
  private ageMsOf({ segments }: Snapshot, { segment }: ChunkRef, { path: file }: ChunkRecord): number | undefined {
    const edited = this.corpora.get(segments[segment]!.corpusId)?.document(file)?.modifiedMs;
    return edited === undefined ? undefined : Date.now() - edited;
  }

  /** Looks at what other processes have written to the indexes that this one only reads. */
  async followWriters(): Promise<void> {
    for (const index of this.corpora.values()) if (index.isReadOnly) await index.refresh();
  }

  private async gate(): Promise<void> {
    await this.paused;
  }

  /** The chunk's own lines where no others are given. */
  private readText(
    snapshot: Snapshot,
    { segment, ordinal }: ChunkRef,
    lines?: Pick<Hit, 'startLine' | 'endLine'>,
  ): string | undefined {
    const { corpusId, chunks } = snapshot.segments[segment]!;
    const chunk = chunks[ordinal]!;
    const index = this.corpus(corpusId);
    return this.passages.readSync(index.spec.root, chunk.path, lines ?? chunk, index.unsavedText(chunk.path));
  }

  private respond(
    answered: Omit<SearchResponse, 'tookMs' | 'results'>,
    hits: readonly Hit[],
    snapshot: Snapshot,
    started: number,
    question: QuestionOfResults = {},
  ): SearchResponse {
    const results = searchResults(snapshot, hits, {
      embedded: this.options.embedded,
      readText: (ref, lines) => this.readText(snapshot, ref, lines),
      ...question,
    });
    return { ...answered, tookMs: performance.now() - started, results };
  }
}

function throwIfCanceled(signal: AbortSignal | undefined, value: string): void {
  if (signal?.aborted) throw new EngineError('canceled', value);
}
