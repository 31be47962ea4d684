/**
 * The status-bar item: how many documents can be searched, what is being done, and a table of everything on hover. It
 * never says more than the engine did.
 */
import * as vscode from 'vscode';
import { escapeMarkdown } from '../format';
import { count } from '../texts';
import { indexFacts, indexNotices } from './indexFacts';
import { indexTotals, statusSentence } from './indexTotals';
import type { WorkspaceIndex } from './workspaceIndex';

const { t } = vscode.l10n;

export function createStatusItem(index: WorkspaceIndex, modelName: () => string): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('kindred.status', vscode.StatusBarAlignment.Left, -1);
  item.name = 'Kindred';
  item.command = 'kindred.showMenu';
  const show = (): void => {
    item.text = statusText(index);
    item.tooltip = statusTable(index, modelName());
    item.accessibilityInformation = { label: `Kindred: ${statusSentence(index)}`, role: 'button' };
    item.backgroundColor =
      index.state === 'stopped' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    if (index.state === 'noFolder') item.hide();
    else item.show();
  };
  show();
  return vscode.Disposable.from(item, index.onDidChange(show));
}

/** Formatting the first number costs as much as all the rest of activation: while the engine starts, none is shown. */
function statusText(index: WorkspaceIndex): string {
  const { documents, done, total } = indexTotals(index);
  switch (index.state) {
    case 'noFolder':
    case 'virtual':
      return '$(search) Kindred';
    case 'starting':
      return '$(sync~spin) Kindred';
    case 'stopped':
      return '$(warning) Kindred';
    case 'indexing':
      return total > 0
        ? `$(sync~spin) Kindred: ${count(done)}/${count(total)}`
        : `$(sync~spin) Kindred: ${count(documents)}`;
    case 'ready':
      return index.paused ? `$(debug-pause) Kindred: ${count(documents)}` : `$(search) Kindred: ${count(documents)}`;
  }
}

function statusTable(index: WorkspaceIndex, modelName: string): vscode.MarkdownString {
  const { failed, asText, skipped } = indexTotals(index);
  const rows = indexFacts(index, modelName).map(({ name, value }): [string, string] => [name, value]);
  if (failed > 0) rows.push([t('Failed'), count(failed)]);
  if (asText > 0) rows.push([t('Indexed as text'), count(asText)]);
  if (skipped > 0) rows.push([t('Left out'), count(skipped)]);
  const corpora = index.status?.corpora ?? [];
  if (corpora.length > 1) for (const { name, documents } of corpora) rows.push([name, count(documents)]);
  const table = rows.length
    ? ['| | |', '|:--|--:|', ...rows.map(([name, value]) => tableRow(name, value))].join('\n')
    : '';
  const title = `**Kindred** — ${escapeMarkdown(statusSentence(index))}`;
  const text = [title, table, ...indexNotices(index).map(escapeMarkdown)];
  return new vscode.MarkdownString(text.filter(Boolean).join('\n\n'));
}

function tableRow(name: string, value: string): string {
  return `| ${escapeMarkdown(name)}\u2003\u2003 | ${escapeMarkdown(value)} |`;
}
