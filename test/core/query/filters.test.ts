import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Filters, hasFilters, parseQuery } from '../../../src/core/query/filters';

const NONE: Filters = {
  ...{ languages: [], paths: [], notPaths: [], kinds: [], symbols: [], notTerms: [], phrases: [], notPhrases: [] },
};

describe('filters', () => {
  const cases: [query: string, text: string, filters: Partial<Filters>][] = [
    ['retry failed uploads', 'retry failed uploads', {}],
    ['retry lang:ts lang:c++', 'retry', { languages: ['typescript', 'cpp'] }],
    ['lang:python lang:C#', '', { languages: ['python', 'csharp'] }],
    ['path:src/net -path:"old stuff" retry', 'retry', { paths: ['src/net'], notPaths: ['old stuff'] }],
    ['path:src\\net retry', 'retry', { paths: ['src/net'] }],
    ['kind:Class kind:function Queue', 'Queue', { kinds: ['class', 'function'] }],
    ['symbol:Queue', 'queue', { symbols: ['queue'] }],
    ['symbol:Queue retry', 'retry', { symbols: ['queue'] }],
    ['is:test retry', 'retry', { isTest: true }],
    ['-is:test retry', 'retry', { isTest: false }],
    ['retry -download', 'retry', { notTerms: ['download'] }],
    ['retry "exact phrase" -"not this"', 'retry exact phrase', { phrases: ['exact phrase'], notPhrases: ['not this'] }],
    ['std::vector http://a.b/c foo:bar', 'std::vector http://a.b/c foo:bar', {}],
    ['a -> b --flag -f - x-y', 'a -> b --flag -f - x-y', {}],
    ['사용자 -세션', '사용자', { notTerms: ['세션'] }],
    ['KeyError: no "name" in -x lang:py', 'KeyError: no "name" in -x', { languages: ['python'] }],
    [
      'Traceback (most recent call last):   File "a.py", line 3, in f ValueError: no',
      'Traceback (most recent call last): File "a.py", line 3, in f ValueError: no',
      {},
    ],
    ['LANG:ts x', 'x', { languages: ['typescript'] }],
    ['""', '', {}],
    ['', '', {}],
    ['if (a) {\n  lang:ts\n}', 'if (a) {\n  lang:ts\n}', {}],
  ];
  for (const [query, text, filters] of cases) {
    it(JSON.stringify(query), () => {
      assert.deepEqual(parseQuery(query), { text, filters: { ...NONE, ...filters }, errors: [] });
      assert.equal(hasFilters(parseQuery(query).filters), Object.keys(filters).length > 0);
    });
  }
});

describe('errors of a query', () => {
  const cases: [query: string, message: RegExp, marked: string][] = [
    ['retry lang:', /needs a value/, 'lang:'],
    ['a kind:thing b', /"thing" is no kind/, 'kind:thing'],
    ['is:nice', /"is:nice" is not known/, 'is:nice'],
    ['x -lang:ts', /"-lang:" is not known/, '-lang:ts'],
    ['retry "open end', /not closed/, '"open end'],
  ];
  for (const [query, message, marked] of cases) {
    it(JSON.stringify(query), () => {
      const [error, ...more] = parseQuery(query).errors;
      assert.match(error!.message, message);
      assert.equal(query.slice(error!.start, error!.end), marked);
      assert.deepEqual(more, []);
    });
  }

  it('lie within the query, whatever it is', () => {
    const piece = fc.constantFrom('lang:', 'kind:', '-', '"', ' ', 'a', 'is:test', 'path:x', '\n', '한');
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (query) => {
          for (const { start, end } of parseQuery(query).errors)
            assert.ok(0 <= start && start < end && end <= query.length);
        },
      ),
    );
  });
});
