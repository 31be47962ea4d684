/**
 * Says once on a machine that a step of the ladder has fallen (native ONNX Runtime, WebAssembly, embedded model, words), in plain words. The Index
 * view and the status item go on showing it. Once it holds again and falls again, it is said again.
 */
import * as vscode from 'vscode';
import { type Degradation, degradations } from '../texts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';

const { t } = vscode.l10n;

const SAID_KEY = 'degradations';

export function notifyDegradations(
  memory: vscode.Memento,
  index: WorkspaceIndex,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return index.onDidChange(() => {
    const { status } = index;
    if (!status) return;
    const said = memory.get<Degradation[]>(SAID_KEY, []);
    const fallen = degradations(status);
    for (const { text } of fallen.filter(({ step }) => !said.includes(step))) {
      log.warn(text);
      void say(text, log);
    }
    // Before its first text the deep model has not shown what it runs on: what is known of it stands.
    const kept = status.deep.runtime ? [] : said.filter((step) => step !== 'words');
    const now = [...new Set([...kept, ...fallen.map(({ step }) => step)])];
    if (now.join() !== said.join()) void memory.update(SAID_KEY, now);
  });
}

async function say(text: string, log: vscode.LogOutputChannel): Promise<void> {
  const showLog = t('Show Log');
  if ((await vscode.window.showWarningMessage(text, showLog)) === showLog) log.show();
}
