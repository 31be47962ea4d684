/** Whether anything can be searched now. */
import * as vscode from 'vscode';
import { statusSentence } from './indexTotals';
import type { WorkspaceIndex } from './workspaceIndex';

/** Where nothing can be searched, a warning says why in one sentence. */
export function canSearch(index: WorkspaceIndex): boolean {
  if (index.state !== 'noFolder' && index.state !== 'virtual' && index.state !== 'stopped') return true;
  void vscode.window.showWarningMessage(`Kindred: ${statusSentence(index)}`);
  return false;
}
