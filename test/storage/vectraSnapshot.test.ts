/** A whole folder as one index of vectra, while others write and where something is damaged. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IndexStore } from '../../src/storage/indexStore';
import { VectorCache } from '../../src/storage/vectors/vectorCache';
import { openVectraIndex } from '../../src/storage/vectraSnapshot';
import { MemoryFiles } from './memoryFiles';
import { hash, makeShard, makeShards, NO_WAIT, OPTIONS } from './shardData';

const openStore = async (files: MemoryFiles) =>
  (await IndexStore.open('/index', { ...OPTIONS, files, lockTiming: NO_WAIT })).store;

test('all shards of one commit are one index, also when a commit replaces their files meanwhile', async () => {
  const files = new MemoryFiles();
  const store = await openStore(files);
  assert.deepEqual(await (await openVectraIndex('/index', files)).listItems(), []);
  await store.commit(makeShards(1));
  const symbolsOf = async (from: MemoryFiles) => {
    const index = await openVectraIndex('/index', from);
    assert.equal(index.fingerprint, OPTIONS.fingerprint);
    return (await index.listItems()).map(({ id, metadata }) => `${id} ${metadata.symbol}`).sort();
  };
  const expected = (version: number) =>
    [...makeShards(version)].flatMap(([k, { chunks }]) => chunks.map(({ symbol }, row) => `${k}/${row} ${symbol}`));
  assert.deepEqual(await symbolsOf(files), expected(1).sort());

  const read = files.read.bind(files);
  let isReplaced = false;
  files.read = async (file) => {
    if (file.endsWith('.kvx') && !isReplaced) {
      isReplaced = true;
      await store.commit(makeShards(2));
      // The next change comes after the files of the last one are removed.
      await store.commit(new Map([[0, makeShard(0, 2)]]));
    }
    return read(file);
  };
  assert.deepEqual(await symbolsOf(files), expected(2).sort());
  await store.close();
});

test('a damaged file is named, and so is a folder that holds nothing', async () => {
  const files = new MemoryFiles();
  const store = await openStore(files);
  await store.commit(makeShards(1));
  const shard = files.paths().find((file) => file.includes('002-'))!;
  files.setBytes(shard, files.bytesOf(shard).subarray(0, 100));
  await assert.rejects(openVectraIndex('/index', files), (error: Error) => {
    assert.ok(error.message.startsWith(`${shard} cannot be read: `), error.message);
    return true;
  });
  files.setBytes('/index/manifest.json', Buffer.from('{}'));
  await assert.rejects(openVectraIndex('/index', files), /manifest\.json cannot be read: the manifest is cut short/);
  await assert.rejects(openVectraIndex('/nowhere', files), /\/nowhere holds no index of Kindred/);
  await store.close();
});

test('deep vectors of several files are one index, each text once', async () => {
  const files = new MemoryFiles();
  const open = () => VectorCache.open('/deep', { fingerprint: 'jina', dims: 3, files });
  const [one, other] = [await open(), await open()];
  one.put(['1', '2'].map((text) => ({ hash: hash(text), vector: Float32Array.of(1, 0, 0) })));
  other.put(['2', '3'].map((text) => ({ hash: hash(text), vector: Float32Array.of(1, 0, 0) })));
  await one.flush();
  await other.flush();
  const idsOf = async () => (await (await openVectraIndex(one.folder, files)).listItems()).map(({ id }) => id).sort();
  assert.equal((await openVectraIndex(one.folder, files)).fingerprint, 'jina');
  assert.deepEqual(await idsOf(), ['1', '2', '3'].map(hash).sort());

  // Files that go between listing and reading: what is there afterwards is read.
  const read = files.read.bind(files);
  let isPruned = false;
  files.read = async (file) => {
    if (file.endsWith('.kvx') && !isPruned) {
      isPruned = true;
      await one.refresh();
      await one.retain(new Set([hash('3')]));
    }
    return read(file);
  };
  assert.deepEqual(await idsOf(), [hash('3')]);
});
