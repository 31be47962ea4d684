/** A file's name stands for one thing: whoever searches for `walk.ts` finds one file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceFiles } from './imports';

/**
 * `main.ts` is the entry point of its process or page; `src/protocol` names its files after the process that the
 * messages are of.
 */
const isException = (file: string) => /\/main\.ts$|^src\/protocol\//.test(file);

function sharedNames(files: readonly string[]): string[] {
  const byName = new Map<string, string[]>();
  for (const file of files.filter((each) => !isException(each))) {
    // Without the extension, and as a file system that ignores case has it.
    const name = file.slice(file.lastIndexOf('/') + 1, file.lastIndexOf('.')).toLowerCase();
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  return [...byName.values()].filter((same) => same.length > 1).map((same) => same.join(', '));
}

test('a file name stands for one thing', () => {
  assert.deepEqual(sharedNames(sourceFiles(process.cwd())), []);
});

test('the check can fail', () => {
  const files = ['src/core/text/words.ts', 'src/engine/Words.ts', 'src/cli/main.ts', 'src/engine/main.ts'];
  assert.deepEqual(sharedNames(files), ['src/core/text/words.ts, src/engine/Words.ts']);
  assert.deepEqual(sharedNames(['src/engine/engine.ts', 'src/protocol/engine.ts']), []);
});
