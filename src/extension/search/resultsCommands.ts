/** The commands of the results view. */
import * as vscode from 'vscode';
import type { SearchResult } from '../../protocol/engine';
import type { KindredContext } from '../context';
import { passageLabel } from '../editor/passageTexts';
import { copiedPassage, resultsMarkdown } from '../editor/virtualDocuments';
import type { ExtensionCommands } from '../extensionCommand';
import { oneLine } from '../format';
import { passagesInFiles, searchName } from '../texts';
import { pickPastSearch } from './pastSearches';
import { fileKey } from './resultList';
import type { Target } from './resultsView';

const { t } = vscode.l10n;

export const resultsCommands: ExtensionCommands = {
  'kindred.results.openToSide': (context, target?: Target) => openFirst(context, target, true),
  'kindred.results.open': (context, target?: Target) => openFirst(context, target, false),
  'kindred.results.next': (context) => context.results.step(1),
  'kindred.results.previous': (context) => context.results.step(-1),
  'kindred.results.dismiss': (context, target?: Target) => context.results.dismiss(target),
  'kindred.results.viewAsList': (context) => context.results.setFlat(true),
  'kindred.results.viewByFile': (context) => context.results.setFlat(false),
  'kindred.results.copy': (context, target?: Target) => context.results.act(target, copyPassages),
  'kindred.results.copyPath': (context, target?: Target) =>
    context.results.act(target, (passages) => copyPaths(context, passages)),
  'kindred.results.copyAll': (context) => copyPassages(context.session.found?.results ?? []),
  'kindred.results.findSimilar': (context, target?: Target) =>
    context.results.act(target, ([first]) => first && findSimilarPassage(context, first)),
  'kindred.results.refine': (context) => refine(context),
  'kindred.results.refresh': (context) => context.session.again(),
  'kindred.results.history': (context) =>
    pickPastSearch(context.pinned, context.recent, (request) => context.showInView(request)),
  'kindred.results.pin': (context) => context.pin(true),
  'kindred.results.unpin': (context) => context.pin(false),
  'kindred.results.clear': (context) => context.clear(),
  'kindred.results.openInEditor': (context) => openInEditor(context),
};

async function openFirst({ results }: KindredContext, target: Target | undefined, beside: boolean): Promise<void> {
  await results.act(target, ([first]) => first && results.open(first, { beside, preview: false }));
}

async function findSimilarPassage(context: KindredContext, passage: SearchResult): Promise<void> {
  const { corpusId, path, startLine, endLine } = passage;
  await context.showInView({ kind: 'similar', corpusId, path, startLine, endLine, label: passageLabel(passage) });
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

function copyPassages(passages: readonly SearchResult[]): Promise<void> {
  return copy(passages.map(copiedPassage).join('\n\n'));
}

async function copyPaths(context: KindredContext, results: readonly SearchResult[]): Promise<void> {
  const paths = results.map((result) => context.index.uriOf(result)?.fsPath ?? result.path);
  await copy([...new Set(paths)].join('\n'));
}

async function copy(text: string): Promise<void> {
  if (text) await vscode.env.clipboard.writeText(text);
}
