/**
 * The results as a native tree, grouped by file or as a list. It shows what the session found and moves through it;
 * searching is the session's. Items open with VS Code's own `vscode.open`, so that single click, double click, Enter
 * and the user's settings about previews work as everywhere.
 */
import * as vscode from 'vscode';
import type { SearchResult } from '../../protocol/engine';
import { setContextKey } from '../contextKeys';
import type { OpenOptions, PassageOpener } from '../editor/openPassage';
import { passageIcon, passageLabel, passageTooltip, shownSymbol } from '../editor/passageTexts';
import { focusedNode } from '../editor/treeFocus';
import { oneLine } from '../format';
import {
  broughtByDeep,
  likenessIn,
  linesOf,
  passagesInFiles,
  placeOf,
  rankedBy,
  readingNotes,
  searchName,
} from '../texts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { highlightRanges, matchedWords, questionWords, splitSymbol } from './questionWords';
import type { Store } from './recentQueries';
import { type FileGroup, fileKey, listed, neighbor, passageKey } from './resultList';
import type { SearchResults, SearchSession } from './searchSession';

const { t } = vscode.l10n;

export const RESULTS_VIEW = 'kindred.results';
const FLAT_KEY = 'results.isFlat';

export type ResultNode = { file: FileGroup } | { passage: SearchResult };
/**
 * What a command is called on: an item by mouse, or by key the row where the keyboard is (the argument of the key
 * bindings in package.json).
 */
export type Target = ResultNode | typeof BY_KEY;
const BY_KEY = 'byKey';
const isKey = (target: Target | undefined): target is typeof BY_KEY => target === BY_KEY;

export class ResultsView implements vscode.TreeDataProvider<ResultNode>, vscode.Disposable {
  private readonly treeChanged = new vscode.EventEmitter<ResultNode | undefined>();
  readonly onDidChangeTreeData = this.treeChanged.event;
  private readonly tree: vscode.TreeView<ResultNode>;
  private readonly subscriptions: vscode.Disposable[];
  private shown: FileGroup[] | undefined;
  private files = new Map<string, ResultNode>();
  private passages = new Map<string, ResultNode>();
  private words: string[] = [];
  private isFlat: boolean;
  private acting: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly index: WorkspaceIndex,
    private readonly session: SearchSession,
    private readonly opener: PassageOpener,
    private readonly store: Store,
  ) {
    this.isFlat = store.get<boolean>(FLAT_KEY) === true;
    this.tree = vscode.window.createTreeView<ResultNode>(RESULTS_VIEW, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.subscriptions = [
      this.treeChanged,
      this.tree,
      session.onDidChange(() => this.refresh()),
      this.tree.onDidChangeSelection(({ selection }) => {
        const [only] = selection;
        if (selection.length !== 1 || !only || !('passage' in only)) return;
        session.current = only.passage;
        // An editor that is there already, with the cursor on the line, does not arrive.
        this.lightOpened(vscode.window.activeTextEditor);
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.lightOpened(editor)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
        // `vscode.open` moves the cursor as a command does, and not as keys or the mouse do.
        const isMovedByHand =
          kind === vscode.TextEditorSelectionChangeKind.Keyboard || kind === vscode.TextEditorSelectionChangeKind.Mouse;
        if (!isMovedByHand) this.lightOpened(textEditor);
      }),
    ];
    this.setLayoutContext();
    this.refresh();
  }

  getTreeItem(node: ResultNode): vscode.TreeItem {
    return 'file' in node ? this.fileItem(node.file) : this.passageItem(node.passage);
  }

  getChildren(node?: ResultNode): ResultNode[] {
    if (!node) return [...(this.isFlat ? this.passages : this.files).values()];
    return 'file' in node ? node.file.passages.map((passage) => this.passages.get(passageKey(passage))!) : [];
  }

  getParent(node: ResultNode): ResultNode | undefined {
    return 'passage' in node && !this.isFlat ? this.files.get(fileKey(node.passage)) : undefined;
  }

  resolveTreeItem(item: vscode.TreeItem, node: ResultNode): vscode.TreeItem {
    if ('passage' in node) item.tooltip = passageTooltip(node.passage, this.likeness(node.passage));
    return item;
  }

  /**
   * Calls `run` with what a command is meant for: the item it was called on, all selected ones when that is among them,
   * else the selection. One call after the other, because a key that is held down comes again before its work is done.
   */
  async act(target: Target | undefined, run: (passages: SearchResult[]) => unknown): Promise<void> {
    const acting = this.acting.then(async () =>
      run(this.passagesOf(isKey(target) ? await focusedNode(this.tree) : target)),
    );
    this.acting = acting.catch(() => undefined);
    await acting;
  }

  async show(): Promise<void> {
    await vscode.commands.executeCommand(`${RESULTS_VIEW}.focus`);
  }

  /** F4 and Shift+F4. */
  async step(direction: 1 | -1): Promise<void> {
    const next = neighbor(this.order(), this.session.current, direction);
    if (next) await this.open(next, { preview: true });
  }

  /** As a list, the best passage first, or (again) by file. */
  async setFlat(isFlat: boolean): Promise<void> {
    this.isFlat = isFlat;
    await this.store.update(FLAT_KEY, isFlat);
    this.setLayoutContext();
    this.treeChanged.fire(undefined);
  }

  /** By key the next passage is selected, so that one after the other can be dismissed. */
  async dismiss(target: Target | undefined): Promise<void> {
    await this.act(target, async (passages) => {
      const order = this.order();
      const after = order[order.findLastIndex((result) => passages.includes(result)) + 1];
      const next = after ?? order.filter((result) => !passages.includes(result)).at(-1);
      this.session.dismiss(passages);
      const node = isKey(target) && next && this.passages.get(passageKey(next));
      if (node) await this.tree.reveal(node, { select: true, focus: true });
    });
  }

  async open(result: SearchResult, options: OpenOptions): Promise<void> {
    this.session.current = result;
    const node = this.passages.get(passageKey(result));
    if (node && this.tree.visible) await this.tree.reveal(node, { select: true, focus: false });
    await this.opener.open(result, options);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private passagesOf(node: ResultNode | undefined): SearchResult[] {
    const selection = this.tree.selection;
    const nodes = node && !selection.includes(node) ? [node] : selection;
    const all = nodes.flatMap((each) => ('file' in each ? each.file.passages : [each.passage]));
    return [...new Map(all.map((result) => [passageKey(result), result])).values()];
  }

  private order(): readonly SearchResult[] {
    return listed(this.session.found ?? { results: [], groups: [] }, this.isFlat);
  }

  private setLayoutContext(): void {
    setContextKey('isFlat', this.isFlat);
  }

  private refresh(): void {
    const { found, request, problem, searching, isStale } = this.session;
    const groups = found?.groups ?? [];
    setContextKey('hasResults', groups.length > 0);
    setContextKey('isSimilar', found?.request.kind === 'similar');
    setContextKey('hasSearched', request !== undefined && !searching);
    setContextKey('isStale', found !== undefined && isStale);
    this.tree.message = problem ?? (found ? this.summary(found) : '');
    const passages = found?.results.length ?? 0;
    const tooltip = [passagesInFiles(passages, groups.length), broughtByDeep(found?.deep)].filter(Boolean).join(' · ');
    this.tree.badge = passages > 0 ? { value: passages, tooltip } : undefined;
    if (this.shown === groups) return;
    this.shown = groups;
    this.words = found?.request.kind === 'search' ? questionWords(found.request.query) : [];
    this.files = new Map(groups.map((file) => [file.key, { file }]));
    this.passages = new Map(found?.results.map((passage) => [passageKey(passage), { passage }]));
    this.treeChanged.fire(undefined);
  }

  private likeness(passage: SearchResult): string {
    const { found } = this.session;
    return found ? likenessIn(found.request, passage) : '';
  }

  /** Without results only what may have kept them away. */
  private summary(found: SearchResults): string {
    const asked = found.groups.length > 0 ? [askedFor(found)] : [];
    const stale = asked.length > 0 && this.session.isStale ? [t('files have changed since')] : [];
    return [...asked, ...readingNotes(found), ...stale].join(' · ');
  }

  private fileItem(file: FileGroup): vscode.TreeItem {
    const cut = file.path.lastIndexOf('/');
    const name = file.path.slice(cut + 1);
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
    const folder = [this.index.folderLabel(file.corpusId), file.path.slice(0, Math.max(0, cut))]
      .filter(Boolean)
      .join(' · ');
    const uri = this.index.uriOf(file);
    item.id = file.key;
    if (folder) item.description = folder;
    if (uri) item.resourceUri = uri;
    item.iconPath = vscode.ThemeIcon.File;
    item.contextValue = 'file';
    item.tooltip = file.path;
    item.accessibilityInformation = { label: `${name}, ${folder}, ${passagesInFiles(file.passages.length, 1)}` };
    return item;
  }

  private passageItem(passage: SearchResult): vscode.TreeItem {
    const label = passageLabel(passage);
    const { startLine, endLine } = passage.focus;
    const lines = linesOf(startLine, endLine);
    const item = new vscode.TreeItem({
      label,
      highlights: highlightRanges(label, [...this.words, ...matchedWords(passage)]),
    });
    item.id = passageKey(passage);
    const { container } = splitSymbol(shownSymbol(passage));
    const likeness = this.likeness(passage);
    const place = this.isFlat ? this.placeParts(passage) : [lines, container];
    item.description = [likeness, ...place].filter(Boolean).join(' · ');
    item.iconPath = passageIcon(passage.kind);
    item.contextValue = 'passage';
    const spoken = [t('{0}, lines {1}', label, lines), this.isFlat ? passage.path : '', likeness];
    item.accessibilityInformation = { label: spoken.filter(Boolean).join(', ') };
    const uri = this.index.uriOf(passage);
    const start = new vscode.Position(passage.focus.startLine, 0);
    if (uri) {
      const options: vscode.TextDocumentShowOptions = { selection: new vscode.Range(start, start), preview: true };
      item.command = { command: 'vscode.open', title: t('Open'), arguments: [uri, options] };
    }
    return item;
  }

  /** Without its file above, a passage says where it is; the name first, because a side bar is narrow. */
  private placeParts(passage: SearchResult): string[] {
    const { corpusId, path } = passage;
    const { startLine, endLine } = passage.focus;
    const cut = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, cut));
    return [placeOf(path.slice(cut + 1), startLine, endLine), folder, this.index.folderLabel(corpusId)];
  }

  /** The tree's items are opened by VS Code itself; their lines are lit up when the editor arrives. */
  private lightOpened(editor: vscode.TextEditor | undefined): void {
    const { current } = this.session;
    if (!editor || !current || !this.tree.visible) return;
    const uri = this.index.uriOf(current);
    // A file that has become shorter ends before the line that VS Code was told.
    const line = Math.min(current.focus.startLine, editor.document.lineCount - 1);
    const isThere = editor.document.uri.toString() === uri?.toString() && editor.selection.active.line === line;
    if (isThere) this.opener.highlight(editor, current);
  }
}

/** What was asked for, and what ranked the answer. */
function askedFor(found: SearchResults): string {
  const { request, tier } = found;
  if (request.kind === 'similar')
    return tier === 'deep' ? `${searchName(request)} · ${rankedBy(found)}` : searchName(request);
  return request.within
    ? t('“{0}” within the results before · {1}', oneLine(request.query, 80), rankedBy(found))
    : `“${oneLine(request.query, 80)}” · ${rankedBy(found)}`;
}
