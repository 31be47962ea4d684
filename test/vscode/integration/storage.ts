import assert from 'node:assert/strict';
import fs from 'node:fs';
import { suite, test } from 'mocha';
import { readyKindred, storedFiles, storedFilesRecord } from './kindred';

/** Runs last: what it records is what the run after the restart finds. */
suite('storage', () => {
  test('the index is kept in the storage of VS Code, not in the folder', async () => {
    await readyKindred();
    const files = storedFiles();
    assert.ok(Object.keys(files).length > 0);
    fs.writeFileSync(storedFilesRecord(), JSON.stringify(files));
  });
});
