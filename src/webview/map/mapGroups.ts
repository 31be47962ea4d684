/** What the points of a map are colored by: folder or language, in as many groups as there are colors. No DOM. */
import type { WorkspaceMap } from '../../protocol/map';

export type GroupBy = 'folder' | 'language';

export interface Group {
  /** '' stands for all that is left. */
  name: string;
  passages: number;
}

export interface Grouping {
  groups: Group[];
  /** By passage. */
  groupOf: Uint8Array;
}

/** As many as there are colors that everybody can tell apart (`mapPalette.ts`); the rest shares one more. */
export const MOST_GROUPS = 7;

export function groupBy(map: WorkspaceMap, by: GroupBy, folders: Record<string, string>): Grouping {
  const counts = new Array<number>(map.documents.length).fill(0);
  for (const document of map.document) counts[document]!++;
  const names =
    by === 'language' ? map.documents.map(({ language }) => language) : folderNames(map.documents, counts, folders);
  const sizes = new Map<string, number>();
  for (const [document, name] of names.entries()) sizes.set(name, (sizes.get(name) ?? 0) + counts[document]!);
  const ordered = [...sizes].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  const named = ordered.slice(0, MOST_GROUPS);
  const rest = ordered.slice(MOST_GROUPS);
  const numbers = new Map(named.map(([name], number) => [name, number]));
  const groups = named.map(([name, passages]) => ({ name, passages }));
  if (rest.length > 0) groups.push({ name: '', passages: rest.reduce((sum, [, size]) => sum + size, 0) });
  return { groups, groupOf: Uint8Array.from(map.document, (document) => numbers.get(names[document]!) ?? MOST_GROUPS) };
}

/**
 * The folder that stands for each document. Begins with the workspace folders and opens the largest folder again and
 * again while there are colors left: a project whose code lies below one `src` is told apart by what is inside.
 */
function folderNames(
  documents: WorkspaceMap['documents'],
  counts: readonly number[],
  folders: Record<string, string>,
): string[] {
  const parts = documents.map(({ corpusId, path }) => {
    const [name = '.', ...inner] = [folders[corpusId] ?? '', ...path.split('/').slice(0, -1)].filter(Boolean);
    return [name, ...inner];
  });
  const depths = documents.map(() => 1);
  const nameOf = (document: number) => parts[document]!.slice(0, depths[document]).join('/');
  const closed = new Set<string>();
  for (;;) {
    const members = new Map<string, number[]>();
    for (const document of documents.keys()) {
      const name = nameOf(document);
      members.set(name, [...(members.get(name) ?? []), document]);
    }
    const sizeOf = (inside: readonly number[]) => inside.reduce((sum, document) => sum + counts[document]!, 0);
    const open = [...members].filter(([name]) => !closed.has(name)).sort(([, a], [, b]) => sizeOf(b) - sizeOf(a));
    const [largest] = open;
    if (!largest) return documents.map((_, document) => nameOf(document));
    const [name, inside] = largest;
    const inner = new Set(inside.map((document) => parts[document]![depths[document]!] ?? ''));
    const isOneStep = inner.size === 1 && !inner.has('');
    if (inner.size === 1 ? !isOneStep : members.size - 1 + inner.size > MOST_GROUPS + 1) {
      closed.add(name);
      continue;
    }
    for (const document of inside) if (parts[document]!.length > depths[document]!) depths[document]!++;
    if (inner.has('')) closed.add(name);
  }
}
