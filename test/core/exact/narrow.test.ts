import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createMatcher } from '../../../src/core/exact/findMatches';
import { chunksThatMayMatch } from '../../../src/core/exact/narrow';
import { requiredTexts } from '../../../src/core/exact/requiredTexts';
import { type TextCondition, textConditions } from '../../../src/core/exact/textCondition';
import { analyzeChunk } from '../../../src/core/lexical/analyze';
import { LexicalSegment } from '../../../src/core/lexical/lexicalSegment';
import { noFilters } from '../../../src/core/query/filters';
import { mayBeginEnding, stem } from '../../../src/core/text/stem';

const RECORD = { path: '', language: 'typescript', symbol: '', definitions: [], signature: '' };

function indexOf(texts: readonly string[]): LexicalSegment {
  return LexicalSegment.build(texts.map((text) => analyzeChunk({ ...RECORD, text })));
}

function phrase(text: string): TextCondition {
  return textConditions({ ...noFilters(), phrases: [text] })[0]!;
}

function pattern(source: string, flags = ''): TextCondition {
  return textConditions({ ...noFilters(), patterns: [{ source, flags }] })[0]!;
}

function matchesOf(condition: TextCondition, text: string): string[] {
  const found: string[] = [];
  createMatcher(condition)(text, (start, end) => found.push(text.slice(start, end)));
  return found;
}

/** Words whose terms differ from their letters, of many scripts. */
const WORDS = [
  ...['running', 'organizations', 'controllers', 'happiness', 'retries', 'stopped', 'serialization', 'queries'],
  ...['assemblies', 'mentions', 'dimensions', 'agreeing', 'possessions', 'happinesses', 'modernizations', 'classes'],
  ...['fetchUserData', 'HTTPServer', 'parse_http_body', '__init__', '$scope', 'utf8Decoder', 'IDs', 'x', 'éclair_x'],
  ...[
    '사용자에게서',
    '업로드를',
    '값',
    '删除缓存',
    '在庫数を更新',
    '𠮷野家',
    'รหัสผ่าน',
    'сервера',
    'жfoo_bar',
    'ΑΒΓ한글',
  ],
  ...['a1'.repeat(60), '=> ({', '!==', '"', '\\', '42'],
];

describe('narrowing by words', () => {
  it('never leaves out a chunk that holds the text', () => {
    const text = fc
      .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(' ', '', '.', '(', '_', '\n')), {
        minLength: 1,
        maxLength: 8,
      })
      .map((pieces) => pieces.flat().join(''));
    const place = fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(text, text, place, fc.boolean(), (own, other, [from, length], isUpper) => {
        const start = from % own.length;
        const part = own.slice(start, start + length);
        const asked = isUpper ? part.toUpperCase() : part;
        const condition = phrase(asked);
        fc.pre(matchesOf(condition, own).length > 0);
        assert.notEqual(chunksThatMayMatch(indexOf([other, own]), condition)?.[1], 0, JSON.stringify([asked, own]));
      }),
      { numRuns: 3_000 },
    );
  });

  it('leaves out what has not all of the words', () => {
    const others = ['jobs', 'tasks', 'calls', 'uploads'].map((thing) => `retry the failed ${thing}`);
    const segment = indexOf([...others, 'retry the failed downloads', 'fetchUserData()', '删除缓存']);
    const allowed = (condition: TextCondition) => (chunksThatMayMatch(segment, condition) ?? []).join('');
    assert.equal(allowed(phrase('the failed uploa')), '0001000');
    assert.equal(allowed(phrase('ploads')), '0001000');
    assert.equal(allowed(phrase('etchuserda')), '0000010');
    assert.equal(allowed(phrase('RETRY the failed downloads')), '0000100');
    assert.equal(allowed(phrase('除缓')), '0000001');
    assert.equal(allowed(pattern('fetchUser\\w+\\(')), '0000010');
    assert.equal(allowed(pattern('the (failed) +downloads')), '0000100');
    assert.equal(allowed(phrase('=> ({')), '');
    assert.equal(allowed(pattern('failed|fetch')), '');
  });

  it('knows what stemming may take off a word', () => {
    for (const word of WORDS.filter((each) => /^[a-z]+$/.test(each))) {
      const stemmed = stem(word);
      let same = 0;
      while (same < stemmed.length && stemmed[same] === word[same]) same++;
      // What takes the place of an ending may begin like it: `mention` becomes `ment`.
      assert.ok(
        [0, 1, 2].some((letters) => mayBeginEnding(word, same - letters)),
        word,
      );
    }
  });
});

describe('the texts that a match must hold', () => {
  const cases: [source: string, texts: string[]][] = [
    ['foo\\d+bar', ['foo', 'bar']],
    ['colou?r', ['colo', 'r']],
    ['ab*c+d{0,2}e{2}f', ['a', 'c', 'e', 'f']],
    ['foo|bar', []],
    ['(foo|bar)baz', ['baz']],
    ['a\\.b\\(c\\)', ['a.b(c)']],
    ['^start.*end$', ['start', 'end']],
    ['[abc]def[^x]', ['def']],
    ['\\bword\\b', ['word']],
    ['\\x41b\\u0041c', ['b', 'c']],
    ['x{,3}', ['x{,3}']],
    ['((a)(b[)]))c', ['c']],
  ];
  for (const [source, texts] of cases)
    it(source, () => {
      assert.deepEqual(requiredTexts({ ...pattern('x'), source }), texts);
    });
});

describe('matches', () => {
  it('of an expression stay within a line and are those of the whole text', () => {
    const text = 'a = 1;\n\nfoo (\n  b\n)\nFoo(c) foo(d) foo(e)\r\nlast';
    assert.deepEqual(matchesOf(pattern('foo\\s*\\('), text), ['foo (', 'foo(', 'foo(']);
    assert.deepEqual(matchesOf(pattern('foo\\([^x]*'), text), ['foo(d) foo(e)\r']);
    assert.deepEqual(matchesOf(pattern('\\([\\s\\S]*b'), text), []);
    assert.deepEqual(matchesOf(pattern('\\(\\n\\s+b\\n'), text), ['(\n  b\n']);
    assert.deepEqual(matchesOf(pattern('^\\W*$'), text), [')']);
    assert.deepEqual(matchesOf(pattern('foo', 'iw'), text), ['foo', 'Foo', 'foo', 'foo']);
    assert.deepEqual(matchesOf(pattern('oo', 'w'), text), []);
    assert.deepEqual(matchesOf(pattern('\\p{Lu}oo'), text), ['Foo']);
    assert.deepEqual(matchesOf(pattern('x*'), text), []);
  });

  it('of a phrase may stand inside words and in any case', () => {
    assert.deepEqual(matchesOf(phrase('OO('), 'Foo(foo(oo)'), ['oo(', 'oo(']);
    assert.deepEqual(matchesOf(phrase('aa'), 'aaaaa'), ['aa', 'aa']);
    assert.deepEqual(matchesOf(phrase('i'), 'İi'), ['i']);
  });
});
