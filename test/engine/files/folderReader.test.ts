/** When the walk stops blocking. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { FolderReader } from '../../../src/engine/files/folderReader';

/** Each call of the reader takes so long by this clock. */
function clockOf(callMs: number): () => number {
  let now = 0;
  let isStart = false;
  return () => {
    isStart = !isStart;
    if (!isStart) now += callMs;
    return now;
  };
}

test('names and sizes are the same, whether calls block or are waited for', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-'));
  fs.writeFileSync(path.join(folder, 'a.ts'), 'one');
  const [fast, slow] = [new FolderReader(), new FolderReader()];
  slow.isSlow = true;
  for (const reader of [fast, slow]) {
    assert.deepEqual(
      (await reader.list(folder)).map(({ name }) => name),
      ['a.ts'],
    );
    assert.equal((await reader.stat(path.join(folder, 'a.ts'))).size, 3);
    await assert.rejects(reader.stat(path.join(folder, 'b.ts')), { code: 'ENOENT' });
    await assert.rejects(reader.list(path.join(folder, 'b')), { code: 'ENOENT' });
  }
  assert.deepEqual([fast.isSlow, slow.isSlow], [false, true]);
  fs.rmSync(folder, { recursive: true });
});

test('one very slow call, or many whose mean is slow, end the blocking; fast ones never do', async () => {
  const afterCalls = async (callMs: number, calls: number) => {
    const reader = new FolderReader(clockOf(callMs));
    for (let i = 0; i < calls; i++) await reader.stat(os.tmpdir());
    return reader.isSlow;
  };
  assert.equal(await afterCalls(150, 1), true);
  assert.equal(await afterCalls(2, 19), false);
  assert.equal(await afterCalls(2, 20), true);
  assert.equal(await afterCalls(0.01, 5000), false);
});
