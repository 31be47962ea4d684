/** Stands in for the engine's process in the tests of its client: answers, errs, hangs and dies as the request tells it to. */
import { type CancellationToken, createMessageConnection, ResponseError } from 'vscode-jsonrpc';
import { IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const empty = (query: string) => ({ query, tier: 'lexical', tookMs: 1, results: [] });
let opened = 0;

connection.onRequest('open', ({ excludeGlobs }: { excludeGlobs: string[] }) => {
  if (excludeGlobs.includes('die at open')) process.exit(7);
  opened += 1;
  return null;
});
connection.onRequest('search', async ({ query }: { query: string }, token: CancellationToken): Promise<unknown> => {
  switch (query) {
    case 'die':
      process.exit(3);
      break;
    case 'hang':
      await new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
      return new ResponseError<unknown>(-32800, 'cancelled', { code: 'cancelled', value: '', detail: '' });
    case 'err':
      return new ResponseError<unknown>(-32600, 'full', { code: 'diskFull', value: '/index', detail: 'ENOSPC' });
    case 'fault':
      throw new Error('a fault inside');
    case 'garbage':
      return { query, tier: 'magic', results: 'none' };
    case 'opened':
      return { ...empty(query), tookMs: opened };
    case 'announce':
      await connection.sendNotification('progress', { nonsense: true });
      await connection.sendNotification('progress', {
        ...{ corpusId: 'c', phase: 'indexing', documentsDone: 1, documentsTotal: 2, documentsFailed: 0, chunks: 3 },
      });
      await connection.sendNotification('changed', { corpusId: 'c' });
      console.log('a line of the log');
      return empty(query);
    case 'environment':
      return empty(JSON.stringify(Object.keys(process.env)));
    default:
      return empty(query);
  }
  return null;
});
process.on('disconnect', () => process.exit(0));
connection.listen();
