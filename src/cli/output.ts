/** Results and progress for a terminal. JSON goes to standard output alone, progress to standard error alone. */
import path from 'node:path';
import { styleText } from 'node:util';
import { roundedDuration } from '../core/text/duration';
import type { CorpusProgress, SearchHint, SearchResponse, SearchResult } from '../protocol/engine';

type Style = Parameters<typeof styleText>[0];
const paint = (style: Style, text: string): string =>
  process.stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;

/** Lines of a file that a result stands for; `startLine` 0-based. */
export interface Content {
  startLine: number;
  lines: readonly string[];
}

type ContentOf = (result: SearchResult) => Content;

/** The CLI's contract: lines 1-based and inclusive, paths relative to the folder with `/`. */
export function toJson(response: SearchResponse, contentOf?: ContentOf): object {
  return {
    query: response.query,
    tier: response.tier,
    tookMs: Math.round(response.tookMs * 10) / 10,
    relevant: response.isRelevant,
    ...(response.hints?.length && { hints: response.hints }),
    ...(response.exact && { exact: response.exact }),
    ...(response.deep && { deep: response.deep }),
    results: response.results.map((result) => ({
      path: result.path,
      startLine: result.startLine + 1,
      endLine: result.endLine + 1,
      symbol: result.symbol,
      focus: {
        startLine: result.focus.startLine + 1,
        endLine: result.focus.endLine + 1,
        symbol: result.focus.symbol,
      },
      excerpt: result.excerpt,
      ...(contentOf && { content: contentJson(contentOf(result)) }),
      kind: result.kind,
      language: result.language,
      score: result.score,
      reasons: result.reasons,
    })),
  };
}

/** How the question was read, one sentence a line: what may not be as it was meant, and what was counted. */
export function readingNotes({ hints = [], exact }: SearchResponse): string[] {
  const counted = exact && `Exact matches: ${exact.matches}, in ${exact.passages} passages of ${exact.files} files.`;
  return [...hints.map(hintText), ...(counted ? [counted] : [])];
}

function hintText({ code, value, detail }: SearchHint): string {
  switch (code) {
    case 'readAsText':
      return `${value} was read as text and not as a filter.`;
    case 'phraseAsText':
      return `${value} was read as words and not as an exact text.`;
    case 'matchesNothing':
      return `No file fits ${value}.`;
    case 'respelled':
      return `${value} was read as ${detail}.`;
  }
}

/** What the deep models had to do with the answer; undefined where they brought nothing. */
export function deepSentence(deep: SearchResponse['deep']): string | undefined {
  if (!deep || deep.brought === 0) return undefined;
  const { brought, covered, passages, models } = deep;
  const results = brought === 1 ? '1 result' : `${brought} results`;
  return `${results} came from the deep model, which had seen ${covered} of ${passages} passages (${models.join(', ')}).`;
}

function contentJson({ startLine, lines }: Content): object {
  return { startLine: startLine + 1, endLine: startLine + lines.length, text: lines.join('\n') };
}

/** `contentOf`: the code to show in place of two lines of it. */
export function renderResults(response: SearchResponse, explain: boolean, contentOf?: ContentOf): string {
  return response.results
    .map((result, index) => renderResult(result, index + 1, explain, contentOf?.(result)))
    .join('\n');
}

function renderResult(result: SearchResult, rank: number, explain: boolean, content: Content | undefined): string {
  const { focus } = result;
  const place = `${result.path}:${focus.startLine + 1}`;
  const name = focus.symbol || result.symbol;
  const symbol = name ? `  ${paint('cyan', name)}` : '';
  const lines = [
    `${paint('dim', `${String(rank).padStart(2)}.`)} ${paint('bold', place)}${symbol}  ${paint('dim', result.score.toFixed(3))}`,
  ];
  if (content) lines.push(...numbered(content));
  else for (const line of codeLines(result.excerpt || result.preview, 2)) lines.push(`      ${line}`);
  if (explain) {
    for (const { name, value, detail } of result.reasons) {
      lines.push(
        paint(
          'dim',
          `      ${value >= 0 ? '+' : '-'}${Math.abs(value).toFixed(3)} ${name}${detail ? `: ${detail}` : ''}`,
        ),
      );
    }
  }
  return lines.join('\n');
}

function numbered({ startLine, lines }: Content): string[] {
  return lines.map((line, i) => `${paint('dim', String(startLine + i + 1).padStart(6))}  ${line}`);
}

/** The first lines that say something, cut to the terminal's width, without their common indentation. */
function codeLines(preview: string, count: number): string[] {
  const width = Math.max(40, (process.stdout.columns ?? 120) - 8);
  const lines = preview
    .split('\n')
    .map((line) => line.replaceAll('\t', '  ').trimEnd())
    .filter((line) => /[\p{L}\p{N}]/u.test(line))
    .slice(0, count);
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(indent).slice(0, width));
}

function timeLeft(ms: number | undefined): string {
  if (ms === undefined) return '';
  const { amount, unit } = roundedDuration(ms);
  return `, about ${amount} ${unit} left`;
}

/** One line on standard error: rewritten in place on a terminal, at the end only otherwise. */
export class ProgressLine {
  private shown = false;

  update(progress: CorpusProgress, root: string): void {
    const { phase, documentsDone, documentsTotal, documentsFailed, chunks, msLeft } = progress;
    if (phase === 'deepening') {
      this.show(`${path.basename(root)}: deep vectors of ${documentsDone} of ${chunks} passages${timeLeft(msLeft)}`);
      return;
    }
    const failed = documentsFailed ? `, ${documentsFailed} failed` : '';
    const count = documentsTotal
      ? `${documentsDone} of ${documentsTotal} documents, ${chunks} passages${failed}${timeLeft(msLeft)}`
      : 'looking for files';
    this.show(`${path.basename(root)}: ${count}`);
  }

  show(text: string): void {
    if (!process.stderr.isTTY) return;
    process.stderr.write(`\r\x1b[K${text}`);
    this.shown = true;
  }

  /** Replaces the moving line by a final one. */
  done(text: string): void {
    process.stderr.write(`${this.shown ? '\r\x1b[K' : ''}${text}\n`);
    this.shown = false;
  }

  clear(): void {
    if (this.shown) process.stderr.write('\r\x1b[K');
    this.shown = false;
  }
}
