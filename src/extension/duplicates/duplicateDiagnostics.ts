/**
 * Reports in the editor, where the user has switched it on, that what was just written is a copy of something
 * elsewhere: an information in the Problems view with the way to the other place. Looks only at lines that were edited
 * in this session. Knows nothing of how copies are found.
 */
import * as vscode from 'vscode';
import type { DuplicateCluster, DuplicatePassage } from '../../protocol/engine';
import { areDuplicateDiagnosticsEnabled, duplicatesMinLines, onDidChangeDuplicateDiagnostics } from '../config';
import type { Store } from '../search/recentQueries';
import { followEdit } from '../search/resultList';
import { differenceOf, placeOf } from '../texts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { counterpart, ignoredKeys, withoutIgnored } from './duplicateList';

const { t } = vscode.l10n;

/** After the last key; longer than the engine takes to learn of an unsaved edit. */
const QUIET_MS = 2500;

interface Lines {
  startLine: number;
  endLine: number;
}

export class DuplicateDiagnostics implements vscode.Disposable {
  private readonly notes = vscode.languages.createDiagnosticCollection('kindred');
  /** What was edited in this session, by document. */
  private readonly edited = new Map<string, Lines>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly subscriptions: vscode.Disposable[] = [
    vscode.workspace.onDidChangeTextDocument((event) => this.follow(event)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
    onDidChangeDuplicateDiagnostics(() => {
      if (!areDuplicateDiagnosticsEnabled()) this.clear();
    }),
  ];

  constructor(
    private readonly index: WorkspaceIndex,
    private readonly store: Store,
  ) {}

  dispose(): void {
    this.clear();
    for (const subscription of [...this.subscriptions, this.notes]) subscription.dispose();
  }

  private follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || !areDuplicateDiagnosticsEnabled() || !this.index.documentOf(document.uri))
      return;
    const key = document.uri.toString();
    for (const { range, text } of contentChanges) {
      const added = text.split('\n').length - 1;
      const { line: startLine } = range.start;
      const moved = { startLine, endLine: range.end.line, lineDelta: added - (range.end.line - startLine) };
      const before = this.edited.get(key);
      const kept = before && followEdit(before, moved);
      this.edited.set(key, {
        startLine: Math.min(kept?.startLine ?? startLine, startLine),
        endLine: Math.max(kept?.endLine ?? 0, startLine + added),
      });
    }
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => void this.look(document).catch(() => undefined), QUIET_MS),
    );
  }

  private async look(document: vscode.TextDocument): Promise<void> {
    const lines = this.edited.get(document.uri.toString());
    const place = this.index.documentOf(document.uri);
    if (!lines || !place || document.isClosed) return;
    const { version } = document;
    const { clusters } = await this.index.copiesOf({ ...place, ...lines }, duplicatesMinLines());
    // An edit meanwhile is looked at by itself.
    if (document.version !== version) return;
    const notes = withoutIgnored(clusters, ignoredKeys(this.store)).flatMap((cluster) =>
      cluster.passages
        .filter(
          (passage) => isIn(passage, place) && passage.startLine <= lines.endLine && passage.endLine >= lines.startLine,
        )
        .flatMap((passage) => this.noteOf(cluster, passage) ?? []),
    );
    this.notes.set(document.uri, notes);
  }

  private noteOf(cluster: DuplicateCluster, passage: DuplicatePassage): vscode.Diagnostic | undefined {
    const other = counterpart(cluster, passage);
    const uri = this.index.uriOf(other);
    if (!uri) return undefined;
    const where = placeOf(other.path, other.startLine, other.endLine);
    const differing = [passage, other].find(({ grade }) => grade !== 'exact');
    const message = differing
      ? t('A copy of {0}: {1}', where, differenceOf(differing))
      : t('An exact copy of {0}', where);
    const start = new vscode.Position(passage.startLine, 0);
    const note = new vscode.Diagnostic(
      new vscode.Range(start, start.translate(0, passage.preview.split('\n')[0]!.length)),
      message,
      vscode.DiagnosticSeverity.Information,
    );
    note.source = 'Kindred';
    const otherRange = new vscode.Range(other.startLine, 0, other.endLine, 0);
    note.relatedInformation = [new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, otherRange), where)];
    return note;
  }

  private forget(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.edited.delete(key);
    this.notes.delete(uri);
  }

  private clear(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.edited.clear();
    this.notes.clear();
  }
}

function isIn(passage: DuplicatePassage, { corpusId, path }: { corpusId: string; path: string }): boolean {
  return passage.corpusId === corpusId && passage.path === path;
}
