/** A slow deep model holds no answer up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAsk } from '../../src/mcp/askEngine';
import type { SearchParams, SearchResponse } from '../../src/protocol/engine';

const never = new AbortController().signal;

/** An engine whose full searches take as long as it is told. */
function engineWith(full: () => Promise<void>) {
  const depths: string[] = [];
  const search = async ({ depth }: SearchParams) => {
    depths.push(depth);
    if (depth === 'full') await full();
    return { tier: depth === 'full' ? 'deep' : 'embedded' } as SearchResponse;
  };
  const ask = createAsk({ search });
  return { depths, ask: async () => (await ask({ query: 'a', limit: 1 }, never)).tier };
}

test('a quick deep model ranks the answer', async () => {
  const { ask, depths } = engineWith(async () => undefined);
  assert.deepEqual([await ask(), await ask(), depths], ['deep', 'deep', ['full', 'full']]);
});

test('a slow one is not waited for, nor asked again while it is at work', async () => {
  let finish: () => void = () => undefined;
  const { ask, depths } = engineWith(() => new Promise((resolve) => (finish = resolve)));
  assert.equal(await ask(), 'embedded');
  assert.equal(await ask(), 'embedded');
  assert.deepEqual(depths, ['full', 'fast', 'fast']);
  finish();
  await new Promise(setImmediate);
  const later = ask();
  finish();
  assert.equal(await later, 'deep');
});

test('a question that cannot be asked is an error at once, and the next is asked', async () => {
  const { ask } = engineWith(() => Promise.reject(new Error('no')));
  await assert.rejects(ask(), /no/);
  await assert.rejects(ask(), /no/);
});
