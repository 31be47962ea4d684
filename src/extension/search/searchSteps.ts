/**
 * A search in steps: what words and the embedded model find comes at once, and where a deep model can answer, its
 * better list follows. A search that has been canceled yields nothing more. Knows nothing of how answers look.
 */
import type { EngineStatus, SearchParams, SearchResponse } from '../../protocol/engine';

export type SearchDepth = SearchParams['depth'];

export interface SearchSource {
  ask(depth: SearchDepth): Promise<SearchResponse>;
  /** Asked after the first step: the deep model may have come or gone since. */
  status(): Pick<EngineStatus, 'deep'> | undefined;
  isCanceled(): boolean;
}

/** @throws what `ask` throws, unless the search was canceled */
export async function* searchSteps({ ask, status, isCanceled }: SearchSource): AsyncGenerator<SearchResponse, void> {
  try {
    const fast = await ask('fast');
    if (isCanceled()) return;
    yield fast;
    if (isCanceled() || !canAnswer(status())) return;
    const full = await ask('full');
    if (!isCanceled()) yield full;
  } catch (error) {
    if (!isCanceled()) throw error;
  }
}

function canAnswer(status: Pick<EngineStatus, 'deep'> | undefined): boolean {
  const state = status?.deep.state;
  return state !== undefined && state !== 'absent' && state !== 'failed';
}
