import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type SearchDepth, searchSteps } from '../../../src/extension/search/searchSteps';
import type { EngineStatus, SearchResponse } from '../../../src/protocol/engine';

const answerOf = (depth: SearchDepth): SearchResponse => ({
  query: depth,
  tier: depth === 'full' ? 'deep' : 'embedded',
  tookMs: 1,
  isRelevant: true,
  results: [],
});

const statusOf = (state: EngineStatus['deep']['state']): Pick<EngineStatus, 'deep'> => ({
  deep: { state, pace: 'normal' },
});

/** Which depths are asked and answered; `cancelAfter`: canceled once so many were asked. */
async function run(status: Pick<EngineStatus, 'deep'> | undefined, cancelAfter = 9) {
  const asked: SearchDepth[] = [];
  const answered: string[] = [];
  const steps = searchSteps({
    async ask(depth) {
      asked.push(depth);
      return answerOf(depth);
    },
    status: () => status,
    isCanceled: () => asked.length >= cancelAfter,
  });
  for await (const { query } of steps) answered.push(query);
  return { asked, answered };
}

describe('a search in steps', () => {
  it('asks words and the embedded model alone where no deep model can answer', async () => {
    for (const status of [undefined, statusOf('absent'), statusOf('failed')])
      assert.deepEqual(await run(status), { asked: ['fast'], answered: ['fast'] });
  });

  it('asks the deep model after them where it is there', async () => {
    for (const state of ['idle', 'loading', 'running'] as const)
      assert.deepEqual(await run(statusOf(state)), { asked: ['fast', 'full'], answered: ['fast', 'full'] });
  });

  it('yields nothing more once it is canceled', async () => {
    assert.deepEqual(await run(statusOf('idle'), 1), { asked: ['fast'], answered: [] });
    assert.deepEqual(await run(statusOf('idle'), 2), { asked: ['fast', 'full'], answered: ['fast'] });
  });

  it('throws what the engine throws, and nothing when nobody waits any more', async () => {
    const failing = (isCanceled: boolean) =>
      searchSteps({
        ask: () => Promise.reject(new Error('crashed')),
        status: () => undefined,
        isCanceled: () => isCanceled,
      });
    await assert.rejects(failing(false).next(), /crashed/);
    assert.deepEqual(await failing(true).next(), { done: true, value: undefined });
  });
});
