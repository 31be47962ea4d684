/**
 * Everything the extension has running, made in one place and disposed of in one place. Parts get what they need from
 * here; none reaches for another on its own.
 */
import * as vscode from 'vscode';
import type { ChipId } from '../protocol/searchBox';
import { setContextKey } from './contextKeys';
import { DuplicateDiagnostics } from './duplicates/duplicateDiagnostics';
import { DuplicatesSession } from './duplicates/duplicatesSession';
import { DuplicatesView } from './duplicates/duplicatesView';
import { PassageOpener } from './editor/openPassage';
import { VirtualDocuments } from './editor/virtualDocuments';
import { MapPanel } from './map/mapPanel';
import { DeepIndexing, deepIndexingPolicy } from './models/deepIndexing';
import { notifyDegradations } from './models/degradations';
import { suggestForKorean } from './models/koreanSuggestion';
import { ModelSetup } from './models/modelSetup';
import { pressChip } from './search/filterChips';
import { createPinnedSearches, type PinnedSearches } from './search/pinnedSearches';
import { asksSomething } from './search/queryFilters';
import type { QuickSearch } from './search/quickSearch';
import { createRecentQueries, type RecentQueries } from './search/recentQueries';
import { ResultsView } from './search/resultsView';
import { SearchBox } from './search/searchBoxView';
import { lastRequest, rememberRequest, type SearchRequest } from './search/searchRequest';
import { SearchSession } from './search/searchSession';
import { createSimilarLens } from './search/similarLens';
import { explain } from './texts';
import { showIndexingNotice } from './workspace/indexingNotice';
import { indexTotals, isEmpty } from './workspace/indexTotals';
import { IndexView } from './workspace/indexView';
import { createStatusItem } from './workspace/statusItem';
import { WorkspaceIndex } from './workspace/workspaceIndex';

const { t } = vscode.l10n;

export class KindredContext implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel('Kindred', { log: true });
  readonly index: WorkspaceIndex;
  readonly session: SearchSession;
  readonly modelSetup: ModelSetup;
  readonly deepIndexing: DeepIndexing;
  readonly opener: PassageOpener;
  readonly recent: RecentQueries;
  readonly pinned: PinnedSearches;
  readonly results: ResultsView;
  readonly box: SearchBox;
  /** The quick pick that was opened last. */
  quick: QuickSearch | undefined;
  readonly duplicates: DuplicatesSession;
  readonly duplicatesView: DuplicatesView;
  readonly map: MapPanel;
  readonly documents = new VirtualDocuments();
  private readonly disposables: vscode.Disposable[];

  constructor(readonly extension: vscode.ExtensionContext) {
    const { log } = this;
    this.modelSetup = new ModelSetup(extension, log, () => this.index);
    this.index = new WorkspaceIndex({
      context: extension,
      log,
      deepModel: () => this.modelSetup.spec(),
      deepIndexingPolicy: () => deepIndexingPolicy(extension.workspaceState),
    });
    this.deepIndexing = new DeepIndexing(extension.workspaceState, this.index);
    this.session = new SearchSession(this.index);
    this.opener = new PassageOpener(this.index);
    this.recent = createRecentQueries(extension.workspaceState, () => this.asked());
    this.pinned = createPinnedSearches(extension.workspaceState, () => this.updatePinnedContext());
    this.results = new ResultsView(this.index, this.session, this.opener, extension.globalState);
    this.box = new SearchBox(extension.extensionUri, this.index, this.session, () => this.recent.all(), {
      search: (query, commit) => void this.searchFromBox(query, commit),
      chip: (id, query) => void this.pressChip(id, query),
      clear: () => this.clear(),
      focusResults: () => void this.results.show(),
      menu: () => void vscode.commands.executeCommand('kindred.showMenu'),
      restore: (boxText) => this.restore(boxText),
    });
    this.duplicates = new DuplicatesSession(this.index, extension.workspaceState);
    this.duplicatesView = new DuplicatesView(this.index, this.duplicates, this.opener);
    this.map = new MapPanel(extension.extensionUri, this.index, this.session, this.opener);
    this.disposables = [
      createStatusItem(this.index, () => this.modelSetup.name),
      new IndexView(this.index, () => this.modelSetup.name),
      showIndexingNotice(this.index),
      notifyDegradations(extension.globalState, this.index, log),
      createSimilarLens(this.index),
      new DuplicateDiagnostics(this.index, extension.workspaceState),
      this.index.onDidChange(() => this.indexChanged()),
      this.session.onDidChange(() => this.updatePinnedContext()),
      this.index.onDidCrash(({ final, detail }) => void this.notifyCrash(final, detail)),
    ];
    this.indexChanged();
  }

  /** Shows a search in the view, a question as if it had been typed there. */
  async showInView(request: SearchRequest): Promise<void> {
    this.box.setQuery(questionOf(request));
    if (request.kind === 'search') this.recent.add(request.query);
    await this.results.show();
    await this.run(request);
  }

  async run(request: SearchRequest, isTyping = false): Promise<void> {
    rememberRequest(this.extension.workspaceState, request);
    await this.session.run(request, isTyping);
  }

  pin(isPinned: boolean): void {
    const { request } = this.session;
    if (request) this.pinned[isPinned ? 'add' : 'remove'](request);
  }

  clear(): void {
    this.opener.clearHighlight();
    this.session.clear();
    this.box.setQuery('');
    rememberRequest(this.extension.workspaceState, undefined);
  }

  dispose(): void {
    const all = [
      ...this.disposables,
      this.box,
      this.results,
      this.map,
      this.duplicatesView,
      this.duplicates,
      this.opener,
      this.session,
      this.modelSetup,
      this.deepIndexing,
      this.documents,
    ];
    for (const disposable of all) disposable.dispose();
  }

  /** Waits for the engine to save and end. */
  async shutdown(): Promise<void> {
    this.dispose();
    await this.index.shutdown();
    this.log.dispose();
  }

  private async searchFromBox(query: string, commit: boolean): Promise<void> {
    const { request, found, problem } = this.session;
    if (!asksSomething(query)) {
      this.session.clear();
      return;
    }
    if (commit) this.recent.add(query);
    const isShown = request?.kind === 'search' && request.query === query && (found || problem);
    if (commit && isShown && found && found.results.length > 0) {
      // Enter on a question that has its answer already goes to it.
      await this.results.show();
      return;
    }
    // Refined results stay refined until their chip is pressed.
    const within = request?.kind === 'search' ? request.within : undefined;
    await this.run({ kind: 'search', query, ...(within && { within }) }, !commit);
  }

  private async pressChip(id: ChipId, query: string): Promise<void> {
    if (id === 'within') return this.run({ kind: 'search', query });
    const filtered = await pressChip(id, query, this.index, this.session);
    if (filtered === undefined) return;
    this.box.setQuery(filtered);
    await this.searchFromBox(filtered, false);
  }

  /**
   * Asks again what was asked before the window was closed; the question, for the box. VS Code writes the workspace's
   * state some time after it was set, so a reload may forget the question and keep the text of the box, which is then
   * the question.
   */
  private restore(boxText: string): string {
    const kept = this.session.request ?? lastRequest(this.extension.workspaceState);
    const request = kept ?? (asksSomething(boxText) ? ({ kind: 'search', query: boxText.trim() } as const) : undefined);
    if (!request) return boxText;
    if (!this.session.request) void this.run(request);
    return questionOf(request);
  }

  private updatePinnedContext(): void {
    const { request } = this.session;
    const isPinned = request !== undefined && this.pinned.has(request);
    setContextKey('isPinned', isPinned);
  }

  private indexChanged(): void {
    setContextKey('state', this.index.state);
    setContextKey('paused', this.index.paused);
    const deep = this.index.status?.deep;
    const pace = deep && deep.state !== 'absent' ? deep.pace : 'none';
    setContextKey('deepPace', pace);
    setContextKey('isEmpty', isEmpty(this.index));
    if (this.index.state === 'ready' && indexTotals(this.index).documents > 0 && !this.index.paused)
      void this.askForModel();
  }

  /** A question was asked to its end, or the history changed otherwise. */
  private asked(): void {
    this.box?.sendHistory();
    const [latest] = this.recent.all();
    void suggestForKorean(this.extension.globalState, this.modelSetup, this.index, latest);
  }

  private async askForModel(): Promise<void> {
    if (!(await suggestForKorean(this.extension.globalState, this.modelSetup, this.index)))
      await this.modelSetup.askOnce();
  }

  private async notifyCrash(final: boolean, detail: string): Promise<void> {
    const showLog = t('Show Log');
    const restart = t('Restart');
    if (!final) {
      const text = t(
        'Kindred: the search engine stopped unexpectedly ({0}) and is started again. Your index is kept.',
        detail,
      );
      if ((await vscode.window.showWarningMessage(text, showLog)) === showLog) this.log.show();
      return;
    }
    const text = t(
      'Kindred: the search engine keeps stopping ({0}) and is left alone now. Your index is kept.',
      detail,
    );
    const answer = await vscode.window.showErrorMessage(text, restart, showLog);
    if (answer === showLog) this.log.show();
    else if (answer === restart) {
      await this.index.restart().catch((error: unknown) => void vscode.window.showErrorMessage(explain(error)));
    }
  }
}

/** What the box reads while this is shown. */
function questionOf(request: SearchRequest): string {
  return request.kind === 'search' ? request.query : '';
}
