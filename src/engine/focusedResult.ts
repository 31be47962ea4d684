/**
 * Where a hit answers and what stands there, from the lines of its file: of a notebook's cell the code in place of the
 * JSON around it.
 */
import type { InnerDefinition } from '../core/chunking/chunk';
import { sourceLine } from '../core/corpus/notebookLines';
import type { AnalyzedQuery } from '../core/query/analyzeQuery';
import { type Focus, focusOf } from '../core/ranking/focus';
import type { Hit } from '../core/ranking/hit';

/** Lines of an excerpt: what a person takes in at a glance. */
const EXCERPT_LINES = 8;

export interface FocusedPlace {
  focus: Focus;
  excerpt: string;
}

/**
 * `text`: the hit's lines as the file has them. Without a question (Find Similar) the main definition is the focus.
 * `similarity`: how near a text is to the question. `foundLine`: a line of the document that holds what it quotes.
 */
export function focusedPlace(
  { chunk, startLine, endLine }: Pick<Hit, 'chunk' | 'startLine' | 'endLine'>,
  text: string,
  query?: AnalyzedQuery,
  similarity?: (text: string) => number,
  foundLine?: number,
): FocusedPlace {
  const lines = readableLines(text, chunk.kind === 'cell');
  // Neighboring pieces of one definition are one hit, which may begin above its chunk.
  const shift = chunk.startLine - startLine;
  const definitions = chunk.inner.map((inner) => shifted(inner, shift));
  const focus =
    lines.length === 0
      ? { startLine, endLine, symbol: chunk.symbol }
      : focusOf({
          query: query ?? NO_QUESTION,
          startLine,
          lines,
          symbol: chunk.symbol,
          definitions,
          referencedLine: foundLine ?? query?.files.find((file) => isSame(file.path, chunk.path))?.line,
          similarity,
        });
  const first = focus.startLine - startLine;
  const shown = lines.slice(first, Math.min(first + EXCERPT_LINES, focus.endLine - startLine + 1));
  return { focus, excerpt: shown.join('\n') };
}

const NO_QUESTION = {
  concepts: [],
  identifiers: [],
  kind: 'natural',
  filters: { phrases: [] as string[] } as AnalyzedQuery['filters'],
} as const satisfies Pick<AnalyzedQuery, 'kind' | 'filters'> & { concepts: []; identifiers: [] };

function shifted(inner: InnerDefinition, by: number): InnerDefinition {
  const { startLine, endLine, headLine } = inner;
  return { ...inner, startLine: startLine + by, endLine: endLine + by, headLine: headLine + by };
}

function isSame(asked: string, path: string): boolean {
  return `/${path}`.endsWith(`/${asked}`) || `/${asked}`.endsWith(`/${path}`);
}

function readableLines(text: string, isCell: boolean): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return isCell ? lines.map(sourceLine) : lines;
}
