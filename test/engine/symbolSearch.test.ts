/** Outlines and references over a real index. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Engine } from '../../src/engine/engine';
import { outlineOf, referencesTo } from '../../src/engine/symbolSearch';
import { openEngine } from '../support/workspace';

const FILES = {
  'src/uploader.ts': `/** Sends parts. */
export class Uploader {
  constructor(private readonly send: () => void) {}

  retry(times: number): void {
    for (let i = 0; i < times; i++) this.send();
  }
}

export const LIMIT = 3;
`,
  'src/app.ts': `import {
  LIMIT,
  Uploader,
} from './uploader';

// An Uploader that gives up after LIMIT attempts.
export function start(): void {
  const uploader = new Uploader(() => undefined);
  uploader.retry(LIMIT);
}
`,
  'src/deep/er/other.ts': `export function other(): string {\n  return 'Uploaders are many';\n}\n`,
  'test/uploader.test.ts': `import { Uploader } from '../src/uploader';\n\ntest('it', () => new Uploader(() => 1).retry(2));\n`,
  'README.md': '# Uploads\n\nThe Uploader retries.\n',
};

async function indexed(t: Parameters<typeof openEngine>[0], files: Record<string, string> = FILES) {
  const opened = await openEngine(t, files);
  await opened.engine.update({ corpusId: 'main' });
  return opened;
}

const place = ({ path: file, line, within }: { path: string; line: number; within: string }) =>
  `${file}:${line + 1}${within && ` ${within}`}`;

async function references(engine: Engine, symbol: string, limit = 100) {
  const { definitions, imports, mentions, comments, unread } = await referencesTo(engine, { symbol, limit });
  return {
    definitions: definitions.map((each) => `${each.path}:${each.headLine + 1} ${each.kind} ${each.symbol}`),
    imports: imports.map(place),
    mentions: mentions.map(place),
    comments: comments.map(place),
    unread,
  };
}

test('a document has its definitions with their lines and heads, nested ones behind those they stand in', async (t) => {
  const { engine } = await indexed(t);
  const outline = await outlineOf(engine, { corpusId: 'main', path: 'src/uploader.ts', limit: 100 });
  assert.equal(outline.kind, 'document');
  const { definitions } = outline as Extract<typeof outline, { kind: 'document' }>;
  const shown = definitions.map(
    ({ startLine, endLine, depth, symbol, text }) => `${startLine + 1}-${endLine + 1} ${depth} ${symbol} | ${text}`,
  );
  assert.deepEqual(shown, [
    '1-8 0 Uploader | export class Uploader {',
    '3-3 1 Uploader.constructor | constructor(private readonly send: () => void) {}',
    '5-7 1 Uploader.retry | retry(times: number): void {',
    '10-10 0 LIMIT | export const LIMIT = 3;',
  ]);
});

test('a folder has its documents, and what has no room is counted by folder', async (t) => {
  const { engine } = await indexed(t);
  const outline = async (limit: number, at = '') => {
    const found = await outlineOf(engine, { corpusId: 'main', path: at, limit });
    assert.equal(found.kind, 'folder');
    const { documents, folders, leftOut } = found as Extract<typeof found, { kind: 'folder' }>;
    return {
      documents: documents.map(({ path: file, definitions }) => `${file} ${definitions.map(({ symbol }) => symbol)}`),
      folders,
      leftOut,
    };
  };
  const whole = await outline(100);
  assert.deepEqual(whole.documents, [
    'README.md Uploads',
    'src/app.ts start',
    'src/deep/er/other.ts other',
    'src/uploader.ts Uploader,LIMIT',
    'test/uploader.test.ts ',
  ]);
  assert.deepEqual([whole.folders, whole.leftOut], [[], 0]);
  const { documents, folders } = await outline(8);
  assert.deepEqual(
    documents.map((each) => each.split(' ')[0]),
    ['README.md', 'src/app.ts', 'src/uploader.ts', 'test/uploader.test.ts'],
  );
  assert.deepEqual(folders, [{ path: 'src/deep/er', documents: 1, definitions: 1 }]);
  assert.deepEqual((await outline(100, 'src/deep')).documents, ['src/deep/er/other.ts other']);
  assert.ok((await outline(2, 'src')).leftOut > 0);
  await assert.rejects(outline(100, 'nowhere'), { code: 'fileNotIndexed' });
});

test('definition, imports, mentions and comments are told apart, and a longer word is no mention', async (t) => {
  const { engine } = await indexed(t);
  assert.deepEqual(await references(engine, 'Uploader'), {
    definitions: ['src/uploader.ts:2 class Uploader'],
    imports: ['src/app.ts:3', 'test/uploader.test.ts:1'],
    mentions: ['src/app.ts:8 start', 'test/uploader.test.ts:3'],
    comments: ['README.md:3 Uploads', 'src/app.ts:6 start'],
    unread: 0,
  });
});

test('a path of names chooses the definition; the mentions are those of the name', async (t) => {
  const { engine } = await indexed(t, { ...FILES, 'src/job.ts': 'export class Job {\n  retry(): void {}\n}\n' });
  assert.equal((await references(engine, 'retry')).definitions.length, 2);
  for (const asked of ['Uploader.retry', 'Uploader::retry', 'Uploader#retry(times)']) {
    const { definitions, mentions } = await references(engine, asked);
    assert.deepEqual(definitions, ['src/uploader.ts:5 method Uploader.retry'], asked);
    assert.deepEqual(mentions, ['src/app.ts:9 start', 'test/uploader.test.ts:3'], asked);
  }
});

test('only so many lines are read, and what was not is said; a place narrows the question', async (t) => {
  const { engine } = await indexed(t);
  const few = await references(engine, 'Uploader', 1);
  assert.deepEqual(few.definitions, ['src/uploader.ts:2 class Uploader']);
  assert.ok(few.unread > 0);
  const within = { corpusId: 'main', path: 'test' };
  const { imports, definitions } = await referencesTo(engine, { symbol: 'Uploader', within, limit: 10 });
  assert.deepEqual([imports.length, definitions.length], [1, 0]);
});

test('a name that nobody has is found nowhere; what is no name is refused', async (t) => {
  const { engine, dir } = await indexed(t);
  assert.deepEqual((await references(engine, 'Nobody')).mentions, []);
  await assert.rejects(references(engine, ' =>  '), { code: 'badArguments' });
  fs.rmSync(path.join(dir, 'src/app.ts'));
  assert.equal((await references(engine, 'Uploader')).definitions.length, 1, 'a file that has gone is no fault');
});
