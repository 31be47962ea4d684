/** C made readable keeps every offset, and takes its time from no text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readableC } from '../../../src/core/languages/cText';

const SCRAPS =
  '#if A\n|#if 0\n|#else\n|#elif B \\\n|#endif\n|\n|\r\n|{|}|(|)|;|,|"|\'|/*|*/|//|class |GAME_API |TEST_F(|Q_OBJECT\n|__init |int |a|f(a, b)\n| |\t|한|\ud83d'.split(
    '|',
  );

test('a text made readable has the same length and the same line ends', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...SCRAPS), { maxLength: 200 }).map((parts) => parts.join('')),
      (text) => {
        const made = readableC(text);
        assert.equal(made.length, text.length);
        assert.equal(made.replace(/[^\r\n]/g, ' '), text.replace(/[^\r\n]/g, ' '));
      },
    ),
    { numRuns: 1000 },
  );
});

test('what needs no help stays as it is', () => {
  const plain = [
    'class A : public B {',
    'struct FILE *open(const char *name);',
    'struct DIR dir = {0};',
    '#ifdef A',
    'int a(void) { return 1; }',
    '#else',
    'int a(void) { return 2; }',
    '#endif',
    'DWORD run(LPVOID a) {',
    '  return MAKE(a);',
    '}',
    'enum { RED, GREEN };',
    'MAX(a, b);',
  ].join('\n');
  assert.equal(readableC(plain), plain);
});

test('hostile texts are read in time', () => {
  const scraps = [
    'A',
    'A_B ',
    'A(',
    'a(a, ',
    '*',
    '* ',
    'a *',
    'a ',
    'a() ',
    'class A ',
    '#if A\n',
    '#if A\n{\n#else\n',
    'int a;\n',
    'f(a)\n',
    '__a ',
    'a<b,',
  ];
  for (const first of scraps)
    for (const second of scraps) {
      const text = (first + second).repeat(10_000);
      assert.equal(readableC(text).length, text.length);
      const lines = `${(first + second).repeat(100).replaceAll('\n', ' ').slice(0, 399)}\n`.repeat(300);
      assert.equal(readableC(lines).length, lines.length);
      // What follows an old head is read as its parameters.
      const parameters = lines.replaceAll('\n', '\nf(a)\n');
      assert.equal(readableC(parameters).length, parameters.length);
    }
});
