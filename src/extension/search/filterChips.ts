/**
 * The filter chips below the search box: what each says for the question that is typed, and what a press of it makes of
 * that question.
 */
import * as vscode from 'vscode';
import type { Chip, ChipId } from '../../protocol/searchBox';
import { filesWithin, passageCount } from '../texts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { filterValues, hasToken, SEARCHABLE_KINDS, toggleToken, withFilterValues } from './queryFilters';
import type { SearchSession } from './searchSession';

const { t } = vscode.l10n;

export const NO_TESTS = '-is:test';
export const IN_OPEN = 'in:open';
export const IN_FILE = 'in:file';

export function chipsOf(query: string, within: number | undefined): Chip[] {
  const list = (id: ChipId, name: string, key: string, detail: string): Chip => {
    const values = filterValues(query, key);
    const [first = '', ...more] = values;
    const label = values.length === 0 ? name : more.length === 0 ? first : `${first} +${more.length}`;
    return { id, label, detail: values.length ? `${name}: ${values.join(', ')}` : detail, isOn: values.length > 0 };
  };
  const toggle = (id: ChipId, label: string, token: string, detail: string): Chip => ({
    id,
    label,
    detail,
    isOn: hasToken(query, token),
  });
  const chips = [
    list('language', t('Language'), 'lang', t('Only files of these languages')),
    list('path', t('Path'), 'path', t('Only below this path')),
    list('kind', t('Kind'), 'kind', t('Only functions, classes, sections, …')),
    toggle('tests', t('No tests'), NO_TESTS, t('Leave out tests')),
    toggle('open', t('Open editors'), IN_OPEN, t('Only files that are open in an editor')),
  ];
  if (within === undefined) return chips;
  return [
    ...chips,
    {
      id: 'within',
      label: filesWithin(within),
      detail: t('Only the files of the results before; press to look everywhere'),
      isOn: true,
    },
  ];
}

/**
 * The question after a press; undefined when the user chose nothing. `within` is the caller's: it is no part of the
 * question.
 */
export async function pressChip(
  id: Exclude<ChipId, 'within'>,
  query: string,
  index: WorkspaceIndex,
  session: SearchSession,
): Promise<string | undefined> {
  switch (id) {
    case 'tests':
      return toggleToken(query, NO_TESTS, ['is:test']);
    case 'open':
      return toggleToken(query, IN_OPEN, [IN_FILE]);
    case 'language':
      return pickValues(query, 'lang', t('Languages to search in'), languagesOf(index));
    case 'kind':
      return pickValues(
        query,
        'kind',
        t('Kinds of passages to search for'),
        SEARCHABLE_KINDS.map((value) => ({ value })),
      );
    case 'path':
      return pickPath(query, index, session);
  }
}

interface Choice {
  value: string;
  description?: string;
}

async function pickValues(query: string, key: string, title: string, choices: Choice[]): Promise<string | undefined> {
  const chosen = new Set(filterValues(query, key));
  const unlisted = [...chosen].filter((value) => !choices.some((choice) => choice.value === value));
  const items = [...unlisted.map((value): Choice => ({ value })), ...choices].map(({ value, description }) => ({
    label: value,
    picked: chosen.has(value),
    ...(description && { description }),
  }));
  const picked = await vscode.window.showQuickPick(items, { title: `Kindred: ${title}`, canPickMany: true });
  return (
    picked &&
    withFilterValues(
      query,
      key,
      picked.map(({ label }) => label),
    )
  );
}

function languagesOf(index: WorkspaceIndex): Choice[] {
  const sums = new Map<string, number>();
  for (const { languages } of index.status?.corpora ?? []) {
    for (const { id, chunks } of languages) sums.set(id, (sums.get(id) ?? 0) + chunks);
  }
  return [...sums]
    .sort((a, b) => b[1] - a[1])
    .map(([value, chunks]) => ({
      value,
      description: passageCount(chunks),
    }));
}

/** A folder of the present results or of the active editor, or whatever is typed. */
function pickPath(query: string, index: WorkspaceIndex, session: SearchSession): Promise<string | undefined> {
  const present = filterValues(query, 'path');
  const active = vscode.window.activeTextEditor && index.documentOf(vscode.window.activeTextEditor.document.uri);
  const paths = [...(active ? [active.path] : []), ...(session.found?.groups ?? []).map(({ path }) => path)];
  const folders = [...new Set(paths.flatMap(foldersOf))].sort();
  const anywhere = t('Anywhere');
  const pick = vscode.window.createQuickPick();
  pick.title = `Kindred: ${t('Path to search below')}`;
  pick.placeholder = t('A folder, a part of a path, or a pattern with *');
  const show = (typed: string): void => {
    const own = typed.trim() && !folders.includes(typed.trim()) ? [{ label: typed.trim(), alwaysShow: true }] : [];
    const reset = present.length ? [{ label: anywhere, iconPath: new vscode.ThemeIcon('clear-all') }] : [];
    pick.items = [...own, ...reset, ...folders.map((label) => ({ label, iconPath: vscode.ThemeIcon.Folder }))];
  };
  show('');
  return new Promise((resolve) => {
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => {
      // What is typed may be newer than the items that are shown: one that does not contain it was meant by nobody.
      const [active] = pick.activeItems;
      const typed = pick.value.trim();
      const label =
        active?.label.toLowerCase().includes(typed.toLowerCase()) && !active.alwaysShow ? active.label : typed;
      if (label) resolve(withFilterValues(query, 'path', label === anywhere ? [] : [label]));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** `a/b/c.ts` lies in `a/` and `a/b/`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/`);
}
