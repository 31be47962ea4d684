import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import {
  englishPhoneticKey,
  koreanPhoneticKey,
  loanwordIndex,
  lookUpLoanword,
} from '../../../../src/core/query/korean/expansion';
import { koreanLexicon } from '../../../../src/core/query/korean/lexicon';

/** Korean and English spellings; the held-out ones were written after the rules and never tuned on. */
function readPairs(): { all: (readonly [string, string])[]; heldOut: (readonly [string, string])[] } {
  const text = fs.readFileSync(path.join(process.cwd(), 'test/eval/korean/loanwords.txt'), 'utf8');
  const parse = (part = '') =>
    part
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(' ') as [string, string]);
  const [tuned, heldOut] = text.split(/^# (?:held out|unseen).*$/m);
  return { all: [...parse(tuned), ...parse(heldOut)], heldOut: parse(heldOut) };
}

const { all, heldOut } = readPairs();
// The lexicon's own English words stand for a corpus' dictionary: about two thousand words a match must be told from.
const dictionary = new Set(all.map(([, english]) => english));
for (const { english } of koreanLexicon().entries) {
  for (const phrase of english) for (const word of phrase.split(' ')) dictionary.add(word);
}
const index = loanwordIndex(dictionary);

const share = (count: number, of: number) => count / of;

test('the keys of both spellings are equal for at least 95 of 100 loan words', () => {
  const equal = all.filter(([korean, english]) => koreanPhoneticKey(korean) === englishPhoneticKey(english));
  assert.ok(share(equal.length, all.length) >= 0.95, `${equal.length} of ${all.length}`);
});

for (const [name, pairs] of [
  ['all', all],
  ['held-out', heldOut],
] as const) {
  test(`at least 90 of 100 ${name} loan words find their English word first`, () => {
    assert.ok(pairs.length >= 100);
    const missed = pairs.filter(([korean, english]) => lookUpLoanword(korean, index)[0] !== english);
    assert.ok(share(missed.length, pairs.length) <= 0.1, `${pairs.length}: missed ${missed.join(' ')}`);
  });
}

test('few other words are found: precision comes first', () => {
  const others = all.reduce(
    (count, [korean, english]) => count + lookUpLoanword(korean, index).filter((word) => word !== english).length,
    0,
  );
  assert.ok(share(others, all.length) <= 0.35, `${others} for ${all.length} words`);
});

test('Korean words that are no loan words find next to nothing', () => {
  const native = koreanLexicon().entries.filter(({ isVerb, korean }) => isVerb && korean.length >= 2);
  const found = native.filter(({ korean }) => lookUpLoanword(korean, index).length > 0);
  assert.ok(share(found.length, native.length) <= 0.25, `${found.length} of ${native.length}`);
});

test('a stem is found where the dictionary lacks the inflected word', () => {
  const small = loanwordIndex(['chain', 'throttle', 'token', 'train']);
  assert.deepEqual(lookUpLoanword('체이닝', small), ['chain']);
  assert.deepEqual(lookUpLoanword('토큰스', small), ['token']);
});

test('l and r are told apart where Korean spelling does', () => {
  const small = loanwordIndex(['flag', 'frag', 'caller', 'carry']);
  assert.equal(lookUpLoanword('플래그', small)[0], 'flag');
  assert.equal(lookUpLoanword('프래그', small)[0], 'frag');
  assert.equal(lookUpLoanword('캐리', small)[0], 'carry');
});

test('any text has a key, and words of other scripts are not indexed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (korean, english) => {
      assert.match(koreanPhoneticKey(korean), /^[KTPSMNLH]*$/);
      assert.match(englishPhoneticKey(english), /^[KTPSMNLH]*$/);
      lookUpLoanword(korean, index);
    }),
  );
  assert.equal(loanwordIndex(['쿠키', 'x1', '', 'a', 'né']).size, 0);
});
