/**
 * Engine processes as windows have them, with a model really loaded: what is paused stays paused, and one at a time
 * works on a machine.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { modelDir } from '../../src/inference/installedModels';
import { DEFAULT_MODEL_ID } from '../../src/inference/presets';
import { type Channel, openChannel } from '../../src/protocol/channel';
import { type DeepIndexingPolicy, type EngineRequests, type EngineStatus, requests } from '../../src/protocol/engine';
import { createClient } from '../../src/protocol/requests';
import { installSmallModel } from '../support/installJina';
import { until } from '../support/until';
import { root, temporaryFolder, write } from '../support/workspace';

const NORMAL: DeepIndexingPolicy = {
  pace: 'normal',
  pauseOnBattery: false,
  pauseWhenBusy: false,
  memoryLimitBytes: 1.2e9,
  idleMs: 60_000,
  vectorLimitBytes: 2e9,
};
const FILES = 150;

const models = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-models-'));
const model = modelDir(models, DEFAULT_MODEL_ID);

before(() => installSmallModel(model));
after(() => fs.rmSync(models, { recursive: true, force: true }));

test('paused at the start it does nothing; resumed it goes on; at full speed it reaches its end and says so', async (t) => {
  const machine = temporaryFolder(t);
  const window = await open(t, machine, { ...NORMAL, pace: 'paused' }, 12);
  await until(async () => (await status(window)).deep.waitingFor === 'paused');
  assert.equal((await status(window)).corpora[0]!.deepChunks, 0);
  await window.engine.setDeepIndexingPolicy(NORMAL);
  await until(async () => (await status(window)).corpora[0]!.deepChunks > 0);
  await window.engine.setDeepIndexingPolicy({ ...NORMAL, pace: 'full' });
  await until(async () => isDone(await status(window)));
  await until(async () => (await status(window)).deep.pace === 'normal');
  assert.equal((await status(window)).deep.waitingFor, undefined);
});

test('all indexing paused is deep indexing paused, and typing is waited out', async (t) => {
  const window = await open(t, temporaryFolder(t), NORMAL, 60);
  await until(async () => (await status(window)).corpora[0]!.deepChunks > 0);
  await window.engine.pause();
  await until(async () => (await status(window)).deep.waitingFor === 'paused');
  const { deepChunks } = (await status(window)).corpora[0]!;
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal((await status(window)).corpora[0]!.deepChunks, deepChunks);
  window.channel.announce('activity', {});
  await window.engine.resume();
  await until(async () => (await status(window)).deep.waitingFor === 'typing');
  await until(async () => isDone(await status(window)));
});

test('of two windows one works and the other says that it waits; when the one is killed the other goes on', async (t) => {
  const machine = temporaryFolder(t);
  const first = await open(t, machine, NORMAL, FILES);
  await until(async () => (await status(first)).corpora[0]!.deepChunks > 0);
  const second = await open(t, machine, NORMAL, 12);
  await until(async () => (await status(second)).deep.waitingFor === 'otherWindow');
  assert.equal((await status(second)).corpora[0]!.deepChunks, 0);
  assert.equal(isDone(await status(first)), false, 'the first is still at it');
  first.child.kill('SIGKILL');
  await until(async () => isDone(await status(second)));
});

test('the lock passes on when the first is done', async (t) => {
  const machine = temporaryFolder(t);
  const first = await open(t, machine, NORMAL, 40);
  await until(async () => (await status(first)).corpora[0]!.deepChunks > 0);
  const second = await open(t, machine, { ...NORMAL, pace: 'full' }, 12);
  await until(async () => isDone(await status(second)));
  assert.ok(isDone(await status(first)));
});

interface Window {
  child: ChildProcess;
  channel: Channel;
  engine: EngineRequests;
}

/** An engine's process over a folder of `files` files, indexed, with the model loaded. */
async function open(
  t: { after(clean: () => void): void },
  machine: string,
  deepIndexingPolicy: DeepIndexingPolicy,
  files: number,
): Promise<Window> {
  const dir = temporaryFolder(t);
  write(dir, Object.fromEntries(Array.from({ length: files }, (_, i) => [`src/f${i}.ts`, source(i)])));
  // What processes of one machine share lies below the user's cache folder.
  const env = { ...process.env, HOME: machine, XDG_CACHE_HOME: machine, LOCALAPPDATA: machine };
  const child = fork(path.join(root, 'dist/engine.cjs'), { execArgv: [], serialization: 'json', env });
  t.after(() => void child.kill('SIGKILL'));
  const channel = openChannel(child, {});
  const engine = createClient(requests, channel.request);
  await engine.open({
    corpora: [{ id: 'main', name: 'main', root: dir, indexDir: path.join(temporaryFolder(t), 'index') }],
    excludeGlobs: [],
    maxFileSizeBytes: 1_000_000,
    deepModel: { id: DEFAULT_MODEL_ID, dir: model },
    deepIndexingPolicy,
  });
  await engine.update({ corpusId: 'main' });
  return { child, channel, engine };
}

function source(i: number): string {
  const lines = Array.from(
    { length: 25 },
    (_, line) => `  const value${line} = retry(upload${i}, ${line}, 'backoff');`,
  );
  return `/** Number ${i}. */\nexport function number${i}(): void {\n${lines.join('\n')}\n}\n`;
}

function status({ engine }: Window): Promise<EngineStatus> {
  return engine.status();
}

function isDone({ corpora: [corpus] }: EngineStatus): boolean {
  return corpus!.chunks > 0 && corpus!.deepChunks === corpus!.chunks;
}
