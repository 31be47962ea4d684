/** The status-bar item: how many documents can be searched, what is being done, and a table of everything on hover. It never says more than the engine did. */
import * as vscode from 'vscode';
import { escapeMarkdown } from '../format';
import { bytes, count, explainNotice, percent } from '../messages';
import { statusSentence, tally } from '../tally';
import type { WorkspaceIndex } from '../workspaceIndex';

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

function statusText(index: WorkspaceIndex): string {
  const counts = tally(index);
  const documents = count(counts.documents);
  switch (index.state) {
    case 'noFolder':
    case 'virtual':
      return '$(search) Kindred';
    case 'starting':
      return '$(sync~spin) Kindred';
    case 'stopped':
      return '$(warning) Kindred';
    case 'indexing':
      return counts.total > 0
        ? `$(sync~spin) Kindred: ${count(counts.done)}/${count(counts.total)}`
        : `$(sync~spin) Kindred: ${documents}`;
    case 'ready':
      return index.paused ? `$(debug-pause) Kindred: ${documents}` : `$(search) Kindred: ${documents}`;
  }
}

function statusTable(index: WorkspaceIndex, modelName: string): vscode.MarkdownString {
  const counts = tally(index);
  const { status } = index;
  const rows: [string, string][] = [];
  if (status) {
    rows.push([t('Documents'), count(counts.documents)], [t('Passages'), count(counts.chunks)]);
    if (counts.failed > 0) rows.push([t('Failed'), count(counts.failed)]);
    if (counts.skipped > 0) rows.push([t('Left out'), count(counts.skipped)]);
    rows.push(
      [t('Deep model'), deepText(index, modelName)],
      [t('Deep coverage'), percent(counts.deepChunks, counts.chunks)],
      [t('Index on disk'), bytes(counts.sizeBytes)],
      [t('Memory'), bytes(status.memoryBytes)],
    );
    if (status.corpora.length > 1) {
      for (const { name, documents } of status.corpora) rows.push([name, count(documents)]);
    }
  }
  const notices = (status?.corpora ?? []).flatMap(({ state, notices, name }) => [
    ...notices.map(({ code, detail }) => explainNotice(code, detail)),
    ...(state === 'readOnly' ? [t('{0}: another window writes the index; this one reads it.', name)] : []),
  ]);
  const table = rows.length
    ? ['| | |', '|:--|--:|', ...rows.map(([name, value]) => tableRow(name, value))].join('\n')
    : '';
  const text = [`**Kindred** — ${escapeMarkdown(statusSentence(index))}`, table, ...notices.map(escapeMarkdown)];
  const tooltip = new vscode.MarkdownString(text.filter(Boolean).join('\n\n'), true);
  tooltip.supportHtml = false;
  return tooltip;
}

function deepText(index: WorkspaceIndex, modelName: string): string {
  const deep = index.status?.deep;
  switch (deep?.state) {
    case 'idle':
      return t('{0}, ready', modelName);
    case 'loading':
      return t('{0}, loading', modelName);
    case 'running':
      return t('{0}, working', modelName);
    case 'failed':
      return t('not available ({0})', deep.detail ?? '');
    default:
      return t('not installed');
  }
}

function tableRow(name: string, value: string): string {
  return `| ${escapeMarkdown(name)}\u2003\u2003 | ${escapeMarkdown(value)} |`;
}
