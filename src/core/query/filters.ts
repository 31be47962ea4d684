/**
 * The query language that the CLI, the quick pick, the view and the tools share: `lang: path: kind: symbol:` and
 * `is:test`, each with a minus in front as well, `-term`, `"exact phrase"`, `/expression/iw`, `case:yes word:yes`, and
 * everything else is the question. What looks like a filter and is none (`kind: Deployment`, `std::vector`, a URL, a
 * lone quotation mark) belongs to the question, with a hint where somebody may have meant a filter. Text of several
 * lines is pasted and holds no filters; the line of an error is pasted too, and filters can be added to it.
 */
import type { ChunkKind } from '../chunking/chunk';
import { languageNamed, languageNames, nearestLanguageName } from '../languages/names';
import { mayBecomeFilter, type Token, tokensOf } from './tokens';

export interface Filters {
  /** Language ids, any of them, each with its family (`languages/names.ts`). */
  languages: string[];
  notLanguages: string[];
  /** As typed but for slashes and case (`pathPattern.ts`), any of them. */
  paths: string[];
  notPaths: string[];
  kinds: ChunkKind[];
  notKinds: ChunkKind[];
  /** Parts of a symbol, any of them; lower case. */
  symbols: string[];
  notSymbols: string[];
  /** true: tests only; false: no tests; undefined: as they come. */
  isTest?: boolean;
  /** Words that must not occur. */
  notTerms: string[];
  /** Exact texts that must occur. */
  phrases: string[];
  notPhrases: string[];
  /** Regular expressions that must match. */
  patterns: Pattern[];
  notPatterns: Pattern[];
  /** Phrases in the case in which they are typed; otherwise in any. */
  matchesCase?: true;
  /** Phrases as whole words; otherwise also inside them. */
  wholeWords?: true;
}

/** `flags`: `i` for any case, `w` for whole words. */
export interface Pattern {
  source: string;
  flags: string;
}

/** What keeps a question from being asked. */
export interface QueryError {
  code: 'languageUnknown' | 'patternInvalid';
  /** What was typed. */
  value: string;
  /** The language that may be meant, or what is wrong with the expression. */
  detail: string;
  /** UTF-16 offsets into the query, end exclusive. */
  start: number;
  end: number;
}

/**
 * What a person may want to know of how the question was read. `readAsText`: looks like a filter and is part of the
 * question; `phraseAsText`: quoted, and asked for as words; `matchesNothing`: a filter that no file of the index fits;
 * `respelled`: a word that no document has, read as `detail`.
 */
export interface QueryHint {
  code: 'readAsText' | 'phraseAsText' | 'matchesNothing' | 'respelled';
  /** As typed. */
  value: string;
  detail?: string;
}

export interface ParsedQuery {
  /** The question without filters. */
  text: string;
  filters: Filters;
  errors: QueryError[];
  hints: QueryHint[];
}

/**
 * What a log says of an error, with the message behind the colon. In a box of one line a whole stack trace comes so.
 */
const ERROR_LINE =
  /^\s*(?:Uncaught |Unhandled |Caused by: |fatal |thread '[^']*' )*(?:[\w.:$]*(?:Error|Exception)|error(?:\[\w+\])?|fatal|panic|panicked [^\n]*?|Traceback \([^)]*\))\s*:\s+\S/;

/** `ValueError: no "name" given`: pasted, so that its quotation marks and minus signs are its own. */
export function isErrorLine(text: string): boolean {
  return ERROR_LINE.test(text);
}

export function noFilters(): Filters {
  return {
    languages: [],
    notLanguages: [],
    paths: [],
    notPaths: [],
    kinds: [],
    notKinds: [],
    symbols: [],
    notSymbols: [],
    notTerms: [],
    phrases: [],
    notPhrases: [],
    patterns: [],
    notPatterns: [],
  };
}

/** `isTyping`: a filter at the end is not finished, so that nothing is wrong with it yet. */
export function parseQuery(query: string, { isTyping = false } = {}): ParsedQuery {
  const parsed: ParsedQuery = { text: '', filters: noFilters(), errors: [], hints: [] };
  const trimmed = query.trim();
  if (trimmed.includes('\n')) return { ...parsed, text: trimmed };

  const kept: string[] = [];
  for (const token of tokensOf(query, isErrorLine(trimmed))) {
    const isUnfinished = isTyping && token.end === query.length;
    const word = readToken(token, parsed, isUnfinished);
    if (word) kept.push(word);
  }
  // A symbol that is filtered for and nothing else is what is asked for.
  parsed.text = kept.length ? kept.join(' ') : parsed.filters.symbols.join(' ');
  return parsed;
}

/** Adds what the token says; what of it belongs to the question. */
function readToken(token: Token, parsed: ParsedQuery, isUnfinished: boolean): string | undefined {
  const { filters } = parsed;
  switch (token.type) {
    case 'filter':
      return readFilter(token, parsed, isUnfinished);
    case 'phrase':
      if (token.value === '') return undefined;
      (token.isNegative ? filters.notPhrases : filters.phrases).push(token.value);
      return token.isNegative ? undefined : token.value;
    case 'pattern': {
      const { source, flags } = token;
      const fault = faultOf(source);
      if (fault) addError(parsed, 'patternInvalid', token, fault);
      (token.isNegative ? filters.notPatterns : filters.patterns).push({ source, flags });
      return undefined;
    }
    case 'word':
      return readWord(token, parsed, isUnfinished);
  }
}

function readWord(
  { text, value, isNegative, looksLike }: Token & { type: 'word' },
  { filters, hints }: ParsedQuery,
  isUnfinished: boolean,
): string | undefined {
  if (looksLike === 'filter' && isUnfinished && mayBecomeFilter(text)) return undefined;
  if (looksLike === 'quotation') hints.push({ code: 'phraseAsText', value: text });
  else if (looksLike === 'filter' || (looksLike && !isUnfinished)) hints.push({ code: 'readAsText', value: text });
  if (!isNegative || !/^-[\p{L}_$][\p{L}\p{N}_$]+$/u.test(value)) return value;
  filters.notTerms.push(value.slice(1));
  return undefined;
}

function readFilter(token: Token & { type: 'filter' }, parsed: ParsedQuery, isUnfinished: boolean): string | undefined {
  const { key, value, isNegative, text } = token;
  const { filters } = parsed;
  const lower = value.toLowerCase();
  switch (key) {
    case 'lang': {
      const id = languageNamed(value);
      if (id === undefined && isUnfinished && languageNames().some((name) => name.startsWith(lower))) return undefined;
      if (id === undefined) addError(parsed, 'languageUnknown', token, nearestLanguageName(value) ?? '');
      (isNegative ? filters.notLanguages : filters.languages).push(id ?? lower);
      return undefined;
    }
    case 'path':
      (isNegative ? filters.notPaths : filters.paths).push(lower.replaceAll('\\', '/'));
      return undefined;
    case 'kind':
      (isNegative ? filters.notKinds : filters.kinds).push(lower as ChunkKind);
      return undefined;
    case 'symbol':
      (isNegative ? filters.notSymbols : filters.symbols).push(lower);
      return undefined;
    case 'is':
      filters.isTest = !isNegative;
      return undefined;
    case 'case':
      filters.matchesCase = true;
      return undefined;
    case 'word':
      filters.wholeWords = true;
      return undefined;
    case 'in':
      return text;
  }
}

function addError({ errors }: ParsedQuery, code: QueryError['code'], token: Token, detail: string): void {
  const { start, end } = token;
  const value = token.type === 'filter' ? token.value : token.text;
  errors.push({ code, value, detail, start, end });
}

/** Why an expression cannot be used; undefined where it can. */
function faultOf(source: string): string | undefined {
  try {
    new RegExp(source);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^Invalid regular expression: (?:\/.*\/[a-z]*: )?/s, '');
  }
}

/** Whether the query names anything but a question. */
export function hasFilters({ isTest, ...lists }: Filters): boolean {
  return isTest !== undefined || Object.values(lists).some((list) => Array.isArray(list) && list.length > 0);
}

/** Whether texts have to be read to know which passages pass. */
export function asksForTexts({ phrases, notPhrases, patterns, notPatterns }: Filters): boolean {
  return phrases.length + notPhrases.length + patterns.length + notPatterns.length > 0;
}
