/** Quoted texts and regular expressions: complete, counted, over the texts as they are. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openEngine, type TestEngine } from '../support/workspace';

const update = { corpusId: 'main' };

async function indexed(
  t: Parameters<typeof openEngine>[0],
  files: Record<string, string | Uint8Array>,
): Promise<TestEngine> {
  const opened = await openEngine(t, files);
  await opened.engine.update(update);
  return opened;
}

async function exactly({ engine }: TestEngine, query: string) {
  const { results, exact, isRelevant } = await engine.search({ query, limit: 50, depth: 'fast' });
  const places = results.map(({ path: file, focus }) => `${file}:${focus.startLine + 1}`).sort();
  return { places, matches: exact?.matches, isRelevant };
}

const CODE = {
  'a.ts': `export const callback = ({ id }: Item) => ({ id });
export function fetchUser(): boolean {
  return left !== right && foo12 !== foo7;
}
`,
  'b.ts': 'const RetryQueue = 1;\nexport const other = (a) => a === RetryQueue;\n',
  'c.md': '# Retries\n\nA retryQueue is no RetryQueue.\n',
};

test('a quoted text is found wherever it stands, and all of it is counted', async (t) => {
  const opened = await indexed(t, CODE);
  const cases: [query: string, places: string[], matches: number][] = [
    ['"=> ({"', ['a.ts:1'], 1],
    ['"!=="', ['a.ts:3'], 2],
    ['"etchUse"', ['a.ts:2'], 1],
    ['"tryque"', ['b.ts:1', 'c.md:3'], 4],
    ['"RetryQueue" case:yes', ['b.ts:1', 'c.md:3'], 3],
    ['"retry" word:yes', [], 0],
    ['"is no" -"!=="', ['c.md:3'], 1],
    ['"left" "right"', ['a.ts:3'], 2],
    ['"left" "RetryQueue"', [], 0],
    ['"ation"', [], 0],
    ['/foo\\d+/', ['a.ts:3'], 2],
    ['/FOO\\d+/', [], 0],
    ['/FOO\\d+/i', ['a.ts:3'], 2],
    ['/queue/iw', [], 0],
    ['/retryQueue/w', ['c.md:3'], 1],
    ['/^export (const|function)/ lang:ts', ['a.ts:1', 'b.ts:2'], 3],
    ['/right.*foo7;$/', ['a.ts:3'], 1],
    ['/[^;]+;\\s+const/', [], 0],
    ['/;\\nexport/', ['a.ts:1', 'b.ts:1'], 2],
  ];
  for (const [query, places, matches] of cases)
    assert.deepEqual(await exactly(opened, query), { places, matches, isRelevant: places.length > 0 }, query);
});

test('Chinese, Japanese and Thai words are found inside a run, bare and quoted', async (t) => {
  const opened = await indexed(t, {
    '设计.md': '# 架构设计\n\n## 缓存失效策略\n\n当商品价格变化时，系统会主动删除缓存。\n',
    'stock.ts': '// 商品の在庫数を更新する\nexport function updateStock() {\n  return 1;\n}\n',
    'pw.ts': '// ตรวจสอบรหัสผ่านของผู้ใช้\nexport function checkPw() {\n  return 1;\n}\n',
    'mixed.ts': '// 用户login失败后重试上传队列\nexport function retry() {\n  return 1;\n}\n',
    'other.ts': 'export function parseColor(text: string) {\n  return text.trim();\n}\n',
  });
  const cases: [word: string, file: string][] = [
    ['缓存失效', '设计.md'],
    ['删除缓存', '设计.md'],
    ['在庫数', 'stock.ts'],
    ['更新', 'stock.ts'],
    ['รหัสผ่าน', 'pw.ts'],
    ['上传', 'mixed.ts'],
    ['用户login', 'mixed.ts'],
    ['队', 'mixed.ts'],
  ];
  for (const [word, file] of cases) {
    for (const query of [word, `"${word}"`]) {
      const { results, isRelevant } = await opened.engine.search({ query, limit: 5, depth: 'fast' });
      assert.deepEqual([results[0]?.path, isRelevant], [file, true], query);
    }
  }
  // The words of a question in another order than in the text.
  assert.equal(
    (await opened.engine.search({ query: '缓存怎么删除', limit: 5, depth: 'fast' })).results[0]?.path,
    '设计.md',
  );
});

test('of a notebook the code of its cells is searched, and not the JSON around it', async (t) => {
  const source = ['print("caf\u00e9")\n', 'path = "C:\\\\data"\n'];
  const cell = { cell_type: 'code', execution_count: 1, metadata: {}, outputs: [], source };
  const notebook = JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1);
  const opened = await indexed(t, { 'a.ipynb': `${notebook}\n`, 'other.ts': CODE['a.ts'] });
  for (const query of ['"print(\\"café\\")"', '/café"\\)$/', '/C:\\\\\\\\data"/'])
    assert.equal((await exactly(opened, query)).matches, 1, query);
  assert.equal((await exactly(opened, '"execution_count"')).matches, 0);
});

test('texts are read as they are: unsaved, in other encodings, gone', async (t) => {
  const utf16 = Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from('const wide = "=> ({";\n', 'utf16le')]);
  const opened = await indexed(t, { ...CODE, 'wide.ts': utf16 });
  assert.deepEqual((await exactly(opened, '"=> ({"')).places, ['a.ts:1', 'wide.ts:1']);
  fs.rmSync(path.join(opened.dir, 'wide.ts'));
  assert.deepEqual((await exactly(opened, '"=> ({"')).places, ['a.ts:1']);
  await opened.engine.setUnsaved({ corpusId: 'main', path: 'b.ts', text: 'const fresh = () => ({ a: 1 });\n' });
  assert.deepEqual((await exactly(opened, '"=> ({"')).places, ['a.ts:1', 'b.ts:1']);
});

test('an expression that would take for ever is ended, and the engine goes on', async (t) => {
  const opened = await indexed(t, { ...CODE, 'long.txt': `start ${'a'.repeat(60)}!\n` });
  await assert.rejects(exactly(opened, '/(a+)+$/'), { code: 'patternTooSlow' });
  assert.deepEqual((await exactly(opened, '"etchUse"')).places, ['a.ts:2']);
  const control = new AbortController();
  const asked = opened.engine.search({ query: '/(a+)+$/', limit: 5, depth: 'fast' }, control.signal);
  setTimeout(() => control.abort(), 100);
  await assert.rejects(asked, { code: 'canceled' });
  await assert.rejects(exactly(opened, '/(a/'), { code: 'patternInvalid' });
  await assert.rejects(exactly(opened, '/(?:a{1000}){1000}{1000}/'), { code: 'patternInvalid' });
});
