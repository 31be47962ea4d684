/** Requests: both ends of a table, without a channel between them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { EngineError } from '../../src/protocol/errors';
import { createClient, createDispatcher, type Handlers } from '../../src/protocol/requests';

const table = {
  half: { params: v.object({ of: v.number() }), result: v.pipe(v.number(), v.integer()) },
  list: { params: v.object({ from: v.optional(v.number(), 7) }), result: v.array(v.number()) },
};
const handlers: Handlers<typeof table> = {
  half: ({ of }) => of / 2,
  list: async ({ from }) => [from, from + 1],
};

function connected() {
  const dispatch = createDispatcher(table, handlers);
  return createClient(table, (name, params, signal: AbortSignal | undefined) =>
    dispatch(name, params, signal ?? new AbortController().signal),
  );
}

test('a request gets its answer, and parameters that are all optional may be left out', async () => {
  const { half, list } = connected();
  assert.equal(await half({ of: 6 }), 3);
  assert.deepEqual(
    [await list(), await list({ from: 1 })],
    [
      [7, 8],
      [1, 2],
    ],
  );
});

test('parameters that do not fit and unknown requests are refused by name', async () => {
  const dispatch = createDispatcher(table, handlers);
  const { signal } = new AbortController();
  await assert.rejects(dispatch('half', { of: 'six' }, signal), { code: 'badArguments', message: /^half: / });
  await assert.rejects(dispatch('half', undefined, signal), { code: 'badArguments' });
  for (const name of ['third', 'toString', '__proto__'])
    await assert.rejects(dispatch(name, {}, signal), { code: 'badArguments', message: `There is no request ${name}.` });
});

test('an answer that does not fit is an error and not a result', async () => {
  await assert.rejects(connected().half({ of: 5 }), { code: 'badArguments', message: /answer to half cannot be read/ });
});

test('an error of the handler and the way to cancel pass through', async () => {
  const abort = new AbortController();
  const client = createClient(table, async (_, __, signal: AbortSignal | undefined) => {
    assert.equal(signal, abort.signal);
    throw new EngineError('canceled', '');
  });
  await assert.rejects(client.half({ of: 1 }, abort.signal), { code: 'canceled' });
});
