/**
 * The "Duplicates" view: clusters of near-identical passages, those that would save most lines first, each passage one
 * click away. It shows what the session found; the view is hidden until there is something.
 */
import * as vscode from 'vscode';
import type { DuplicateCluster, DuplicatePassage } from '../../protocol/engine';
import { setContextKey } from '../contextKeys';
import type { PassageOpener } from '../editor/openPassage';
import { readPassage } from '../editor/passageDiff';
import { focusedNode } from '../editor/treeFocus';
import { codeBlock, escapeMarkdown, oneLine } from '../format';
import { previewLine, splitSymbol } from '../search/questionWords';
import { copiesOf, count, differenceOf, linesOf, placeOf } from '../texts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { counterpart } from './duplicateList';
import type { DuplicatesSession } from './duplicatesSession';

const { t } = vscode.l10n;

const DUPLICATES_VIEW = 'kindred.duplicates';
const HOVER_LINES = 20;
/** Of a line of code that stands for a name: what the copies are follows it, and a side bar is narrow. */
const CODE_LIMIT = 32;
const ICONS = { exact: 'copy', renamed: 'replace', edited: 'edit' };

export type DuplicateNode = { cluster: DuplicateCluster; passage?: DuplicatePassage };
/** A node by mouse, the argument of the manifest's key bindings by key. */
export type DuplicateTarget = DuplicateNode | 'byKey' | undefined;

export class DuplicatesView implements vscode.TreeDataProvider<DuplicateNode>, vscode.Disposable {
  private readonly treeChanged = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.treeChanged.event;
  private readonly tree: vscode.TreeView<DuplicateNode>;
  private readonly subscription: vscode.Disposable;
  private nodes: DuplicateNode[] = [];

  constructor(
    private readonly index: WorkspaceIndex,
    private readonly session: DuplicatesSession,
    private readonly opener: PassageOpener,
  ) {
    this.tree = vscode.window.createTreeView<DuplicateNode>(DUPLICATES_VIEW, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.subscription = session.onDidChange(() => this.refresh());
  }

  getChildren(node?: DuplicateNode): DuplicateNode[] {
    if (!node) return this.nodes;
    return node.passage ? [] : node.cluster.passages.map((passage) => ({ cluster: node.cluster, passage }));
  }

  getTreeItem({ cluster, passage }: DuplicateNode): vscode.TreeItem {
    return passage ? this.passageItem(cluster, passage) : clusterItem(cluster);
  }

  async resolveTreeItem(item: vscode.TreeItem, { passage }: DuplicateNode): Promise<vscode.TreeItem> {
    if (passage) item.tooltip = await this.tooltip(passage);
    return item;
  }

  async show(): Promise<void> {
    await vscode.commands.executeCommand(`${DUPLICATES_VIEW}.focus`);
  }

  /** The rows that a command is meant for: where it was called, all selected ones when that is among them. */
  async targets(target: DuplicateTarget): Promise<readonly DuplicateNode[]> {
    const node = target === 'byKey' ? await focusedNode(this.tree) : target;
    const { selection } = this.tree;
    const isSelected =
      !node || selection.some((each) => each.cluster === node.cluster && each.passage === node.passage);
    return isSelected ? selection : [node];
  }

  async open(target: DuplicateTarget, beside: boolean): Promise<void> {
    const [node] = await this.targets(target);
    if (node) await this.opener.open(node.passage ?? node.cluster.passages[0]!, { beside });
  }

  /** Two selected passages, or one and what it is a copy of. */
  async pair(target: DuplicateTarget): Promise<[DuplicatePassage, DuplicatePassage] | undefined> {
    const nodes = await this.targets(target);
    const [first] = nodes;
    if (!first) return undefined;
    const [left, right] = nodes.flatMap(({ passage }) => passage ?? []);
    if (left && right) return [left, right];
    const passage = left ?? first.cluster.passages[0]!;
    const other = counterpart(first.cluster, passage);
    const { passages } = first.cluster;
    return passages.indexOf(passage) < passages.indexOf(other) ? [passage, other] : [other, passage];
  }

  dispose(): void {
    this.subscription.dispose();
    this.tree.dispose();
    this.treeChanged.dispose();
  }

  private refresh(): void {
    const { found, clusters } = this.session;
    setContextKey('hasDuplicates', (found?.clusters.length ?? 0) > 0);
    setContextKey('hasIgnoredDuplicates', this.session.ignoredCount > 0);
    this.nodes = clusters.map((cluster) => ({ cluster }));
    this.tree.message = this.summary();
    this.treeChanged.fire(undefined);
  }

  private summary(): string {
    const { clusters, ignoredCount, isStale } = this.session;
    const lines = clusters.reduce((sum, { savedLines }) => sum + savedLines, 0);
    return [
      clusters.length === 1
        ? t('1 cluster; about {0} lines could be saved', count(lines))
        : t('{0} clusters; about {1} lines could be saved', count(clusters.length), count(lines)),
      ignoredCount > 0 ? t('{0} ignored', count(ignoredCount)) : '',
      isStale ? t('files have changed since') : '',
    ]
      .filter(Boolean)
      .join(' · ');
  }

  private passageItem(cluster: DuplicateCluster, passage: DuplicatePassage): vscode.TreeItem {
    const { corpusId, path, startLine, endLine } = passage;
    const cut = path.lastIndexOf('/');
    const item = new vscode.TreeItem(placeOf(path.slice(cut + 1), startLine, endLine));
    const folder = path.slice(0, Math.max(0, cut));
    const difference = differenceOf(passage);
    item.description = [difference, this.index.folderLabel(corpusId), folder].filter(Boolean).join(' · ');
    item.accessibilityInformation = {
      label: [t('{0}, lines {1}', path, linesOf(startLine, endLine)), difference].filter(Boolean).join(', '),
    };
    item.contextValue = 'passage';
    const uri = this.index.uriOf(passage);
    if (uri) {
      item.resourceUri = uri;
      item.iconPath = vscode.ThemeIcon.File;
    }
    const node: DuplicateNode = { cluster, passage };
    item.command = { command: 'kindred.duplicates.open', title: t('Open'), arguments: [node] };
    return item;
  }

  private async tooltip(passage: DuplicatePassage): Promise<vscode.MarkdownString> {
    const place = escapeMarkdown(placeOf(passage.path, passage.startLine, passage.endLine));
    const read = await readPassage(this.index, passage).catch(() => undefined);
    const lines = read?.text.split(/\r?\n/) ?? [];
    const shown = lines.length > HOVER_LINES ? [...lines.slice(0, HOVER_LINES - 1), '…'] : lines;
    const code = read
      ? codeBlock(shown.join('\n'), passage.language)
      : t('The file {0} does not exist any more.', place);
    return new vscode.MarkdownString(`${place}\n\n${code}`);
  }
}

function clusterItem(cluster: DuplicateCluster): vscode.TreeItem {
  const { key, grade, passages, savedLines } = cluster;
  const { symbol, preview } = passages[0]!;
  const name = symbol ? splitSymbol(symbol).name : oneLine(previewLine(preview, symbol), CODE_LIMIT);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  const copies = copiesOf(grade, passages.length);
  const saved = t('{0} lines', count(savedLines));
  item.id = key;
  item.description = `${copies} · ${saved}`;
  item.tooltip = t('{0}: about {1} lines could be saved', copies, count(savedLines));
  item.iconPath = new vscode.ThemeIcon(ICONS[grade]);
  item.contextValue = 'cluster';
  item.accessibilityInformation = { label: `${name}: ${copies}, ${saved}` };
  return item;
}
