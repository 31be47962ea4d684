import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterEach, test } from 'node:test';
import { createWalkRules, readCorpusFile, walk } from '../../../src/engine/files/walk';
import { EngineError } from '../../../src/protocol/errors';
import { makeTree, removeTree, writeTree } from '../../support/tree';

const roots: string[] = [];
function tree(files: Record<string, string>): string {
  const root = makeTree(files);
  roots.push(root);
  return root;
}
afterEach(() => {
  for (const root of roots.splice(0)) removeTree(root);
});

/** Root may read everything, so permissions are tested as somebody else. */
async function withoutPrivileges<T>(root: string, action: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return action();
  fs.chmodSync(root, 0o755);
  process.seteuid!(65_534);
  try {
    return await action();
  } finally {
    process.seteuid!(0);
  }
}

test('an entry says what the name and the size tell', async () => {
  const root = tree({ 'a/b.ts': 'let a;\n', 'logo.png': 'x', 'empty.py': '', 'big.md': 'x'.repeat(50) });
  const entries = await walk(root, { maxFileSizeBytes: 40 });
  assert.deepEqual(
    entries.map(({ modifiedMs, ...entry }) => ({ ...entry, isNow: Math.abs(Date.now() - modifiedMs) < 60_000 })),
    [
      { path: 'a/b.ts', sizeBytes: 7, language: 'typescript', isNow: true },
      {
        path: 'big.md',
        sizeBytes: 50,
        language: 'markdown',
        skipped: 'tooLarge',
        note: '50 bytes, the limit is 40',
        isNow: true,
      },
      { path: 'empty.py', sizeBytes: 0, language: 'python', skipped: 'empty', isNow: true },
      { path: 'logo.png', sizeBytes: 1, language: 'plaintext', skipped: 'binary', note: '.png file', isNow: true },
    ],
  );
});

test('a file of 200 MB is left out by its size', async () => {
  const root = tree({ 'huge.txt': '' });
  fs.truncateSync(path.join(root, 'huge.txt'), 200_000_000);
  assert.equal((await walk(root))[0]?.skipped, 'tooLarge');
  assert.deepEqual(await readCorpusFile(root, 'huge.txt'), {
    skipped: 'tooLarge',
    note: '200000000 bytes, the limit is 1000000',
  });
});

test('a folder that does not exist, and a file in its place', async () => {
  const root = tree({ 'file.txt': 'x' });
  for (const missing of ['nowhere', 'file.txt'])
    await assert.rejects(
      walk(path.join(root, missing)),
      (error) => error instanceof EngineError && error.code === 'folderNotFound' && error.value.endsWith(missing),
    );
});

test('the order is that of the paths, however many files there are', async () => {
  const names = Array.from({ length: 3_000 }, (_, at) => `d${at % 7}/f${(at * 7919) % 3_000}.txt`);
  const root = tree(Object.fromEntries(names.map((name) => [name, 'x'])));
  const counts: number[] = [];
  const walked = (await walk(root, { onProgress: (files) => counts.push(files) })).map((entry) => entry.path);
  assert.deepEqual(walked, [...new Set(names)].sort());
  assert.equal(counts.at(-1), walked.length);
});

test('links are not followed: not out of the folder, not in a circle, not to a second copy', async () => {
  const outside = tree({ 'secret.txt': 'x' });
  const root = tree({ 'a/file.txt': 'x' });
  fs.symlinkSync(outside, path.join(root, 'out'));
  fs.symlinkSync(path.join(outside, 'secret.txt'), path.join(root, 'secret.txt'));
  fs.symlinkSync('..', path.join(root, 'a/circle'));
  fs.symlinkSync('a/file.txt', path.join(root, 'copy.txt'));
  fs.symlinkSync('nowhere', path.join(root, 'broken.txt'));
  assert.deepEqual(
    (await walk(root)).map((entry) => entry.path),
    ['a/file.txt'],
  );
  const rules = createWalkRules(root);
  for (const link of ['out/secret.txt', 'a/circle/a/file.txt', 'secret.txt', 'copy.txt', 'broken.txt'])
    assert.equal(await rules.entry(link), undefined, link);
  assert.equal((await rules.entry('a/file.txt'))?.path, 'a/file.txt');
  assert.equal('skipped' in (await readCorpusFile(root, 'secret.txt')), true);
});

test('a root that is itself a link is walked', async () => {
  const root = tree({ 'real/a.txt': 'x' });
  fs.symlinkSync('real', path.join(root, 'link'));
  assert.deepEqual(
    (await walk(path.join(root, 'link'))).map((entry) => entry.path),
    ['a.txt'],
  );
});

test('an unreadable folder and file are recorded, and the rest is walked', async () => {
  const root = tree({ 'closed/a.txt': 'x', 'open/b.txt': 'x', 'open/c.txt': 'x' });
  fs.chmodSync(path.join(root, 'closed'), 0);
  fs.chmodSync(path.join(root, 'open/c.txt'), 0);
  await withoutPrivileges(root, async () => {
    const entries = await walk(root);
    assert.deepEqual(
      entries.map(({ path: file, skipped, note }) => ({ file, skipped, note })),
      [
        { file: 'closed', skipped: 'unreadable', note: 'EACCES: permission denied' },
        { file: 'open/b.txt', skipped: undefined, note: undefined },
        { file: 'open/c.txt', skipped: undefined, note: undefined },
      ],
    );
    assert.deepEqual(await readCorpusFile(root, 'open/c.txt'), {
      skipped: 'unreadable',
      note: 'EACCES: permission denied',
    });
  });
  fs.chmodSync(path.join(root, 'closed'), 0o755);
});

test('a file that vanishes or grows between walk and read', async () => {
  const root = tree({ 'gone.txt': 'x', 'grown.txt': 'x', 'folder.txt': 'x' });
  await walk(root);
  fs.rmSync(path.join(root, 'gone.txt'));
  fs.rmSync(path.join(root, 'folder.txt'));
  writeTree(root, { 'grown.txt': 'x'.repeat(2_000), 'folder.txt/inner.txt': 'x' });
  assert.deepEqual(await readCorpusFile(root, 'gone.txt', 1_000), {
    skipped: 'vanished',
    note: 'ENOENT: no such file or directory',
  });
  assert.deepEqual(await readCorpusFile(root, 'grown.txt', 1_000), {
    skipped: 'tooLarge',
    note: '2000 bytes, the limit is 1000',
  });
  assert.deepEqual(await readCorpusFile(root, 'folder.txt', 1_000), {
    skipped: 'unreadable',
    note: 'not a regular file',
  });
  assert.deepEqual(Buffer.from((await readCorpusFile(root, 'folder.txt/inner.txt')) as Uint8Array).toString(), 'x');
});

test('a pipe and a socket are no files, and do not hold up the reader', async () => {
  const root = tree({ 'a.txt': 'x' });
  execFileSync('mkfifo', [path.join(root, 'pipe.txt')]);
  const server = net.createServer().listen(path.join(root, 'socket.txt'));
  try {
    assert.deepEqual(
      (await walk(root)).map((entry) => entry.path),
      ['a.txt'],
    );
    assert.deepEqual(await readCorpusFile(root, 'pipe.txt'), { skipped: 'unreadable', note: 'not a regular file' });
    assert.equal(await createWalkRules(root).entry('pipe.txt'), undefined);
  } finally {
    server.close();
  }
});

test('names with quotes, line ends, spaces, Hangul and other letters', async () => {
  const names = [
    'it\'s "quoted".ts',
    'line\nend.ts',
    ' space .ts',
    '한글 이름.ts',
    '💡.ts',
    '$(rm).ts',
    '-rf.ts',
    'a\\b.ts',
    '*.ts',
  ];
  const root = tree(Object.fromEntries(names.map((name) => [`dir 'x'/${name}`, 'let a;\n'])));
  const walked = await walk(root);
  assert.deepEqual(
    walked.map((entry) => entry.path),
    names.map((name) => `dir 'x'/${name}`).sort(),
  );
  for (const { path: file } of walked) assert.ok((await readCorpusFile(root, file)) instanceof Uint8Array, file);
});

test('a path of 4,000 characters is walked or recorded, and what is beside it is walked', async () => {
  const root = tree({ 'z.txt': 'x' });
  // Made step by step from inside, for the whole path is longer than the system takes in one call.
  const steps = `for (let i = 0; i < 25; i++) {
    fs.mkdirSync('${'d'.repeat(200)}'); process.chdir('${'d'.repeat(200)}'); fs.writeFileSync('a.txt', 'x');
  }`;
  execFileSync(process.execPath, ['-e', steps], { cwd: root });
  const entries = await walk(root);
  assert.ok(entries.some((entry) => entry.path === 'z.txt'));
  assert.ok(entries.some((entry) => entry.path.length > 3_500 && entry.path.endsWith('/a.txt') && !entry.skipped));
  const tooLong = entries.filter((entry) => entry.skipped);
  assert.ok(tooLong.length > 0);
  assert.ok(tooLong.every((entry) => entry.skipped === 'pathTooLong' && entry.note === 'ENAMETOOLONG: name too long'));
  execFileSync('rm', ['-rf', root]);
});

test('a walk can be canceled', async () => {
  const root = tree(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`d${at}/f.txt`, 'x'])));
  const controller = new AbortController();
  const walking = walk(root, { signal: controller.signal, onProgress: () => controller.abort() });
  await assert.rejects(walking, (error) => error instanceof EngineError && error.code === 'canceled');
});
