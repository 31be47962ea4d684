/** Filters that mean what they say, asked of an engine over real files. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { SearchHint } from '../../src/protocol/engine';
import { openEngine, type TestEngine } from '../support/workspace';

const update = { corpusId: 'main' };

async function indexed(t: Parameters<typeof openEngine>[0], files: Record<string, string>): Promise<TestEngine> {
  const opened = await openEngine(t, files);
  await opened.engine.update(update);
  return opened;
}

async function ask({ engine }: TestEngine, query: string): Promise<{ paths: string[]; hints: SearchHint[] }> {
  const { results, hints = [] } = await engine.search({ query, limit: 20, depth: 'fast' });
  return { paths: [...new Set(results.map((result) => result.path))].sort(), hints };
}

const MODALS = {
  'Modal.tsx': 'export function ConfirmModal(props: { title: string }) {\n  return <div>{props.title}</div>;\n}\n',
  'Old.jsx': 'export function LegacyModal(props) {\n  return <div>{props.title}</div>;\n}\n',
  'modal.h': 'int confirm_modal(void);\n',
  'modal.cpp': 'int confirm_modal() {\n  return 1;\n}\n',
  Dockerfile: 'FROM node:20\nRUN echo modal\n',
  'm.proto': 'syntax = "proto3";\nmessage Modal {}\n',
};

test('lang: takes the names that people use, with the family of a language', async (t) => {
  const opened = await indexed(t, MODALS);
  const cases: [filter: string, paths: string[]][] = [
    ['lang:typescript', ['Modal.tsx']],
    ['lang:TSX', ['Modal.tsx']],
    ['lang:javascript', ['Old.jsx']],
    ['lang:c', ['modal.h']],
    ['lang:c++', ['modal.cpp', 'modal.h']],
    ['lang:docker', ['Dockerfile']],
    ['lang:Protobuf', ['m.proto']],
    ['lang:"Protocol Buffer"', ['m.proto']],
    ['-lang:typescript -lang:javascript', ['Dockerfile', 'm.proto', 'modal.cpp', 'modal.h']],
    ['-lang:c lang:c++', ['modal.cpp', 'modal.h']],
  ];
  for (const [filter, paths] of cases) assert.deepEqual((await ask(opened, `modal ${filter}`)).paths, paths, filter);
  const error = { code: 'languageUnknown', value: 'typescritp', detail: 'typescript' };
  await assert.rejects(ask(opened, 'modal lang:typescritp'), error);
  await assert.rejects(ask(opened, 'modal -lang:typescritp'), error);
  assert.deepEqual(await ask(opened, 'modal lang:go'), {
    paths: [],
    hints: [{ code: 'matchesNothing', value: 'lang:go' }],
  });
});

const DEPLOY = {
  'deploy.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: checkout-api\nspec:\n  path: /healthz\n',
  'color.ts': 'export function parseColor(text: string) {\n  return text.trim();\n}\n',
};

test('what looks like a filter and is none belongs to the question, with a hint', async (t) => {
  const opened = await indexed(t, DEPLOY);
  for (const query of ['kind: Deployment', 'kind:Deployment', 'path: /healthz', 'name: "checkout']) {
    const { results, hints } = await opened.engine.search({ query, limit: 5, depth: 'fast' });
    assert.equal(results[0]?.path, 'deploy.yaml', query);
    assert.equal(hints?.[0]?.code, 'readAsText', query);
  }
});

const SOCKETS = {
  'src/net/socket.ts': 'export function openSocket() {\n  return 1;\n}\n',
  'test/socket.test.ts': 'export function openSocketTest() {\n  return 1;\n}\n',
  'root.ts': 'export function openSocketRoot() {\n  return 1;\n}\n',
  'lib/src/deep.ts': 'export function openSocketDeep() {\n  return 1;\n}\n',
};
const [SOURCE, TEST, ROOT, DEEP] = ['src/net/socket.ts', 'test/socket.test.ts', 'root.ts', 'lib/src/deep.ts'];

test('path: is read as in "files to include" and "files to exclude" of VS Code', async (t) => {
  const opened = await indexed(t, SOCKETS);
  const { dir } = opened;
  const cases: [filter: string, paths: string[]][] = [
    ['path:src', [DEEP, SOURCE]],
    ['path:./src', [SOURCE]],
    ['path:/src', [SOURCE]],
    ['path:./src/', [SOURCE]],
    ['path:./src/*', [SOURCE]],
    ['path:./', [DEEP, ROOT, SOURCE, TEST]],
    [`path:${path.join(dir, 'src')}`, [SOURCE]],
    [`path:${path.join(dir, 'src', 'net', 'socket.ts')}`, [SOURCE]],
    [`path:${dir}`, [DEEP, ROOT, SOURCE, TEST]],
    [`path:${path.dirname(dir)}`, [DEEP, ROOT, SOURCE, TEST]],
    [`-path:${path.join(dir, 'test')}`, [DEEP, ROOT, SOURCE]],
    ['path:{src,test}', [DEEP, SOURCE, TEST]],
    ['path:./{src,test}', [SOURCE, TEST]],
    ['path:*.{test.ts,js}', [TEST]],
    ['path:**/n?t/**', [SOURCE]],
    ['-path:./test', [DEEP, ROOT, SOURCE]],
    ['-path:./src', [DEEP, ROOT, TEST]],
    ['-path:**/*.test.ts', [DEEP, ROOT, SOURCE]],
  ];
  for (const [filter, paths] of cases)
    assert.deepEqual(await ask(opened, `open socket ${filter}`), { paths, hints: [] }, filter);
  for (const value of ['path:nowhere', '-path:./tset', 'path:/somewhere/else']) {
    const { hints } = await ask(opened, `open socket ${value}`);
    assert.deepEqual(hints, [{ code: 'matchesNothing', value }]);
  }
});

test('kinds and symbols can be left out', async (t) => {
  const opened = await indexed(t, {
    'a.ts': 'export class RetryQueue {\n  readonly size = 1;\n}\n',
    'b.ts': 'export function retryUpload() {\n  return 1;\n}\n',
  });
  assert.deepEqual((await ask(opened, 'retry -kind:class')).paths, ['b.ts']);
  assert.deepEqual((await ask(opened, 'retry -symbol:queue')).paths, ['b.ts']);
  assert.deepEqual((await ask(opened, 'retry -symbol:upload -kind:class')).paths, []);
});

test('a Korean question with quotation marks is a question', async (t) => {
  const opened = await indexed(t, {
    'session.ts':
      '/** Ends the session when the cookie expired. */\nexport function expireSession() {\n  return 1;\n}\n',
    'color.ts': DEPLOY['color.ts'],
    'guide.md': '# 안내\n\n"로그인이 필요합니다" 라는 문구가 나옵니다.\n',
  });
  const queries = ['"세션 만료는 어디서 처리하나요?"', '"세션"이 만료되면 어디로 가?', '"세션 만료" 처리'];
  for (const query of queries) {
    const { results, hints } = await opened.engine.search({ query, limit: 5, depth: 'fast' });
    assert.equal(results[0]?.path, 'session.ts', query);
    assert.equal(hints?.[0]?.code, 'phraseAsText', query);
  }
  const exact = await opened.engine.search({ query: '"로그인이 필요합니다"', limit: 5, depth: 'fast' });
  assert.deepEqual([exact.results.map((result) => result.path), exact.hints], [['guide.md'], []]);
});

test('typing errors are forgiven, and it is said which words were read as which', async (t) => {
  const opened = await indexed(t, {
    'body.ts': '/** Parses the body of a request. */\nexport class BodyParser {\n  size = 1;\n}\n',
    'color.ts': DEPLOY['color.ts'],
  });
  const { results, hints, query, isRelevant } = await opened.engine.search({
    query: 'reqest boddy parsr',
    limit: 5,
    depth: 'full',
  });
  assert.deepEqual([results[0]?.path, isRelevant, query], ['body.ts', true, 'reqest boddy parsr']);
  assert.deepEqual(hints, [
    { code: 'respelled', value: 'reqest', detail: 'request' },
    { code: 'respelled', value: 'boddy', detail: 'body' },
    { code: 'respelled', value: 'parsr', detail: 'parser' },
  ]);
});
