/** What is asked of the engine, checked before anything is searched. */

import { isChunkKind, KINDS } from '../core/chunking/chunk';
import { languageNamed, nearestLanguageName } from '../core/languages/names';
import { type AnalyzedQuery, analyzeQuery } from '../core/query/analyzeQuery';
import { asksForTexts, type Filters } from '../core/query/filters';
import type { Snapshot } from '../core/snapshot';
import type { SearchParams } from '../protocol/engine';
import { EngineError } from '../protocol/errors';

/** A question may hold a pasted stack trace, not a whole file. */
export const MAX_QUERY_CHARS = 20_000;

/**
 * A language that Kindred knows no name of may still be the snapshot's own: the kernel of a notebook is called anything.
 * @throws EngineError emptyQuery, queryTooLong, languageUnknown, patternInvalid
 */
export function checkQuery(
  query: string,
  isTyping: boolean,
  { segments }: Snapshot,
  filters: SearchParams['filters'] = {},
): AnalyzedQuery {
  if (query.length > MAX_QUERY_CHARS)
    throw new EngineError('queryTooLong', String(query.length), `at most ${MAX_QUERY_CHARS}`);
  const analyzed = analyzeQuery(query, { isTyping });
  const isIndexed = (language: string) =>
    segments.some(({ chunks }) => chunks.some((chunk) => chunk.language === language));
  const error = analyzed.errors.find(
    ({ code, value }) => code !== 'languageUnknown' || !isIndexed(value.toLowerCase()),
  );
  if (error) throw new EngineError(error.code, error.value, error.detail);
  if (!/[\p{L}\p{N}]/u.test(query) && !asksForTexts(analyzed.filters)) throw new EngineError('emptyQuery', query);
  return { ...analyzed, filters: withMore(analyzed.filters, filters) };
}

/** The filters of the question and these, each list in one: of a list any may fit, of the lists all must. */
function withMore(asked: Filters, more: NonNullable<SearchParams['filters']>): Filters {
  const { languages = [], kinds = [] } = more;
  const known = languages.map((name) => {
    const language = languageNamed(name);
    if (language === undefined) throw new EngineError('languageUnknown', name, nearestLanguageName(name) ?? '');
    return language;
  });
  const wrong = kinds.find((kind) => !isChunkKind(kind));
  if (wrong) throw new EngineError('badArguments', `"${wrong}" is no kind. Kinds: ${KINDS.join(', ')}`);
  return {
    ...asked,
    languages: [...asked.languages, ...known],
    kinds: [...asked.kinds, ...kinds.filter(isChunkKind)],
    paths: [...asked.paths, ...inLowerCase(more.paths)],
    notPaths: [...asked.notPaths, ...inLowerCase(more.notPaths)],
    symbols: [...asked.symbols, ...inLowerCase(more.symbols)],
    phrases: [...asked.phrases, ...(more.phrases ?? [])],
    ...(more.isTest !== undefined && { isTest: more.isTest }),
  };
}

function inLowerCase(texts: readonly string[] = []): string[] {
  return texts.map((text) => text.toLowerCase().replaceAll('\\', '/'));
}

/** For a search within these documents alone. */
export function acceptOnly(within: NonNullable<SearchParams['within']>) {
  const wanted = new Set(within.map(({ corpusId, path: file }) => `${corpusId}\n${file}`));
  return (corpusId: string, file: string) => wanted.has(`${corpusId}\n${file}`);
}
