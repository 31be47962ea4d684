/**
 * Reads question sets: repository sets (one JSON object a line, targets are paths and lines) and BEIR sets. Texts in,
 * data out; opens no file.
 */
import type { Target } from './metrics';

export interface Question {
  id: string;
  text: string;
  /** The corpus it is asked of. */
  corpus: string;
  /** `symbol`, `semantic`, …; '' when the set has none. */
  category: string;
  /** Of the corpus' code. */
  language: string;
  targets: Target[];
}

/**
 * `{id, repo, language, query, category, relevant}`, one a line. Questions without an answer are left out.
 * @throws SyntaxError with the line
 */
export function parseRepositoryQuestions(jsonl: string): Question[] {
  return parseRows(jsonl, (row): Question => {
    const relevant = row.relevant ?? [];
    if (!Array.isArray(relevant)) throw new SyntaxError('"relevant" is not a list');
    return {
      id: text(row, 'id'),
      text: text(row, 'query'),
      corpus: text(row, 'repo'),
      category: text(row, 'category', ''),
      language: text(row, 'language', ''),
      targets: relevant.map(target),
    };
  }).filter(({ targets }) => targets.length > 0);
}

/** Lines are 1-based and inclusive in the file. */
function target(row: unknown): Target {
  if (!isObject(row)) throw new SyntaxError('"relevant" holds something that is no object');
  const path = text(row, 'path');
  const { startLine, endLine = startLine } = row;
  if (startLine === undefined && endLine === undefined) return { path };
  if (!isLine(startLine) || !isLine(endLine) || endLine < startLine)
    throw new SyntaxError(`lines ${startLine} to ${endLine} of "${path}" are no range that counts from 1`);
  return { path, startLine: startLine - 1, endLine: endLine - 1 };
}

/**
 * BEIR: `queries.jsonl` (`_id`, `text`) and the documents that `parseBeirJudgments` found right for each. Questions
 * without a right answer are left out, as in trec_eval. @throws SyntaxError with the line
 */
export function parseBeirQuestions(
  name: string,
  queriesJsonl: string,
  judgments: ReadonlyMap<string, readonly string[]>,
): Question[] {
  return parseRows(queriesJsonl, (row): Question => {
    const id = text(row, '_id');
    const targets = (judgments.get(id) ?? []).map((path) => ({ path }));
    return { id, text: text(row, 'text'), corpus: name, category: '', language: '', targets };
  }).filter(({ targets }) => targets.length > 0);
}

/**
 * qrels (tab-separated: query, document, score; a head of names may stand above): query -> documents that are right for
 * it. @throws SyntaxError with the line
 */
export function parseBeirJudgments(qrelsTsv: string): Map<string, string[]> {
  const judgments = new Map<string, string[]>();
  eachLine(qrelsTsv, (line, number) => {
    const [query, document, score, ...more] = line.trimEnd().split('\t');
    if (number === 1 && score !== undefined && more.length === 0 && Number.isNaN(Number(score))) return;
    if (!query || !document || score === undefined || more.length > 0 || !Number.isFinite(Number(score)))
      throw new SyntaxError(`not query, document and score, with tabs between them: ${line.slice(0, SHOWN_CHARS)}`);
    if (Number(score) <= 0) return;
    const right = judgments.get(query);
    if (right) right.push(document);
    else judgments.set(query, [document]);
  });
  return judgments;
}

/** `corpus.jsonl` of BEIR: `_id`, `title`, `text`. @throws SyntaxError with the line */
export function parseBeirCorpus(jsonl: string): { id: string; text: string }[] {
  return parseRows(jsonl, (row) => {
    const title = text(row, 'title', '');
    return { id: text(row, '_id'), text: title ? `${title}\n${text(row, 'text')}` : text(row, 'text') };
  });
}

type Row = Record<string, unknown>;
const SHOWN_CHARS = 80;

function parseRows<T>(jsonl: string, parse: (row: Row) => T): T[] {
  const rows: T[] = [];
  eachLine(jsonl, (line) => {
    const row = parseJson(line);
    if (!isObject(row)) throw new SyntaxError(`not a JSON object: ${line.slice(0, SHOWN_CHARS)}`);
    rows.push(parse(row));
  });
  return rows;
}

/** Lines that hold something; what `read` throws is said with the line's number. */
function eachLine(text: string, read: (line: string, number: number) => void): void {
  for (const [i, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    try {
      read(line, i + 1);
    } catch (error) {
      throw error instanceof SyntaxError ? new SyntaxError(`line ${i + 1}: ${error.message}`) : error;
    }
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new SyntaxError(`not JSON: ${line.slice(0, SHOWN_CHARS)}`);
  }
}

/** The field's text; one that may be absent has a `fallback`, one that may not is never empty. */
function text(row: Row, field: string, fallback?: string): string {
  const value = row[field] ?? fallback;
  if (typeof value !== 'string') throw new SyntaxError(`"${field}" is ${value === undefined ? 'absent' : 'no text'}`);
  if (value === '' && fallback === undefined && field !== 'text') throw new SyntaxError(`"${field}" is empty`);
  return value;
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLine(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}
