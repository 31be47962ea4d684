/** The labeled corpus of test/fixtures/duplicates: what is found, what is not, and whether each grade is right. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { languageOf } from '../../../src/core/corpus/language';
import { type DuplicateCluster, DuplicateFinder } from '../../../src/core/duplicates/duplicateFinder';

const FOLDER = path.join(process.cwd(), 'test/fixtures/duplicates');
/** What each folder of the corpus is to be graded as. */
const LABELS: Record<string, string> = {
  exact: 'exact',
  layout: 'exact',
  renamed: 'renamed',
  edited: 'edited',
  lookalike: 'none',
};

/** `label/case/side.ext` */
const files = fs
  .readdirSync(FOLDER, { recursive: true })
  .map((file) => String(file).split(path.sep).join('/'))
  .filter((file) => file.split('/').length === 3)
  .sort();

function run<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function findIn(names: readonly string[]): DuplicateCluster[] {
  const finder = new DuplicateFinder();
  for (const name of names) finder.add(fs.readFileSync(path.join(FOLDER, name), 'utf8'), languageOf(name), []);
  return run(finder.compare());
}

test('copies of the corpus are found and graded, lookalikes are not', () => {
  const found = findIn(files);
  const caseOf = (document: number) => path.posix.dirname(files[document]!);
  const grades = new Map<string, string>();
  const crossed: string[][] = [];
  for (const { passages, grade } of found) {
    const cases = [...new Set(passages.map(({ document }) => caseOf(document)))];
    if (cases.length > 1) crossed.push(cases);
    else if (passages.length === 2) grades.set(cases[0]!, grade);
  }
  assert.deepEqual(crossed, [], 'no cluster mixes two cases');
  const cases = [...new Set(files.map((file) => path.posix.dirname(file)))];
  const wanted = Object.fromEntries(cases.map((name) => [name, LABELS[name.split('/')[0]!]]));
  const graded = Object.fromEntries(cases.map((name) => [name, grades.get(name) ?? 'none']));
  const right = cases.filter((name) => graded[name] === wanted[name]).length;
  console.log(`${right} of ${cases.length} cases graded as labeled, ${found.length} clusters`);
  assert.deepEqual(graded, wanted);
});
