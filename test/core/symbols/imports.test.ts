/** Which lines bring names in from elsewhere. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importLines } from '../../../src/core/symbols/imports';

const imported = (text: string) => importLines(text.split('\n')).map((is) => (is ? 1 : 0));

for (const line of [
  `import { a } from './a';`,
  `import a from 'a'`,
  `export { a } from './a';`,
  `export * from './a';`,
  `const a = require('a');`,
  `const { a } = await import('./a');`,
  `import os`,
  `from os import path`,
  `#include <vector>`,
  `use std::io::Read;`,
  `pub use crate::a::B;`,
  `using System.Text;`,
  `require_relative 'a'`,
  `import java.util.List;`,
  `library(dplyr)`,
  `@use 'buttons';`,
]) {
  test(`it imports: ${line}`, () => assert.deepEqual(imported(line), [1]));
}

for (const line of [
  `const important = 1;`,
  `export function a() {}`,
  `export { a, b };`,
  `using (var reader = open()) {`,
  `useState(0);`,
  `from = 3`,
  `requires('a')`,
  `importAll();`,
]) {
  test(`it does not: ${line}`, () => assert.deepEqual(imported(line), [0]));
}

test('a statement over several lines, and nothing behind it', () => {
  assert.deepEqual(imported(`import {\n  a,\n  b,\n} from './a';\nb();`), [1, 1, 1, 1, 0]);
  assert.deepEqual(imported(`from a import (\n    b,\n    c,\n)\nc()`), [1, 1, 1, 1, 0]);
  assert.deepEqual(imported(`import (\n\t"fmt"\n\t"os"\n)\nfmt.Print()`), [1, 1, 1, 1, 0]);
  assert.deepEqual(imported(`use a::{\n  b,\n  c,\n};\nc();`), [1, 1, 1, 1, 0]);
  assert.deepEqual(imported(`export {\n  a,\n};\na();`), [0, 0, 0, 0]);
});
