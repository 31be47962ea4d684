import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { analyzeQuery, type QueryKind } from '../../../src/core/query/analyzeQuery';

describe('the kind of a query', () => {
  const cases: [query: string, kind: QueryKind][] = [
    ['UploadQueue.retry', 'symbol'],
    ['snake_case_name', 'symbol'],
    ['Session', 'symbol'],
    ['src/net/http.ts', 'symbol'],
    ['where are failed uploads retried', 'natural'],
    ['how does UploadQueue retry', 'mixed'],
    ['세션을 어디에 저장하나', 'natural'],
    ['if (a) { retry(); }', 'code'],
    ['const a = 1;\nreturn a;\n', 'code'],
    [
      'TypeError: x is not a function\n    at retry (src/net/http.ts:12:3)\n    at main (src/main.ts:1:1)',
      'stackTrace',
    ],
    ['Traceback (most recent call last):\n  File "app.py", line 3, in main\n    run()\nValueError: no', 'stackTrace'],
    ['Error: no\n   at App.Queue.Retry(Int32 n) in /build/Queue.cs:line 12', 'stackTrace'],
    ['Error: no\n    (app 1.0.0) lib/app/queue.ex:12: App.Queue.retry/1', 'stackTrace'],
    ['ValueError: the template could not be found', 'error'],
    ['Uncaught TypeError: x is not a function', 'error'],
    ['error[E0382]: borrow of moved value', 'error'],
    ["thread 'main' panicked at src/main.rs:2:5: index out of bounds", 'error'],
    ['panic: runtime error: index out of range', 'error'],
    ['what does ValueError: mean', 'mixed'],
    ['h.handler = handler\nh.pattern = pattern\nstart(h)', 'code'],
    ['first line of a note\nsecond line of a note', 'natural'],
    ['', 'natural'],
    ['!?', 'natural'],
  ];
  for (const [query, kind] of cases) it(JSON.stringify(query), () => assert.equal(analyzeQuery(query).kind, kind));
});

describe('what a query asks for', () => {
  const conceptsOf = (query: string) =>
    Object.fromEntries(
      analyzeQuery(query).concepts.map(({ label, alternatives }) => [label, alternatives.map(({ term }) => term)]),
    );

  it('leaves out what every question says', () => {
    assert.deepEqual(Object.keys(conceptsOf('where is the session stored')), ['session', 'session stored', 'stored']);
  });

  it('asks for something even when it consists of such words', () => {
    assert.ok(analyzeQuery('how does it work').concepts.length > 0);
  });

  it('knows other forms of a word', () => {
    assert.ok(conceptsOf('load configuration').configuration!.includes('config'));
    assert.ok(conceptsOf('load config').config!.includes('configur'));
    assert.ok(conceptsOf('load configurations').configurations!.includes('config'));
    assert.ok(conceptsOf('where was it written').written!.includes('writ'));
    assert.ok(conceptsOf('the WebSocket adapter').WebSocket!.includes('ws'));
  });

  it('knows initials', () => {
    assert.deepEqual(conceptsOf('receive server sent events')['server sent events'], ['sse']);
  });

  it('takes identifiers apart and keeps them whole', () => {
    const concepts = conceptsOf('UploadQueue');
    assert.deepEqual(concepts.UploadQueue, ['uploadqueue']);
    assert.ok(concepts.upload && concepts.queue);
    assert.deepEqual(analyzeQuery('UploadQueue.retry').identifiers, ['UploadQueue', 'retry']);
  });

  it('takes capitalized words for names, but neither the first word nor acronyms', () => {
    assert.deepEqual(analyzeQuery('How does Flask parse JSON').identifiers, ['Flask']);
  });

  it('translates Korean', () => {
    const query = analyzeQuery('로그인 처리');
    assert.ok(query.concepts.some(({ alternatives }) => alternatives.some(({ term }) => term === 'login')));
    assert.match(query.embeddingText, /로그인.*login/);
  });

  it('finds the files of a stack trace, lines counted from 0', () => {
    const trace = 'Error: no\n    at retry (src/net/http.ts:12:3)\n  File "app/main.py", line 3, in main';
    assert.deepEqual(analyzeQuery(trace).files, [
      { path: 'src/net/http.ts', line: 11 },
      { path: 'app/main.py', line: 2 },
    ]);
  });

  it('takes the innermost frame first, which Python prints last, and lines as C# writes them', () => {
    const python =
      'Traceback (most recent call last):\n  File "a.py", line 1, in f\n  File "b.py", line 2, in g\nValueError: no';
    assert.deepEqual(
      analyzeQuery(python).files.map(({ path }) => path),
      ['b.py', 'a.py'],
    );
    const deep = python.replace('  File', `${'  File "frame.py", line 7, in h\n    h()\n'.repeat(300)}  File`);
    assert.deepEqual(analyzeQuery(deep).files[0], { path: 'b.py', line: 1 });
    const csharp = 'Error: no\n   at App.Queue.Retry() in /build/Queue.cs:line 12';
    assert.deepEqual(
      analyzeQuery(csharp).files.filter(({ line }) => line !== undefined),
      [{ path: 'build/Queue.cs', line: 11 }],
    );
  });

  it('compares with texts what was pasted, and of a stack trace what is no frame', () => {
    assert.equal(analyzeQuery('ValueError: no such thing').pasted, 'ValueError: no such thing');
    assert.equal(analyzeQuery('Error: no\n    at retry (src/a.ts:12:3)\n    at main (b.ts:1:1)').pasted, 'Error: no');
    assert.equal(analyzeQuery('where are uploads retried').pasted, undefined);
  });

  describe('sees what is wanted apart from the subject:', () => {
    const cases: [query: string, intent: string][] = [
      ['where is the queue', ''],
      ['tests of the queue', 'tests'],
      ['queue is:test', 'tests'],
      ['examples of the parser', 'examples'],
      ['설치 문서', 'documents'],
      ['how do I install it', 'documents'],
      ['how to configure the proxy', 'documents'],
      ['installation', 'documents'],
      ['프록시 설정 방법', 'documents'],
      ['배포하려면', 'documents'],
      // How it is done, and not how to do it: the code.
      ['how plugins are installed', ''],
      ['how does the plugin installation pipeline work', ''],
      ['where is the installation tracked', ''],
      ['플러그인 설치하는 코드', ''],
      ['WebSocket upgrade and handler', ''],
      ['changelog of the last release', 'changelogs'],
      ['documentation of the parser', 'documents'],
      ['how to upgrade to version 3', 'documents changelogs'],
      ['버전 3으로 업그레이드하는 방법', 'documents changelogs'],
    ];
    for (const [query, intent] of cases)
      it(query, () => {
        const wanted = Object.entries(analyzeQuery(query).intent).filter(([, isWanted]) => isWanted);
        assert.equal(wanted.map(([name]) => name).join(' '), intent);
      });
  });

  it('stays small for any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const query = analyzeQuery(text.repeat(40));
        assert.ok(query.concepts.length <= 40);
        assert.ok(query.concepts.every(({ alternatives }) => alternatives.length > 0));
      }),
      { numRuns: 50 },
    );
  });
});
