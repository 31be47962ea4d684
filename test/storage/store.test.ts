/** The store in sound conditions: what is written is read, by this process, the next one and one that follows. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { shardOfPath } from '../../src/storage/format/shard';
import { IndexStore } from '../../src/storage/indexStore';
import type { ShardData } from '../../src/storage/store';
import { MemoryFiles } from './memoryFiles';
import { DIMS, makeShard, makeShards, NO_VECTORS, NO_WAIT, OPTIONS, readAll } from './shardData';

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-'));
  try {
    await run(path.join(folder, 'new', 'index'));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

test('what is committed is read after closing and opening, on a real disk', () =>
  inFolder(async (folder) => {
    const first = await IndexStore.open(folder, OPTIONS);
    assert.deepEqual(first.notices, []);
    assert.equal(await first.store.readShard(0), undefined);
    await first.store.commit(makeShards(1));
    await first.store.commit(new Map([[2, makeShard(2, 7, 9)]]));
    const expected = new Map(makeShards(1)).set(2, makeShard(2, 7, 9));
    assert.deepEqual(await readAll(first.store), expected);
    await first.store.close();

    const { store, notices } = await IndexStore.open(folder, OPTIONS);
    assert.deepEqual(notices, []);
    assert.deepEqual(await readAll(store), expected);
    assert.deepEqual((await store.verify()).damages, []);
    const { sizeBytes, ...stats } = await store.stats();
    assert.deepEqual(stats, { documents: 8, chunks: 18, generation: 2 });
    const onDisk = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.equal(
      sizeBytes,
      onDisk.reduce((sum, { parentPath, name }) => sum + fs.statSync(path.join(parentPath, name)).size, 0),
    );
    await store.close();
  }));

test('vectors and the lexical segment come as aligned views, not as copies per item', () =>
  inFolder(async (folder) => {
    const { store } = await IndexStore.open(folder, OPTIONS);
    await store.commit(makeShards(1));
    const shard = (await store.readShard(1))!;
    assert.equal(shard.vectors.high.buffer, shard.lexical.buffer);
    assert.equal(shard.vectors.high.byteOffset % 64, 0);
    assert.equal(shard.lexical.byteOffset % 64, 0);
    assert.ok(!Buffer.isBuffer(shard.lexical));
    assert.ok(shard.chunks.every((chunk) => chunk.path === shard.chunks[0]!.path));
    await store.close();
  }));

test('an empty shard takes no file, and clear forgets all but deep vectors', () =>
  inFolder(async (folder) => {
    const { store } = await IndexStore.open(folder, OPTIONS);
    await store.commit(makeShards(1));
    fs.mkdirSync(store.deepFolder);
    fs.writeFileSync(path.join(store.deepFolder, 'kept'), 'x');
    await store.commit(new Map([[0, { documents: [], chunks: [], vectors: NO_VECTORS, lexical: new Uint8Array(3) }]]));
    assert.equal(await store.readShard(0), undefined);
    // Replaced files go behind the commit, before the next change.
    await store.refresh();
    assert.equal(fs.readdirSync(path.join(folder, 'shards')).length, 3);
    await store.clear();
    assert.equal((await readAll(store)).size, 0);
    assert.deepEqual(fs.readdirSync(path.join(folder, 'shards')), []);
    assert.ok(fs.existsSync(path.join(store.deepFolder, 'kept')));
    await store.close();
  }));

test('documents without chunks (skipped files) are kept', () =>
  inFolder(async (folder) => {
    const { store } = await IndexStore.open(folder, OPTIONS);
    const data: ShardData = { ...makeShard(0, 1, 0), vectors: NO_VECTORS };
    await store.commit(new Map([[0, data]]));
    assert.deepEqual((await readAll(store)).get(0), data);
    await store.close();
  }));

test('the number of shards is fixed when the index is made', () =>
  inFolder(async (folder) => {
    const first = await IndexStore.open(folder, { ...OPTIONS, shardCount: 3 });
    await first.store.close();
    const { store } = await IndexStore.open(folder, { ...OPTIONS, shardCount: 50 });
    assert.equal(store.shardCount, 3);
    await store.close();
    const byDefault = await IndexStore.open(path.join(folder, 'other'), { fingerprint: 'f', dims: DIMS });
    assert.equal(byDefault.store.shardCount, 128);
    await byDefault.store.close();
  }));

test('commits that overlap are done one after the other', () =>
  inFolder(async (folder) => {
    const { store } = await IndexStore.open(folder, OPTIONS);
    await Promise.all([1, 2, 3, 4, 5].map((version) => store.commit(makeShards(version))));
    assert.deepEqual(await readAll(store), makeShards(5));
    assert.equal(store.generation, 5);
    await store.close();
  }));

test('a reader never writes, sees the last commit, and follows the writer shard by shard', async () => {
  const files = new MemoryFiles();
  const { store: reader } = await IndexStore.open('/index', { ...OPTIONS, files, readOnly: true });
  assert.equal(files.stepCount, 0);
  assert.equal(reader.isReadOnly, true);
  assert.deepEqual(await reader.refresh(), []);

  const { store: writer } = await IndexStore.open('/index', { ...OPTIONS, files, lockTiming: NO_WAIT });
  await writer.commit(makeShards(1));
  assert.deepEqual(await reader.refresh(), [0, 1, 2, 3]);
  assert.deepEqual(await readAll(reader), makeShards(1));

  await writer.commit(new Map([[1, makeShard(1, 2)]]));
  // Not refreshed yet and the file it knows is gone: it reads the new one, and refresh still says so.
  assert.deepEqual((await readAll(reader)).get(1), makeShard(1, 2));
  assert.deepEqual(await reader.refresh(), [1]);
  assert.deepEqual(await reader.refresh(), []);
  assert.deepEqual(reader.notices, []);

  await writer.clear();
  assert.deepEqual(await reader.refresh(), [0, 1, 2, 3]);
  assert.equal((await readAll(reader)).size, 0);
  assert.equal(await reader.becomeWriter(), undefined);
});

test('a reader whose index is rebuilt with another number of shards hears of all of them', async () => {
  const files = new MemoryFiles();
  const { store: writer } = await IndexStore.open('/index', { ...OPTIONS, files, lockTiming: NO_WAIT });
  await writer.commit(makeShards(1));
  const { store: reader } = await IndexStore.open('/index', { ...OPTIONS, files, readOnly: true });
  await writer.close();
  await files.remove('/index/manifest.json');
  const { store: other } = await IndexStore.open('/index', { ...OPTIONS, shardCount: 2, files });
  await other.commit(makeShards(3, 2));
  assert.deepEqual(await reader.refresh(), [0, 1, 2, 3]);
  assert.deepEqual(await readAll(reader), makeShards(3, 2));
});

test('a path stays in its shard over versions of Kindred, and paths spread evenly', () => {
  // Golden: other values would lose every document of an existing index.
  assert.deepEqual(
    ['', 'a', 'src/main.ts', 'src/한글.ts', 'src/engine/corpusIndex.ts'].map((p) => shardOfPath(p, 64)),
    [11, 39, 19, 27, 57],
  );
  const counts = new Array<number>(64).fill(0);
  for (let i = 0; i < 64_000; i++) counts[shardOfPath(`packages/p${i % 50}/src/file${i}.ts`, 64)]!++;
  assert.ok(Math.max(...counts) < 1200 && Math.min(...counts) > 800, String(counts));
});
