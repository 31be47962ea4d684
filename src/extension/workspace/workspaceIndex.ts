/**
 * The open workspace as the engine knows it: its folders as corpora, their indexing, their state. The only owner of the
 * engine client; views ask here and never talk to the engine. Invariant: what it reports comes from the engine's
 * answers, never from what was asked of it.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import type {
  CorpusProgress,
  CorpusSpec,
  DeepIndexingPolicy,
  DocumentPassage,
  DuplicatesParams,
  DuplicatesProgress,
  DuplicatesResponse,
  EngineStatus,
  OpenParams,
  PassagesOfParams,
  PassageTextParams,
  SearchParams,
  SearchResponse,
  SimilarParams,
  Verification,
  WorkspaceMap,
} from '../../protocol/engine';
import { EngineError } from '../../protocol/errors';
import { excludeGlobs, languageAssociations, maxFileSizeBytes, onDidChangeCorpusSettings } from '../config';
import { createEngineClient, type EngineClient, type StartedEngine } from '../engine/engineClient';
import { explain, isCanceled } from '../texts';
import { corporaOf, relativeTo } from './folders';
import { SpeedMeter } from './speedMeter';
import { UnsavedEdits } from './unsavedEdits';
import { watchFolder } from './watcher';

/**
 * `noFolder`: nothing is open; `virtual`: nothing of it is on a disk; `stopped`: the engine died too often or cannot
 * open the index.
 */
export type WorkspaceState = 'noFolder' | 'virtual' | 'starting' | 'indexing' | 'ready' | 'stopped';

export interface WorkspaceIndexOptions {
  context: vscode.ExtensionContext;
  log: vscode.LogOutputChannel;
  deepModel(): OpenParams['deepModel'];
  deepIndexingPolicy(): DeepIndexingPolicy;
}

const PAUSED_KEY = 'paused';
/** Counts are asked for again at most this often while files are being indexed. */
const STATUS_DELAY_MS = 1000;

export class WorkspaceIndex implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly documentsChanged = new vscode.EventEmitter<string>();
  private readonly openedFolders = new vscode.EventEmitter<void>();
  private readonly crashed = new vscode.EventEmitter<{ final: boolean; detail: string }>();
  /** Anything that a view shows may have changed. */
  readonly onDidChange = this.changed.event;
  /** The engine has opened the folders, for the first time or after a restart. */
  readonly onDidOpen = this.openedFolders.event;
  /** The index of a corpus answers differently now. */
  readonly onDidChangeDocuments = this.documentsChanged.event;
  readonly onDidCrash = this.crashed.event;

  private readonly engine: EngineClient;
  private corpora: CorpusSpec[] = [];
  private watchers: vscode.Disposable[] = [];
  private readonly subscriptions: vscode.Disposable[];
  private readonly unsaved: UnsavedEdits;
  private readonly progressOf = new Map<string, CorpusProgress>();
  private readonly speed = new SpeedMeter();
  private readonly updates = new Set<vscode.CancellationTokenSource>();
  private lastStatus: EngineStatus | undefined;
  private mapProgressed: ((share: number) => void) | undefined;
  private duplicatesProgressed: ((progress: DuplicatesProgress) => void) | undefined;
  private statusTimer: NodeJS.Timeout | undefined;
  private opened = false;
  private stopped = false;
  /** Why the engine is stopped, in the user's language. */
  problem: string | undefined;

  constructor(private readonly options: WorkspaceIndexOptions) {
    const { context, log } = options;
    this.engine = createEngineClient({
      modulePath: path.join(context.extensionPath, 'dist', 'engine.cjs'),
      log: (line) => log.info(line),
      onStart: (engine) => this.open(engine),
      listeners: {
        progress: (progress) => this.progressed(progress),
        mapProgress: ({ share }) => this.mapProgressed?.(share),
        duplicatesProgress: (progress) => this.duplicatesProgressed?.(progress),
        changed: ({ corpusId }) => {
          this.documentsChanged.fire(corpusId);
          this.refreshSoon();
        },
        statusChanged: () => this.refreshSoon(),
      },
      onCrash: (detail) => this.engineDied(false, detail),
      onGaveUp: (detail) => this.engineDied(true, detail),
    });
    this.unsaved = new UnsavedEdits({
      documentOf: (uri) => this.documentOf(uri),
      // An engine that is down is told again when it is back.
      setUnsaved: (params) => this.engine.setUnsaved(params).catch(() => undefined),
    });
    this.subscriptions = [
      this.unsaved,
      this.changed,
      this.documentsChanged,
      this.openedFolders,
      this.crashed,
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.reopen()),
      onDidChangeCorpusSettings(() => void this.reopen()),
    ];
  }

  get state(): WorkspaceState {
    if (this.corpora.length === 0) return vscode.workspace.workspaceFolders?.length ? 'virtual' : 'noFolder';
    if (this.stopped) return 'stopped';
    if (!this.opened) return 'starting';
    return this.updates.size > 0 && !this.paused ? 'indexing' : 'ready';
  }

  get paused(): boolean {
    return this.options.context.workspaceState.get<boolean>(PAUSED_KEY, false);
  }

  /** What the engine said last; undefined before its first answer. */
  get status(): EngineStatus | undefined {
    return this.lastStatus;
  }

  get progress(): CorpusProgress[] {
    return [...this.progressOf.values()];
  }

  /** Documents or passages a second, of all folders together; undefined while nothing can be said. */
  speedOf(phase: CorpusProgress['phase']): number | undefined {
    const running = this.progress.filter((progress) => progress.phase === phase);
    const speeds = running.flatMap(({ corpusId }) => this.speed.perSecond(`${phase} ${corpusId}`, Date.now()) ?? []);
    return speeds.length > 0 ? speeds.reduce((sum, speed) => sum + speed, 0) : undefined;
  }

  get folders(): readonly CorpusSpec[] {
    return this.corpora;
  }

  /** Starts the engine if there is anything to index. */
  start(): void {
    this.findCorpora();
    // Starting a process takes time that activation need not.
    if (this.corpora.length > 0) setImmediate(() => this.engine.start());
    this.changed.fire();
  }

  async restart(): Promise<void> {
    this.stopped = false;
    this.opened = false;
    this.changed.fire();
    await this.engine.restart();
  }

  search(params: SearchParams, token?: vscode.CancellationToken): Promise<SearchResponse> {
    return this.engine.search(params, token);
  }

  similar(params: SimilarParams, token?: vscode.CancellationToken): Promise<SearchResponse> {
    return this.engine.similar(params, token);
  }

  /** Near-identical passages of the whole workspace. `onProgress` is that of the last call. */
  duplicates(
    params: DuplicatesParams,
    token: vscode.CancellationToken,
    onProgress: (progress: DuplicatesProgress) => void,
  ): Promise<DuplicatesResponse> {
    this.duplicatesProgressed = onProgress;
    return this.engine.duplicates(params, token);
  }

  /** Copies of what stands on these lines. */
  copiesOf(of: NonNullable<DuplicatesParams['of']>, minLines: number): Promise<DuplicatesResponse> {
    return this.engine.duplicates({ of, minLines });
  }

  /** All passages on a plane. `onProgress` is that of the last call. */
  map(token: vscode.CancellationToken, onProgress: (share: number) => void): Promise<WorkspaceMap> {
    this.mapProgressed = onProgress;
    return this.engine.map({}, token);
  }

  /** What stands on a passage's lines now. */
  textOf(passage: PassageTextParams): Promise<string> {
    return this.engine.text(passage);
  }

  /** What the index holds of one document. */
  passagesOf(place: PassagesOfParams, token?: vscode.CancellationToken): Promise<DocumentPassage[]> {
    return this.engine.passages(place, token);
  }

  /** While the engine is not running there is nobody to tell: it hears of the model when it opens the folders. */
  async setDeepModel(model: OpenParams['deepModel'] | null): Promise<void> {
    if (this.corpora.length === 0 || this.stopped) return;
    await this.engine.setDeepModel(model ? { dir: model.dir } : {}).finally(() => this.refreshSoon());
  }

  /** Brings the index up to date; `paths` undefined compares the whole folder. */
  async update(corpusId: string, paths?: string[]): Promise<void> {
    await this.whileUpdating(corpusId, (token) =>
      this.engine.update(paths ? { corpusId, paths } : { corpusId }, token),
    );
    await this.unsaved.indexed(corpusId, paths);
  }

  async rebuild(): Promise<void> {
    await Promise.all(
      this.corpora.map(({ id }) => this.whileUpdating(id, (token) => this.engine.rebuild({ corpusId: id }, token))),
    );
  }

  /** Reads all files of the indexes and mends what is damaged. */
  async verify(token?: vscode.CancellationToken): Promise<Verification> {
    const all: Verification = { files: 0, sizeBytes: 0, damages: [] };
    for (const { id } of this.corpora) {
      const { files, sizeBytes, damages } = await this.engine.verify({ corpusId: id }, token);
      all.files += files;
      all.sizeBytes += sizeBytes;
      all.damages.push(...damages);
    }
    return all;
  }

  /** Deletes the indexes and stays paused: to resume builds them anew. */
  async deleteIndexes(): Promise<void> {
    await this.pause();
    this.cancelIndexing();
    for (const { id } of this.corpora) await this.engine.clear({ corpusId: id });
    this.refreshSoon();
  }

  /** How deep indexing goes on from now. */
  setDeepIndexingPolicy(policy: DeepIndexingPolicy): Promise<void> {
    return this.engine.setDeepIndexingPolicy(policy);
  }

  /** The user types: work in the background keeps still for a moment. */
  noteActivity(): void {
    this.engine.announce('activity', {});
  }

  /** What is open in the editor, the document in front first. */
  noteOpen(documents: PassagesOfParams[]): void {
    this.engine.announce('openDocuments', { documents });
  }

  async pause(): Promise<void> {
    await this.options.context.workspaceState.update(PAUSED_KEY, true);
    this.changed.fire();
    await this.engine.pause();
  }

  async resume(): Promise<void> {
    await this.options.context.workspaceState.update(PAUSED_KEY, false);
    this.changed.fire();
    await this.engine.resume();
    // The index may have been deleted meanwhile.
    await Promise.all(this.corpora.map(({ id }) => this.update(id)));
  }

  /** Stops what is being indexed now; what is indexed stays, and the next change or start goes on with the rest. */
  cancelIndexing(): void {
    for (const source of this.updates) source.cancel();
  }

  /**
   * Resolves when every folder has been compared with its index once; rejects when the engine stays down or nothing is
   * open.
   */
  async whenReady(): Promise<EngineStatus> {
    while (this.state === 'starting' || this.state === 'indexing') {
      await new Promise<void>((resolve) => {
        const subscription = this.onDidChange(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
    if (this.state !== 'ready') throw new EngineError('workerCrashed', 'engine', this.state);
    return this.refreshStatus();
  }

  async refreshStatus(): Promise<EngineStatus> {
    const status = await this.engine.status();
    this.lastStatus = status;
    this.changed.fire();
    return status;
  }

  /** The corpus and the path of a document, undefined outside of the folders. The innermost folder wins. */
  documentOf(uri: vscode.Uri): { corpusId: string; path: string } | undefined {
    if (uri.scheme !== 'file') return undefined;
    return this.corpora
      .map(({ id, root }) => ({ corpusId: id, path: relativeTo(root, uri.fsPath) }))
      .filter((found): found is { corpusId: string; path: string } => found.path !== undefined)
      .sort((a, b) => a.path.length - b.path.length)[0];
  }

  uriOf({ corpusId, path: relative }: { corpusId: string; path: string }): vscode.Uri | undefined {
    const corpus = this.corpora.find(({ id }) => id === corpusId);
    return corpus && vscode.Uri.file(path.join(corpus.root, relative));
  }

  /** The folder's name where several are open, else ''. */
  folderLabel(corpusId: string): string {
    if (this.corpora.length < 2) return '';
    return this.corpora.find(({ id }) => id === corpusId)?.name ?? '';
  }

  dispose(): void {
    clearTimeout(this.statusTimer);
    for (const subscription of [...this.subscriptions, ...this.watchers]) subscription.dispose();
    this.cancelIndexing();
  }

  /** Ends the engine's process; waits for it, so that the index is saved when the window goes. */
  async shutdown(): Promise<void> {
    this.dispose();
    await this.engine.dispose();
  }

  private findCorpora(): void {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const storage = this.options.context.storageUri ?? this.options.context.globalStorageUri;
    this.corpora = corporaOf(
      folders.map(({ uri, name }) => ({
        uri: uri.toString(),
        name,
        fsPath: uri.fsPath,
        associations: languageAssociations(uri),
      })),
      storage.fsPath,
    );
    for (const watcher of this.watchers) watcher.dispose();
    this.watchers = this.corpora.map(({ id, root }) =>
      watchFolder(
        { corpusId: id, uri: vscode.Uri.file(root), pathOf: (uri) => relativeTo(root, uri.fsPath) },
        (corpusId, paths) => this.update(corpusId, paths),
      ),
    );
    const open = new Set(this.corpora.map(({ id }) => id));
    for (const id of this.progressOf.keys()) if (!open.has(id)) this.progressOf.delete(id);
  }

  private async open(engine: StartedEngine): Promise<void> {
    const deepModel = this.options.deepModel();
    try {
      await engine.open({
        corpora: this.corpora,
        excludeGlobs: excludeGlobs(),
        vectorsDir: path.join(this.options.context.globalStorageUri.fsPath, 'vectors'),
        maxFileSizeBytes: maxFileSizeBytes(),
        ...(deepModel && { deepModel }),
        deepIndexingPolicy: this.options.deepIndexingPolicy(),
      });
      if (this.paused) await engine.pause();
      this.lastStatus = await engine.status();
    } catch (error) {
      // An engine that died while it opened is reported by itself, and opens again when it is back.
      if (!(error instanceof EngineError && error.code === 'workerCrashed')) {
        this.stopped = true;
        this.problem = explain(error);
        this.changed.fire();
      }
      throw error;
    }
    this.problem = undefined;
    this.unsaved.sendAll();
    // Not awaited: searches must get through while the folders are compared with their index.
    for (const { id } of this.corpora) void this.update(id);
    this.stopped = false;
    this.opened = true;
    this.openedFolders.fire();
    this.changed.fire();
  }

  private async reopen(): Promise<void> {
    const wasOpen = this.corpora.length > 0;
    this.cancelIndexing();
    this.findCorpora();
    this.changed.fire();
    if (this.corpora.length === 0) return;
    if (!wasOpen) return this.engine.start();
    try {
      await this.open(this.engine);
    } catch (error) {
      if (!isCanceled(error)) this.options.log.error('The changed folders could not be opened.', String(error));
    }
  }

  private async whileUpdating(
    corpusId: string,
    run: (token: vscode.CancellationToken) => Promise<void>,
  ): Promise<void> {
    const source = new vscode.CancellationTokenSource();
    this.updates.add(source);
    this.changed.fire();
    try {
      await run(source.token);
    } catch (error) {
      // A dead engine is reported by itself, and the folder is compared again when it is back.
      if (!isCanceled(error)) this.options.log.error(`Indexing ${corpusId} failed.`, String(error));
    } finally {
      this.updates.delete(source);
      source.dispose();
      if (this.progressOf.get(corpusId)?.phase !== 'deepening') this.progressOf.delete(corpusId);
      await this.refreshStatus().catch(() => undefined);
      this.changed.fire();
    }
  }

  private progressed(progress: CorpusProgress): void {
    this.speed.note(`${progress.phase} ${progress.corpusId}`, progress.documentsDone, Date.now());
    const isFinished = progress.phase === 'deepening' && progress.documentsDone >= progress.documentsTotal;
    if (isFinished) this.progressOf.delete(progress.corpusId);
    else this.progressOf.set(progress.corpusId, progress);
    this.changed.fire();
    this.refreshSoon();
  }

  private refreshSoon(): void {
    this.statusTimer ??= setTimeout(() => {
      this.statusTimer = undefined;
      this.refreshStatus().catch(() => undefined);
    }, STATUS_DELAY_MS);
  }

  private engineDied(final: boolean, detail: string): void {
    this.opened = false;
    this.stopped = final;
    if (final) this.problem = explain(new EngineError('workerCrashed', 'engine', detail));
    this.progressOf.clear();
    this.changed.fire();
    this.crashed.fire({ final, detail });
  }
}
