/** The menu behind the status-bar item: what can be done about the index now, and nothing that cannot. */
import * as vscode from 'vscode';
import type { ModelSetup } from '../models/modelSetup';
import { count } from '../texts';
import { indexTotals, statusSentence } from './indexTotals';
import type { WorkspaceIndex } from './workspaceIndex';

const { t } = vscode.l10n;

interface MenuItem extends vscode.QuickPickItem {
  command?: string;
}

export async function showIndexMenu(index: WorkspaceIndex, modelSetup: ModelSetup): Promise<void> {
  const picked = await vscode.window.showQuickPick(menuItems(index, modelSetup), {
    title: 'Kindred',
    placeHolder: statusSentence(index),
  });
  if (picked?.command) await vscode.commands.executeCommand(picked.command);
}

function menuItems(index: WorkspaceIndex, modelSetup: ModelSetup): MenuItem[] {
  const counts = indexTotals(index);
  const items: MenuItem[] = [];
  const hasFolders = index.folders.length > 0;
  if (hasFolders) items.push({ label: `$(search) ${t('Search')}`, command: 'kindred.search' });
  if (index.state === 'stopped')
    items.push({ label: `$(debug-restart) ${t('Restart the search engine')}`, command: 'kindred.restartEngine' });
  else if (hasFolders) {
    if (index.paused) items.push({ label: `$(debug-start) ${t('Resume indexing')}`, command: 'kindred.index.resume' });
    else items.push({ label: `$(debug-pause) ${t('Pause indexing')}`, command: 'kindred.index.pause' });
    if (index.state === 'indexing' && !index.paused) {
      items.push({ label: `$(close) ${t('Cancel this indexing')}`, command: 'kindred.index.cancel' });
    }
    items.push({ label: `$(refresh) ${t('Build the index again')}`, command: 'kindred.index.rebuild' });
    items.push({ label: `$(verified) ${t('Check the index')}`, command: 'kindred.index.verify' });
    items.push({ label: `$(trash) ${t('Delete the index')}`, command: 'kindred.index.delete' });
  }
  items.push(separator());
  items.push({
    label: `$(list-unordered) ${t('Show failed and left-out files')}`,
    description: t('{0} failed, {1} left out', count(counts.failed), count(counts.skipped)),
    command: 'kindred.index.report',
  });
  items.push({ label: `$(output) ${t('Show log')}`, command: 'kindred.showLog' });
  items.push(separator());
  items.push({
    label: `$(list-selection) ${t('Choose deep model')}`,
    description: modelSetup.name,
    command: 'kindred.model.choose',
  });
  if (modelSetup.installed()) {
    items.push(...paceItems(index));
    items.push({
      label: `$(trash) ${t('Delete model')}`,
      description: modelSetup.name,
      command: 'kindred.model.delete',
    });
  } else if (!modelSetup.isDownloading) {
    items.push({
      label: `$(cloud-download) ${t('Download deep model')}`,
      description: modelSetup.name,
      command: 'kindred.model.download',
    });
  }
  items.push({ label: `$(gear) ${t('Settings')}`, command: 'kindred.openSettings' });
  return items;
}

function paceItems({ status }: WorkspaceIndex): MenuItem[] {
  const pace = status?.deep.pace;
  const pause = { label: `$(debug-pause) ${t('Pause deep indexing')}`, command: 'kindred.deep.pause' };
  const resume = { label: `$(debug-start) ${t('Resume deep indexing')}`, command: 'kindred.deep.resume' };
  const full = { label: `$(rocket) ${t('Deep index now, at full speed')}`, command: 'kindred.deep.full' };
  switch (pace) {
    case 'normal':
      return [pause, full];
    case 'paused':
      return [resume, full];
    case 'full':
      return [pause, { ...resume, label: `$(dashboard) ${t('Deep index at normal speed')}` }];
    default:
      return [];
  }
}

function separator(): MenuItem {
  return { label: '', kind: vscode.QuickPickItemKind.Separator };
}
