import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { kindred } from './kindred';

suite('after a restart', () => {
  test('activates again', async () => {
    await kindred().activate();
    assert.equal(kindred().isActive, true);
  });
});
