/**
 * "Kindred: Search": a quick pick with results while typing. The active passage is previewed without taking the keyboard; Escape brings back the
 * editor that was there. The best answer comes in two steps, words and embedded model at once and the deep model when it is ready.
 */
import * as vscode from 'vscode';
import type { SearchResponse, SearchResult } from '../../protocol/engine';
import type { PassageOpener } from '../editor/openPassage';
import { passageDetail, passageIcon, passageLabel } from '../editor/passageTexts';
import { explain, isCanceled, linesOf, passagesInFiles, tierName } from '../texts';
import { statusSentence } from '../workspace/indexTotals';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { IN_FILE, IN_OPEN } from './filterChips';
import { pastSearches, pressButton } from './pastSearches';
import type { PinnedSearches } from './pinnedSearches';
import { asksSomething, toggleToken } from './queryFilters';
import type { RecentQueries } from './recentQueries';
import { fileKey, keepInPlace, passageKey, sameResults } from './resultList';
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

interface Item extends vscode.QuickPickItem {
  passage?: SearchResult;
  /** A search of before. */
  request?: SearchRequest;
  isShowAll?: boolean;
  /** Gives the item its file's icon; VS Code versions that do not know it show a plain file. */
  resourceUri?: vscode.Uri;
}

/** Between two key strokes; results of a workspace of usual size come within a tenth of it. */
const TYPING_MS = 150;
/** While holding the arrow key nothing is opened. */
const PREVIEW_MS = 80;
/** Who presses a key this soon after the list has changed saw the one before (a simple visual reaction takes a quarter of a second). */
const REACTION_MS = 300;
/** More than anybody scrolls through; the view has the rest. */
const LIMIT = 30;

export interface QuickSearch {
  /** Opens the active passage beside the editor that was there before. */
  openToSide(): void;
}

export function quickSearch(options: QuickSearchOptions, prefill: string): QuickSearch {
  const { index, opener, recent, pinned } = options;
  const pick = vscode.window.createQuickPick<Item>();
  const openToSide: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('split-horizontal'),
    tooltip: t('Open to the Side'),
  };
  const inFile: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('file'), tooltip: t('In This File') };
  const before = rememberEditor();
  const current = vscode.window.activeTextEditor?.document.uri;
  let running: vscode.CancellationTokenSource | undefined;
  let typingTimer: NodeJS.Timeout | undefined;
  let previewTimer: NodeJS.Timeout | undefined;
  let shown: SearchResult[] = [];
  /** The question that the shown results answer. */
  let answered = '';
  let isAccepted = false;
  let hasPreviewed = false;
  /** The first result is active by itself; only a move of the user's is a wish to see it. */
  let hasMoved = false;
  /** What stood first until a better list came, and until when Enter may still mean it. */
  let lately: { first: SearchResult; untilMs: number } | undefined;

  pick.title = t('Kindred: Search');
  pick.placeholder = t('Ask about your code, or type words, names, lang: or path:');
  pick.value = prefill;
  if (current) pick.buttons = [inFile];
  // Ours is the order; matching labels must not jump to the top.
  pick.matchOnDescription = false;
  pick.matchOnDetail = false;

  async function search(query: string): Promise<void> {
    running?.cancel();
    const source = new vscode.CancellationTokenSource();
    running = source;
    pick.busy = true;
    try {
      const asked = scoped(index, query, undefined, current);
      const fast = await index.search({ ...asked, limit: LIMIT, depth: 'fast', isTyping: true }, source.token);
      if (running !== source) return;
      showResults(query, fast);
      const deep = index.status?.deep.state;
      if (deep === undefined || deep === 'absent' || deep === 'failed') return;
      const full = await index.search({ ...asked, limit: LIMIT, depth: 'full' }, source.token);
      if (running === source) showResults(query, full);
    } catch (error) {
      if (running === source && !isCanceled(error)) showProblem(explain(error));
    } finally {
      if (running === source) {
        running = undefined;
        pick.busy = false;
      }
      source.dispose();
    }
  }

  function showResults(query: string, response: SearchResponse): void {
    const isRefined = answered === query && shown.length > 0;
    // Also when the list answered an older question: who moved since the last key stroke is on this row.
    const active = hasMoved ? pick.activeItems[0]?.passage : undefined;
    const results = keepInPlace(shown, response.results, passageKey, active && passageKey(active));
    answered = query;
    pick.title = `${t('Kindred: Search')} · ${tierName(response.tier)}`;
    if (shown.length > 0 && sameResults(shown, results)) return;
    lately = isRefined ? { first: shown[0]!, untilMs: Date.now() + REACTION_MS } : undefined;
    shown = results;
    if (results.length === 0) {
      showProblem(`${t('No results')}. ${statusSentence(index)}`);
      return;
    }
    const files = new Set(results.map(fileKey)).size;
    const items: Item[] = results.map((passage) => passageItem(index, passage, [openToSide]));
    const nearest: Item = { label: t('Nothing relevant found; nearest:'), kind: vscode.QuickPickItemKind.Separator };
    pick.keepScrollPosition = isRefined || active !== undefined;
    pick.items = [
      ...(response.isRelevant ? [] : [nearest]),
      ...items,
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      {
        label: t('Show all in the Kindred view'),
        description: passagesInFiles(results.length, files),
        iconPath: new vscode.ThemeIcon('list-tree'),
        alwaysShow: true,
        isShowAll: true,
      },
    ];
    const again = active && items.find(({ passage }) => passage && sameResults([passage], [active]));
    if (again) pick.activeItems = [again];
  }

  function showProblem(text: string): void {
    shown = [];
    pick.items = [{ label: text, iconPath: new vscode.ThemeIcon('info'), alwaysShow: true }];
  }

  function showRecent(): void {
    running?.cancel();
    running = undefined;
    pick.busy = false;
    shown = [];
    const searches = pastSearches(pinned, recent);
    pick.items = searches.length
      ? searches.map((item) => ({ ...item, alwaysShow: true }))
      : [{ label: statusSentence(index), iconPath: new vscode.ThemeIcon('info'), alwaysShow: true }];
  }

  function changed(value: string): void {
    clearTimeout(typingTimer);
    hasMoved = false;
    const query = value.trim();
    if (query === '') {
      showRecent();
      return;
    }
    if (!asksSomething(query)) {
      running?.cancel();
      running = undefined;
      pick.busy = false;
      showProblem(t('Type what to look for.'));
      return;
    }
    pick.busy = true;
    typingTimer = setTimeout(() => void search(query), TYPING_MS);
  }

  async function accept(active: Item | undefined): Promise<void> {
    const query = pick.value.trim();
    let item = active;
    if (asksSomething(query) && !hasMoved && !active?.isShowAll) {
      // Enter may come before the answer to what was typed last; it never opens the answer to something older.
      clearTimeout(typingTimer);
      if (answered !== query) await search(query);
      if (answered !== query || pick.value.trim() !== query) return;
      const first = lately && Date.now() < lately.untilMs ? lately.first : shown[0];
      item = first && { label: '', passage: first };
    }
    if (item?.isShowAll || item?.passage) {
      isAccepted = true;
      recent.add(pick.value);
      pick.hide();
      if (item.passage) await opener.open(item.passage, { preview: false });
      else options.showAll({ kind: 'search', query: pick.value.trim() });
    } else if (item?.request?.kind === 'search' && !item.request.within) {
      pick.value = item.request.query;
      changed(pick.value);
    } else if (item?.request) {
      // The pick shows no passages of a few files, or like another.
      isAccepted = true;
      pick.hide();
      options.showAll(item.request);
    }
  }

  async function openBeside(passage: SearchResult): Promise<void> {
    isAccepted = true;
    recent.add(pick.value);
    pick.hide();
    if (hasPreviewed) await before.restore();
    await opener.open(passage, { beside: true, preview: false });
  }

  const subscriptions = vscode.Disposable.from(
    pick,
    pick.onDidChangeValue(changed),
    pick.onDidAccept(() => void accept(pick.activeItems[0])),
    pick.onDidTriggerItemButton(({ item, button }) => {
      if (item.request) {
        pressButton(button, item.request, pinned, recent);
        showRecent();
      } else if (item.passage) void openBeside(item.passage);
    }),
    pick.onDidTriggerButton(() => {
      pick.value = toggleToken(pick.value, IN_FILE, [IN_OPEN]);
      changed(pick.value);
    }),
    pick.onDidChangeActive(([item]) => {
      clearTimeout(previewTimer);
      if (!item?.passage) return;
      if (!hasMoved && item.passage === shown[0]) return;
      hasMoved = true;
      const { passage } = item;
      previewTimer = setTimeout(() => {
        hasPreviewed = true;
        void opener.open(passage, { preview: true, preserveFocus: true, quiet: true });
      }, PREVIEW_MS);
    }),
    pick.onDidHide(() => {
      clearTimeout(typingTimer);
      clearTimeout(previewTimer);
      running?.cancel();
      running = undefined;
      if (!isAccepted && hasPreviewed) {
        opener.clearHighlight();
        void before.restore();
      }
      setPickingContext(false);
      subscriptions.dispose();
    }),
  );
  changed(prefill);
  pick.show();
  setPickingContext(true);
  return {
    openToSide() {
      const passage = pick.activeItems[0]?.passage;
      if (passage) void openBeside(passage);
    },
  };
}

/** For the key that opens to the side: VS Code has none of its own here. */
function setPickingContext(isPicking: boolean): void {
  void vscode.commands.executeCommand('setContext', 'kindred.isPicking', isPicking);
}

function passageItem(index: WorkspaceIndex, passage: SearchResult, buttons: vscode.QuickInputButton[]): Item {
  const uri = index.uriOf(passage);
  const name = passage.path.split('/').at(-1)!;
  const folder = index.folderLabel(passage.corpusId);
  const place = `${folder ? `${folder} · ` : ''}${passage.path}:${linesOf(passage.startLine, passage.endLine)}`;
  return {
    label: passage.symbol ? passageLabel(passage) : name,
    description: place,
    detail: passageDetail(passage),
    iconPath: uri ? vscode.ThemeIcon.File : passageIcon(passage.kind),
    ...(uri && { resourceUri: uri }),
    alwaysShow: true,
    buttons,
    passage,
  };
}

/** The editor that previews cover. */
function rememberEditor(): { restore(): Promise<void> } {
  const editor = vscode.window.activeTextEditor;
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  const wasPreview = tab?.isPreview ?? false;
  const selection = editor?.selection;
  const visible = editor?.visibleRanges[0];
  return {
    async restore() {
      if (!editor) {
        // Nothing was open, or something that is no text: the preview goes and what was there comes back.
        const preview = vscode.window.tabGroups.activeTabGroup.activeTab;
        if (preview && preview !== tab && preview.isPreview) await vscode.window.tabGroups.close(preview, true);
        return;
      }
      const restored = await vscode.window.showTextDocument(editor.document, {
        viewColumn: editor.viewColumn ?? vscode.ViewColumn.Active,
        preview: wasPreview,
        ...(selection && { selection }),
      });
      if (visible) restored.revealRange(visible, vscode.TextEditorRevealType.AtTop);
      const preview = vscode.window.tabGroups.activeTabGroup.tabs.find(({ isPreview }) => isPreview);
      if (preview && !wasPreview && !preview.isActive) await vscode.window.tabGroups.close(preview, true);
    },
  };
}
