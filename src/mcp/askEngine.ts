/**
 * Questions with the deep model where there is one, as long as that is quick: loading it, and embedding what has no
 * deep vector yet, take seconds. Then the answer is ranked without it; what it works out meanwhile serves later
 * questions.
 */
import type { SearchParams, SearchResponse } from '../protocol/engine';
import type { McpHost } from './host';

export type Ask = (params: Omit<SearchParams, 'depth'>, signal: AbortSignal) => Promise<SearchResponse>;

const DEEP_WAIT_MS = 400;

export function createAsk(engine: Pick<McpHost['engine'], 'search'>): Ask {
  let isBusy = false;
  return async (params, signal) => {
    const askFast = () => engine.search({ ...params, depth: 'fast' }, signal);
    if (isBusy) return askFast();
    isBusy = true;
    let timer: NodeJS.Timeout | undefined;
    const full = engine.search({ ...params, depth: 'full' }, signal).finally(() => {
      isBusy = false;
      clearTimeout(timer);
    });
    const fast = new Promise<SearchResponse>((resolve, reject) => {
      timer = setTimeout(() => askFast().then(resolve, reject), DEEP_WAIT_MS);
    });
    return Promise.race([full, fast]);
  };
}
