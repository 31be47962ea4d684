/**
 * The "Index" view: what is indexed, what failed and what was left out, each file with its reason and one click away.
 * It shows what the engine said and changes nothing; what can be done stands in its title and in the status item's
 * menu.
 */
import * as vscode from 'vscode';
import type { CorpusStatus } from '../../protocol/engine';
import { count } from '../texts';
import { type Fact, groupIssues, type IssueGroup, indexFacts, indexNotices } from './indexFacts';
import { isEmpty, statusSentence } from './indexTotals';
import type { WorkspaceIndex } from './workspaceIndex';

const { t } = vscode.l10n;

const INDEX_VIEW = 'kindred.index';
/** A workspace may leave out a hundred thousand files; a tree that long helps nobody, and the report names more. */
const LISTED = 500;
/**
 * The shortest time between two updates while files are indexed: a tree that is redrawn takes no key, and VS Code
 * redraws none while changes come within 200 ms.
 */
const REFRESH_MS = 500;

type IndexNode =
  | { fact: Fact }
  | { notice: string }
  | { corpus: CorpusStatus }
  | { issues: 'failed' | 'asText' | 'skipped'; corpus: CorpusStatus }
  | { group: IssueGroup; corpus: CorpusStatus }
  | { file: { path: string; note: string }; corpus: CorpusStatus }
  | { more: number };

export class IndexView implements vscode.TreeDataProvider<IndexNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly tree: vscode.TreeView<IndexNode>;
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly index: WorkspaceIndex,
    private readonly modelName: () => string,
  ) {
    this.tree = vscode.window.createTreeView<IndexNode>(INDEX_VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.subscription = index.onDidChange(() => this.refresh());
    this.refresh();
  }

  getTreeItem(node: IndexNode): vscode.TreeItem {
    if ('fact' in node) return row(node.fact.name, node.fact.value, node.fact.icon);
    if ('notice' in node) return { ...row(node.notice, '', 'warning'), tooltip: node.notice };
    if ('more' in node) {
      const report = { command: 'kindred.index.report', title: t('Show failed and left-out files') };
      return { ...row(t('and {0} more', count(node.more)), '', 'ellipsis'), command: report };
    }
    if ('file' in node) return this.fileItem(node.corpus, node.file);
    const folded = vscode.TreeItemCollapsibleState.Collapsed;
    if ('group' in node) {
      const { reason, files } = node.group;
      return { ...row(reason || t('Other reasons'), count(files.length)), collapsibleState: folded };
    }
    if ('issues' in node) {
      const files = node.corpus[node.issues];
      const { name, icon } = issueKinds()[node.issues];
      const item = row(name, count(files.length), icon);
      return { ...item, collapsibleState: files.length > 0 ? folded : vscode.TreeItemCollapsibleState.None };
    }
    return { ...row(node.corpus.name, count(node.corpus.documents), 'folder'), collapsibleState: folded };
  }

  getChildren(node?: IndexNode): IndexNode[] {
    const corpora = this.index.status?.corpora ?? [];
    if (!node) {
      const [only] = corpora;
      return [
        ...indexNotices(this.index).map((notice) => ({ notice })),
        ...indexFacts(this.index, this.modelName()).map((fact) => ({ fact })),
        ...(corpora.length === 1 ? issuesOf(only!) : corpora.map((corpus) => ({ corpus }))),
      ];
    }
    if ('issues' in node) {
      const groups = groupIssues(node.corpus[node.issues]);
      return groups.map((group) => ({ group, corpus: node.corpus }));
    }
    if ('group' in node) {
      const { files } = node.group;
      const more = files.length - LISTED;
      const shown = files.slice(0, LISTED).map((file) => ({ file, corpus: node.corpus }));
      return more > 0 ? [...shown, { more }] : shown;
    }
    return 'corpus' in node && !('file' in node) ? issuesOf(node.corpus) : [];
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.tree.dispose();
    this.changed.dispose();
  }

  private refresh(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      // When all is well the rows below say it.
      const isAtRest = this.index.state === 'ready' && !this.index.paused && !isEmpty(this.index);
      this.tree.message = isAtRest ? undefined : statusSentence(this.index);
      this.changed.fire(undefined);
    }, REFRESH_MS);
  }

  private fileItem(corpus: CorpusStatus, { path, note }: { path: string; note: string }): vscode.TreeItem {
    const uri = this.index.uriOf({ corpusId: corpus.corpusId, path });
    const item = row(path, note);
    item.tooltip = note ? `${path}\n${note}` : path;
    if (uri) {
      item.resourceUri = uri;
      item.iconPath = vscode.ThemeIcon.File;
      item.command = { command: 'vscode.open', title: t('Open'), arguments: [uri] };
    }
    return item;
  }
}

function issuesOf(corpus: CorpusStatus): IndexNode[] {
  // Hardly any workspace has documents that could not be parsed: no row says that there are none.
  const asText: IndexNode[] = corpus.asText.length > 0 ? [{ issues: 'asText', corpus }] : [];
  return [{ issues: 'failed', corpus }, ...asText, { issues: 'skipped', corpus }];
}

function issueKinds() {
  return {
    failed: { name: t('Failed'), icon: 'error' },
    asText: { name: t('Indexed as text'), icon: 'warning' },
    skipped: { name: t('Left out'), icon: 'circle-slash' },
  };
}

function row(label: string, description: string, icon?: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.description = description;
  item.accessibilityInformation = { label: description ? `${label}: ${description}` : label };
  if (icon) item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}
