/**
 * The words of a question and where they stand in a label, for highlighting. Display only: what matches is the engine's
 * to say.
 */

import type { SearchResult } from '../../protocol/engine';

/** Filters (`lang:ts`, `-test`) say where to look and not what to look for. */
const FILTER = /^-|^[a-z]+:/i;
const WORD = /[\p{L}\p{N}_]+/gu;
/** Too common to be worth a highlight. */
const COMMON = new Set(
  'a an and are as at be by do does for from how i in is it of on or that the this to we what when where which who why with'.split(
    ' ',
  ),
);

export function questionWords(question: string): string[] {
  const words = question
    .split(/\s+/)
    .filter((part) => !FILTER.test(part))
    .flatMap((part) => part.match(WORD) ?? [])
    .map((word) => word.toLowerCase())
    .filter((word) => (word.length > 1 || /[^\0-\x7f]/.test(word)) && !COMMON.has(word));
  return [...new Set(words)];
}

/** The words that the engine found in a passage: also those that the question has in another form. */
export function matchedWords({ reasons }: SearchResult): string[] {
  const details = reasons.flatMap(({ name, detail }) => (name === 'words' && detail ? [detail] : []));
  return details.flatMap((detail) => questionWords(detail));
}

/** Sorted, non-overlapping `[start, end)` ranges of the words in `label`, at most the first 20. */
export function highlightRanges(label: string, words: readonly string[]): [number, number][] {
  const lower = label.toLowerCase();
  // Lower-casing changes the length of a few letters (İ); ranges would then be off.
  if (lower.length !== label.length) return [];
  const found: [number, number][] = [];
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0 && found.length < 100; at = lower.indexOf(word, at + word.length)) {
      found.push([at, at + word.length]);
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const merged: [number, number][] = [];
  for (const range of found) {
    const last = merged.at(-1);
    if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else merged.push([...range]);
  }
  return merged.slice(0, 20);
}

/** Starts of lines that say something about code and are none. */
const COMMENT = /^(\/\/|\/\*|\*|#(?!\w)|--|<!--|;|%|"{3}|'{3})+[/!*#-]*\s*/;
/** What is said about the definition below: `@Test`, `#[derive(Clone)]`. */
const ANNOTATION = /^(@[\w.:]+(\(.*\))?|#\[.*\])$/;
/** Opens a block and says nothing of what is in it: `try {`, `else:`. */
const BARE = /^\W*(try|do|else|begin|finally|loop|unsafe)\W*$/;
const HAS_WORD = /[\p{L}\p{N}]/u;

/**
 * The last name of a symbol path and what it lies in: `Uploader.retry` is `retry` in `Uploader`, `Guide > Install` is
 * `Install` in `Guide`.
 */
export function splitSymbol(symbol: string): { name: string; container: string } {
  const cut = symbol.includes(' > ') ? symbol.lastIndexOf(' > ') : symbol.lastIndexOf('.');
  const skip = symbol.includes(' > ') ? 3 : 1;
  const name = cut > 0 ? symbol.slice(cut + skip) : '';
  return name ? { name, container: symbol.slice(0, cut) } : { name: symbol, container: '' };
}

/**
 * The line that shows a passage best: where its symbol is named in code, else the first line of code, else the first
 * words of its comment.
 */
export function previewLine(preview: string, symbol: string): string {
  const lines = preview
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => HAS_WORD.test(line));
  const code = lines.filter((line) => !COMMENT.test(line) && !ANNOTATION.test(line));
  const { name } = splitSymbol(symbol);
  const naming = name ? code.find((line) => line.includes(name)) : undefined;
  return naming ?? code.find((line) => !BARE.test(line)) ?? code[0] ?? (lines[0] ?? '').replace(COMMENT, '');
}
