/**
 * "Find Similar" above definitions, where the user has switched it on. The definitions are those of the index; nothing
 * is parsed here.
 */
import * as vscode from 'vscode';
import { isLensEnabled, onDidChangeLensSetting } from '../config';
import { placeOf } from '../texts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { splitSymbol } from './questionWords';
import type { SearchRequest } from './searchRequest';

const { t } = vscode.l10n;

const DEFINITIONS = new Set(['function', 'method', 'class', 'interface', 'type', 'enum', 'module']);

export function createSimilarLens(index: WorkspaceIndex): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document, token) => (isLensEnabled() ? lensesOf(index, document, token) : []),
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider({ scheme: 'file' }, provider),
    onDidChangeLensSetting(() => changed.fire()),
    index.onDidChangeDocuments(() => changed.fire()),
  );
}

async function lensesOf(
  index: WorkspaceIndex,
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<vscode.CodeLens[]> {
  const place = index.documentOf(document.uri);
  if (!place || index.state === 'starting' || index.state === 'stopped') return [];
  const passages = await index.passagesOf(place, token);
  return passages
    .filter(({ symbol, kind, endLine }) => symbol && DEFINITIONS.has(kind) && endLine < document.lineCount)
    .map(({ symbol, startLine, endLine }) => {
      const request: SearchRequest = { kind: 'similar', ...place, startLine, endLine, label: symbol };
      return new vscode.CodeLens(document.lineAt(definitionLine(document, symbol, startLine, endLine)).range, {
        command: 'kindred.findSimilarAt',
        title: t('Find Similar'),
        tooltip: placeOf(place.path, startLine, endLine),
        arguments: [request],
      });
    });
}

/** A passage begins with its comment; the lens stands where the name is. */
function definitionLine(document: vscode.TextDocument, symbol: string, startLine: number, endLine: number): number {
  const { name } = splitSymbol(symbol);
  for (let at = startLine; at <= endLine; at++) {
    const text = document.lineAt(at).text;
    if (text.includes(name) && !/^\s*(\/\/|\/?\*|#|--|""")/.test(text)) return at;
  }
  return startLine;
}
