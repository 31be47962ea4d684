/** What a crash, a full disk or a refusal at each single step of a commit leaves behind. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EngineError } from '../../src/protocol/errors';
import { IndexStore } from '../../src/storage/indexStore';
import type { ShardData } from '../../src/storage/store';
import { Crash, MemoryFiles } from './memoryFiles';
import { makeShard, makeShards, NO_VECTORS, NO_WAIT, OPTIONS, readAll, seededRandom } from './shardData';

const FOLDER = '/index';
const OLD = makeShards(1);
/** Changes two shards, empties one, leaves one. */
const CHANGES = new Map<number, ShardData>([
  [0, makeShard(0, 2)],
  [1, makeShard(1, 2, 5)],
  [3, { documents: [], chunks: [], vectors: NO_VECTORS, lexical: new Uint8Array() }],
]);
const NEW = new Map([...OLD, ...CHANGES].filter(([k]) => k !== 3));

function open(files: MemoryFiles) {
  return IndexStore.open(FOLDER, { ...OPTIONS, files, lockTiming: NO_WAIT });
}

async function withOldState(): Promise<{ store: IndexStore; files: MemoryFiles }> {
  const files = new MemoryFiles();
  const { store } = await open(files);
  await store.commit(OLD);
  return { store, files };
}

async function stepsOfCommit(): Promise<number> {
  const { store, files } = await withOldState();
  const before = files.stepCount;
  await store.commit(CHANGES);
  return files.stepCount - before;
}

async function assertSound(files: MemoryFiles, expected: 'old' | 'new' | 'either', message: string): Promise<void> {
  const { store, notices } = await open(files);
  const found = await readAll(store);
  assert.deepEqual(notices, [], message);
  const isNew = found.get(0)?.documents[0]?.sizeBytes === NEW.get(0)!.documents[0]!.sizeBytes;
  if (expected !== 'either') assert.equal(isNew ? 'new' : 'old', expected, message);
  assert.deepEqual(found, isNew ? NEW : OLD, message);
  assert.deepEqual((await store.verify()).damages, [], message);
  const shardFiles = files.paths().filter((file) => file.includes('shards'));
  assert.equal(shardFiles.length, found.size, `${message}: leftovers are removed: ${shardFiles}`);
  await store.commit(makeShards(9));
  await store.close();
  assert.deepEqual(await readAll((await open(files)).store), makeShards(9), `${message}: goes on`);
}

test('a kill at any step of a commit leaves the old state or the new one', async () => {
  const steps = await stepsOfCommit();
  assert.ok(steps > 15, `${steps} steps`);
  const outcomes: boolean[] = [];
  for (let step = 1; step <= steps; step++) {
    const { store, files } = await withOldState();
    files.crashAtStep = files.stepCount + step;
    const isDone = await store.commit(CHANGES).then(
      () => true,
      (error: unknown) => {
        assert.ok(error instanceof Crash, String(error));
        return false;
      },
    );
    outcomes.push(isDone);
    await assertSound(files.afterKill(), isDone ? 'new' : 'either', `kill at step ${step} of ${steps}`);
  }
  assert.ok(outcomes.includes(false));
});

test('a power cut at any step of a commit leaves the old state or the new one, and a completed commit stays', async () => {
  const steps = await stepsOfCommit();
  for (let step = 1; step <= steps + 1; step++) {
    for (let seed = 0; seed < 8; seed++) {
      const { store, files } = await withOldState();
      files.crashAtStep = files.stepCount + step;
      const isDone = await store.commit(CHANGES).then(
        () => true,
        () => false,
      );
      const left = files.afterPowerCut(seededRandom(seed * 1000 + step));
      await assertSound(left, isDone ? 'new' : 'either', `power cut at step ${step} of ${steps}, seed ${seed}`);
    }
  }
});

test('a power cut at any step of the first opening and commit is recovered from', async () => {
  const files = new MemoryFiles();
  await (await open(files)).store.commit(OLD);
  for (let step = 1; step <= files.stepCount; step++) {
    const crashing = new MemoryFiles();
    crashing.crashAtStep = step;
    await assert.rejects(async () => (await open(crashing)).store.commit(OLD), Crash);
    for (const left of [crashing.afterKill(), crashing.afterPowerCut(seededRandom(step))]) {
      const { store, notices } = await open(left);
      const found = await readAll(store);
      assert.deepEqual(notices, [], `step ${step}`);
      assert.ok(found.size === 0 || found.size === OLD.size, `step ${step}: ${found.size} shards`);
      await store.commit(OLD);
      assert.deepEqual(await readAll(store), OLD);
    }
  }
});

for (const [refusal, code] of [
  ['ENOSPC', 'diskFull'],
  ['EDQUOT', 'diskFull'],
  ['EACCES', 'indexNotWritable'],
  ['EROFS', 'indexNotWritable'],
] as const) {
  test(`${refusal} at any step of a commit is ${code} and leaves the old state or the new one, in memory too`, async () => {
    const steps = await stepsOfCommit();
    let refused = 0;
    for (let step = 1; step <= steps; step++) {
      const { store, files } = await withOldState();
      const failAt = files.stepCount + step;
      // From this step on nothing can be written; removing still works, as on a full disk.
      files.refuse = (kind, _file, n) => (n >= failAt && kind !== 'remove' ? refusal : undefined);
      const error: unknown = await store.commit(CHANGES).then(
        () => undefined,
        (e) => e,
      );
      if (error) {
        refused++;
        assert.ok(error instanceof EngineError && error.code === code, String(error));
        assert.equal(error.value, FOLDER);
        assert.match(error.detail, new RegExp(`^${refusal}: ${FOLDER}`));
        const left = files.paths().filter((file) => file.includes('/shards/') || file.endsWith('.tmp'));
        assert.equal(left.length, store.generation === 1 ? OLD.size : NEW.size, `no space is wasted: ${left}`);
      }
      const inMemory = await readAll(store);
      assert.ok([OLD.size, NEW.size].includes(inMemory.size));
      files.refuse = () => undefined;
      assert.deepEqual(await readAll((await open(files.afterKill())).store), inMemory, `step ${step}`);
      await store.commit(CHANGES);
      assert.deepEqual(await readAll(store), NEW, `with space again, step ${step}`);
      await store.close();
      await assertSound(files, 'new', `${refusal} at step ${step}`);
    }
    assert.ok(refused > 10, `${refused} refusals`);
  });
}

test('random commits, clears, crashes and reopenings end in the state of the last completed change or the one in flight', async () => {
  const action = fc.oneof(
    fc.record({
      kind: fc.constant('commit' as const),
      shards: fc.uniqueArray(fc.nat(3), { maxLength: 4 }),
      version: fc.nat(200),
      crashAfter: fc.option(fc.nat(30)),
      isPowerCut: fc.boolean(),
      seed: fc.nat(),
    }),
    fc.record({ kind: fc.constant('clear' as const) }),
    fc.record({ kind: fc.constant('reopen' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (actions) => {
      let files = new MemoryFiles();
      let { store } = await open(files);
      let expected = new Map<number, ShardData>();
      for (const next of actions) {
        if (next.kind === 'clear') {
          await store.clear();
          expected = new Map();
        } else if (next.kind === 'reopen') {
          await store.close();
          ({ store } = await open(files));
        } else {
          const changes = new Map(next.shards.map((k) => [k, makeShard(k, next.version)]));
          if (next.crashAfter !== null) files.crashAtStep = files.stepCount + next.crashAfter + 1;
          const isDone = await store.commit(changes).then(
            () => true,
            () => false,
          );
          const changed = new Map([...expected, ...changes]);
          if (next.crashAfter !== null) {
            files = next.isPowerCut ? files.afterPowerCut(seededRandom(next.seed)) : files.afterKill();
            ({ store } = await open(files));
          }
          const found = await readAll(store);
          if (isDone) assert.deepEqual(found, changed);
          else assert.ok(isEqual(found, changed) || isEqual(found, expected));
          expected = found;
        }
        assert.deepEqual(store.notices, []);
      }
      assert.deepEqual(await readAll(store), expected);
    }),
    { numRuns: 150 },
  );
});

function isEqual(a: unknown, b: unknown): boolean {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
}
