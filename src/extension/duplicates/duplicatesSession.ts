/**
 * The duplicates that were found last, and which of them the user has chosen to ignore. Ignored clusters are remembered
 * by their content, so that one comes back when a passage of it changes. Knows nothing of how clusters look.
 */
import * as vscode from 'vscode';
import type { DuplicateCluster, DuplicatesResponse } from '../../protocol/engine';
import { duplicatesMinLines } from '../config';
import type { Store } from '../search/recentQueries';
import { count } from '../texts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { forgetIgnored, ignoredKeys, ignoreKeys, withoutIgnored } from './duplicateList';

const { t } = vscode.l10n;

export class DuplicatesSession implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** What is found or ignored changed. */
  readonly onDidChange = this.changed.event;
  private readonly subscription: vscode.Disposable;
  private running: Promise<void> | undefined;
  found: DuplicatesResponse | undefined;
  /** Documents have changed since. */
  isStale = false;

  constructor(
    private readonly index: WorkspaceIndex,
    private readonly store: Store,
  ) {
    this.subscription = index.onDidChangeDocuments(() => {
      if (!this.found || this.isStale) return;
      this.isStale = true;
      this.changed.fire();
    });
  }

  get clusters(): DuplicateCluster[] {
    return withoutIgnored(this.found?.clusters ?? [], ignoredKeys(this.store));
  }

  get ignoredCount(): number {
    return (this.found?.clusters.length ?? 0) - this.clusters.length;
  }

  /** Compares the whole workspace, with a progress that can be canceled. A second call waits for the first. */
  find(): Promise<void> {
    this.running ??= this.compare().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  async ignore(clusters: readonly DuplicateCluster[]): Promise<void> {
    const keys = clusters.map(({ key }) => key);
    await ignoreKeys(this.store, keys);
    this.changed.fire();
  }

  /** Those of clusters that are no more are forgotten as well. */
  async showIgnored(): Promise<void> {
    await forgetIgnored(this.store);
    this.changed.fire();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private async compare(): Promise<void> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: t('Kindred: looking for duplicates'),
      cancellable: true,
    };
    this.found = await vscode.window.withProgress(options, (progress, token) => {
      let shown = 0;
      return this.index.duplicates({ minLines: duplicatesMinLines() }, token, ({ phase, done, total }) => {
        // Reading takes about as long as comparing.
        const percent = ((done / total) * 100 + (phase === 'comparing' ? 100 : 0)) / 2;
        const message =
          phase === 'reading' ? t('{0} of {1} documents read', count(done), count(total)) : t('comparing');
        progress.report({ increment: Math.max(0, percent - shown), message });
        shown = Math.max(shown, percent);
      });
    });
    this.isStale = false;
    this.changed.fire();
  }
}
