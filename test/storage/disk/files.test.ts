/** The file operations: the disk and the memory of the tests keep the same rules. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { systemErrorCode } from '../../../src/protocol/errors';
import { diskFiles, type Files, replaceFile, retryWhileBusy } from '../../../src/storage/disk/files';
import { forEachConcurrent } from '../../../src/storage/disk/forEachConcurrent';
import { MemoryFiles, systemError } from '../memoryFiles';

const code = (expected: string) => (error: unknown) => systemErrorCode(error) === expected;

for (const [name, make] of [
  ['disk', () => diskFiles],
  ['memory', () => new MemoryFiles()],
] as const) {
  test(`${name}: write, read, create, rename, list, touch and remove`, async () => {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-'));
    try {
      const files: Files = make();
      const at = (...parts: string[]) => path.join(root, 'x', ...parts);
      await assert.rejects(files.write(at('no', 'file'), new Uint8Array(1)), code('ENOENT'));
      await files.makeFolder(at('a', 'b'));
      await files.makeFolder(at('a', 'b'));
      const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i);
      await files.write(at('a', 'one'), bytes);
      const read = await files.read(at('a', 'one'));
      assert.deepEqual(Uint8Array.from(read), bytes);
      assert.equal(read.byteOffset, 0);
      await files.write(at('a', 'one'), Uint8Array.of(1, 2, 3));
      assert.deepEqual([...(await files.read(at('a', 'one')))], [1, 2, 3]);
      assert.deepEqual([...(await files.readRange(at('a', 'one'), 1, 10))], [2, 3]);
      assert.equal(await files.create(at('a', 'two'), Uint8Array.of(4)), true);
      assert.equal(await files.create(at('a', 'two'), Uint8Array.of(5)), false);
      await files.rename(at('a', 'two'), at('a', 'one'));
      assert.deepEqual([...(await files.read(at('a', 'one')))], [4]);
      assert.deepEqual((await files.list(at('a'))).sort(), ['b', 'one']);
      assert.deepEqual(await files.list(at('gone')), []);
      await files.syncFolder(at('a'));
      await files.touch(at('a', 'one'), 1_600_000_000_000);
      assert.deepEqual(await files.info(at('a', 'one')), {
        sizeBytes: 1,
        modifiedMs: 1_600_000_000_000,
        isFolder: false,
      });
      assert.equal((await files.info(at('a')))?.isFolder, true);
      assert.equal(await files.info(at('gone')), undefined);
      await assert.rejects(files.read(at('gone')), code('ENOENT'));
      await assert.rejects(files.touch(at('gone'), 1), code('ENOENT'));
      await assert.rejects(files.rename(at('gone'), at('other')), code('ENOENT'));
      await files.rename(at('a'), at('c'));
      assert.deepEqual([...(await files.read(at('c', 'one')))], [4]);
      await files.remove(at('c'));
      await files.remove(at('c'));
      assert.equal(await files.info(at('c', 'one')), undefined);
    } finally {
      fs.rmSync(root, { recursive: true });
    }
  });
}

test('making a folder where the system refuses ends with its error', async () => {
  // /proc answers ENOENT to every mkdir; a file cannot hold a folder.
  if (process.platform === 'linux') await assert.rejects(diskFiles.makeFolder('/proc/kindred/index'), code('ENOENT'));
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-'));
  try {
    fs.writeFileSync(path.join(root, 'file'), '');
    await assert.rejects(diskFiles.makeFolder(path.join(root, 'file')), code('EEXIST'));
    await assert.rejects(diskFiles.makeFolder(path.join(root, 'file', 'x')), code('ENOTDIR'));
    await Promise.all(Array.from({ length: 5 }, () => diskFiles.makeFolder(path.join(root, 'a', 'b', 'c'))));
    assert.ok(fs.statSync(path.join(root, 'a', 'b', 'c')).isDirectory());
  } finally {
    fs.rmSync(root, { recursive: true });
  }
});

test('replacing a file leaves the old bytes and no temporary file when it fails', async () => {
  for (let step = 1; step <= 5; step++) {
    const files = new MemoryFiles();
    await files.makeFolder('/x');
    await replaceFile(files, '/x/file', Uint8Array.of(1));
    const failAt = files.stepCount + step;
    files.refuse = (_kind, _file, n) => (n === failAt ? 'ENOSPC' : undefined);
    await assert.rejects(replaceFile(files, '/x/file', Uint8Array.of(2, 3)), code('ENOSPC'));
    assert.deepEqual([...files.bytesOf('/x/file')], [1]);
    assert.deepEqual(files.paths(), ['/x/file']);
  }
});

test('a rename that a virus scanner holds up is tried again, other errors and a lasting one are not swallowed', async () => {
  const attempt = async (errors: string[]) => {
    let attempts = 0;
    const outcome = await retryWhileBusy(async () => {
      const error = errors[attempts++];
      if (error) throw systemError(error, 'x');
    }, [1, 1]).then(
      () => 'done',
      (error: unknown) => systemErrorCode(error),
    );
    return [outcome, attempts];
  };
  assert.deepEqual(await attempt([]), ['done', 1]);
  assert.deepEqual(await attempt(['EPERM', 'EBUSY']), ['done', 3]);
  assert.deepEqual(await attempt(['EPERM', 'EPERM', 'EPERM', 'EPERM']), ['EPERM', 3]);
  assert.deepEqual(await attempt(['ENOSPC']), ['ENOSPC', 1]);
});

test('forEachConcurrent runs so many at a time, and after a failure ends what runs, starts no more, and says it', async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  const task = async (i: number) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running--;
    if (i === 4) throw new Error('four');
    done.push(i);
  };
  await forEachConcurrent([0, 1, 2], 2, task);
  assert.deepEqual([done, most], [[0, 1, 2], 2]);
  await assert.rejects(forEachConcurrent([3, 4, 5, 6, 7, 8], 2, task), /four/);
  assert.equal(running, 0);
  assert.ok(!done.includes(8));
});
