import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { sourceFiles } from './imports';

const MAX_LINES = 450;

test('no source file is long', () => {
  const long = sourceFiles(process.cwd())
    .map((file) => ({ file, lines: fs.readFileSync(path.join(process.cwd(), file), 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > MAX_LINES);
  assert.deepEqual(long, []);
});
