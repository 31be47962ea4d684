import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import fc from 'fast-check';
import { type ChangeBatchOptions, createChangeBatch } from '../../../src/extension/workspace/changeBatch';

/** A batch under a clock of the test's own. */
function batchAt(options: Partial<ChangeBatchOptions> = {}) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1 });
  const flushed: (string[] | undefined)[] = [];
  const batch = createChangeBatch({
    flush: async (paths) => void flushed.push(paths),
    quietMs: 100,
    longestMs: 1000,
    burst: 5,
    ...options,
  });
  return { batch, flushed, [Symbol.dispose]: () => mock.timers.reset() };
}

/** Lets promises settle; timers stand still. */
const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
};

test('changes are handed on once the disk is quiet, each path once', async () => {
  using at = batchAt();
  at.batch.add('a');
  mock.timers.tick(90);
  at.batch.add('b');
  at.batch.add('a');
  mock.timers.tick(90);
  assert.deepEqual(at.flushed, []);
  mock.timers.tick(10);
  assert.deepEqual(at.flushed, [['a', 'b']]);
});

test('a file that changes all the time does not hold back the others for ever', async () => {
  using at = batchAt();
  for (let time = 0; time < 1200; time += 60) {
    at.batch.add('log');
    mock.timers.tick(60);
  }
  assert.ok(at.flushed.length >= 1);
});

test('a burst becomes one comparison of everything', async () => {
  using at = batchAt();
  for (let n = 0; n < 5000; n++) at.batch.add(`file${n}`);
  mock.timers.tick(100);
  assert.deepEqual(at.flushed, [undefined]);
});

test('while one flush runs, the next one waits for it', async () => {
  let finish = (): void => undefined;
  const running: number[] = [0];
  using at = batchAt({
    flush: async () => {
      running[0]! += 1;
      assert.equal(running[0], 1);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      running[0]! -= 1;
      at.flushed.push(['done']);
    },
  });
  at.batch.add('a');
  mock.timers.tick(100);
  at.batch.add('b');
  mock.timers.tick(5000);
  assert.equal(at.flushed.length, 0);
  finish();
  await settle();
  mock.timers.tick(100);
  finish();
  await settle();
  assert.equal(at.flushed.length, 2);
});

test('while git writes the working tree nothing is handed on, and afterwards everything at once', async () => {
  let isLocked = true;
  let looks = 0;
  using at = batchAt({
    burst: 100,
    isHeld: async () => {
      looks++;
      return isLocked;
    },
  });
  for (let n = 0; n < 50; n++) {
    at.batch.add(`file${n}`);
    mock.timers.tick(100);
    await settle();
  }
  assert.equal(at.flushed.length, 0);
  assert.ok(looks <= 50, `${looks} looks`);
  isLocked = false;
  mock.timers.tick(100);
  await settle();
  assert.deepEqual(
    at.flushed.map((paths) => paths?.length),
    [50],
  );
});

test('a lock that git has left behind holds nothing for ever', async () => {
  using at = batchAt({ isHeld: async () => true, longestHeldMs: 1000 });
  at.batch.add('a');
  for (let n = 0; n < 11; n++) {
    mock.timers.tick(100);
    await settle();
  }
  assert.deepEqual(at.flushed, [['a']]);
});

test('a flush that fails does not end the batch', async () => {
  let calls = 0;
  using at = batchAt({
    flush: async () => {
      calls += 1;
      throw new Error('no');
    },
  });
  at.batch.add('a');
  mock.timers.tick(100);
  await settle();
  at.batch.add('b');
  mock.timers.tick(100);
  assert.equal(calls, 2);
});

const RULES: [path: string, expected: (string[] | undefined)[]][] = [
  ['src/a.ts', [['src/a.ts']]],
  ['.git/index.lock', []],
  ['.git/objects/ab/cd', []],
  ['.git/HEAD', [undefined]],
  ['.git/info/exclude', [undefined]],
  ['.gitignore', [undefined]],
  ['deep/folder/.gitignore', [undefined]],
  ['.ignore', [undefined]],
  ['.kindredignore', [undefined]],
  ['.github/workflow.yml', [['.github/workflow.yml']]],
  ['src/x.gitignore', [['src/x.gitignore']]],
];
for (const [path, expected] of RULES) {
  test(`a change of ${path} asks for ${JSON.stringify(expected)}`, () => {
    using at = batchAt();
    at.batch.add(path);
    mock.timers.tick(100);
    assert.deepEqual(at.flushed, expected);
  });
}

test('no path is lost, whatever the rhythm', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(20), fc.nat(300)), { maxLength: 60 }), async (events) => {
      using at = batchAt({ burst: 15 });
      const pending = new Set<string>();
      for (const [name, pause] of events) {
        pending.add(`f${name}`);
        at.batch.add(`f${name}`);
        mock.timers.tick(pause);
        await settle();
      }
      mock.timers.tick(2000);
      const everything = at.flushed.includes(undefined);
      const named = new Set(at.flushed.flatMap((paths) => paths ?? []));
      assert.ok(everything || [...pending].every((path) => named.has(path)));
    }),
    { numRuns: 100 },
  );
});
