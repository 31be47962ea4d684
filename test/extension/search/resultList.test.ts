import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createPinnedSearches } from '../../../src/extension/search/pinnedSearches';
import {
  highlightRanges,
  matchedWords,
  previewLine,
  questionWords,
  splitSymbol,
} from '../../../src/extension/search/questionWords';
import { createRecentQueries } from '../../../src/extension/search/recentQueries';
import {
  focused,
  followEdit,
  groupByFile,
  keepGroupInPlace,
  keepInPlace,
  listed,
  locate,
  neighbor,
  sameResults,
} from '../../../src/extension/search/resultList';
import { lastRequest, rememberRequest, type SearchRequest } from '../../../src/extension/search/searchRequest';
import { likenessOf, similarityOf } from '../../../src/extension/search/similarity';
import type { SearchResult } from '../../../src/protocol/engine';

function result(path: string, startLine = 0, more: Partial<SearchResult> = {}): SearchResult {
  return {
    ...{ corpusId: 'c', path, startLine, endLine: startLine + 2, symbol: '', kind: 'function', language: 'ts' },
    ...{ score: 1, reasons: [], excerpt: '', preview: '' },
    focus: { startLine, endLine: startLine, symbol: '' },
    ...more,
  };
}

test('files come in the order of their best passage, and nothing is lost', () => {
  const results = [result('b', 1), result('a', 1), result('b', 9), result('c', 1), result('a', 5)];
  const groups = groupByFile(results);
  assert.deepEqual(
    groups.map(({ path, passages }) => [path, passages.map(({ startLine }) => startLine)]),
    [
      ['b', [1, 9]],
      ['a', [1, 5]],
      ['c', [1]],
    ],
  );
});

test('in a better list the passage that somebody is on stays where it is, and all others come in their new order', () => {
  const letters = fc.uniqueArray(fc.constantFrom(...'abcdefgh'));
  const property = fc.property(letters, letters, fc.constantFrom(...'abcdefgh'), (before, after, focused) => {
    const kept = keepInPlace(before, after, (letter) => letter, focused);
    assert.deepEqual([...kept].sort(), [...after].sort());
    const others = (list: string[]) => list.filter((letter) => letter !== focused);
    assert.deepEqual(others(kept), others(after));
    const at = before.indexOf(focused);
    if (at >= 0 && after.includes(focused)) assert.equal(kept.indexOf(focused), Math.min(at, after.length - 1));
    else assert.deepEqual(kept, after);
  });
  fc.assert(property);
});

test('in the tree the file of that passage stays where it is, and the passage in its file', () => {
  const before = groupByFile([result('a'), result('b', 1), result('b', 9), result('c')]);
  const better = groupByFile([result('c'), result('b', 9), result('a'), result('b', 1)]);
  const places = (groups: typeof before) =>
    groups.map(({ path, passages }) => [path, ...passages.map((p) => p.startLine)]);
  assert.deepEqual(places(keepGroupInPlace(before, better, undefined)), [
    ['c', 0],
    ['b', 9, 1],
    ['a', 0],
  ]);
  assert.deepEqual(places(keepGroupInPlace(before, better, result('b', 1))), [
    ['c', 0],
    ['b', 1, 9],
    ['a', 0],
  ]);
  assert.deepEqual(places(keepGroupInPlace(before, better, result('a'))), [
    ['a', 0],
    ['c', 0],
    ['b', 9, 1],
  ]);
});

test('the same path in two folders is two files', () => {
  assert.equal(groupByFile([result('a'), result('a', 0, { corpusId: 'd' })]).length, 2);
});

test('next and previous walk the screen, round the ends', () => {
  const [first, other, second] = [result('a', 1), result('b', 1), result('a', 8)];
  const results = [first, other, second];
  const byFile = listed({ results, groups: groupByFile(results) }, false);
  assert.deepEqual(byFile, [first, second, other]);
  assert.deepEqual(listed({ results, groups: groupByFile(results) }, true), results);
  assert.equal(neighbor(byFile, undefined, 1), first);
  assert.equal(neighbor(byFile, first, 1), second);
  assert.equal(neighbor(byFile, other, 1), first);
  assert.equal(neighbor(byFile, first, -1), other);
  assert.equal(neighbor(byFile, result('gone'), -1), other);
  assert.equal(neighbor([], first, 1), undefined);
});

test('a refresh with the same passages is no change', () => {
  assert.ok(sameResults([result('a', 1)], [result('a', 1, { score: 9 })]));
  assert.ok(!sameResults([result('a', 1)], [result('a', 2)]));
  assert.ok(!sameResults([result('a', 1)], []));
});

test('a passage moves with edits above it, grows with edits inside it, ignores those below', () => {
  const passage = result('a', 10, { endLine: 20 });
  const after = (startLine: number, endLine: number, lineDelta: number) => {
    const moved = followEdit(passage, { startLine, endLine, lineDelta });
    return [moved.startLine, moved.endLine];
  };
  assert.deepEqual(after(2, 2, 3), [13, 23]);
  assert.deepEqual(after(2, 5, -3), [7, 17]);
  assert.deepEqual(after(12, 12, 2), [10, 22]);
  assert.deepEqual(after(30, 30, 5), [10, 20]);
  assert.deepEqual(after(15, 15, 0), [10, 20]);
});

test('a passage is found again wherever its text went', () => {
  fc.assert(
    fc.property(fc.nat(30), fc.nat(30), fc.integer({ min: 1, max: 5 }), (oldStart, newStart, length) => {
      const code = Array.from({ length }, (_, n) => `  unique line ${n}`);
      const lines = [...Array.from({ length: newStart }, () => 'other'), ...code, 'rest'];
      const passage = result('a', oldStart, { endLine: oldStart + length - 1, preview: code.join('\n') });
      assert.deepEqual(locate(lines, passage), { startLine: newStart, endLine: newStart + length - 1 });
    }),
  );
});

test('of several equal lines the nearest is the passage; a text that is gone is not found', () => {
  const lines = ['}', 'x', '}', 'y', 'z', '}'];
  assert.equal(locate(lines, result('a', 3, { endLine: 3, preview: '}' }))?.startLine, 2);
  assert.equal(locate(lines, result('a', 3, { preview: 'nowhere' })), undefined);
  assert.equal(locate(lines, result('a', 3, { preview: '' })), undefined);
});

const WORDS: [question: string, words: string[]][] = [
  ['where do we retry failed uploads', ['retry', 'failed', 'uploads']],
  ['lang:ts -test splitIdentifier', ['splitidentifier']],
  ['업로드 재시도', ['업로드', '재시도']],
  ['"exact words" x', ['exact', 'words']],
  ['???', []],
];
for (const [question, words] of WORDS) {
  test(`the words of ${question}`, () => assert.deepEqual(questionWords(question), words));
}

test('highlights lie inside the label, in order, without overlaps', () => {
  assert.deepEqual(highlightRanges('retryUpload and upload', ['upload', 'loa', 'retry']), [
    [0, 11],
    [16, 22],
  ]);
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string({ minLength: 1 }), { maxLength: 4 }), (label, words) => {
      let end = -1;
      for (const [from, to] of highlightRanges(
        label,
        words.map((word) => word.toLowerCase()),
      )) {
        assert.ok(from > end && to > from && to <= label.length);
        end = to;
      }
    }),
  );
});

test('a symbol path is a name and what it lies in', () => {
  assert.deepEqual(splitSymbol('Uploader.retry'), { name: 'retry', container: 'Uploader' });
  assert.deepEqual(splitSymbol('Guide 1.2 > Install'), { name: 'Install', container: 'Guide 1.2' });
  assert.deepEqual(splitSymbol('retry'), { name: 'retry', container: '' });
  assert.deepEqual(splitSymbol(''), { name: '', container: '' });
  assert.deepEqual(splitSymbol('strange.'), { name: 'strange.', container: '' });
});

const TELLTALES: [preview: string, symbol: string, line: string][] = [
  ['/** Sends again. */\nasync retry() {', 'Uploader.retry', 'async retry() {'],
  ['}\n\nfunction a() {}\nfunction b() {}', 'b', 'function b() {}'],
  ['# why\nimport os', '', 'import os'],
  ['#include <x>', '', '#include <x>'],
  ['// only words', '', 'only words'],
  ['try {\n  send(part);\n}', '', 'send(part);'],
  ['} else {', '', '} else {'],
  ['{\n}', '', ''],
  ['', 'gone', ''],
];
for (const [preview, symbol, line] of TELLTALES) {
  test(`the line that shows ${JSON.stringify(preview)}`, () => assert.equal(previewLine(preview, symbol), line));
}

test('recent questions: newest first, each once, at most fifty, and bad storage is no crash', () => {
  const values = new Map<string, unknown>([['recentQueries', 'not a list']]);
  let changes = 0;
  const store = {
    get: <T>(key: string) => values.get(key) as T | undefined,
    update: async (key: string, value: unknown) => void values.set(key, value),
  };
  const recent = createRecentQueries(store, () => {
    changes += 1;
  });
  assert.deepEqual(recent.all(), []);
  for (let n = 0; n < 60; n++) recent.add(`q${n}`);
  recent.add(' q10 ');
  recent.add('  ');
  assert.equal(recent.all().length, 50);
  assert.deepEqual(recent.all().slice(0, 2), ['q10', 'q59']);
  recent.remove('q10');
  assert.equal(recent.all()[0], 'q59');
  assert.equal(changes, 62);
});

test('pinned searches and the last one come back from storage as they were, and anything else in it is dropped', () => {
  const stored = new Map<string, unknown>();
  const store = {
    get: <T>(key: string) => stored.get(key) as T | undefined,
    // A memento keeps JSON.
    update: async (key: string, value: unknown) =>
      void stored.set(key, value === undefined ? undefined : JSON.parse(JSON.stringify(value))),
  };
  let changes = 0;
  const pinned = createPinnedSearches(store, () => changes++);
  const question: SearchRequest = { kind: 'search', query: 'retry', within: [{ corpusId: 'c', path: 'a' }] };
  const similar: SearchRequest = { kind: 'similar', corpusId: 'c', path: 'a', startLine: 3, endLine: 9, label: 'a:4' };
  pinned.add(question);
  pinned.add(similar);
  pinned.add({ ...question });
  assert.deepEqual(pinned.all(), [similar, question]);
  assert.ok(pinned.has({ ...similar, label: 'another name' }) && !pinned.has({ kind: 'search', query: 'retry' }));
  pinned.remove(similar);
  assert.deepEqual([pinned.all(), changes], [[question], 4]);
  rememberRequest(store, similar);
  assert.deepEqual(lastRequest(store), similar);
  rememberRequest(store, undefined);
  assert.equal(lastRequest(store), undefined);
  stored.set('pinnedSearches', [question, { kind: 'search' }, 7]);
  assert.deepEqual(pinned.all(), [question]);
});

test('a number of likeness has its word', () => {
  assert.deepEqual([0.94, 0.82, 0.64, 0.3].map(likenessOf), ['nearlySame', 'verySimilar', 'similar', 'related']);
  const reasons = [
    { name: 'dense', value: 0.8 },
    { name: 'sameFile', value: -0.1 },
  ];
  assert.equal(similarityOf(result('a', 0, { reasons })), 0.8);
  assert.equal(similarityOf(result('a')), undefined);
});

test('words that the engine matched in another form are highlighted too', () => {
  const reasons = [
    { name: 'words', value: 0.2, detail: 'password, hash' },
    { name: 'fileName', value: 0.1, detail: 'auth' },
  ];
  assert.deepEqual(matchedWords(result('a', 0, { reasons })), ['password', 'hash']);
});

test('a passage is opened at the lines that answer', () => {
  const preview = 'function one() {}\nfunction two() {\n  return 2;\n}\n';
  const merged = result('a', 10, {
    endLine: 13,
    symbol: 'one',
    preview,
    focus: { startLine: 11, endLine: 13, symbol: 'two' },
  });
  const { startLine, endLine, preview: shown } = focused(merged);
  assert.deepEqual([startLine, endLine, shown], [11, 13, 'function two() {\n  return 2;\n}']);
  const lines = ['', '// moved', ...preview.split('\n')];
  assert.deepEqual(locate(lines, focused(merged)), { startLine: 3, endLine: 5 });
  assert.deepEqual(focused({ startLine: 1, endLine: 2, preview: 'a\nb' }), {
    startLine: 1,
    endLine: 2,
    preview: 'a\nb',
  });
});

test('the lines that answer follow an edit as their passage does', () => {
  const passage = { startLine: 10, endLine: 20, focus: { startLine: 15, endLine: 17, symbol: 'f' } };
  const above = followEdit(passage, { startLine: 2, endLine: 2, lineDelta: 3 });
  assert.deepEqual([above.startLine, above.focus], [13, { startLine: 18, endLine: 20, symbol: 'f' }]);
  const inside = followEdit(passage, { startLine: 12, endLine: 12, lineDelta: 2 });
  assert.deepEqual([inside.startLine, inside.endLine, inside.focus.startLine], [10, 22, 17]);
});
