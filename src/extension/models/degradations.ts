/**
 * Notifies the user once on a machine when search has to do with less: WebAssembly in place of the native ONNX Runtime,
 * no deep model, or words alone. The Index view and the status item go on showing it. What has worked again since is
 * notified again when it fails anew.
 */
import * as vscode from 'vscode';
import { type Degradation, degradations } from '../texts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';

const { t } = vscode.l10n;

const NOTIFIED_KEY = 'degradations';

export function notifyDegradations(
  memory: vscode.Memento,
  index: WorkspaceIndex,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return index.onDidChange(() => {
    const { status } = index;
    if (!status) return;
    const notified = memory.get<Degradation[]>(NOTIFIED_KEY, []);
    const degraded = degradations(status);
    for (const { text } of degraded.filter(({ step }) => !notified.includes(step))) {
      log.warn(text);
      void notify(text, log);
    }
    // Before its first text the deep model has not shown what it runs on: what is known of it stands.
    const kept = status.deep.runtime ? [] : notified.filter((step) => step !== 'words');
    const now = [...new Set([...kept, ...degraded.map(({ step }) => step)])];
    if (now.join() !== notified.join()) void memory.update(NOTIFIED_KEY, now);
  });
}

async function notify(text: string, log: vscode.LogOutputChannel): Promise<void> {
  const showLog = t('Show Log');
  if ((await vscode.window.showWarningMessage(text, showLog)) === showLog) log.show();
}
