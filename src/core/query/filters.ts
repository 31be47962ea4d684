/**
 * The query language that the CLI, the quick pick, the view and the tools share: `lang: path: -path: kind: symbol:
 * is:test -is:test`, `-term`, `"exact phrase"`, and everything else is the question. What does not parse is an error
 * that says where; a word with a colon that is no filter (`std::vector`, a URL) belongs to the question. Text of
 * several lines is pasted and holds no filters; the line of an error is pasted too, and filters can be added to it by
 * their keys.
 */
import { type ChunkKind, isChunkKind, KINDS } from '../chunking/chunk';
import { languageByName } from '../languages/registry';

export interface Filters {
  /** Language ids, any of them. */
  languages: string[];
  /** Parts of a path or globs with `*`, any of them; lower case. */
  paths: string[];
  notPaths: string[];
  kinds: ChunkKind[];
  /** Parts of a symbol, any of them; lower case. */
  symbols: string[];
  /** true: tests only; false: no tests; undefined: as they come. */
  isTest?: boolean;
  /** Words that must not occur. */
  notTerms: string[];
  /** Exact texts that must occur, case ignored. */
  phrases: string[];
  notPhrases: string[];
}

export interface QueryError {
  message: string;
  /** UTF-16 offsets into the query, end exclusive. */
  start: number;
  end: number;
}

export interface ParsedQuery {
  /** The question without filters. */
  text: string;
  filters: Filters;
  errors: QueryError[];
}

/** A filter, a quoted text with or without a minus, an excluded word, or anything else up to the next blank. */
const TOKEN = /(-?)(lang|path|kind|symbol|is):("[^"]*"|\S*)|(-?)"([^"]*)("|$)|(-?)(\S+)/giy;
/** A filter or anything else up to the next blank. */
const PASTED_TOKEN = /(-?)(lang|path|kind|symbol|is):("[^"]*"|\S*)|\S+/giy;

/**
 * What a log says of an error, with the message behind the colon. In a box of one line a whole stack trace comes so.
 */
const ERROR_LINE =
  /^\s*(?:Uncaught |Unhandled |Caused by: |fatal |thread '[^']*' )*(?:[\w.:$]*(?:Error|Exception)|error(?:\[\w+\])?|fatal|panic|panicked [^\n]*?|Traceback \([^)]*\))\s*:\s+\S/;

/** `ValueError: no "name" given`: pasted, so that its quotation marks and minus signs are its own. */
export function isErrorLine(text: string): boolean {
  return ERROR_LINE.test(text);
}

export function parseQuery(query: string): ParsedQuery {
  const filters: Filters = {
    languages: [],
    paths: [],
    notPaths: [],
    kinds: [],
    symbols: [],
    notTerms: [],
    phrases: [],
    notPhrases: [],
  };
  const errors: QueryError[] = [];
  const trimmed = query.trim();
  if (trimmed.includes('\n')) return { text: trimmed, filters, errors };

  const tokens = isErrorLine(trimmed) ? PASTED_TOKEN : TOKEN;
  const kept: string[] = [];
  for (let at = 0; at < query.length; ) {
    if (/\s/.test(query[at]!)) {
      at++;
      continue;
    }
    tokens.lastIndex = at;
    const match = tokens.exec(query)!;
    const [token, minus, key, value, quoteMinus, quoted, closing, wordMinus, word] = match;
    const start = at;
    at += token.length;
    const error = (message: string) => errors.push({ message, start, end: start + token.length });
    if (key !== undefined) {
      addFilter(filters, minus === '-', key.toLowerCase(), value!.replaceAll('"', ''), error);
    } else if (quoted !== undefined) {
      if (!closing) error('The quotation mark is not closed.');
      const phrase = quoted.trim();
      if (phrase === '') continue;
      if (quoteMinus) filters.notPhrases.push(phrase);
      else {
        filters.phrases.push(phrase);
        kept.push(phrase);
      }
    } else if (wordMinus && /^[\p{L}_$][\p{L}\p{N}_$]+$/u.test(word!)) {
      filters.notTerms.push(word!);
    } else {
      kept.push(token);
    }
  }
  // A symbol that is filtered for and nothing else is what is asked for.
  const text = kept.length ? kept.join(' ') : filters.symbols.join(' ');
  return { text, filters, errors };
}

function addFilter(
  filters: Filters,
  isNegative: boolean,
  key: string,
  value: string,
  error: (message: string) => void,
): void {
  if (value === '') return void error(`"${key}:" needs a value.`);
  if (isNegative && key !== 'path' && key !== 'is')
    return void error(`"-${key}:" is not known; "-path:" and "-is:" are.`);
  const lower = value.toLowerCase();
  switch (key) {
    case 'lang':
      filters.languages.push(languageByName(lower)?.id ?? lower);
      return;
    case 'path':
      (isNegative ? filters.notPaths : filters.paths).push(lower.replaceAll('\\', '/'));
      return;
    case 'kind':
      if (!isChunkKind(lower)) return void error(`"${value}" is no kind. Kinds: ${KINDS.join(', ')}.`);
      filters.kinds.push(lower);
      return;
    case 'symbol':
      filters.symbols.push(lower);
      return;
    default:
      if (lower !== 'test') return void error(`"is:${value}" is not known; "is:test" is.`);
      filters.isTest = !isNegative;
  }
}

/** Whether the query names anything but a question. */
export function hasFilters(filters: Filters): boolean {
  return (
    filters.isTest !== undefined ||
    [
      filters.languages,
      filters.paths,
      filters.notPaths,
      filters.kinds,
      filters.symbols,
      filters.notTerms,
      filters.phrases,
      filters.notPhrases,
    ].some((list) => list.length > 0)
  );
}
