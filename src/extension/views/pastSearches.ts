/** Searches of before in a quick pick: the pinned ones, which stay until they are let go, then the recent questions, newest first. */
import * as vscode from 'vscode';
import { oneLine } from '../format';
import { filesWithin, searchName } from '../messages';
import type { Origin } from '../results/origin';
import type { PinnedSearches } from '../results/pinnedSearches';
import type { RecentQueries } from '../results/recentQueries';

const { t } = vscode.l10n;

interface PastSearch extends vscode.QuickPickItem {
  origin?: Origin;
}

export function pickPastSearch(
  pinned: PinnedSearches,
  recent: RecentQueries,
  run: (origin: Origin) => Promise<void>,
): void {
  const items = pastSearches(pinned, recent);
  if (items.length === 0) {
    void vscode.window.showInformationMessage(t('Nothing has been searched here yet.'));
    return;
  }
  const pick = vscode.window.createQuickPick<PastSearch>();
  pick.title = t('Kindred: Pinned and Recent Questions');
  pick.items = items;
  pick.onDidTriggerItemButton(({ item: { origin }, button }) => {
    if (!origin) return;
    pressButton(button, origin, pinned, recent);
    pick.items = pastSearches(pinned, recent);
  });
  pick.onDidAccept(() => {
    const origin = pick.activeItems[0]?.origin;
    pick.hide();
    if (origin) void run(origin);
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
    .map((query): Origin => ({ kind: 'search', query }))
    .filter((origin) => !pinned.has(origin));
  return [
    ...section(t('pinned'), kept, 'pinned', [unpin]),
    ...section(t('recent searches'), others, 'history', [pin, forget]),
  ];
}

export function pressButton(
  button: vscode.QuickInputButton,
  origin: Origin,
  pinned: PinnedSearches,
  recent: RecentQueries,
): void {
  if (button === unpin) pinned.remove(origin);
  else if (button === pin) pinned.add(origin);
  else if (button === forget && origin.kind === 'search') recent.remove(origin.query);
}

function section(title: string, origins: Origin[], icon: string, buttons: vscode.QuickInputButton[]): PastSearch[] {
  if (origins.length === 0) return [];
  const rows = origins.map((origin): PastSearch => {
    const within = origin.kind === 'search' ? origin.within?.length : undefined;
    return {
      label: oneLine(searchName(origin)),
      ...(within !== undefined && { description: filesWithin(within) }),
      iconPath: new vscode.ThemeIcon(origin.kind === 'similar' ? 'references' : icon),
      buttons,
      origin,
    };
  });
  return [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}
