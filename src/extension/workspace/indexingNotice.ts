/**
 * One notification with a Cancel button, and only when the first indexing of a workspace takes long; everything else is
 * said by the status bar.
 */
import * as vscode from 'vscode';
import { count, timeLeft } from '../texts';
import { indexTotals } from './indexTotals';
import type { WorkspaceIndex } from './workspaceIndex';

const { t } = vscode.l10n;

/** Ten seconds: beyond what people wait without a sign (Nielsen, Usability Engineering, 1993, chapter 5). */
const LONG_MS = 10_000;

export function showIndexingNotice(index: WorkspaceIndex): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  let isDone = false;
  const isIndexing = (): boolean => index.state === 'indexing';

  const subscription = index.onDidChange(() => {
    if (isDone) return;
    if (isIndexing()) {
      // An index that exists already answers; bringing it up to date is no news.
      timer ??= index.status && indexTotals(index).documents > 0 ? undefined : setTimeout(show, LONG_MS);
    } else if (index.state === 'ready') {
      isDone = !index.paused;
      clearTimeout(timer);
      timer = undefined;
    }
  });

  function show(): void {
    isDone = true;
    if (!isIndexing()) return;
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: t('Kindred: indexing for the first time'),
      cancellable: true,
    };
    void vscode.window.withProgress(options, (progress, token) => {
      let shownPercent = 0;
      token.onCancellationRequested(() => index.cancelIndexing());
      return new Promise<void>((resolve) => {
        const listener = index.onDidChange(() => {
          const { done, total, msLeft } = indexTotals(index);
          if (!isIndexing() || token.isCancellationRequested) {
            listener.dispose();
            resolve();
          } else if (total > 0) {
            const increment = Math.max(0, (done / total) * 100 - shownPercent);
            shownPercent += increment;
            const message = t('{0} of {1} documents; search works meanwhile', count(done), count(total));
            progress.report({
              increment,
              message: msLeft === undefined ? message : `${message} · ${timeLeft(msLeft)}`,
            });
          }
        });
      });
    });
  }

  return vscode.Disposable.from(subscription, new vscode.Disposable(() => clearTimeout(timer)));
}
