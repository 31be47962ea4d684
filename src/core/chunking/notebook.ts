/**
 * Jupyter notebooks by cells. A chunk's place is the cell's JSON in the file as it is on disk, so that its lines can be
 * opened; its `content` is the cell's source. Outputs are not content. The chunks tile the file: what is around the
 * cells belongs to the nearest.
 * Invariant: a chunk's content, and not its range, keeps to the sizes of sizes.ts.
 */
import type { Chunk, ChunkedDocument, InnerDefinition } from './chunk';
import { hasHeadings, headingOutline, lastHeadings } from './headings';
import { type Lines, splitLines } from './lines';
import { findCells, type RawCell } from './notebookJson';

/** Chunks a cell's source as a document of its own; ranges are within the source. */
export type ChunkSource = (source: string, language: string) => Promise<ChunkedDocument>;

/** Undefined when the text is no notebook: it is then cut as any JSON. */
export async function chunkNotebook(text: string, chunkSource: ChunkSource): Promise<Chunk[] | undefined> {
  const notebook = findCells(text);
  const cells = notebook?.cells.filter((cell) => cell.source.trim() !== '') ?? [];
  if (!notebook || cells.length === 0) return undefined;
  const lines = splitLines(text);
  const parts: Part[] = [];
  let path: { level: number; title: string }[] = [];
  for (const cell of cells) {
    const language = cell.isMarkdown ? 'markdown' : notebook.language;
    if (cell.isMarkdown && hasHeadings(language)) path = headingPathAfter(path, cell.source);
    const { chunks } = await chunkSource(cell.source, language);
    for (const chunk of chunks) parts.push({ cell, chunk, path: path.map(({ title }) => title).join(' > ') });
  }
  return tile(parts, lines);
}

interface Part {
  cell: RawCell;
  chunk: Chunk;
  path: string;
}

function tile(parts: readonly Part[], lines: Lines): Chunk[] {
  const starts = parts.map(({ cell, chunk }) => lineStartBefore(cell.offsetOf(chunk.startOffset), lines));
  return parts.map(({ cell, chunk, path }, at): Chunk => {
    const startOffset = at === 0 ? 0 : starts[at]!;
    const endOffset = at + 1 < parts.length ? starts[at + 1]! : lines.text.length;
    return {
      startOffset,
      endOffset,
      startLine: lines.lineAt(startOffset),
      endLine: lines.lineAt(endOffset - 1),
      symbol: cell.isMarkdown ? path : chunk.symbol || path,
      kind: 'cell',
      definitions: chunk.definitions,
      inner: placesInFile(cell, chunk, lines, lines.lineAt(startOffset)),
      signature: chunk.signature,
      content: cell.source.slice(chunk.startOffset, chunk.endOffset),
    };
  });
}

/** The definitions of a cell's source, at the lines of the file that hold the source's. */
function placesInFile(cell: RawCell, chunk: Chunk, lines: Lines, firstLine: number): InnerDefinition[] {
  const source = splitLines(cell.source);
  const lineInFile = (line: number) => {
    const start = source.startOf(Math.min(source.count - 1, chunk.startLine + line));
    return Math.max(0, lines.lineAt(cell.offsetOf(start)) - firstLine);
  };
  return chunk.inner.map((inner) => ({
    ...inner,
    startLine: lineInFile(inner.startLine),
    endLine: lineInFile(inner.endLine),
    headLine: lineInFile(inner.headLine),
  }));
}

/** The start of the line when only white space is in front, else the offset itself. */
function lineStartBefore(offset: number, lines: Lines): number {
  const start = lines.startOf(lines.lineAt(offset));
  return /^\s*$/.test(lines.text.slice(start, offset)) ? start : offset;
}

function headingPathAfter(
  path: readonly { level: number; title: string }[],
  source: string,
): { level: number; title: string }[] {
  const outline = headingOutline(splitLines(source), 'markdown');
  const sections = lastHeadings(outline);
  if (sections.length === 0) return [...path];
  const found = sections.map((section) => ({ level: levelOf(source, section.headLine), title: section.names[0]! }));
  return [...path.filter(({ level }) => level < found[0]!.level), ...found];
}

function levelOf(source: string, line: number): number {
  return /^\s*(#{1,6})\s/.exec(splitLines(source).textOf(line))?.[1]?.length ?? 1;
}
