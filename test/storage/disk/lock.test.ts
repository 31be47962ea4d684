/** When a lock counts as held, and that only one taker wins. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { EngineError } from '../../../src/protocol/errors';
import { diskFiles } from '../../../src/storage/disk/files';
import { DEFAULT_LOCK_TIMING, IndexLock } from '../../../src/storage/disk/lock';
import { IndexStore } from '../../../src/storage/indexStore';
import { MemoryFiles } from '../memoryFiles';
import { makeShards, NO_WAIT, OPTIONS, readAll } from '../shardData';

const FOLDER = '/index';
const QUICK = { heartbeatMs: 20, staleMs: 30_000, observeMs: 120 };

async function emptyFolder(): Promise<MemoryFiles> {
  const files = new MemoryFiles();
  await files.makeFolder(FOLDER);
  return files;
}

async function take(files: MemoryFiles, timing = DEFAULT_LOCK_TIMING): Promise<IndexLock> {
  const lock = await IndexLock.acquire(files, FOLDER, timing);
  assert.ok(lock instanceof IndexLock, 'the lock is free');
  return lock;
}

test('a held lock is not given to another, a released one is', async () => {
  const files = await emptyFolder();
  const lock = await take(files);
  assert.equal(await lock.isHeld(), true);
  const refused = await IndexLock.acquire(files, FOLDER);
  assert.ok(!(refused instanceof IndexLock));
  assert.match(refused.description, new RegExp(`^process ${process.pid} on ${os.hostname()}$`));
  await lock.release();
  assert.equal(await lock.isHeld(), false);
  const next = await take(files);
  assert.equal(next.number, lock.number + 1);
  assert.deepEqual(await files.list(FOLDER), [`lock-${next.number}`]);
  await lock.release();
  assert.equal(await next.isHeld(), true);
  // As in the moment when a taker has created its number and not yet removed this one.
  files.setBytes(`${FOLDER}/lock-${next.number + 1}`, new Uint8Array());
  assert.equal(await next.isHeld(), false);
  await files.remove(`${FOLDER}/lock-${next.number + 1}`);
  assert.equal(await next.isHeld(), true);
  await next.release();
});

for (const [name, ageMs] of [
  ['long ago', 3_600_000],
  ['in the future, as after the clock was set back', -3_600_000],
] as const) {
  test(`a heartbeat ${name} that does not move is stale, though a process of that number runs`, async () => {
    const files = await emptyFolder();
    const lock = await take(files);
    await files.touch(`${FOLDER}/lock-1`, Date.now() - ageMs);
    const second = await take(files, QUICK);
    assert.equal(await lock.isHeld(), false);
    await Promise.all([lock.release(), second.release()]);
  });

  test(`a heartbeat ${name} that still beats (the clock moved, or the machine slept) is alive`, async () => {
    const files = await emptyFolder();
    const lock = await take(files, QUICK);
    await files.touch(`${FOLDER}/lock-1`, Date.now() - ageMs);
    assert.ok(!((await IndexLock.acquire(files, FOLDER, QUICK)) instanceof IndexLock));
    assert.equal(await lock.isHeld(), true);
    await lock.release();
  });
}

test('a lock file cut short by a crash is held until its time has passed', async () => {
  const files = await emptyFolder();
  files.setBytes(`${FOLDER}/lock-3`, Buffer.from('{"pi'));
  assert.ok(!((await IndexLock.acquire(files, FOLDER, QUICK)) instanceof IndexLock));
  await files.touch(`${FOLDER}/lock-3`, Date.now() - 60_000);
  const lock = await take(files, QUICK);
  assert.equal(lock.number, 4);
  await lock.release();
});

test('a lock of another machine counts by its heartbeat alone', async () => {
  const files = await emptyFolder();
  const foreign = { pid: 1, host: 'elsewhere', startedMs: 1, token: 't', isReleased: false };
  files.setBytes(`${FOLDER}/lock-1`, Buffer.from(JSON.stringify(foreign)));
  const refused = await IndexLock.acquire(files, FOLDER, QUICK);
  assert.ok(!(refused instanceof IndexLock));
  assert.equal(refused.description, 'process 1 on elsewhere');
  await files.touch(`${FOLDER}/lock-1`, Date.now() - 60_000);
  await (await take(files, QUICK)).release();
});

test('of many takers at once exactly one wins, on a real disk', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-'));
  try {
    for (let round = 0; round < 10; round++) {
      const taken = await Promise.all(Array.from({ length: 8 }, () => IndexLock.acquire(diskFiles, folder)));
      const locks = taken.filter((one) => one instanceof IndexLock);
      assert.equal(locks.length, 1, `round ${round}`);
      await locks[0]!.release();
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('a taker that was slow wins nothing with a number that others have used meanwhile', async () => {
  const files = await emptyFolder();
  await take(files, NO_WAIT);
  const create = files.create.bind(files);
  const others: IndexLock[] = [];
  files.create = async (file, bytes) => {
    files.create = create;
    // Between the look at the stale lock 1 and the creation of lock 2: one takes 2, lets go of it, and the next removes
    // it for 3.
    const second = await take(files, NO_WAIT);
    await second.release();
    others.push(second, await take(files));
    return create(file, bytes);
  };
  await files.touch(`${FOLDER}/lock-1`, Date.now() - 60_000);
  const slow = await IndexLock.acquire(files, FOLDER, QUICK);
  assert.ok(!(slow instanceof IndexLock));
  assert.deepEqual(
    others.map(({ number }) => number),
    [2, 3],
  );
  assert.equal(await others[1]!.isHeld(), true);
  assert.deepEqual(await files.list(FOLDER), ['lock-3']);
  await others[1]!.release();
});

test('a writer that lost its lock while it did not run commits nothing and becomes a reader', async () => {
  const files = new MemoryFiles();
  const slept = (await IndexStore.open(FOLDER, { ...OPTIONS, files })).store;
  await slept.commit(makeShards(1));
  const taker = (await IndexStore.open(FOLDER, { ...OPTIONS, files, lockTiming: NO_WAIT })).store;
  await taker.commit(makeShards(2));
  await assert.rejects(slept.commit(makeShards(3)), (e) => {
    assert.ok(e instanceof EngineError && e.code === 'indexLocked');
    return e.detail === 'another process took over';
  });
  assert.equal(slept.isReadOnly, true);
  assert.equal((await slept.refresh()).length, 4);
  assert.deepEqual(await readAll(slept), makeShards(2));
  assert.deepEqual(await readAll(taker), makeShards(2));
  await taker.commit(makeShards(4));
  assert.deepEqual((await taker.verify()).damages, []);
  await Promise.all([slept.close(), taker.close()]);
});

test('a writer whose folder was deleted says so', async () => {
  const files = new MemoryFiles();
  const { store } = await IndexStore.open(FOLDER, { ...OPTIONS, files });
  await files.remove(FOLDER);
  await assert.rejects(store.commit(makeShards(1)), (e) => e instanceof EngineError && e.code === 'indexLocked');
  assert.equal(store.isReadOnly, true);
  assert.deepEqual(await store.becomeWriter(), []);
  await store.commit(makeShards(1));
  assert.deepEqual(await readAll(store), makeShards(1));
  await store.close();
});
