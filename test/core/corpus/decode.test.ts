import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeText } from '../../../src/core/corpus/decode';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const utf16 = (text: string, isBigEndian: boolean, mark = false): Uint8Array => {
  const buffer = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
  return isBigEndian ? buffer.swap16() : buffer;
};

const CASES: [name: string, bytes: Uint8Array, expected: [text: string, encoding: string] | undefined][] = [
  ['nothing', bytes(), ['', 'utf-8']],
  ['ASCII', Buffer.from('let a;\n'), ['let a;\n', 'utf-8']],
  ['UTF-8', Buffer.from('업로드 💡'), ['업로드 💡', 'utf-8']],
  ['UTF-8 with a mark', Buffer.from('\ufeffa'), ['a', 'utf-8']],
  ['UTF-16 with a mark', utf16('ab 한', false, true), ['ab 한', 'utf-16le']],
  ['UTF-16 with a mark, big end first', utf16('ab 한', true, true), ['ab 한', 'utf-16be']],
  ['UTF-16 without a mark', utf16('int main();\n', false), ['int main();\n', 'utf-16le']],
  ['UTF-16 without a mark, big end first', utf16('int main();\n', true), ['int main();\n', 'utf-16be']],
  [
    'Korean UTF-16 without a mark',
    utf16('업로드 실패 시 다시 시도\n', false),
    ['업로드 실패 시 다시 시도\n', 'utf-16le'],
  ],
  ['UTF-16 cut off in a character', utf16('abc', false, true).subarray(0, 7), ['ab', 'utf-16le']],
  ['UTF-16 with half a character', bytes(0xff, 0xfe, 0x61, 0, 0, 0xd8), ['a\ufffd', 'utf-16le']],
  // "한글 abc" in EUC-KR.
  ['EUC-KR', bytes(0xc7, 0xd1, 0xb1, 0xdb, 0x20, 0x61, 0x62, 0x63), ['한글 abc', 'euc-kr']],
  ['Latin-1', Buffer.from('caf\xe9 au lait', 'latin1'), ['café au lait', 'latin1']],
  ['Latin-1 that EUC-KR could be', Buffer.from('Gr\xf6\xdfe', 'latin1'), ['Größe', 'latin1']],
  ['a NUL', bytes(0x61, 0, 0x62, 0x63, 0, 0x64), undefined],
  ['UTF-32', bytes(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), undefined],
  ['a picture', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d), undefined],
  ['noise without NULs', Buffer.from(Array.from({ length: 400 }, (_, i) => 1 + ((i * 97) % 255))), undefined],
];

for (const [name, input, expected] of CASES) {
  test(`decodes ${name}`, () => {
    assert.deepEqual(decodeText(input), expected && { text: expected[0], encoding: expected[1] });
  });
}

test('Korean with a syllable that only the extension of Microsoft has stays Korean', () => {
  const input = bytes(...Array.from({ length: 5 }, () => [0xc7, 0xd1, 0xb1, 0xdb]).flat(), 0x94, 0xee, 0x21);
  const decoded = decodeText(input);
  assert.equal(decoded?.encoding, 'euc-kr');
  assert.match(decoded.text, /^(?:한글){5}.*!$/);
});

test('a NUL behind the first 8 kB does not make a file binary', () => {
  const text = `${'a line of text\n'.repeat(600)}\0`;
  assert.equal(decodeText(Buffer.from(text))?.text, text);
});

test('never throws, and gives back what UTF-8 held', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (input) => decodeText(input) === undefined || true));
  const text = fc
    .string({ unit: 'grapheme', maxLength: 200 })
    .filter((each) => !each.includes('\0') && !each.startsWith('\ufeff'));
  fc.assert(fc.property(text, (value) => assert.equal(decodeText(Buffer.from(value))?.text, value)));
});
