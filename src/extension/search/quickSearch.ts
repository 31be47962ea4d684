/**
 * "Kindred: Search": a quick pick with results while typing. The active passage is previewed without taking the
 * keyboard; Escape brings back the editor that was there.
 */
import * as vscode from 'vscode';
import type { SearchResponse, SearchResult } from '../../protocol/engine';
import { setContextKey } from '../contextKeys';
import { rememberEditor } from '../editor/coveredEditor';
import type { PassageOpener } from '../editor/openPassage';
import { explain, isCanceled, rankedBy, readingNotes } from '../texts';
import { statusSentence } from '../workspace/indexTotals';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { IN_FILE, IN_OPEN } from './filterChips';
import { LatestSearch } from './latestSearch';
import { pressButton } from './pastSearches';
import type { PinnedSearches } from './pinnedSearches';
import { asksSomething, toggleToken } from './queryFilters';
import { answerItems, pastItems, type QuickItem, sentenceItem } from './quickItems';
import type { RecentQueries } from './recentQueries';
import { keepInPlace, passageKey, sameResults } from './resultList';
import { scoped } from './scopes';
import type { SearchRequest } from './searchRequest';

const { t } = vscode.l10n;

export interface QuickSearchOptions {
  index: WorkspaceIndex;
  opener: PassageOpener;
  recent: RecentQueries;
  pinned: PinnedSearches;
  /** Shows this search in the Kindred view. */
  showAll(request: SearchRequest): void;
}

/** Between two key strokes; results of a workspace of usual size come within a tenth of it. */
const TYPING_MS = 150;
/** While holding the arrow key nothing is opened. */
const PREVIEW_MS = 80;
/**
 * A key pressed this soon after the list has changed answers the list before (a visual reaction takes a quarter of a
 * second).
 */
const REACTION_MS = 300;
/** Within it VS Code names the active row of a new list, also on a busy machine. */
const ANNOUNCE_MS = 2000;
/** More than anybody scrolls through; the view has the rest. */
const LIMIT = 30;

/**
 * `browsing`: only the list is there; `previewing`: an editor shows a passage; `accepted`: a row was chosen, the editor
 * before stays away.
 */
type State = 'browsing' | 'previewing' | 'accepted';

export class QuickSearch {
  private readonly pick = vscode.window.createQuickPick<QuickItem>();
  private readonly search: LatestSearch;
  private readonly before = rememberEditor();
  private readonly current = vscode.window.activeTextEditor?.document.uri;
  private readonly subscriptions: vscode.Disposable[];
  private state: State = 'browsing';
  private typingTimer: NodeJS.Timeout | undefined;
  private previewTimer: NodeJS.Timeout | undefined;
  private shown: SearchResult[] = [];
  /** The question that the shown results answer. */
  private answered = '';
  /** The first result is active by itself; only a move of the user's is a wish to see it. */
  private hasMoved = false;
  /** The row that VS Code will name as active in the list that was just set; what it names until then is of another. */
  private awaited: { passage: SearchResult; untilMs: number } | undefined;
  /** What stood first until a better list came, and until when Enter may still mean it. */
  private replaced: { first: SearchResult; untilMs: number } | undefined;

  constructor(
    private readonly options: QuickSearchOptions,
    prefill: string,
  ) {
    const { pick } = this;
    this.search = new LatestSearch(options.index);
    pick.title = t('Kindred: Search');
    pick.placeholder = t('Ask about your code, or type words, names, lang: or path:');
    pick.value = prefill;
    if (this.current) pick.buttons = [{ iconPath: new vscode.ThemeIcon('file'), tooltip: t('In This File') }];
    // Ours is the order: a row whose label matches what is typed must not jump to the top, and with it the active row.
    pick.matchOnDescription = false;
    pick.matchOnDetail = false;
    if ('sortByLabel' in pick) pick.sortByLabel = false;
    this.subscriptions = [
      pick,
      pick.onDidChangeValue(() => this.valueChanged()),
      pick.onDidAccept(() => void this.accept(pick.activeItems[0])),
      pick.onDidTriggerItemButton(({ item, button }) => this.pressRowButton(item, button)),
      pick.onDidTriggerButton(() => this.toggleInFile()),
      pick.onDidChangeActive(([item]) => this.activeChanged(item)),
      pick.onDidHide(() => this.hidden()),
    ];
    this.valueChanged();
    pick.show();
    // For the key that opens to the side: VS Code has none of its own in a quick pick.
    setContextKey('isPicking', true);
  }

  /** Opens the active passage beside the editor that was there before. */
  openToSide(): void {
    const passage = this.pick.activeItems[0]?.passage;
    if (passage) void this.openBeside(passage);
  }

  private valueChanged(): void {
    clearTimeout(this.typingTimer);
    this.hasMoved = false;
    const query = this.pick.value.trim();
    if (query === '') this.showPast();
    else if (!asksSomething(query)) {
      this.stop();
      this.showSentence(t('Type what to look for.'));
    } else {
      this.pick.busy = true;
      this.typingTimer = setTimeout(() => void this.ask(query), TYPING_MS);
    }
  }

  private toggleInFile(): void {
    this.pick.value = toggleToken(this.pick.value, IN_FILE, [IN_OPEN]);
    this.valueChanged();
  }

  private async ask(query: string): Promise<void> {
    const { index } = this.options;
    this.pick.busy = true;
    const asked = scoped(index, query, undefined, this.current);
    const answers = this.search.start((depth, token) =>
      index.search({ ...asked, limit: LIMIT, depth, isTyping: depth === 'fast' }, token),
    );
    try {
      for await (const answer of answers) this.showAnswer(query, answer);
    } catch (error) {
      if (!isCanceled(error)) this.showSentence(explain(error));
    }
    if (!this.search.isRunning) this.pick.busy = false;
  }

  private stop(): void {
    this.search.cancel();
    this.pick.busy = false;
  }

  private showAnswer(query: string, response: SearchResponse): void {
    const { pick, shown } = this;
    const isRefined = this.answered === query && shown.length > 0;
    // Also when the list answered an older question: who moved since the last key stroke is on this row.
    const active = this.hasMoved ? pick.activeItems[0]?.passage : undefined;
    const isOnShowAll = pick.activeItems[0]?.isShowAll ?? false;
    const results = keepInPlace(shown, response.results, passageKey, active && passageKey(active));
    this.answered = query;
    pick.title = [t('Kindred: Search'), rankedBy(response), ...readingNotes(response)].join(' · ');
    if (shown.length > 0 && sameResults(shown, results)) return;
    this.replaced = isRefined ? { first: shown[0]!, untilMs: Date.now() + REACTION_MS } : undefined;
    this.shown = results;
    if (results.length === 0) {
      this.showSentence(`${t('No results')}. ${statusSentence(this.options.index)}`);
      return;
    }
    // The last row is elsewhere in a list of another length.
    pick.keepScrollPosition = !isOnShowAll && (isRefined || active !== undefined);
    pick.items = answerItems(this.options.index, results, response);
    const again = pick.items.find(({ passage, isShowAll }) =>
      isOnShowAll ? isShowAll : passage && active && sameResults([passage], [active]),
    );
    if (again) pick.activeItems = [again];
    const passage = again ? again.passage : results[0];
    this.awaited = passage && { passage, untilMs: Date.now() + ANNOUNCE_MS };
  }

  private showSentence(text: string): void {
    this.shown = [];
    this.pick.items = [sentenceItem(text)];
  }

  private showPast(): void {
    const { index, pinned, recent } = this.options;
    this.stop();
    this.shown = [];
    this.pick.items = pastItems(pinned, recent, statusSentence(index));
  }

  private async accept(active: QuickItem | undefined): Promise<void> {
    const query = this.pick.value.trim();
    if (asksSomething(query) && !this.hasMoved && !active?.isShowAll) {
      const first = await this.firstOf(query);
      if (first) await this.open(first);
    } else if (active?.passage) await this.open(active.passage);
    else if (active?.isShowAll) this.showInView({ kind: 'search', query }, { isRemembered: true });
    else if (active?.request?.kind === 'search' && !active.request.within) {
      this.pick.value = active.request.query;
      this.valueChanged();
    } else if (active?.request) this.showInView(active.request, { isRemembered: false });
  }

  /** Enter may come before the answer to what was typed last; it never opens the answer to something older. */
  private async firstOf(query: string): Promise<SearchResult | undefined> {
    clearTimeout(this.typingTimer);
    if (this.answered !== query) await this.ask(query);
    if (this.answered !== query || this.pick.value.trim() !== query) return undefined;
    const { replaced } = this;
    return replaced && Date.now() < replaced.untilMs ? replaced.first : this.shown[0];
  }

  private async open(passage: SearchResult): Promise<void> {
    this.close({ isRemembered: true });
    await this.options.opener.open(passage, { preview: false });
  }

  private async openBeside(passage: SearchResult): Promise<void> {
    const hadPreview = this.state === 'previewing';
    this.close({ isRemembered: true });
    if (hadPreview) await this.before.restore();
    await this.options.opener.open(passage, { beside: true, preview: false });
  }

  /** The pick shows no passages of a few files, or like another. */
  private showInView(request: SearchRequest, remember: { isRemembered: boolean }): void {
    this.close(remember);
    this.options.showAll(request);
  }

  private close({ isRemembered }: { isRemembered: boolean }): void {
    this.state = 'accepted';
    if (isRemembered) this.options.recent.add(this.pick.value);
    this.pick.hide();
  }

  private pressRowButton(item: QuickItem, button: vscode.QuickInputButton): void {
    if (item.request) {
      pressButton(button, item.request, this.options.pinned, this.options.recent);
      this.showPast();
    } else if (item.passage) void this.openBeside(item.passage);
  }

  private activeChanged(item: QuickItem | undefined): void {
    clearTimeout(this.previewTimer);
    if (!item?.passage || this.isOfListBefore(item.passage)) return;
    if (!this.hasMoved && item.passage === this.shown[0]) return;
    this.hasMoved = true;
    const { passage } = item;
    this.previewTimer = setTimeout(() => {
      if (this.state === 'accepted') return;
      this.state = 'previewing';
      void this.options.opener.open(passage, { preview: true, preserveFocus: true, quiet: true });
    }, PREVIEW_MS);
  }

  /** Rows are named by their place, so a late word about the list before means a wrong row of this one. */
  private isOfListBefore(active: SearchResult): boolean {
    const { awaited } = this;
    if (!awaited) return false;
    const isEarly = active !== awaited.passage && Date.now() < awaited.untilMs;
    if (!isEarly) this.awaited = undefined;
    return isEarly;
  }

  private hidden(): void {
    clearTimeout(this.typingTimer);
    clearTimeout(this.previewTimer);
    this.search.cancel();
    if (this.state === 'previewing') {
      this.options.opener.clearHighlight();
      void this.before.restore();
    }
    setContextKey('isPicking', false);
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
