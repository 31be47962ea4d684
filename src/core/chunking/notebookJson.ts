/**
 * Where the cells of a notebook are in its JSON text. A scanner that keeps offsets, which `JSON.parse` does not; that
 * one checks the whole first.
 */
import { languageByName } from '../languages/registry';

export interface RawCell {
  isMarkdown: boolean;
  source: string;
  /** Where in the file an offset of the source is; for the very start, where the cell's JSON begins. */
  offsetOf: (sourceOffset: number) => number;
}

/** Undefined when the text is no notebook of format 4. */
export function findCells(text: string): { cells: RawCell[]; language: string } | undefined {
  let notebook: Notebook;
  try {
    notebook = JSON.parse(text) as Notebook;
  } catch {
    return undefined;
  }
  if (!Array.isArray(notebook?.cells)) return undefined;
  const { language_info: info, kernelspec } = notebook.metadata ?? {};
  const language = String(info?.name ?? kernelspec?.language ?? 'python');
  const cellsAt = memberOffsets(text, skipSpace(text, 0)).get('cells');
  if (cellsAt === undefined) return undefined;
  const cells = elementOffsets(text, cellsAt).flatMap((offset, at) => {
    const cell = notebook.cells?.[at];
    return cell ? [toRawCell(text, offset, cell)] : [];
  });
  return { cells, language: languageByName(language)?.id ?? language };
}

interface Notebook {
  cells?: NotebookCell[];
  metadata?: { language_info?: { name?: string }; kernelspec?: { language?: string } };
}

interface NotebookCell {
  cell_type?: string;
  source?: string | string[];
}

function toRawCell(text: string, offset: number, cell: NotebookCell): RawCell {
  const sourceAt = memberOffsets(text, offset).get('source');
  const pieces =
    typeof cell.source === 'string' ? [cell.source] : Array.isArray(cell.source) ? cell.source.map(String) : [];
  const offsets = sourceAt !== undefined && text[sourceAt] === '[' ? elementOffsets(text, sourceAt) : [];
  return {
    isMarkdown: cell.cell_type !== 'code',
    source: pieces.join(''),
    offsetOf(sourceOffset) {
      if (sourceOffset === 0) return offset;
      let pieceStart = 0;
      for (let at = 0; at < pieces.length; at++) {
        const pieceEnd = pieceStart + pieces[at]!.length;
        if (sourceOffset < pieceEnd)
          return offsetInString(text, offsets[at] ?? sourceAt ?? offset, sourceOffset - pieceStart);
        pieceStart = pieceEnd;
      }
      return offset;
    },
  };
}

/** Past the opening quote, escapes count as the one character they stand for. The start of a string is its quote. */
function offsetInString(text: string, quoteAt: number, characters: number): number {
  if (characters === 0) return quoteAt;
  let at = quoteAt + 1;
  for (let left = characters; left > 0; left--) at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
  return at;
}

/** Offsets of the values of an object's members, by name. */
function memberOffsets(text: string, objectAt: number): Map<string, number> {
  const members = new Map<string, number>();
  if (text[objectAt] !== '{') return members;
  let at = skipSpace(text, objectAt + 1);
  while (text[at] === '"') {
    const nameEnd = valueEnd(text, at);
    const valueAt = skipSpace(text, skipSpace(text, nameEnd) + 1);
    members.set(JSON.parse(text.slice(at, nameEnd)) as string, valueAt);
    at = skipSpace(text, valueEnd(text, valueAt));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return members;
}

/** Offsets of an array's elements. */
function elementOffsets(text: string, arrayAt: number): number[] {
  const offsets: number[] = [];
  if (text[arrayAt] !== '[') return offsets;
  let at = skipSpace(text, arrayAt + 1);
  while (at < text.length && text[at] !== ']') {
    offsets.push(at);
    at = skipSpace(text, valueEnd(text, at));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return offsets;
}

/** Past the value that begins at an offset. The text is known to be valid JSON. */
function valueEnd(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return stringEnd(text, start) + 1;
  let at = start;
  if (first !== '{' && first !== '[') {
    while (at < text.length && !/[\s,\]}]/.test(text[at]!)) at++;
    return at;
  }
  for (let depth = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') at = stringEnd(text, at);
    else if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && --depth === 0) return at + 1;
  }
  return text.length;
}

/** Offset of the closing quote. */
function stringEnd(text: string, quoteAt: number): number {
  let at = quoteAt + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}
