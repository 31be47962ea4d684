import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { conjugate } from '../../../../src/core/query/korean/conjugation';
import { koreanLexicon, parseTerms } from '../../../../src/core/query/korean/lexicon';
import { segmentKorean } from '../../../../src/core/query/korean/segmentation';

const { entries } = koreanLexicon();

test('the lexicon has at least 900 entries', () => assert.ok(entries.length >= 900, String(entries.length)));

test('each entry is Hangul with one to five lower-case English words', () => {
  const wrong = entries.filter(
    ({ korean, english }) =>
      !/^[가-힣]+$/.test(korean) ||
      english.length < 1 ||
      english.length > 5 ||
      new Set(english).size !== english.length ||
      !english.every((word) => /^[a-z0-9]+( [a-z0-9]+)*$/.test(word)),
  );
  assert.deepEqual(wrong, []);
});

test('no word is listed twice', () => {
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const { korean, isVerb } of entries) {
    const key = korean + (isVerb ? '-' : '');
    if (seen.has(key)) twice.push(key);
    seen.add(key);
  }
  assert.deepEqual(twice, []);
});

test('a table line gives spellings, phrases, stems and weak terms', () => {
  assert.deepEqual(
    parseTerms('\n# heading\n쓰레드/스레드 thread | 속도제한 rate_limit limit | 읽- read\n처리 ?handle process\n'),
    [
      { korean: '쓰레드', english: ['thread'], isVerb: false, isWeak: false },
      { korean: '스레드', english: ['thread'], isVerb: false, isWeak: false },
      { korean: '속도제한', english: ['rate limit', 'limit'], isVerb: false, isWeak: false },
      { korean: '읽', english: ['read'], isVerb: true, isWeak: false },
      { korean: '처리', english: ['handle', 'process'], isVerb: false, isWeak: true },
    ],
  );
});

/** Forms that must be among a stem's surface forms. */
const conjugations: readonly (readonly [stem: string, forms: string])[] = [
  ['보내', '보내 보낸 보낼 보냄 보냈'],
  ['기다리', '기다린 기다려 기다렸'],
  ['나누', '나눈 나눠 나눴'],
  ['고르', '고른 골라 골랐'],
  ['부르', '부른 불러 불렀'],
  ['따르', '따른 따라 따랐'],
  ['모으', '모은 모아 모았'],
  ['쓰', '쓴 쓸 써 썼'],
  ['열', '열 여 연 엽'],
  ['만들', '만드 만든 만듭'],
  ['읽', '읽'],
  ['정하', '정한 정해 정했'],
];
for (const [stem, forms] of conjugations) {
  test(`${stem}- conjugates to ${forms}`, () => {
    const surfaces = new Set(conjugate(stem).map(({ surface }) => surface));
    assert.deepEqual(
      forms.split(' ').filter((form) => !surfaces.has(form)),
      [],
    );
  });
}

/** A stretch and its pieces: * term, . stop word, - particle or ending, ? unknown. */
const segmentations: readonly (readonly [stretch: string, pieces: string])[] = [
  ['쿠키에서', '쿠키* 에서-'],
  ['세션쿠키를', '세션* 쿠키* 를-'],
  ['서명하는곳', '서명* 하- 는- 곳-'],
  ['열어서', '열* 어서-'],
  ['여는', '여* 는-'],
  ['닫혔을', '닫혔* 을-'],
  ['어디에서', '어디에서.'],
  ['이그제큐터가', '이그제큐터? 가-'],
];
for (const [stretch, pieces] of segmentations) {
  test(`${stretch} is read as ${pieces}`, () => {
    const marks = { term: '*', stop: '.', tail: '-', unknown: '?' };
    const read = segmentKorean(stretch).map(({ text, kind }) => text + marks[kind]);
    assert.equal(read.join(' '), pieces);
  });
}

test('pieces tile the stretch', () => {
  const syllables = fc.array(fc.integer({ min: 0xac00, max: 0xd7a3 }), { maxLength: 40 });
  const known = fc.constantFrom(...entries.map(({ korean }) => korean));
  fc.assert(
    fc.property(syllables, fc.array(known, { maxLength: 4 }), fc.boolean(), (codes, words, followsLatin) => {
      const stretch = words.join('') + String.fromCharCode(...codes);
      const text = segmentKorean(stretch, followsLatin)
        .map((piece) => piece.text)
        .join('');
      assert.equal(text, stretch);
    }),
  );
});
