/**
 * The search box above the results: a webview, because a tree has no input. It carries questions in and states out and
 * remembers only what the box reads, for the chips. The page may load its own script and style and nothing else; no
 * text of the page comes from a file of the workspace.
 */
import * as vscode from 'vscode';
import { createMessageListener } from '../../protocol/announcements';
import { type BoxState, type ChipId, fromBox, type ToBox } from '../../protocol/searchBox';
import { attribute, showPage } from '../editor/webviewPage';
import { count, documentCount, passagesInFiles, percent } from '../texts';
import { indexTotals, isEmpty, statusSentence } from '../workspace/indexTotals';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { chipsOf } from './filterChips';
import { asksSomething } from './queryFilters';
import type { SearchSession } from './searchSession';

const { t } = vscode.l10n;

export const SEARCH_BOX_VIEW = 'kindred.searchBox';

export interface SearchBoxHandlers {
  search(query: string, commit: boolean): void;
  /** A chip was pressed while the box read `query`. */
  chip(id: ChipId, query: string): void;
  clear(): void;
  focusResults(): void;
  menu(): void;
  /**
   * Takes up what was asked before the view or the window was closed, or, where that was not kept, the text that the
   * box has kept itself. Returns the question that is asked.
   */
  restore(boxText: string): string;
}

export class SearchBox implements vscode.WebviewViewProvider, vscode.Disposable {
  private view: vscode.WebviewView | undefined;
  private isReady = false;
  private focusWanted = false;
  /** What the box reads, as far as it was sent. */
  private query = '';
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly index: WorkspaceIndex,
    private readonly session: SearchSession,
    private readonly history: () => string[],
    private readonly handlers: SearchBoxHandlers,
  ) {
    this.subscriptions = [
      vscode.window.registerWebviewViewProvider(SEARCH_BOX_VIEW, this),
      index.onDidChange(() => this.sendState()),
      session.onDidChange(() => this.sendState()),
    ];
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    this.isReady = false;
    const { webview } = view;
    showPage(webview, this.extensionUri, { name: 'search', title: t('Kindred search'), body: pageBody() });
    webview.onDidReceiveMessage(this.receive);
    view.onDidChangeVisibility(() => {
      if (view.visible) this.sendState();
    });
    view.onDidDispose(() => {
      this.view = undefined;
      this.isReady = false;
    });
  }

  /** Shows the view and puts the cursor into the box. */
  async focus(): Promise<void> {
    this.focusWanted = true;
    await vscode.commands.executeCommand(`${SEARCH_BOX_VIEW}.focus`);
    if (this.isReady) this.sendFocus();
  }

  /** Shows a question that was asked elsewhere. The box's own is not sent back: it may read something newer by then. */
  setQuery(query: string): void {
    if (query === this.query) return;
    this.query = query;
    this.send({ type: 'query', query });
  }

  sendHistory(): void {
    this.send({ type: 'history', queries: this.history() });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private readonly receive = createMessageListener(fromBox, {
    ready: ({ query }) => {
      this.isReady = true;
      this.query = this.handlers.restore(query);
      this.send({ type: 'restored', query: this.query });
      this.sendHistory();
      this.sendState();
      if (this.focusWanted) this.sendFocus();
    },
    search: ({ query, commit }) => {
      this.query = query;
      this.handlers.search(query, commit);
    },
    chip: ({ id, query }) => this.handlers.chip(id, query),
    clear: () => {
      this.query = '';
      this.handlers.clear();
    },
    focusResults: () => this.handlers.focusResults(),
    menu: () => this.handlers.menu(),
  });

  private send(message: ToBox): void {
    if (this.isReady) void this.view?.webview.postMessage(message);
  }

  private sendFocus(): void {
    this.focusWanted = false;
    this.send({ type: 'focus', select: true });
  }

  private sendState(): void {
    if (this.isReady) this.send({ type: 'state', state: boxState(this.index, this.session, this.query) });
  }
}

function pageBody(): string {
  const label = t('Question or words to search for');
  return `  <main>
    <div class="box" role="search">
      <svg class="glass" viewBox="0 0 16 16" aria-hidden="true"><circle cx="6.75" cy="6.75" r="4.25"/><path d="m10 10 4 4"/></svg>
      <input id="query" type="text" spellcheck="false" autocomplete="off" aria-label="${attribute(label)}"
        placeholder="${attribute(t('Ask about your code'))}" aria-describedby="outcome">
      <button id="clear" type="button" hidden title="${attribute(t('Clear'))}" aria-label="${attribute(t('Clear the search'))}">
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="m4 4 8 8M12 4l-8 8"/></svg>
      </button>
      <div id="busy" aria-hidden="true"></div>
    </div>
    <div id="chips" role="toolbar" aria-label="${attribute(t('Filters'))}">
      ${chipButtons()}
    </div>
    <p id="outcome" role="status" aria-live="polite"></p>
    <button id="coverage" type="button" aria-haspopup="menu"></button>
    <div id="progress" role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-label="${attribute(t('Indexing'))}" hidden><div></div></div>
  </main>`;
}

const ICONS = { check: 'm3 8.5 3.25 3.25L13 5', more: 'm4.5 6.5 3.5 3.5 3.5-3.5', remove: 'm4.5 4.5 7 7m0-7-7 7' };

/** Their words come with the first state. */
function chipButtons(): string {
  const button = (id: ChipId, icon: keyof typeof ICONS): string =>
    `<button type="button" hidden data-chip="${id}"${icon === 'more' ? ' aria-haspopup="dialog"' : ''}>` +
    `<svg class="${icon}" viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[icon]}"/></svg><span></span></button>`;
  return [
    ...[button('language', 'more'), button('path', 'more'), button('kind', 'more')],
    ...[button('tests', 'check'), button('open', 'check'), button('within', 'remove')],
  ].join('');
}

function boxState(index: WorkspaceIndex, session: SearchSession, query: string): BoxState {
  const { found, problem, searching, request } = session;
  const counts = indexTotals(index);
  const outcome =
    problem ??
    (found
      ? `${found.isRelevant || found.results.length === 0 ? '' : `${t('Nothing relevant found; nearest:')} `}${passagesInFiles(found.results.length, found.groups.length)} · ${t('{0} ms', count(Math.round(found.tookMs))).replace(' ', '\u00a0')}`
      : query.trim() && !asksSomething(query)
        ? t('Type what to look for.')
        : '');
  const deep = counts.deepChunks > 0 ? ` · ${t('deep {0}', percent(counts.deepChunks, counts.chunks))}` : '';
  const isIndexing = index.state === 'indexing' && counts.total > 0;
  const isOpen = index.state === 'ready' || index.state === 'indexing';
  const documents =
    isIndexing && !index.paused
      ? t('indexing {0} of {1}', count(counts.done), count(counts.total))
      : documentCount(counts.documents);
  const coverage =
    isOpen && !isEmpty(index) ? `${documents}${deep}${index.paused ? ` · ${t('paused')}` : ''}` : statusSentence(index);
  return {
    outcome,
    coverage,
    coverageDetail: statusSentence(index),
    searching,
    ...(isIndexing && !index.paused && { indexed: Math.min(1, counts.done / counts.total) }),
    chips: chipsOf(query, request?.kind === 'search' ? request.within?.length : undefined),
    tone: problem || index.state === 'stopped' ? 'problem' : 'plain',
  };
}
