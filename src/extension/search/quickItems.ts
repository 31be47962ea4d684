/** The rows of "Kindred: Search": passages, searches of before, and sentences where there are none. */
import * as vscode from 'vscode';
import type { SearchResponse, SearchResult } from '../../protocol/engine';
import { passageDetail, passageIcon, passageLabel, shownSymbol } from '../editor/passageTexts';
import { linesOf, passagesInFiles } from '../texts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { pastSearches } from './pastSearches';
import type { PinnedSearches } from './pinnedSearches';
import type { RecentQueries } from './recentQueries';
import { fileKey } from './resultList';
import type { SearchRequest } from './searchRequest';

const { t } = vscode.l10n;

export interface QuickItem extends vscode.QuickPickItem {
  passage?: SearchResult;
  /** A search of before. */
  request?: SearchRequest;
  isShowAll?: boolean;
  /** Gives the item its file's icon; VS Code versions that do not know it show a plain file. */
  resourceUri?: vscode.Uri;
}

/** The passages in their order, and the row that shows them all in the view. */
export function answerItems(
  index: WorkspaceIndex,
  results: readonly SearchResult[],
  { isRelevant }: Pick<SearchResponse, 'isRelevant'>,
): QuickItem[] {
  const openToSide: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('split-horizontal'),
    tooltip: t('Open to the Side'),
  };
  const files = new Set(results.map(fileKey)).size;
  const nearest: QuickItem = {
    label: t('Nothing relevant found; nearest:'),
    kind: vscode.QuickPickItemKind.Separator,
  };
  return [
    ...(isRelevant ? [] : [nearest]),
    ...results.map((passage) => passageItem(index, passage, [openToSide])),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      label: t('Show all in the Kindred view'),
      description: passagesInFiles(results.length, files),
      iconPath: new vscode.ThemeIcon('list-tree'),
      alwaysShow: true,
      isShowAll: true,
    },
  ];
}

/** Searches of before, or `nothing` where there are none. */
export function pastItems(pinned: PinnedSearches, recent: RecentQueries, nothing: string): QuickItem[] {
  const searches = pastSearches(pinned, recent);
  return searches.length ? searches.map((item) => ({ ...item, alwaysShow: true })) : [sentenceItem(nothing)];
}

export function sentenceItem(text: string): QuickItem {
  return { label: text, iconPath: new vscode.ThemeIcon('info'), alwaysShow: true };
}

function passageItem(index: WorkspaceIndex, passage: SearchResult, buttons: vscode.QuickInputButton[]): QuickItem {
  const uri = index.uriOf(passage);
  const name = passage.path.split('/').at(-1)!;
  const folder = index.folderLabel(passage.corpusId);
  const { startLine, endLine } = passage.focus;
  const place = `${folder ? `${folder} · ` : ''}${passage.path}:${linesOf(startLine, endLine)}`;
  return {
    label: shownSymbol(passage) ? passageLabel(passage) : name,
    description: place,
    detail: passageDetail(passage),
    iconPath: uri ? vscode.ThemeIcon.File : passageIcon(passage.kind),
    ...(uri && { resourceUri: uri }),
    alwaysShow: true,
    buttons,
    passage,
  };
}
