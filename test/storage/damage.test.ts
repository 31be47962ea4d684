/** Damaged, truncated, deleted, foreign and future files: found, said, and never read as data. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { EngineError } from '../../src/protocol/errors';
import { crc32 } from '../../src/storage/disk/checksum';
import { encodeManifest } from '../../src/storage/format/manifest';
import { IndexStore, type IndexStoreOptions } from '../../src/storage/indexStore';
import { MemoryFiles } from './memoryFiles';
import { makeShard, makeShards, NO_VECTORS, NO_WAIT, OPTIONS, readAll } from './shardData';

const FOLDER = '/index';
const MANIFEST = '/index/manifest.json';
const DATA = makeShards(1);

async function open(files: MemoryFiles, options: Partial<IndexStoreOptions> = {}) {
  return (await IndexStore.open(FOLDER, { ...OPTIONS, files, lockTiming: NO_WAIT, ...options })).store;
}

async function written(): Promise<MemoryFiles> {
  const files = new MemoryFiles();
  const store = await open(files);
  await store.commit(DATA);
  await store.close();
  return files;
}

function shardFile(files: MemoryFiles, k: number): string {
  return files.paths().find((file) => file.includes(`/shards/00${k}-`))!;
}

const flip = (at: number, bit: number) => (bytes: Uint8Array) =>
  Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ (1 << bit) : byte));

const codes = (store: IndexStore) => store.notices.map(({ code }) => code);

test('a flipped bit in any byte of a shard costs at most that shard, is said, and the next commit mends it', async () => {
  const clean = await written();
  const file = shardFile(clean, 1);
  const size = clean.bytesOf(file).length;
  let lost = 0;
  for (let at = 0; at < size; at++) {
    const files = clean.afterKill();
    files.setBytes(file, flip(at, at % 8)(clean.bytesOf(file)));
    const store = await open(files);
    const damages = (await store.verify()).damages;
    const found = await readAll(store);
    if (found.size === DATA.size) {
      // Padding between sections is covered by no checksum and holds nothing.
      assert.equal(clean.bytesOf(file)[at], 0, `byte ${at} was not noticed`);
      assert.deepEqual(found, DATA);
      continue;
    }
    lost++;
    assert.deepEqual(
      damages.map((damage) => damage.path),
      [file],
    );
    assert.deepEqual(found, new Map([...DATA].filter(([k]) => k !== 1)));
    assert.deepEqual(
      store.notices.map((n) => [n.code, n.path]),
      [['indexCorrupt', file]],
    );
    assert.ok(files.paths().some((p) => p.startsWith('/index/corrupt/')));
    if (at % 16 > 0) continue;
    await store.commit(new Map([[1, DATA.get(1)!]]));
    await store.close();
    const again = await open(files);
    assert.deepEqual(await readAll(again), DATA);
    assert.deepEqual(again.notices, []);
  }
  assert.ok(lost > size * 0.6, `${lost} of ${size} flips`);
});

test('a flipped bit in any byte of the manifest sets the index aside and starts an empty one', async () => {
  const clean = await written();
  const bytes = clean.bytesOf(MANIFEST);
  for (let at = 0; at < bytes.length; at++) {
    const files = clean.afterKill();
    files.setBytes(MANIFEST, flip(at, at % 8)(bytes));
    const reader = await open(files, { readOnly: true });
    assert.deepEqual([codes(reader), reader.generation], [['indexCorrupt'], 0], `byte ${at}`);
    const store = await open(files);
    assert.deepEqual(codes(store), ['indexCorrupt'], `byte ${at}`);
    assert.equal((await readAll(store)).size, 0);
    assert.deepEqual(files.bytesOf('/index/corrupt/manifest.json'), flip(at, at % 8)(bytes));
    assert.equal(files.paths().filter((p) => p.startsWith('/index/shards/')).length, 0);
    await store.commit(DATA);
    assert.deepEqual(await readAll(store), DATA);
  }
});

test('a manifest or a shard cut short anywhere is corrupt', async () => {
  const clean = await written();
  for (const file of [MANIFEST, shardFile(clean, 2)]) {
    const bytes = clean.bytesOf(file);
    for (let length = 0; length < bytes.length; length += 7) {
      const files = clean.afterKill();
      files.setBytes(file, bytes.slice(0, length));
      const store = await open(files);
      assert.deepEqual(codes(store), ['indexCorrupt'], `${file} cut to ${length}`);
      assert.equal((await readAll(store)).size, file === MANIFEST ? 0 : 3);
    }
  }
});

test('what is set aside does not pile up', async () => {
  const files = await written();
  for (let round = 0; round < 3; round++) {
    files.setBytes(MANIFEST, new Uint8Array(10));
    const store = await open(files);
    await store.commit(DATA);
    await store.close();
  }
  assert.equal(files.paths().filter((p) => p.startsWith('/index/corrupt/')).length, 1 + DATA.size);
});

test('a deleted shard is said at the opening and gone; the others stay', async () => {
  const files = await written();
  const file = shardFile(files, 0);
  await files.remove(file);
  const store = await open(files);
  assert.deepEqual(store.notices, [{ code: 'indexCorrupt', path: file, detail: 'the file is gone' }]);
  assert.deepEqual([...(await readAll(store)).keys()], [1, 2, 3]);
});

test('a deleted shards folder leaves an empty index that works', async () => {
  const files = await written();
  await files.remove('/index/shards');
  const store = await open(files);
  assert.equal(store.notices.length, DATA.size);
  assert.equal((await readAll(store)).size, 0);
  await store.commit(DATA);
  assert.deepEqual(await readAll(store), DATA);
});

test('a shard put in the place of another is noticed', async () => {
  const files = await written();
  files.setBytes(shardFile(files, 2), files.bytesOf(shardFile(files, 1)));
  const store = await open(files);
  assert.deepEqual([...(await readAll(store)).keys()], [0, 1, 3]);
  assert.deepEqual(codes(store), ['indexCorrupt']);
});

for (const [name, make] of [
  ['a future version', (body: object) => ({ ...body, format: 99 })],
  ['a future version with other fields', () => ({ format: 7, segments: [] })],
  ['another fingerprint', (body: object) => ({ ...body, fingerprint: 'model-b' })],
  ['other dimensions', (body: object) => ({ ...body, dims: 8 })],
] as const) {
  test(`an index of ${name} is incompatible: left alone by a reader, rebuilt empty by a writer, its data removed`, async () => {
    const files = await written();
    const { body } = JSON.parse(Buffer.from(files.bytesOf(MANIFEST)).toString()) as { body: object };
    files.setBytes(MANIFEST, encodeManifest(make(body)));
    const before = files.paths();
    const reader = await open(files, { readOnly: true });
    assert.deepEqual([codes(reader), (await readAll(reader)).size], [['indexIncompatible'], 0]);
    assert.deepEqual(files.paths(), before);
    const store = await open(files);
    assert.deepEqual(codes(store), ['indexIncompatible']);
    assert.equal((await readAll(store)).size, 0);
    assert.ok(!files.paths().some((p) => p.includes('/shards/') || p.includes('/corrupt/')), String(files.paths()));
    await store.commit(DATA);
    await store.close();
    assert.deepEqual((await open(files)).notices, []);
  });
}

test('a shard of a future version is set aside, not misread', async () => {
  const files = await written();
  const file = shardFile(files, 3);
  const bytes = Buffer.from(files.bytesOf(file));
  bytes.writeUInt16LE(99, 8);
  bytes.fill(0, 24, 28);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 32 + bytes.readUInt16LE(10) * 32)), 24);
  files.setBytes(file, bytes);
  const store = await open(files);
  assert.deepEqual([...(await readAll(store)).keys()], [0, 1, 2]);
  assert.match(store.notices[0]!.detail, /format 99/);
});

test('a folder that cannot be written is searched read-only when it has an index, and refused when it has none', async () => {
  const files = await written();
  const before = files.paths();
  files.refuse = () => 'EROFS';
  const store = await open(files);
  assert.equal(store.isReadOnly, true);
  assert.deepEqual(codes(store), ['indexNotWritable']);
  assert.deepEqual(await readAll(store), DATA);
  await assert.rejects(store.commit(DATA), (e) => e instanceof EngineError && e.code === 'indexLocked');
  assert.deepEqual(files.paths(), before);

  const empty = new MemoryFiles();
  empty.refuse = () => 'EACCES';
  await assert.rejects(
    open(empty),
    (e) => e instanceof EngineError && e.code === 'indexNotWritable' && /EACCES/.test(e.detail),
  );
});

test('a full disk at the opening: an index is searched, a new one is refused with diskFull', async () => {
  const files = await written();
  files.refuse = (step) => (step === 'remove' ? undefined : 'ENOSPC');
  const store = await open(files);
  assert.deepEqual(codes(store), ['diskFull']);
  assert.deepEqual(await readAll(store), DATA);
  const empty = new MemoryFiles();
  empty.refuse = () => 'ENOSPC';
  await assert.rejects(open(empty), (e) => e instanceof EngineError && e.code === 'diskFull');
});

test('on a real disk, a file where the index folder should be is refused in plain words', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-'));
  try {
    const file = path.join(folder, 'file');
    fs.writeFileSync(file, '');
    await assert.rejects(IndexStore.open(path.join(file, 'index'), OPTIONS), (e) => {
      assert.ok(e instanceof EngineError && e.code === 'indexNotWritable');
      assert.match(e.message, /cannot be written \(ENOTDIR: .*Check its permissions/);
      return true;
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('commit refuses what is not a shard of this index', async () => {
  const store = await open(new MemoryFiles());
  assert.throws(() => void store.commit(new Map([[4, makeShard(4, 1)]])), RangeError);
  assert.throws(() => void store.commit(new Map([[0, { ...makeShard(0, 1), vectors: NO_VECTORS }]])), RangeError);
});
