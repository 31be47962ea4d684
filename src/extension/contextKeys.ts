/**
 * What the `when` clauses of package.json may ask, as `kindred.<key>`: which menus, keys and welcome texts are there.
 */
import * as vscode from 'vscode';
import type { Pace } from '../protocol/engine';
import type { WorkspaceState } from './workspace/workspaceIndex';

export interface ContextKeys {
  state: WorkspaceState;
  paused: boolean;
  /** `none` where there is no deep model. */
  deepPace: Pace | 'none';
  /** Everything is indexed, and nothing of it can be searched. */
  isEmpty: boolean;
  /** The palette's search is open. */
  isPicking: boolean;
  /** The search of the view is pinned. */
  isPinned: boolean;
  hasSearched: boolean;
  hasResults: boolean;
  /** The results are those of Find Similar. */
  isSimilar: boolean;
  /** Documents have changed since the answer. */
  isStale: boolean;
  /** The results are a list, not grouped by file. */
  isFlat: boolean;
  hasDuplicates: boolean;
  hasIgnoredDuplicates: boolean;
}

export function setContextKey<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  void vscode.commands.executeCommand('setContext', `kindred.${key}`, value);
}
