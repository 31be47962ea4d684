/**
 * Searches of before in a quick pick: the pinned ones, which stay until they are let go, then the recent questions,
 * newest first.
 */
import * as vscode from 'vscode';
import { oneLine } from '../format';
import { filesWithin, searchName } from '../texts';
import type { PinnedSearches } from './pinnedSearches';
import type { RecentQueries } from './recentQueries';
import type { SearchRequest } from './searchRequest';

const { t } = vscode.l10n;

interface PastSearch extends vscode.QuickPickItem {
  request?: SearchRequest;
}

export function pickPastSearch(
  pinned: PinnedSearches,
  recent: RecentQueries,
  run: (request: SearchRequest) => Promise<void>,
): void {
  const items = pastSearches(pinned, recent);
  if (items.length === 0) {
    void vscode.window.showInformationMessage(t('Nothing has been searched here yet.'));
    return;
  }
  const pick = vscode.window.createQuickPick<PastSearch>();
  pick.title = t('Kindred: Pinned and Recent Questions');
  pick.items = items;
  pick.onDidTriggerItemButton(({ item: { request }, button }) => {
    if (!request) return;
    pressButton(button, request, pinned, recent);
    pick.items = pastSearches(pinned, recent);
  });
  pick.onDidAccept(() => {
    const request = pick.activeItems[0]?.request;
    pick.hide();
    if (request) void run(request);
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}

const unpin: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('pinned'), tooltip: t('Unpin') };
const pin: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('pin'), tooltip: t('Pin') };
const forget: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('close'), tooltip: t('Remove from History') };

/** Rows with their buttons, for `pressButton`. */
export function pastSearches(pinned: PinnedSearches, recent: RecentQueries): PastSearch[] {
  const kept = pinned.all().toReversed();
  const others = recent
    .all()
    .map((query): SearchRequest => ({ kind: 'search', query }))
    .filter((request) => !pinned.has(request));
  return [
    ...section(t('pinned'), kept, 'pinned', [unpin]),
    ...section(t('recent searches'), others, 'history', [pin, forget]),
  ];
}

export function pressButton(
  button: vscode.QuickInputButton,
  request: SearchRequest,
  pinned: PinnedSearches,
  recent: RecentQueries,
): void {
  if (button === unpin) pinned.remove(request);
  else if (button === pin) pinned.add(request);
  else if (button === forget && request.kind === 'search') recent.remove(request.query);
}

function section(
  title: string,
  requests: SearchRequest[],
  icon: string,
  buttons: vscode.QuickInputButton[],
): PastSearch[] {
  if (requests.length === 0) return [];
  const rows = requests.map((request): PastSearch => {
    const within = request.kind === 'search' ? request.within?.length : undefined;
    return {
      label: oneLine(searchName(request)),
      ...(within !== undefined && { description: filesWithin(within) }),
      iconPath: new vscode.ThemeIcon(request.kind === 'similar' ? 'references' : icon),
      buttons,
      request,
    };
  });
  return [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}
