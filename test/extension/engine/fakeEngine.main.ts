/**
 * Stands in for the engine's process in the tests of its client: answers, errs, hangs and dies as the request tells it
 * to.
 */

import { openChannel } from '../../../src/protocol/channel';
import { EngineError } from '../../../src/protocol/errors';

const empty = (query: string) => ({ query, tier: 'lexical', tookMs: 1, isRelevant: false, results: [] });
let opened = 0;
const announcements: unknown[] = [];

const channel = openChannel(process, {
  async answer(method, params, signal) {
    return method === 'open' ? open(params as { excludeGlobs: string[] }) : search(params as { query: string }, signal);
  },
  announced: (method, params) => void announcements.push([method, params]),
});
process.on('disconnect', () => process.exit(0));

function open({ excludeGlobs }: { excludeGlobs: string[] }): void {
  if (excludeGlobs.includes('die at open')) process.exit(7);
  opened += 1;
}

async function search({ query }: { query: string }, signal: AbortSignal): Promise<unknown> {
  switch (query) {
    case 'die':
      process.exit(3);
      break;
    case 'hang':
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      throw new EngineError('canceled', '');
    case 'err':
      throw new EngineError('diskFull', '/index', 'ENOSPC');
    case 'fault':
      throw new Error('a fault inside');
    case 'garbage':
      return { query, tier: 'magic', results: 'none' };
    case 'opened':
      return { ...empty(query), tookMs: opened };
    case 'announce':
      channel.announce('progress', { nonsense: true });
      channel.announce('progress', {
        corpusId: 'c',
        phase: 'indexing',
        documentsDone: 1,
        documentsTotal: 2,
        documentsFailed: 0,
        chunks: 3,
      });
      channel.announce('changed', { corpusId: 'c' });
      channel.announce('statusChanged', {});
      console.log('a line of the log');
      return empty(query);
    case 'announced':
      return empty(JSON.stringify(announcements));
    case 'environment':
      return empty(JSON.stringify(Object.keys(process.env)));
    default:
      return empty(query);
  }
  return null;
}
