/**
 * Questions with the deep model where there is one. Loading it takes seconds: the first answers do not wait for that
 * long, and are ranked without it.
 */
import type { SearchParams, SearchResponse } from '../protocol/engine';
import type { McpHost } from './host';

export type Ask = (params: Omit<SearchParams, 'depth'>, signal: AbortSignal) => Promise<SearchResponse>;

const DEEP_WAIT_MS = 400;

export function createAsk(engine: McpHost['engine']): Ask {
  let hasAnswered = false;
  return async (params, signal) => {
    const full = engine.search({ ...params, depth: 'full' }, signal);
    if (hasAnswered) return full;
    let timer: NodeJS.Timeout | undefined;
    const fast = new Promise<SearchResponse>((resolve, reject) => {
      timer = setTimeout(() => engine.search({ ...params, depth: 'fast' }, signal).then(resolve, reject), DEEP_WAIT_MS);
    });
    const done = full.finally(() => {
      hasAnswered = true;
      clearTimeout(timer);
    });
    return Promise.race([done, fast]);
  };
}
