/** What is asked of the engine, checked before anything is searched. */
import { type AnalyzedQuery, analyzeQuery } from '../core/query/analyzeQuery';
import type { SearchParams } from '../protocol/engine';
import { EngineError } from '../protocol/errors';

/** A question may hold a pasted stack trace, not a whole file. */
const MAX_QUERY_CHARS = 20_000;

/** @throws EngineError emptyQuery, queryTooLong, queryInvalid */
export function checkQuery(query: string, isTyping: boolean): AnalyzedQuery {
  if (query.length > MAX_QUERY_CHARS)
    throw new EngineError('queryTooLong', String(query.length), `at most ${MAX_QUERY_CHARS}`);
  if (!/[\p{L}\p{N}]/u.test(query)) throw new EngineError('emptyQuery', query);
  const analyzed = analyzeQuery(query, { isTyping });
  const [error] = analyzed.errors;
  if (error) throw new EngineError('queryInvalid', error.message, `at character ${error.start + 1}`);
  return analyzed;
}

/** For a search within these documents alone. */
export function acceptOnly(within: NonNullable<SearchParams['within']>) {
  const wanted = new Set(within.map(({ corpusId, path: file }) => `${corpusId}\n${file}`));
  return (corpusId: string, file: string) => wanted.has(`${corpusId}\n${file}`);
}
