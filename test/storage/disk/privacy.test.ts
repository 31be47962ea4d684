/** An index holds the text of its files: only its user may read it, whatever the umask, also one of a version before. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { isDiskFull, systemErrorCode } from '../../../src/protocol/errors';
import { diskFiles, replaceFile } from '../../../src/storage/disk/files';
import { IndexLock } from '../../../src/storage/disk/lock';
import { IndexStore } from '../../../src/storage/indexStore';
import { VectorCache } from '../../../src/storage/vectors/vectorCache';

const umask = process.umask(0o022);
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-private-'));
after(() => {
  process.umask(umask);
  fs.rmSync(root, { recursive: true });
});

const OPTIONS = { fingerprint: 'test', dims: 4 };
const modeOf = (file: string): string => (fs.statSync(file).mode & 0o777).toString(8);

function modesBelow(folder: string): string[] {
  const inside = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  assert.ok(inside.length > 0, `${folder} holds something`);
  return [...new Set(inside.map((entry) => modeOf(path.join(entry.parentPath, entry.name))))].sort();
}

const onPosix = { skip: process.platform === 'win32' ? 'Windows has the rights of the user’s profile' : false };

for (const mask of [0o022, 0o000]) {
  test(`files and folders are their user's alone under the umask ${mask.toString(8)}`, onPosix, async () => {
    process.umask(mask);
    const folder = path.join(root, `made-${mask}`, 'index');
    await diskFiles.makeFolder(folder);
    await diskFiles.write(path.join(folder, 'written'), Uint8Array.of(1));
    await diskFiles.create(path.join(folder, 'created'), Uint8Array.of(1));
    await replaceFile(diskFiles, path.join(folder, 'replaced'), Uint8Array.of(1));
    assert.deepEqual([modeOf(path.dirname(folder)), modeOf(folder)], ['700', '700']);
    assert.deepEqual(modesBelow(folder), ['600']);
  });
}

test(
  'an index that others could read is closed to them when it is opened, and what is not ours is left',
  onPosix,
  async () => {
    process.umask(0o022);
    const folder = path.join(root, 'old');
    for (const inside of ['shards', 'kept/map', 'mine']) fs.mkdirSync(path.join(folder, inside), { recursive: true });
    const ours = ['manifest.json', 'shards/000-1.1.kvx', 'kept/map/plane'];
    for (const file of [...ours, 'mine/notes.txt']) fs.writeFileSync(path.join(folder, file), 'x');
    const { store } = await IndexStore.open(folder, OPTIONS);
    await store.close();
    assert.equal(modeOf(folder), '700');
    for (const file of fs.readdirSync(folder).filter((name) => name !== 'mine'))
      assert.match(modeOf(path.join(folder, file)), /^[67]00$/, file);
    assert.equal(modeOf(path.join(folder, 'mine/notes.txt')), '644');
  },
);

test('deep vectors that others could read are closed to them', onPosix, async () => {
  process.umask(0o022);
  const folder = path.join(root, 'vectors');
  const cache = await VectorCache.open(folder, OPTIONS);
  fs.mkdirSync(cache.folder, { recursive: true });
  fs.writeFileSync(path.join(cache.folder, 'other'), 'x');
  await VectorCache.open(folder, OPTIONS);
  assert.equal(modeOf(cache.folder), '700');
  assert.deepEqual(modesBelow(cache.folder), ['600']);
});

test('a file whose content is refused is not there: a lock without one would say that somebody has it', async () => {
  const folder = path.join(root, 'full');
  fs.mkdirSync(folder);
  // What refuses is no matter; a full disk does it after the file has its name, and so does this.
  await assert.rejects(diskFiles.create(path.join(folder, 'lock-1'), 7 as never));
  assert.deepEqual(fs.readdirSync(folder), []);
  assert.ok((await IndexLock.acquire(diskFiles, folder)) instanceof IndexLock);
});

test('the highest number that a lock can have is an error and no endless search', async () => {
  const folder = path.join(root, 'numbers');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'lock-999999999'), '{}');
  fs.utimesSync(path.join(folder, 'lock-999999999'), 1, 1);
  const timing = { heartbeatMs: 1000, staleMs: 10, observeMs: 1 };
  await assert.rejects(IndexLock.acquire(diskFiles, folder, timing), /lock-999999999/);
  fs.renameSync(path.join(folder, 'lock-999999999'), path.join(folder, 'lock-999999999999999'));
  assert.ok((await IndexLock.acquire(diskFiles, folder, timing)) instanceof IndexLock);
});

test('a quota that is used up is a full disk, also where libuv has no name for it', () => {
  const error = (code: string) => Object.assign(new Error('refused'), { code });
  assert.equal(systemErrorCode(error('Unknown system error -122')), 'EDQUOT');
  assert.ok(isDiskFull(error('Unknown system error -122')));
  assert.ok(isDiskFull(error('ENOSPC')));
  assert.equal(systemErrorCode(error('Unknown system error -99')), '');
  assert.equal(systemErrorCode(error('ERR_INVALID_ARG_TYPE')), '');
});
