/** What is asked of the engine, checked before anything is searched. */

import { isChunkKind, KINDS } from '../core/chunking/chunk';
import { languageByName } from '../core/languages/registry';
import { type AnalyzedQuery, analyzeQuery } from '../core/query/analyzeQuery';
import type { Filters } from '../core/query/filters';
import type { SearchParams } from '../protocol/engine';
import { EngineError } from '../protocol/errors';

/** A question may hold a pasted stack trace, not a whole file. */
const MAX_QUERY_CHARS = 20_000;

/** @throws EngineError emptyQuery, queryTooLong, queryInvalid */
export function checkQuery(query: string, isTyping: boolean, filters: SearchParams['filters'] = {}): AnalyzedQuery {
  if (query.length > MAX_QUERY_CHARS)
    throw new EngineError('queryTooLong', String(query.length), `at most ${MAX_QUERY_CHARS}`);
  if (!/[\p{L}\p{N}]/u.test(query)) throw new EngineError('emptyQuery', query);
  const analyzed = analyzeQuery(query, { isTyping });
  const [error] = analyzed.errors;
  if (error) throw new EngineError('queryInvalid', error.message, `at character ${error.start + 1}`);
  return { ...analyzed, filters: withMore(analyzed.filters, filters) };
}

/** A hit must pass those of the question and these. */
function withMore(asked: Filters, more: NonNullable<SearchParams['filters']>): Filters {
  const { languages = [], kinds = [] } = more;
  const known = languages.map((name) => {
    const language = languageByName(name.toLowerCase());
    if (!language) throw new EngineError('queryInvalid', `"${name}" is no language that Kindred knows`);
    return language.id;
  });
  const wrong = kinds.find((kind) => !isChunkKind(kind));
  if (wrong) throw new EngineError('queryInvalid', `"${wrong}" is no kind. Kinds: ${KINDS.join(', ')}`);
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
