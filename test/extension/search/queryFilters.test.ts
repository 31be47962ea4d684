/** Filters inside a typed question, read and written as text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseQuery } from '../../../src/core/query/filters';
import {
  asksSomething,
  filterValues,
  hasToken,
  SEARCHABLE_KINDS,
  splitScope,
  toggleToken,
  withFilterValues,
} from '../../../src/extension/search/queryFilters';

test('values are read and replaced, and everything else stays', () => {
  const query = 'retry uploads lang:go "exact phrase" LANG:ts -path:test';
  assert.deepEqual(filterValues(query, 'lang'), ['go', 'ts']);
  assert.deepEqual(filterValues(query, 'path'), []);
  assert.equal(withFilterValues(query, 'lang', ['python']), 'retry uploads "exact phrase" -path:test lang:python');
  assert.equal(withFilterValues('a b', 'path', ['my folder/']), 'a b path:"my folder/"');
  assert.deepEqual(filterValues('a path:"my folder/"', 'path'), ['my folder/']);
});

test('a toggle comes and goes, and its rival goes when it comes', () => {
  assert.equal(toggleToken('retry', '-is:test', ['is:test']), 'retry -is:test');
  assert.equal(toggleToken('retry -IS:test', '-is:test', ['is:test']), 'retry');
  assert.equal(toggleToken('retry is:test', '-is:test', ['is:test']), 'retry -is:test');
  assert.ok(hasToken('retry -is:test', '-is:test') && !hasToken('retry is:test', '-is:test'));
});

test('toggling twice changes nothing but blanks', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('retry', 'lang:go', '"a  b"', '-word', 'x:y', 'path:"a b"')), (tokens) => {
      const query = tokens.join(' ');
      assert.equal(toggleToken(toggleToken(query, '-is:test'), '-is:test'), query);
    }),
  );
});

test('filters alone ask nothing', () => {
  for (const query of ['', 'lang:go', '-is:test in:open', 'path:"my folder"'])
    assert.equal(asksSomething(query), false);
  for (const query of ['retry', 'lang:go retry', 'symbol:Queue', '"exact"', 'std::vector'])
    assert.equal(asksSomething(query), true);
});

test('where to look is taken out of the question', () => {
  assert.deepEqual(splitScope('retry in:open lang:go'), { query: 'retry lang:go', scope: 'open' });
  assert.deepEqual(splitScope('retry in:file'), { query: 'retry', scope: 'file' });
  assert.deepEqual(splitScope('log in:production'), { query: 'log in:production' });
});

test('the engine knows every kind that a chip offers', () => {
  assert.deepEqual(
    SEARCHABLE_KINDS.flatMap((kind) => parseQuery(`kind:${kind} x`).errors),
    [],
  );
});
