/** The engine's process over its channel, as the extension host talks to it. */
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { CancellationTokenSource, createMessageConnection, type MessageConnection } from 'vscode-jsonrpc';
import { IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { type CorpusProgress, Method, type OpenParams, type SearchResponse } from '../../src/engine/protocol';
import { PROJECT, root, temporaryFolder, write } from '../support/workspace';

test('opens, indexes with progress, answers, validates, and ends with its parent', async (t) => {
  const { child, connection, dir, indexDir } = start(t);
  const progress: CorpusProgress[] = [];
  connection.onNotification(Method.progress, (each: CorpusProgress) => void progress.push(each));
  await connection.sendRequest(Method.open, open(dir, indexDir));
  await connection.sendRequest(Method.update, { corpusId: 'main' });
  assert.equal(progress.at(-1)?.documentsDone, 4);
  const answer: SearchResponse = await connection.sendRequest(Method.search, {
    query: 'retryUpload',
    limit: 3,
    depth: 'full',
  });
  assert.equal(answer.results[0]?.path, 'src/upload.ts');
  assert.equal(answer.results[0]?.startLine, 0);

  await assert.rejects(connection.sendRequest(Method.search, { query: 5 }), /search: /);
  await assert.rejects(
    connection.sendRequest(Method.search, { query: '', limit: 3, depth: 'full' }),
    (error: { data?: object }) => {
      assert.deepEqual(error.data, { code: 'emptyQuery', value: '', detail: '' });
      return true;
    },
  );
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  assert.equal(await exited, 0);
});

test('a request can be cancelled while it waits, and the process goes on', async (t) => {
  const { connection, dir, indexDir } = start(t);
  await connection.sendRequest(Method.open, open(dir, indexDir));
  await connection.sendRequest(Method.pause, {});
  const source = new CancellationTokenSource();
  const update = connection.sendRequest(Method.update, { corpusId: 'main' }, source.token);
  const refused = assert.rejects(update, { code: -32800 });
  await connection.sendRequest(Method.status, {});
  source.cancel();
  await connection.sendRequest(Method.status, {});
  await connection.sendRequest(Method.resume, {});
  await refused;
  await connection.sendRequest(Method.update, { corpusId: 'main' });
  const answer: SearchResponse = await connection.sendRequest(Method.search, {
    query: 'password',
    limit: 1,
    depth: 'fast',
  });
  assert.equal(answer.results[0]?.path, 'src/auth/password.py');
});

test('asked before a folder is open it says so', async (t) => {
  const { connection } = start(t);
  await assert.rejects(connection.sendRequest(Method.status, {}), /before a folder was opened/);
});

function start(t: { after(clean: () => void): void }): {
  child: ChildProcess;
  connection: MessageConnection;
  dir: string;
  indexDir: string;
} {
  const dir = temporaryFolder(t);
  write(dir, PROJECT);
  const child = fork(path.join(root, 'dist/engine.cjs'), { execArgv: [], serialization: 'json' });
  t.after(() => void child.kill('SIGKILL'));
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  return { child, connection, dir, indexDir: path.join(temporaryFolder(t), 'index') };
}

function open(dir: string, indexDir: string): OpenParams {
  return {
    corpora: [{ id: 'main', name: 'main', root: dir, indexDir }],
    excludeGlobs: [],
    maxFileSizeBytes: 1_000_000,
  };
}
