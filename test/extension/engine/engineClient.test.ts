import assert from 'node:assert/strict';
import path from 'node:path';
import { afterEach, test } from 'node:test';
import {
  type CancellationToken,
  createEngineClient,
  type EngineClient,
  type EngineClientOptions,
} from '../../../src/extension/engine/engineClient';
import { childEnvironment } from '../../../src/extension/engine/engineProcess';
import type { EngineError } from '../../../src/protocol/errors';
import { until } from '../../support/until';

const FAKE = path.join(process.cwd(), 'out/test/test/extension/engine/fakeEngine.main.cjs');
let client: EngineClient | undefined;

afterEach(async () => {
  await client?.dispose();
  client = undefined;
});

interface Seen {
  log: string[];
  progress: unknown[];
  changed: string[];
  statusChanged: number;
  crashes: string[];
  gaveUp: string[];
}

function start(
  options: Partial<EngineClientOptions> = {},
  excludeGlobs: () => string[] = () => [],
): { engine: EngineClient; seen: Seen } {
  const seen: Seen = { log: [], progress: [], changed: [], statusChanged: 0, crashes: [], gaveUp: [] };
  const engine = createEngineClient({
    modulePath: FAKE,
    log: (line) => seen.log.push(line),
    onStart: (requests) => requests.open({ corpora: [], excludeGlobs: excludeGlobs(), maxFileSizeBytes: 1 }),
    listeners: {
      progress: (progress) => seen.progress.push(progress),
      changed: ({ corpusId }) => seen.changed.push(corpusId),
      statusChanged: () => seen.statusChanged++,
    },
    onCrash: (detail) => seen.crashes.push(detail),
    onGaveUp: (detail) => seen.gaveUp.push(detail),
    restartDelaysMs: [1, 1, 1],
    ...options,
  });
  client = engine;
  engine.start();
  return { engine, seen };
}

const ask = (engine: EngineClient, query: string) => engine.search({ query, limit: 1, depth: 'fast' });
const code = (expected: string) => (error: EngineError) => {
  assert.equal(error.code, expected);
  return true;
};

test('a request waits until the workspace is open, and is answered', async () => {
  const { engine } = start();
  assert.equal((await ask(engine, 'opened')).tookMs, 1);
});

test('errors keep their code, value and detail', async () => {
  const { engine } = start();
  await assert.rejects(ask(engine, 'err'), {
    name: 'EngineError',
    code: 'diskFull',
    value: '/index',
    detail: 'ENOSPC',
  });
  await assert.rejects(ask(engine, 'fault'), /a fault inside/);
});

test('an answer that does not fit the protocol is an error and not a result', async () => {
  const { engine } = start();
  await assert.rejects(ask(engine, 'garbage'), code('badArguments'));
});

test('a canceled request ends as canceled', async () => {
  const { engine } = start();
  const canceled = new AbortController();
  const answer = engine.search({ query: 'hang', limit: 1, depth: 'fast' }, tokenOf(canceled.signal));
  await ask(engine, 'something');
  canceled.abort();
  await assert.rejects(answer, code('canceled'));
});

test('announcements arrive, invalid ones are dropped, output goes to the log', async () => {
  const { engine, seen } = start();
  await ask(engine, 'announce');
  assert.equal(seen.progress.length, 1);
  assert.deepEqual([seen.changed, seen.statusChanged], [['c'], 1]);
  await until(() => seen.log.includes('a line of the log'));
});

test('what needs no answer is announced, and dropped while the process is down', async () => {
  const { engine } = start();
  await ask(engine, 'first');
  engine.announce('activity', {});
  assert.equal((await ask(engine, 'announced')).query, '[["activity",{}]]');
  await engine.dispose();
  engine.announce('activity', {});
});

test('a crash ends what was asked, is said once, and the next request is answered by a new process', async () => {
  const { engine, seen } = start();
  await ask(engine, 'first');
  const before = engine.pid;
  await assert.rejects(ask(engine, 'die'), code('workerCrashed'));
  assert.equal((await ask(engine, 'opened')).tookMs, 1);
  assert.notEqual(engine.pid, before);
  await assert.rejects(ask(engine, 'die'), code('workerCrashed'));
  await ask(engine, 'second');
  assert.deepEqual(seen.crashes, ['exit code 3']);
  assert.deepEqual(seen.gaveUp, []);
});

test('a process that keeps dying is left alone, and requests say so, until it is restarted', async () => {
  let broken = true;
  const { engine, seen } = start({}, () => (broken ? ['die at open'] : []));
  await assert.rejects(ask(engine, 'anything'), code('workerCrashed'));
  assert.deepEqual([seen.crashes.length, seen.gaveUp.length], [1, 1]);
  await assert.rejects(ask(engine, 'still'), code('workerCrashed'));
  broken = false;
  await engine.restart();
  assert.equal((await ask(engine, 'opened')).tookMs, 1);
});

test('a long life forgives earlier crashes', async () => {
  const { engine, seen } = start({ restartDelaysMs: [1], healthyAfterMs: -1 });
  for (const round of [1, 2, 3]) {
    await ask(engine, `round ${round}`);
    await assert.rejects(ask(engine, 'die'), code('workerCrashed'));
  }
  await ask(engine, 'alive');
  assert.deepEqual(seen.gaveUp, []);
});

test('after dispose no process is left and every request is refused', async () => {
  const { engine } = start();
  await ask(engine, 'first');
  const pid = engine.pid!;
  const pending = assert.rejects(engine.search({ query: 'hang', limit: 1, depth: 'fast' }));
  await engine.dispose();
  await pending;
  assert.throws(() => process.kill(pid, 0));
  await assert.rejects(ask(engine, 'late'), code('workerCrashed'));
});

test('a missing engine is an error, not a hang', async () => {
  const { engine, seen } = start({ modulePath: '/nowhere/engine.cjs', restartDelaysMs: [] });
  await assert.rejects(ask(engine, 'anything'), code('workerCrashed'));
  assert.equal(seen.gaveUp.length, 1);
});

test('the child gets no variable that would change how it runs', async () => {
  const kept = childEnvironment({
    PATH: '/bin',
    VSCODE_PID: '1',
    ELECTRON_X: '1',
    NODE_OPTIONS: '--inspect',
    HOME: '/h',
  });
  assert.deepEqual(kept, {
    PATH: '/bin',
    HOME: '/h',
    ELECTRON_RUN_AS_NODE: '1',
    ORT_DISABLE_TELEMETRY: '1',
    MALLOC_MMAP_THRESHOLD_: '1048576',
  });
  const { engine } = start();
  const { query } = await ask(engine, 'environment');
  assert.ok(!JSON.parse(query).includes('NODE_OPTIONS'));
});

function tokenOf(signal: AbortSignal): CancellationToken {
  return {
    get isCancellationRequested() {
      return signal.aborted;
    },
    onCancellationRequested(listener) {
      signal.addEventListener('abort', listener);
      return { dispose: () => signal.removeEventListener('abort', listener) };
    },
  };
}
