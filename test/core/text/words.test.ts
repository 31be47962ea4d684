import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { stem, stemsOfPrefix } from '../../../src/core/text/stem';
import { pairsOf, partsOf, readWords, withoutParticle } from '../../../src/core/text/words';

describe('words', () => {
  const cases: [text: string, words: [text: string, parts: string[]][]][] = [
    [
      'HTTPServer.parseIDs',
      [
        ['HTTPServer', ['http', 'server']],
        ['parseIDs', ['parse', 'ids']],
      ],
    ],
    [
      'snake_case $dollar',
      [
        ['snake_case', ['snake', 'case']],
        ['$dollar', ['dollar']],
      ],
    ],
    [
      'utf8 x2y',
      [
        ['utf8', ['utf', '8']],
        ['x2y', ['x', '2', 'y']],
      ],
    ],
    [
      '사용자를 save한다',
      [
        ['사용자를', ['사용자']],
        ['save', ['save']],
        ['한다', ['한다']],
      ],
    ],
    [
      'naïve Größe',
      [
        ['naïve', ['naïve']],
        ['Größe', ['größe']],
      ],
    ],
    [
      'user를 привет',
      [
        ['user', ['user']],
        ['를', ['를']],
        ['привет', ['привет']],
      ],
    ],
    ['… !? __ 𝒳', []],
    ['', []],
  ];
  for (const [text, words] of cases)
    it(JSON.stringify(text), () =>
      assert.deepEqual(
        readWords(text).map((word) => [word.text, word.parts]),
        words,
      ),
    );

  it('say where they stand', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const word of readWords(text))
          assert.equal(text.slice(word.start, word.start + word.text.length), word.text);
      }),
    );
  });

  it('leave out runs that are data', () => assert.deepEqual(readWords('a'.repeat(81)), []));
});

describe('parts', () => {
  const cases: [identifier: string, parts: string[]][] = [
    ['parseHTTPBody', ['parse', 'http', 'body']],
    ['IOError', ['io', 'error']],
    ['get_2nd', ['get', '2', 'nd']],
    ['___', []],
  ];
  for (const [identifier, parts] of cases) it(identifier, () => assert.deepEqual(partsOf(identifier), parts));
});

describe('Korean', () => {
  const particles: [word: string, without: string][] = [
    ['사용자를', '사용자'],
    ['세션은', '세션'],
    ['서버에서는', '서버'],
    ['가나', '가나'],
    ['값', '값'],
  ];
  for (const [word, without] of particles) it(word, () => assert.equal(withoutParticle(word), without));

  it('falls into pairs of syllables', () => {
    assert.deepEqual(pairsOf('사용자'), ['사용', '용자']);
    assert.deepEqual(pairsOf('값'), ['값']);
  });
});

describe('stems', () => {
  const same: string[][] = [
    ['registers', 'registered', 'registering'],
    ['retry', 'retries'],
    ['serialize', 'serializes', 'serialized', 'serializing', 'serializer', 'serialization'],
    ['validate', 'validates', 'validated', 'validating', 'validation', 'validator'],
    ['route', 'routes', 'routed', 'routing', 'router'],
    ['stop', 'stopped', 'stopping'],
    ['process', 'processes', 'processing'],
    ['cache', 'caches', 'cached', 'caching'],
  ];
  for (const words of same)
    it(words.join(' '), () => assert.equal(new Set(words.map(stem)).size, 1, words.map(stem).join(' ')));

  const apart: [string, string][] = [
    ['string', 'str'],
    ['class', 'clas'],
    ['status', 'stat'],
    ['thing', 'th'],
    ['bed', 'b'],
  ];
  for (const [word, other] of apart) it(`${word} is not ${other}`, () => assert.notEqual(stem(word), stem(other)));

  it('of a word whose end is not typed yet are among those it may come to', () => {
    for (const word of ['register', 'serialization', 'queries', 'caching', 'processes', 'validator'])
      for (let typed = stem(word).length; typed <= word.length; typed++) {
        const prefix = word.slice(0, typed);
        const stems = [...stemsOfPrefix(prefix), stem(prefix)];
        assert.ok(stems.includes(stem(word)) || stem(word).startsWith(prefix), `${prefix}: ${stems}`);
      }
    assert.deepEqual(stemsOfPrefix('xyz'), []);
  });

  it('leave other scripts, digits and short words alone', () => {
    for (const word of ['로그인', '42', 'ids', 'größe']) assert.equal(stem(word), word);
  });

  it('never are empty', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'aeinrstdgly'.split('')), minLength: 1 }),
        (word) => stem(word).length > 0,
      ),
    );
  });
});
