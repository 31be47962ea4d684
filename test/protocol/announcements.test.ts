/** Announcements: only what is in the table and fits its schema is heard. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { createListener, createMessageListener } from '../../src/protocol/announcements';
import { fromBox, QUERY_LIMIT } from '../../src/protocol/searchBox';

test('a listener gets what its schema lets through, and nothing else', () => {
  const heard: unknown[] = [];
  const listen = createListener(
    { moved: v.object({ x: v.number() }), unheard: v.object({}) },
    { moved: (params) => heard.push(params) },
  );
  listen('moved', { x: 1, y: 2 });
  for (const [name, params] of [
    ['moved', { x: '1' }],
    ['moved', undefined],
    ['unheard', {}],
    ['other', { x: 1 }],
    ['toString', {}],
  ] as const)
    listen(name, params);
  assert.deepEqual(heard, [{ x: 1 }]);
});

test('what a page says is dropped where it does not fit', () => {
  const heard: unknown[] = [];
  const note = (name: string) => (params: object) => heard.push([name, params]);
  const receive = createMessageListener(fromBox, {
    ready: note('ready'),
    search: note('search'),
    clear: note('clear'),
    chip: note('chip'),
    focusResults: note('focusResults'),
    menu: note('menu'),
  });
  receive({ type: 'search', query: 'a', commit: true });
  receive({ type: 'clear' });
  const tooLong = { type: 'search', query: 'a'.repeat(QUERY_LIMIT + 1), commit: true };
  for (const bad of [null, 'search', {}, { type: 'run' }, { type: 'search', query: 1, commit: true }, tooLong])
    receive(bad);
  assert.deepEqual(heard, [
    ['search', { query: 'a', commit: true }],
    ['clear', {}],
  ]);
});
