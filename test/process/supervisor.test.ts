/** The states of a supervised process, with processes made of promises and a clock of the test's own. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { type Crash, Supervisor, type SupervisorOptions } from '../../src/process/supervisor';
import { EngineError } from '../../src/protocol/errors';

type Context = { after(clean: () => void): void };

/** What the supervisor starts: each is told by the test when it is ready, when it dies and when it has ended. */
interface Fake {
  prepared(): Promise<void>;
  unfit(error: Error): Promise<void>;
  dies(reason: string): void;
  hasEnded(): Promise<void>;
}

function supervise(t: Context, options: Partial<SupervisorOptions<Fake>> = {}) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  t.after(() => mock.timers.reset());
  const launched: Fake[] = [];
  const released: Fake[] = [];
  const crashes: Crash[] = [];
  const preparing = new Map<Fake, { resolve(): void; reject(error: Error): void }>();
  const ending = new Map<Fake, () => void>();
  const supervisor = new Supervisor<Fake>({
    name: 'test',
    launch(ended) {
      const fake: Fake = {
        prepared: () => settled(() => preparing.get(fake)!.resolve()),
        unfit: (error) => settled(() => preparing.get(fake)!.reject(error)),
        dies: ended,
        hasEnded: () => settled(() => ending.get(fake)!()),
      };
      launched.push(fake);
      return fake;
    },
    prepare: (fake) => new Promise((resolve, reject) => preparing.set(fake, { resolve, reject })),
    end: (fake) => new Promise((resolve) => ending.set(fake, resolve)),
    released: (fake) => released.push(fake),
    maxCrashes: 3,
    restartDelayMs: (crashesInARow) => 100 * crashesInARow,
    isAlwaysWanted: true,
    onCrash: (crash) => crashes.push(crash),
    ...options,
  });
  return { supervisor, launched, released, crashes };
}

async function settled(act: () => void): Promise<void> {
  act();
  for (let i = 0; i < 5; i++) await Promise.resolve();
}

test('stopped, starting, ready, stopped', async (t) => {
  const { supervisor, launched, released, crashes } = supervise(t);
  assert.equal(supervisor.state, 'stopped');
  await assert.rejects(supervisor.ready(), { code: 'workerCrashed', detail: 'not running' });
  supervisor.start();
  supervisor.start();
  assert.deepEqual([supervisor.state, launched.length], ['starting', 1]);
  const waiting = supervisor.ready();
  await launched[0]!.prepared();
  assert.equal(supervisor.state, 'ready');
  assert.equal(await waiting, launched[0]);
  assert.equal(await supervisor.ready(), launched[0]);
  const stopped = supervisor.stop();
  assert.deepEqual([supervisor.state, supervisor.process], ['stopped', undefined]);
  await launched[0]!.hasEnded();
  await stopped;
  launched[0]!.dies('afterward');
  assert.deepEqual([supervisor.state, released, crashes], ['stopped', [launched[0]], []]);
});

test('a death is followed by a pause that grows, and whoever waits gets the next process', async (t) => {
  const { supervisor, launched, crashes } = supervise(t);
  supervisor.start();
  launched[0]!.dies('one');
  launched[0]!.dies('heard twice');
  assert.equal(supervisor.state, 'backingOff');
  const waiting = supervisor.ready();
  mock.timers.tick(99);
  assert.equal(supervisor.state, 'backingOff');
  mock.timers.tick(1);
  assert.deepEqual([supervisor.state, launched.length], ['starting', 2]);
  launched[1]!.dies('two');
  mock.timers.tick(199);
  assert.equal(launched.length, 2);
  mock.timers.tick(1);
  await launched[2]!.prepared();
  assert.equal(await waiting, launched[2]);
  assert.deepEqual(crashes, [
    { reason: 'one', crashesInARow: 1, isGivenUp: false },
    { reason: 'two', crashesInARow: 2, isGivenUp: false },
  ]);
});

test('too many deaths in a row: failed until it is restarted, with a fresh row', async (t) => {
  const { supervisor, launched, crashes } = supervise(t);
  supervisor.start();
  const waiting = assert.rejects(supervisor.ready(), { code: 'workerCrashed', value: 'test', detail: 'three' });
  for (const [at, reason] of ['one', 'two', 'three'].entries()) {
    launched[at]!.dies(reason);
    mock.timers.tick(1000);
  }
  await waiting;
  assert.deepEqual([supervisor.state, supervisor.error?.detail, launched.length], ['failed', 'three', 3]);
  assert.equal(crashes.at(-1)?.isGivenUp, true);
  await assert.rejects(supervisor.ready(), { detail: 'three' });
  supervisor.start();
  mock.timers.tick(1_000_000);
  assert.equal(supervisor.state, 'failed');
  await supervisor.restart();
  assert.deepEqual([supervisor.state, supervisor.crashesInARow, launched.length], ['starting', 0, 4]);
});

test('after the cool-down it may be tried again, and one more death fails it again', async (t) => {
  const { supervisor, launched } = supervise(t, { maxCrashes: 1, coolDownMs: 5000 });
  supervisor.start();
  launched[0]!.dies('one');
  assert.equal(supervisor.state, 'failed');
  mock.timers.tick(4999);
  assert.equal(supervisor.state, 'failed');
  mock.timers.tick(1);
  assert.equal(supervisor.state, 'stopped');
  supervisor.start();
  mock.timers.tick(100);
  launched[1]!.dies('two');
  assert.deepEqual([supervisor.state, supervisor.crashesInARow], ['failed', 2]);
});

test('what cannot be prepared is failed for good, without a second attempt', async (t) => {
  const { supervisor, launched, released, crashes } = supervise(t, { coolDownMs: 10 });
  supervisor.start();
  const waiting = assert.rejects(supervisor.ready(), { code: 'modelIncompatible' });
  await launched[0]!.unfit(new EngineError('modelIncompatible', 'model'));
  await waiting;
  mock.timers.tick(1000);
  assert.deepEqual([supervisor.state, supervisor.error?.code, launched.length], ['failed', 'modelIncompatible', 1]);
  assert.deepEqual([released.length, crashes], [1, []]);
});

test('a process that cannot even be launched has crashed', (t) => {
  const launch = () => {
    throw new Error('no such file');
  };
  const { supervisor, crashes } = supervise(t, { launch, maxCrashes: 2 });
  supervisor.start();
  assert.equal(supervisor.state, 'backingOff');
  mock.timers.tick(100);
  assert.equal(supervisor.state, 'failed');
  assert.deepEqual(
    crashes.map(({ reason }) => reason),
    ['Error: no such file', 'Error: no such file'],
  );
});

test('work done and a long life both begin a new row', async (t) => {
  const { supervisor, launched, crashes } = supervise(t, { healthyAfterMs: 1000 });
  supervisor.start();
  launched[0]!.dies('one');
  mock.timers.tick(100);
  supervisor.noteHealthy();
  launched[1]!.dies('two');
  mock.timers.tick(100);
  mock.timers.tick(1001);
  launched[2]!.dies('three');
  assert.deepEqual(
    crashes.map(({ crashesInARow }) => crashesInARow),
    [1, 1, 1],
  );
});

test('one that is wanted only on demand is started again while somebody waits, and not otherwise', async (t) => {
  const { supervisor, launched } = supervise(t, { isAlwaysWanted: false });
  supervisor.start();
  const waiting = supervisor.ready();
  launched[0]!.dies('one');
  assert.equal(supervisor.state, 'backingOff');
  mock.timers.tick(100);
  await launched[1]!.prepared();
  await waiting;
  launched[1]!.dies('two');
  assert.equal(supervisor.state, 'stopped');
  mock.timers.tick(10_000);
  assert.equal(launched.length, 2);
  supervisor.start();
  assert.equal(supervisor.state, 'backingOff', 'the pause is made up for');
});

test('another is started while the one that was let go still ends, and dispose waits for both', async (t) => {
  const { supervisor, launched } = supervise(t);
  supervisor.start();
  void supervisor.stop();
  supervisor.start();
  await launched[0]!.prepared();
  assert.equal(supervisor.state, 'starting', 'what the old one does is not heard');
  const waiting = assert.rejects(supervisor.ready(), { code: 'canceled' });
  let isDisposed = false;
  const disposed = supervisor.dispose().then(() => {
    isDisposed = true;
  });
  await waiting;
  await launched[1]!.hasEnded();
  assert.equal(isDisposed, false);
  await launched[0]!.hasEnded();
  await disposed;
  supervisor.start();
  assert.deepEqual([supervisor.state, launched.length], ['stopped', 2]);
});

test('disposed of during the pause nothing is started any more', async (t) => {
  const { supervisor, launched } = supervise(t);
  supervisor.start();
  launched[0]!.dies('one');
  await supervisor.dispose();
  mock.timers.tick(10_000);
  assert.deepEqual([supervisor.state, launched.length], ['stopped', 1]);
});

test('stopped while somebody waits for it: an error and no hang', async (t) => {
  const { supervisor, launched } = supervise(t);
  supervisor.start();
  const waiting = assert.rejects(supervisor.ready(), { code: 'workerCrashed', detail: 'stopped' });
  void supervisor.stop();
  await waiting;
  await launched[0]!.hasEnded();
});
