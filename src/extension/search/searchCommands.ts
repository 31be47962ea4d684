/** The commands that begin a search: in the palette, in the view, from the editor or the explorer, on the map. */
import * as vscode from 'vscode';
import type { SearchResult } from '../../protocol/engine';
import type { KindredContext } from '../context';
import { comparePassages } from '../editor/passageDiff';
import type { ExtensionCommands } from '../extensionCommand';
import { linesOf, placeOf } from '../texts';
import { canSearch } from '../workspace/canSearch';
import { QuickSearch } from './quickSearch';
import type { Target } from './resultsView';
import type { SearchRequest } from './searchRequest';

const { t } = vscode.l10n;

/** A longer selection is no question; Find Similar is for it. */
const PREFILL_LIMIT = 200;

export const searchCommands: ExtensionCommands = {
  'kindred.search': (context) => search(context),
  'kindred.search.openToSide': (context) => context.quick?.openToSide(),
  'kindred.focusSearch': (context) => context.box.focus(),
  'kindred.findSimilar': (context) => findSimilarInEditor(context),
  'kindred.findSimilarAt': (context, request: SearchRequest) => canSearch(context.index) && context.showInView(request),
  'kindred.findSimilarFile': (context, uri?: vscode.Uri) => findSimilarFile(context, uri),
  'kindred.comparePassages': (context, target?: Target) =>
    context.results.act(target, (passages) => comparePair(context, passages)),
  'kindred.showMap': (context) => canSearch(context.index) && context.map.show(),
};

function search(context: KindredContext): void {
  if (!canSearch(context.index)) return;
  const { index, opener, recent, pinned } = context;
  const editor = vscode.window.activeTextEditor;
  const selected = editor && !editor.selection.isEmpty ? editor.document.getText(editor.selection) : '';
  const prefill = selected.includes('\n') || selected.length > PREFILL_LIMIT ? '' : selected.trim();
  context.quick = new QuickSearch(
    { index, opener, recent, pinned, showAll: (request) => void context.showInView(request) },
    prefill,
  );
}

async function findSimilarInEditor(context: KindredContext): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!canSearch(context.index) || !editor) return;
  const place = context.index.documentOf(editor.document.uri);
  if (!place) {
    void vscode.window.showWarningMessage(t('This file is not in a folder that Kindred has indexed.'));
    return;
  }
  const { selection } = editor;
  const startLine = selection.start.line;
  // A selection that ends at the start of a line does not mean that line.
  const endsBefore = selection.end.character === 0 && selection.end.line > startLine;
  const endLine = selection.isEmpty ? undefined : selection.end.line - (endsBefore ? 1 : 0);
  const label =
    endLine === undefined ? `${place.path}:${linesOf(startLine, startLine)}` : placeOf(place.path, startLine, endLine);
  await context.showInView({
    kind: 'similar',
    ...place,
    startLine,
    ...(endLine !== undefined && { endLine }),
    label,
  });
}

async function findSimilarFile(context: KindredContext, uri: vscode.Uri | undefined): Promise<void> {
  const target = uri ?? vscode.window.activeTextEditor?.document.uri;
  if (!canSearch(context.index) || !target) return;
  const place = context.index.documentOf(target);
  if (place) await context.showInView({ kind: 'similar', ...place, label: place.path });
  else void vscode.window.showWarningMessage(t('This file is not in a folder that Kindred has indexed.'));
}

/** Two passages, or one with what it is similar to. */
async function comparePair(context: KindredContext, [first, second]: SearchResult[]): Promise<void> {
  const { found } = context.session;
  const asked = found?.request.kind === 'similar' && found.passage ? { ...found.request, ...found.passage } : undefined;
  const [left, right] = second ? [first, second] : [asked, first];
  if (left && right) await comparePassages(context.index, context.documents, left, right);
  else void vscode.window.showInformationMessage(t('Select two passages to compare them.'));
}
