import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Filters, hasFilters, noFilters, parseQuery } from '../../../src/core/query/filters';

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
    [
      'lang:docker lang:Protobuf lang:"Visual Basic" lang:common-lisp',
      '',
      { languages: ['dockerfile', 'proto3', 'vb', 'lisp'] },
    ],
    ['x -lang:c -kind:class -symbol:Queue', 'x', { notLanguages: ['c'], notKinds: ['class'], notSymbols: ['queue'] }],
    ['path:{src,test} -path:./test', '', { paths: ['{src,test}'], notPaths: ['./test'] }],
    ['"!=="', '!==', { phrases: ['!=='] }],
    ['-"say \\"hi\\""', '', { notPhrases: ['say "hi"'] }],
    ['"Foo" case:yes word:yes', 'Foo', { phrases: ['Foo'], matchesCase: true, wholeWords: true }],
    ['/foo\\d+/i retry', 'retry', { patterns: [{ source: 'foo\\d+', flags: 'i' }] }],
    ['-/[/] x/w', '', { notPatterns: [{ source: '[/] x', flags: 'w' }] }],
    ['/usr/bin/env a / b / c /* d */ // e //', '/usr/bin/env a / b / c /* d */ // e //', {}],
    ['GET /users/ fails', 'GET /users/ fails', {}],
    ['/users/ lang:go', '', { patterns: [{ source: 'users', flags: '' }], languages: ['go'] }],
    ['case: a word:b in:production', 'case: a word:b in:production', {}],
    ['what is 5" wide', 'what is 5" wide', {}],
    ['""', '', {}],
    ['', '', {}],
    ['if (a) {\n  lang:ts\n}', 'if (a) {\n  lang:ts\n}', {}],
  ];
  for (const [query, text, filters] of cases) {
    it(JSON.stringify(query), () => {
      const { hints, ...parsed } = parseQuery(query);
      assert.deepEqual(parsed, { text, filters: { ...noFilters(), ...filters }, errors: [] });
      assert.deepEqual(hints, []);
      assert.equal(hasFilters(parseQuery(query).filters), Object.keys(filters).length > 0);
    });
  }
});

describe('what looks like a filter and is none', () => {
  const cases: [query: string, text: string, hinted: string[]][] = [
    ['kind: Deployment', 'kind: Deployment', ['kind:']],
    ['kind:Deployment', 'kind:Deployment', ['kind:Deployment']],
    ['path: /healthz', 'path: /healthz', ['path:']],
    ['retry lang:', 'retry lang:', ['lang:']],
    ['is:nice', 'is:nice', ['is:nice']],
    ['name: "checkout', 'name: checkout', ['"checkout']],
    ['"UserNotFound"는 어디서 던져?', 'UserNotFound는 어디서 던져?', ['"UserNotFound"는']],
  ];
  for (const [query, text, hinted] of cases) {
    it(JSON.stringify(query), () => {
      const parsed = parseQuery(query);
      assert.deepEqual([parsed.text, parsed.errors], [text, []]);
      assert.deepEqual(parsed.filters, noFilters());
      assert.deepEqual(
        parsed.hints.map(({ value }) => value),
        hinted,
      );
    });
  }

  it('is waited for while it is typed', () => {
    for (const query of ['retry lang:', 'retry kind:cla', 'retry lang:typescr'])
      assert.deepEqual(parseQuery(query, { isTyping: true }), { ...parseQuery('retry'), text: 'retry' });
    assert.equal(parseQuery('kind:Deployment', { isTyping: true }).text, 'kind:Deployment');
    assert.equal(parseQuery('retry lang:typescritp', { isTyping: true }).errors.length, 1);
  });
});

describe('errors of a query', () => {
  const cases: [query: string, code: string, marked: string, detail: RegExp][] = [
    ['retry lang:typescritp', 'languageUnknown', 'lang:typescritp', /^typescript$/],
    ['retry -lang:qqqqqqqqqq', 'languageUnknown', '-lang:qqqqqqqqqq', /^$/],
    ['retry /(a/ x', 'patternInvalid', '/(a/', /nterminated group/],
  ];
  for (const [query, code, marked, detail] of cases) {
    it(JSON.stringify(query), () => {
      const [error, ...more] = parseQuery(query).errors;
      assert.equal(error!.code, code);
      assert.match(error!.detail, detail);
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
