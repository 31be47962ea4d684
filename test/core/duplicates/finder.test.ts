/** What holds for any code: shown on this project's own, and on tokens made up. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { languageOf } from '../../../src/core/corpus/language';
import { readTokens } from '../../../src/core/duplicates/codeTokens';
import { type DuplicateCluster, DuplicateFinder, isCompared } from '../../../src/core/duplicates/duplicateFinder';
import { countEdits, likenessOf, passageOf } from '../../../src/core/duplicates/likeness';
import { findUnits } from '../../../src/core/duplicates/units';

function findInOwnCode(): DuplicateCluster[] {
  const finder = new DuplicateFinder();
  for (const folder of ['src', 'test/storage', 'test/engine']) {
    const files = fs
      .readdirSync(folder, { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.ts'));
    for (const file of files.sort()) finder.add(fs.readFileSync(path.join(folder, file), 'utf8'), languageOf(file), []);
  }
  const steps = finder.compare();
  let step = steps.next();
  for (; !step.done; step = steps.next()) assert.ok(step.value >= 0 && step.value <= 1);
  return step.value;
}

test('the same code gives the same clusters, sorted, each with passages that do not overlap', () => {
  const clusters = findInOwnCode();
  assert.ok(clusters.length > 0);
  assert.deepEqual(findInOwnCode(), clusters);
  const saved = clusters.map(({ savedLines }) => savedLines);
  assert.deepEqual(
    saved,
    [...saved].sort((a, b) => b - a),
  );
  assert.equal(new Set(clusters.map(({ key }) => key)).size, clusters.length);
  for (const { passages } of clusters) {
    assert.ok(passages.length >= 2);
    for (const [i, a] of passages.entries())
      for (const b of passages.slice(i + 1))
        assert.ok(a.document !== b.document || a.endLine < b.startLine || b.endLine < a.startLine);
  }
});

test('edits are counted as the longest common subsequence says', () => {
  const tokens = fc.array(
    fc.integer({ min: 0, max: 4 }).map((n) => n * 2),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(tokens, tokens, (a, b) => {
      const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
      for (let i = 1; i <= a.length; i++)
        for (let j = 1; j <= b.length; j++)
          common[i]![j] =
            a[i - 1] === b[j - 1] ? common[i - 1]![j - 1]! + 1 : Math.max(common[i - 1]![j]!, common[i]![j - 1]!);
      const edits = a.length + b.length - 2 * common[a.length]![b.length]!;
      const range = (of: number[]) => ({ tokens: Uint32Array.from(of), start: 0, end: of.length });
      assert.equal(countEdits(range(a), range(b), 100, false), edits);
      if (edits > 0) assert.equal(countEdits(range(a), range(b), edits - 1, false), undefined);
    }),
  );
});

const tokensOf = (text: string, language = 'typescript') => readTokens(text, language);
const gradeOf = (left: string, right: string) => {
  const [a, b] = [tokensOf(left).tokens, tokensOf(right).tokens];
  return likenessOf(passageOf(a, 0, a.length), passageOf(b, 0, b.length))?.grade;
};

test('a name changed to two others is an edit and no renaming', () => {
  const text = 'a = f(a, b); g(a); h(b, a); send(a, b, c); push(c); call(a); map(b); find(c); g(b); h(a, c);';
  assert.equal(gradeOf(text, text), 'exact');
  assert.equal(
    gradeOf(text, text.replaceAll('a,', 'z,').replaceAll('(a)', '(z)').replaceAll('a)', 'z)').replace('a =', 'z =')),
    'renamed',
  );
  assert.equal(gradeOf(text, text.replace('g(a)', 'g(z)')), 'edited');
});

test('comments, white space and imports of any length are not code', () => {
  const bare = tokensOf('const a = 1;\nf(a);\n');
  const dressed = tokensOf(
    "import {\n  x,\n  y,\n} from 'z';\nimport w from 'w';\n\n// note\nconst a =   1; // why\n/* more\n   of it */\n\tf(a);\n",
  );
  assert.deepEqual(dressed.tokens, bare.tokens);
  assert.deepEqual([...dressed.lines], [7, 10]);
});

test('blocks are found by indentation in any style of brackets', () => {
  const limits = { minLines: 4, minTokens: 1 };
  const blocks = (text: string, language: string) => {
    const code = tokensOf(text, language);
    return findUnits(0, code, [], limits).map(({ first, last }) => `${code.lines[first]}-${code.lines[last]}`);
  };
  assert.deepEqual(blocks('int f()\n{\n  a();\n  b();\n}\nint g;\n', 'c'), ['0-4']);
  assert.deepEqual(blocks('def f(\n    x,\n):\n    a()\n    b()\n\n\ny = 1\n', 'python'), ['0-4']);
  assert.deepEqual(blocks('if (a) {\n  b();\n} else {\n  c();\n}\nd();\n', 'java'), ['0-4']);
  assert.deepEqual(blocks('void f() {\n  a();\n#ifdef X\n  b();\n#endif\n  c();\n}\n', 'c'), ['0-6']);
});

test('data, prose, generated and foreign code are not compared', () => {
  const compared = (file: string) => isCompared(file, languageOf(file));
  assert.deepEqual(['src/a.ts', 'test/a_test.go', 'lib/x.rb'].filter(compared).length, 3);
  const leftOut = [
    'a.json',
    'README.md',
    'vendor/a.go',
    'generated/api.ts',
    'types/a.d.ts',
    'config.yaml',
    'api.pb.go',
  ];
  assert.deepEqual(leftOut.filter(compared), []);
});
