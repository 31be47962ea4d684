/** Every command of the manifest, each a few lines over the parts of the context. */
import * as vscode from 'vscode';
import type { SearchResult } from '../protocol/engine';
import type { KindredContext } from './context';
import { compareDuplicates, findDuplicates, ignoreDuplicates } from './duplicates/duplicatesCommands';
import type { DuplicateTarget } from './duplicates/duplicatesView';
import { comparePassages } from './editor/passageDiff';
import { passageLabel } from './editor/passageTexts';
import { copiedPassage, indexReport, resultsMarkdown } from './editor/virtualDocuments';
import { oneLine } from './format';
import { clearTokens } from './models/accessTokens';
import { chooseModel, deleteModels } from './models/modelPicks';
import { networkLogText } from './models/networkLogText';
import { pickPastSearch } from './search/pastSearches';
import { QuickSearch } from './search/quickSearch';
import { fileKey } from './search/resultList';
import type { Target } from './search/resultsView';
import type { SearchRequest } from './search/searchRequest';
import { bytes, count, explain, isCanceled, linesOf, passagesInFiles, placeOf, searchName } from './texts';
import { showIndexMenu } from './workspace/indexMenu';
import { indexTotals, statusSentence } from './workspace/indexTotals';

const { t } = vscode.l10n;

/** A longer selection is no question; Find Similar is for it. */
const PREFILL_LIMIT = 200;

type Command = (...args: never[]) => unknown;

export function registerCommands(context: KindredContext): vscode.Disposable[] {
  const commands: Record<string, Command> = {
    'kindred.search': () => search(context),
    'kindred.search.openToSide': () => context.quick?.openToSide(),
    'kindred.focusSearch': () => context.box.focus(),
    'kindred.findSimilar': () => findSimilarInEditor(context),
    'kindred.findSimilarAt': (request: SearchRequest) => canSearch(context) && context.showInView(request),
    'kindred.findSimilarFile': (uri?: vscode.Uri) => findSimilarFile(context, uri),
    'kindred.results.openToSide': (target?: Target) => openFirst(context, target, true),
    'kindred.results.open': (target?: Target) => openFirst(context, target, false),
    'kindred.results.next': () => context.results.step(1),
    'kindred.results.previous': () => context.results.step(-1),
    'kindred.results.dismiss': (target?: Target) => context.results.dismiss(target),
    'kindred.results.viewAsList': () => context.results.setFlat(true),
    'kindred.results.viewByFile': () => context.results.setFlat(false),
    'kindred.results.copy': (target?: Target) => context.results.act(target, copyPassages),
    'kindred.results.copyPath': (target?: Target) =>
      context.results.act(target, (passages) => copyPaths(context, passages)),
    'kindred.results.copyAll': () => copyPassages(context.session.found?.results ?? []),
    'kindred.results.findSimilar': (target?: Target) =>
      context.results.act(target, ([first]) => first && findSimilarPassage(context, first)),
    'kindred.comparePassages': (target?: Target) =>
      context.results.act(target, (passages) => comparePair(context, passages)),
    'kindred.results.refine': () => refine(context),
    'kindred.results.refresh': () => context.session.again(),
    'kindred.results.history': () =>
      pickPastSearch(context.pinned, context.recent, (request) => context.showInView(request)),
    'kindred.results.pin': () => context.pin(true),
    'kindred.results.unpin': () => context.pin(false),
    'kindred.results.clear': () => context.clear(),
    'kindred.results.openInEditor': () => openInEditor(context),
    'kindred.findDuplicates': () => canSearch(context) && findDuplicates(context),
    'kindred.duplicates.open': (target?: DuplicateTarget) => context.duplicatesView.open(target, false),
    'kindred.duplicates.openToSide': (target?: DuplicateTarget) => context.duplicatesView.open(target, true),
    'kindred.duplicates.compare': (target?: DuplicateTarget) => compareDuplicates(context, target),
    'kindred.duplicates.ignore': (target?: DuplicateTarget) => ignoreDuplicates(context, target),
    'kindred.duplicates.showIgnored': () => context.duplicates.showIgnored(),
    'kindred.showMap': () => canSearch(context) && context.map.show(),
    'kindred.index.pause': () => context.index.pause(),
    'kindred.index.resume': () => context.index.resume(),
    'kindred.index.cancel': () => context.index.cancelIndexing(),
    'kindred.index.rebuild': () => rebuild(context),
    'kindred.index.verify': () => verify(context),
    'kindred.index.delete': () => deleteIndex(context),
    'kindred.index.report': () => context.documents.show(t('Kindred Index'), indexReport(context.index)),
    'kindred.deep.pause': () => context.deepIndexing.setPace('paused'),
    'kindred.deep.resume': () => context.deepIndexing.setPace('normal'),
    'kindred.deep.full': () => context.deepIndexing.setPace('full'),
    'kindred.showMenu': () => showIndexMenu(context.index, context.modelSetup),
    'kindred.openSettings': () =>
      vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${context.extension.extension.id}`),
    'kindred.showLog': () => context.log.show(),
    'kindred.showNetworkLog': () =>
      context.documents.show(t('Kindred Network Log'), networkLogText(context.modelSetup.networkLog)),
    'kindred.restartEngine': () => context.index.restart(),
    'kindred.model.download': () => context.modelSetup.askAndDownload(),
    'kindred.model.choose': () => chooseModel(context.modelSetup),
    'kindred.model.delete': () => deleteModels(context.modelSetup),
    'kindred.model.setToken': () => context.modelSetup.askForToken(),
    'kindred.model.clearTokens': () => clearTokens(context.extension),
  };
  return Object.entries(commands).map(([id, run]) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        await (run as (...args: unknown[]) => unknown)(...args);
      } catch (error) {
        if (!isCanceled(error)) void vscode.window.showErrorMessage(`Kindred: ${explain(error)}`);
      }
    }),
  );
}

function search(context: KindredContext): void {
  if (!canSearch(context)) return;
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
  if (!canSearch(context) || !editor) return;
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
  if (!canSearch(context) || !target) return;
  const place = context.index.documentOf(target);
  if (place) await context.showInView({ kind: 'similar', ...place, label: place.path });
  else void vscode.window.showWarningMessage(t('This file is not in a folder that Kindred has indexed.'));
}

async function findSimilarPassage(context: KindredContext, passage: SearchResult): Promise<void> {
  const { corpusId, path, startLine, endLine } = passage;
  await context.showInView({ kind: 'similar', corpusId, path, startLine, endLine, label: passageLabel(passage) });
}

/** Two passages, or one with what it is similar to. */
async function comparePair(context: KindredContext, [first, second]: SearchResult[]): Promise<void> {
  const { found } = context.session;
  const asked = found?.request.kind === 'similar' && found.passage ? { ...found.request, ...found.passage } : undefined;
  const [left, right] = second ? [first, second] : [asked, first];
  if (left && right) await comparePassages(context.index, context.documents, left, right);
  else void vscode.window.showInformationMessage(t('Select two passages to compare them.'));
}

async function refine(context: KindredContext): Promise<void> {
  const { found } = context.session;
  if (!found) return;
  const files = [...new Map(found.results.map((result) => [fileKey(result), result])).values()];
  const query = await vscode.window.showInputBox({
    title: t('Refine within {0}', passagesInFiles(found.results.length, found.groups.length)),
    prompt: t('Searches only the files of the present results.'),
    placeHolder: t('Ask about your code'),
  });
  if (!query?.trim()) return;
  context.recent.add(query);
  context.box.setQuery(query.trim());
  const within = files.map(({ corpusId, path }) => ({ corpusId, path }));
  await context.run({ kind: 'search', query: query.trim(), within });
}

async function openInEditor(context: KindredContext): Promise<void> {
  const { found } = context.session;
  if (!found) return;
  await context.documents.show(t('Kindred Results'), resultsMarkdown(oneLine(searchName(found.request), 100), found));
}

async function openFirst({ results }: KindredContext, target: Target | undefined, beside: boolean): Promise<void> {
  await results.act(target, ([first]) => first && results.open(first, { beside, preview: false }));
}

async function rebuild(context: KindredContext): Promise<void> {
  const again = t('Build Again');
  const answer = await vscode.window.showWarningMessage(
    t('Build the index of this workspace again?'),
    { modal: true, detail: t('The present index is deleted; search works on what has been indexed so far meanwhile.') },
    again,
  );
  if (answer === again) await context.index.rebuild();
}

async function verify({ index, log }: KindredContext): Promise<void> {
  const { files, sizeBytes, damages } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t('Kindred: checking the index') },
    () => index.verify(),
  );
  const read = t('{0} files ({1}) were read.', count(files), bytes(sizeBytes));
  if (damages.length === 0) {
    void vscode.window.showInformationMessage(t('The index is sound. {0}', read));
    return;
  }
  for (const { path: file, detail } of damages) log.warn(`${file}: ${detail}`);
  const showLog = t('Show Log');
  const message = t('{0} files of the index were damaged and have been mended. {1}', count(damages.length), read);
  if ((await vscode.window.showWarningMessage(message, showLog)) === showLog) log.show();
}

async function deleteIndex({ index }: KindredContext): Promise<void> {
  const doIt = t('Delete');
  const answer = await vscode.window.showWarningMessage(
    t('Delete the index of this workspace ({0})?', bytes(indexTotals(index).sizeBytes)),
    {
      modal: true,
      detail: t('Your files are not touched. Indexing pauses until you resume it; then the index is built anew.'),
    },
    doIt,
  );
  if (answer === doIt) await index.deleteIndexes();
}

function copyPassages(passages: readonly SearchResult[]): Promise<void> {
  return copy(passages.map(copiedPassage).join('\n\n'));
}

async function copy(text: string): Promise<void> {
  if (text) await vscode.env.clipboard.writeText(text);
}

async function copyPaths(context: KindredContext, results: readonly SearchResult[]): Promise<void> {
  const paths = results.map((result) => context.index.uriOf(result)?.fsPath ?? result.path);
  await copy([...new Set(paths)].join('\n'));
}

/** Says in one sentence why nothing can be searched, if so. */
function canSearch({ index }: KindredContext): boolean {
  if (index.state !== 'noFolder' && index.state !== 'virtual' && index.state !== 'stopped') return true;
  void vscode.window.showWarningMessage(`Kindred: ${statusSentence(index)}`);
  return false;
}
