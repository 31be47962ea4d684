/**
 * What a search found, as the views show it: grouped by file, the best file first, with passages that were dismissed
 * left out. Pure. Invariant: the order of `listed` is the order on the screen, so that F4 walks what the eye sees.
 */
import type { SearchResult } from '../../protocol/engine';

export interface FileGroup {
  /** Identifies the group across refreshes. */
  key: string;
  corpusId: string;
  path: string;
  passages: SearchResult[];
}

/** Files in the order of their best passage; in a file the best passage first. */
export function groupByFile(results: readonly SearchResult[]): FileGroup[] {
  const groups = new Map<string, FileGroup>();
  for (const result of results) {
    const key = fileKey(result);
    const group = groups.get(key);
    if (group) group.passages.push(result);
    else groups.set(key, { key, corpusId: result.corpusId, path: result.path, passages: [result] });
  }
  return [...groups.values()];
}

/** In the order of the screen: file by file, or the best passage first whatever its file. */
export function listed(
  { results, groups }: { results: readonly SearchResult[]; groups: readonly FileGroup[] },
  isFlat: boolean,
): readonly SearchResult[] {
  return isFlat ? results : groups.flatMap(({ passages }) => passages);
}

export function fileKey({ corpusId, path }: { corpusId: string; path: string }): string {
  return `${corpusId}\n${path}`;
}

/** Identifies a passage across refreshes. */
export function passageKey(result: SearchResult): string {
  return `${fileKey(result)}\n${result.startLine}-${result.endLine}`;
}

/**
 * The passage `step` places from `current`, round the ends; the first (or last) when nothing is current or it has gone.
 */
export function neighbor(
  all: readonly SearchResult[],
  current: SearchResult | undefined,
  step: 1 | -1,
): SearchResult | undefined {
  const key = current && passageKey(current);
  const at = key === undefined ? -1 : all.findIndex((result) => passageKey(result) === key);
  if (at < 0) return step > 0 ? all[0] : all.at(-1);
  return all[(at + step + all.length) % all.length];
}

/** Same passages in the same order: a refresh that changes nothing must not disturb the tree. */
export function sameResults(a: readonly SearchResult[], b: readonly SearchResult[]): boolean {
  return a.length === b.length && a.every((result, at) => passageKey(result) === passageKey(b[at]!));
}

/**
 * A better list, with the item that somebody is on where it stands: nothing moves away under the cursor. Without that
 * item it is as it came.
 */
export function keepInPlace<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
  focused: string | undefined,
): T[] {
  const at = before.findIndex((item) => keyOf(item) === focused);
  const item = after.find((one) => keyOf(one) === focused);
  if (at < 0 || !item) return [...after];
  const others = after.filter((one) => one !== item);
  return [...others.slice(0, at), item, ...others.slice(at)];
}

/** The same for groups: the file of `focused` keeps its place, and `focused` its own in the file. */
export function keepGroupInPlace(
  before: readonly FileGroup[],
  after: readonly FileGroup[],
  focused: SearchResult | undefined,
): FileGroup[] {
  if (!focused) return [...after];
  const key = fileKey(focused);
  const old = before.find((group) => group.key === key);
  return keepInPlace(before, after, (group) => group.key, key).map((group) =>
    group.key === key
      ? { ...group, passages: keepInPlace(old?.passages ?? [], group.passages, passageKey, passageKey(focused)) }
      : group,
  );
}

/**
 * A change of a document: lines `startLine`..`endLine` (0-based, inclusive) became `lineDelta` lines longer or shorter.
 */
export interface LineChange {
  startLine: number;
  endLine: number;
  lineDelta: number;
}

interface Lines {
  startLine: number;
  endLine: number;
}

/**
 * Moves a passage, and the lines in it that answer, along when its document is edited above, and stretches it when it
 * is edited inside.
 */
export function followEdit<T extends Lines & { focus?: Lines }>(passage: T, change: LineChange): T {
  const { focus } = passage;
  return { ...moved(passage, change), ...(focus && { focus: moved(focus, change) }) };
}

function moved<T extends Lines>(passage: T, change: LineChange): T {
  if (change.lineDelta === 0 || change.startLine > passage.endLine) return passage;
  if (change.endLine < passage.startLine) {
    return {
      ...passage,
      startLine: Math.max(0, passage.startLine + change.lineDelta),
      endLine: Math.max(0, passage.endLine + change.lineDelta),
    };
  }
  const startLine = Math.min(passage.startLine, change.startLine);
  return { ...passage, startLine, endLine: Math.max(startLine, passage.endLine + change.lineDelta) };
}

export type LocatedPassage = Pick<SearchResult, 'startLine' | 'endLine' | 'preview'>;

/** The lines of a passage that answer, as a passage of their own: what is opened and lit up. */
export function focused<T extends LocatedPassage & { focus?: Lines }>(passage: T): T {
  const { focus, startLine, preview } = passage;
  if (!focus) return passage;
  const first = focus.startLine - startLine;
  const lines = preview.split('\n').slice(first, first + focus.endLine - focus.startLine + 1);
  return { ...passage, startLine: focus.startLine, endLine: focus.endLine, preview: lines.join('\n') };
}

/**
 * Where a passage stands in the document as it is now: its own lines when the first of them still reads the same, else
 * the nearest line that does. Undefined when no line does: the text has changed and the old lines are the best guess.
 */
export function locate(
  lines: readonly string[],
  passage: LocatedPassage,
): { startLine: number; endLine: number } | undefined {
  const previewLines = passage.preview.split(/\r?\n/);
  const offset = previewLines.findIndex((line) => line.trim() !== '');
  if (offset < 0) return undefined;
  const wanted = previewLines[offset]!.trim();
  const expected = passage.startLine + offset;
  const reads = (at: number): boolean => lines[at]?.trim() === wanted;
  const farthest = Math.max(expected, lines.length - expected);
  for (let distance = 0; distance <= farthest; distance++) {
    const found = reads(expected + distance)
      ? expected + distance
      : reads(expected - distance)
        ? expected - distance
        : -1;
    if (found < 0) continue;
    const startLine = Math.max(0, found - offset);
    const endLine = Math.min(lines.length - 1, startLine + passage.endLine - passage.startLine);
    return { startLine, endLine };
  }
  return undefined;
}
