/** The engine's process over its channel, as the extension host talks to it. */
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { type Channel, openChannel } from '../../src/protocol/channel';
import { type CorpusProgress, type EngineRequests, type OpenParams, requests } from '../../src/protocol/engine';
import type { EngineError } from '../../src/protocol/errors';
import { createClient } from '../../src/protocol/requests';
import { PROJECT, root, temporaryFolder, write } from '../support/workspace';

test('opens, indexes with progress, answers, validates, and ends with its parent', async (t) => {
  const { child, channel, engine, progress, dir, indexDir } = start(t);
  await engine.open(open(dir, indexDir));
  await engine.update({ corpusId: 'main' });
  assert.equal(progress.at(-1)?.documentsDone, 4);
  const answer = await engine.search({ query: 'retryUpload', limit: 3, depth: 'full' });
  assert.equal(answer.results[0]?.path, 'src/upload.ts');
  assert.equal(answer.results[0]?.startLine, 0);

  await assert.rejects(channel.request('search', { query: 5 }), /search: /);
  await assert.rejects(channel.request('toString', {}), /no request toString/);
  await assert.rejects(
    engine.search({ query: '', limit: 3, depth: 'full' }),
    ({ code, value, detail }: EngineError) => {
      assert.deepEqual({ code, value, detail }, { code: 'emptyQuery', value: '', detail: '' });
      return true;
    },
  );
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  assert.equal(await exited, 0);
});

test('a request can be canceled while it waits, and the process goes on', async (t) => {
  const { engine, dir, indexDir } = start(t);
  await engine.open(open(dir, indexDir));
  await engine.pause();
  const canceled = new AbortController();
  const update = engine.update({ corpusId: 'main' }, canceled.signal);
  const refused = assert.rejects(update, { code: 'canceled' });
  await engine.status();
  canceled.abort();
  await engine.status();
  await engine.resume();
  await refused;
  await engine.update({ corpusId: 'main' });
  const answer = await engine.search({ query: 'password', limit: 1, depth: 'fast' });
  assert.equal(answer.results[0]?.path, 'src/auth/password.py');
});

test('asked before a folder is open it says so', async (t) => {
  const { engine } = start(t);
  await assert.rejects(engine.status(), /before a folder was opened/);
});

function start(t: { after(clean: () => void): void }): {
  child: ChildProcess;
  channel: Channel;
  engine: EngineRequests;
  progress: CorpusProgress[];
  dir: string;
  indexDir: string;
} {
  const dir = temporaryFolder(t);
  write(dir, PROJECT);
  const child = fork(path.join(root, 'dist/engine.cjs'), { execArgv: [], serialization: 'json' });
  t.after(() => void child.kill('SIGKILL'));
  const progress: CorpusProgress[] = [];
  const channel = openChannel(child, {
    announced: (method, message) => {
      if (method === 'progress') progress.push(message as CorpusProgress);
    },
  });
  return {
    child,
    channel,
    engine: createClient(requests, channel.request),
    progress,
    dir,
    indexDir: path.join(temporaryFolder(t), 'index'),
  };
}

function open(dir: string, indexDir: string): OpenParams {
  return {
    corpora: [{ id: 'main', name: 'main', root: dir, indexDir }],
    excludeGlobs: [],
    maxFileSizeBytes: 1_000_000,
  };
}
