/**
 * Where a question is to be looked for when it says `in:open` or `in:file`: the documents that stand in editors now.
 */
import * as vscode from 'vscode';
import type { SearchParams } from '../../protocol/engine';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { splitScope } from './queryFilters';

type Within = NonNullable<SearchParams['within']>;

/** The question for the engine: without `in:`, within the documents that it names and, where given, within `among`. */
export function scoped(
  index: WorkspaceIndex,
  typed: string,
  among?: Within,
  current = vscode.window.activeTextEditor?.document.uri,
): { query: string; within?: Within } {
  const { query, scope } = splitScope(typed);
  if (!scope) return { query, ...(among && { within: among }) };
  const uris = scope === 'file' ? [current] : openUris();
  const places = uris.flatMap((uri) => (uri && index.documentOf(uri)) ?? []);
  const isAmong = (place: Within[number]): boolean =>
    !among || among.some(({ corpusId, path }) => corpusId === place.corpusId && path === place.path);
  return { query, within: places.filter(isAmong) };
}

/** Documents in editors, in the order of their tabs. */
export function openUris(): vscode.Uri[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => {
      if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook) return [input.uri];
      return input instanceof vscode.TabInputTextDiff ? [input.modified] : [];
    });
}
