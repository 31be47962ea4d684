import assert from 'node:assert/strict';
import fs from 'node:fs';
import { suite, suiteSetup, test } from 'mocha';
import type { KindredApi } from '../../../src/extension/main';
import { DOCUMENTS, readyKindred, storedFiles, storedFilesRecord } from './kindred';

suite('after a restart', () => {
  let api: KindredApi;
  suiteSetup(async () => {
    api = await readyKindred();
  });

  test('the index is there', async () => {
    const { corpora } = await api.status();
    assert.deepEqual(
      corpora.map(({ state, documents, notices }) => ({ state, documents, notices })),
      [{ state: 'ready', documents: DOCUMENTS, notices: [] }],
    );
  });

  test('it answers as before', async () => {
    const { results } = await api.search('where do we retry failed uploads');
    assert.equal(results[0]?.path, 'web/src/uploader.ts');
  });

  test('nothing was written again', () => {
    assert.deepEqual(storedFiles(), JSON.parse(fs.readFileSync(storedFilesRecord(), 'utf8')));
  });
});
