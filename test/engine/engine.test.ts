import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { CorpusProgress } from '../../src/protocol/engine';
import { createEngine, openEngine, PROJECT, pathsFor, temporaryFolder, write } from '../support/workspace';

const update = { corpusId: 'main' };

test('indexes a folder and finds by meaning, by words and by symbol', async (t) => {
  const { engine } = await openEngine(t);
  const report = await engine.update(update);
  assert.deepEqual([report.documents, report.added, report.failed, report.skipped], [4, 4, [], []]);
  assert.equal((await pathsFor(engine, 'where do we try again after an upload failed'))[0], 'src/upload.ts');
  assert.equal((await pathsFor(engine, 'hash_password'))[0], 'src/auth/password.py');
  assert.equal((await pathsFor(engine, 'signed cookie for the user'))[0], 'src/session.go');
  assert.equal((await pathsFor(engine, 'how do I install it'))[0], 'docs/guide.md');
});

test('a result names its lines, its symbol and its reasons, which sum to the score', async (t) => {
  const { engine } = await openEngine(t);
  await engine.update(update);
  const { results, tier } = await engine.search({ query: 'retryUpload', limit: 1, depth: 'full' });
  const [first] = results;
  assert.ok(first);
  assert.equal(tier, 'embedded');
  assert.equal(first.symbol, 'retryUpload');
  assert.equal(first.startLine, 0);
  assert.match(first.preview, /export async function retryUpload/);
  const sum = first.reasons.reduce((total, { value }) => total + value, 0);
  assert.ok(Math.abs(sum - first.score) < 1e-6, `${sum} is not ${first.score}`);
});

test('a second run embeds nothing, an edit only what changed, a deletion nothing', async (t) => {
  const { engine, dir } = await openEngine(t);
  await engine.update(update);
  const second = await engine.update(update);
  assert.deepEqual([second.unchanged, second.added, second.changed, second.phasesMs.embed], [4, 0, 0, 0]);

  write(dir, { 'src/upload.ts': `${PROJECT['src/upload.ts']}\nexport const telescope = 'stars and planets';\n` });
  const third = await engine.update(update);
  assert.deepEqual([third.changed, third.unchanged], [1, 3]);
  assert.equal((await pathsFor(engine, 'telescope'))[0], 'src/upload.ts');

  fs.rmSync(path.join(dir, 'src/session.go'));
  const fourth = await engine.update(update);
  assert.deepEqual([fourth.removed, fourth.documents], [1, 3]);
  assert.ok(!(await pathsFor(engine, 'signed session cookie')).includes('src/session.go'));
});

test('a file that was touched but not changed is read and not embedded', async (t) => {
  const { engine, dir } = await openEngine(t);
  await engine.update(update);
  fs.utimesSync(path.join(dir, 'src/upload.ts'), new Date(), new Date(Date.now() - 60_000));
  const report = await engine.update(update);
  assert.deepEqual([report.changed, report.unchanged, report.phasesMs.embed], [0, 4, 0]);
  assert.equal((await engine.update(update)).phasesMs.read, 0);
});

test('single paths: change, new file, deletion, folder, ignored file, ignore file', async (t) => {
  const { engine, dir } = await openEngine(t);
  await engine.update(update);
  const updatePaths = (...paths: string[]) => engine.update({ corpusId: 'main', paths });

  write(dir, { 'src/new.ts': 'export const lighthouse = 1;\n', 'secret/ignored.ts': 'export const submarine = 1;\n' });
  assert.equal((await updatePaths('src/new.ts')).added, 1);
  assert.equal((await pathsFor(engine, 'lighthouse'))[0], 'src/new.ts');
  write(dir, { '.gitignore': 'secret/\n' });
  fs.mkdirSync(path.join(dir, '.git'));
  const report = await updatePaths('.gitignore', 'secret/ignored.ts');
  assert.equal(report.added, 0, 'an ignored file stays out');

  fs.rmSync(path.join(dir, 'src/new.ts'));
  assert.equal((await updatePaths('src/new.ts')).removed, 1);
  fs.renameSync(path.join(dir, 'src'), path.join(dir, 'lib'));
  const moved = await updatePaths('src', 'lib');
  assert.deepEqual([moved.removed, moved.added], [3, 3]);
});

test('the index outlives the engine: a new one opens it and re-embeds nothing', async (t) => {
  const { engine, dir, indexDir } = await openEngine(t);
  await engine.update(update);
  await engine.dispose();
  const again = await openEngine(t, {}, {}, { dir, indexDir });
  assert.equal((await pathsFor(again.engine, 'hash a password'))[0], 'src/auth/password.py', 'found before any update');
  const report = await again.engine.update(update);
  assert.deepEqual([report.unchanged, report.added, report.phasesMs.read], [4, 0, 0]);
});

test('the second process on one index reads it and follows the writer', async (t) => {
  const { engine, dir, indexDir } = await openEngine(t);
  await engine.update(update);
  const reader = await openEngine(t, {}, {}, { dir, indexDir });
  assert.equal((await reader.engine.status()).corpora[0]?.state, 'readOnly');
  await assert.rejects(reader.engine.update(update), { code: 'indexLocked' });
  write(dir, { 'src/new.ts': 'export const lighthouse = 1;\n' });
  await engine.update(update);
  assert.equal((await pathsFor(reader.engine, 'lighthouse'))[0], 'src/new.ts');
});

test('several folders are searched as one', async (t) => {
  const { engine } = await openEngine(t);
  const other = temporaryFolder(t);
  write(other, { 'engine.rs': '/// Starts the steam turbine.\npub fn start_turbine() {}\n' });
  await engine.open({ id: 'other', name: 'other', root: other, indexDir: path.join(temporaryFolder(t), 'index') });
  await engine.update(update);
  await engine.update({ corpusId: 'other' });
  const { results } = await engine.search({ query: 'start the turbine', limit: 3, depth: 'fast' });
  assert.deepEqual([results[0]?.corpusId, results[0]?.path], ['other', 'engine.rs']);
  assert.equal((await pathsFor(engine, 'retryUpload'))[0], 'src/upload.ts');
});

test('a folder whose index cannot be written leaves the others working and says why', async (t) => {
  const { engine } = await openEngine(t);
  await engine.update(update);
  const broken = { id: 'broken', name: 'broken', root: temporaryFolder(t), indexDir: '/proc/nowhere/index' };
  await assert.rejects(engine.open(broken), { code: 'indexNotWritable' });
  const { corpora } = await engine.status();
  assert.deepEqual(
    corpora.map(({ corpusId, state }) => [corpusId, state]),
    [
      ['main', 'ready'],
      ['broken', 'failed'],
    ],
  );
  assert.equal(corpora[1]?.notices[0]?.code, 'indexNotWritable');
  await assert.rejects(engine.update({ corpusId: 'broken' }), { code: 'indexNotWritable' });
  assert.equal((await pathsFor(engine, 'retryUpload'))[0], 'src/upload.ts');
});

test('only within the documents asked for', async (t) => {
  const { engine } = await openEngine(t);
  await engine.update(update);
  const within = [{ corpusId: 'main', path: 'docs/guide.md' }];
  const { results } = await engine.search({ query: 'upload password backups', limit: 5, depth: 'fast', within });
  assert.ok(results.length > 0 && results.every((result) => result.path === 'docs/guide.md'));
});

test('similar: the kin of a definition, a range and a file, never itself', async (t) => {
  const twin = PROJECT['src/upload.ts'].replace('retryUpload', 'retryDownload').replaceAll('upload', 'download');
  const { engine } = await openEngine(t, { ...PROJECT, 'src/download.ts': twin });
  await engine.update(update);
  for (const lines of [{ startLine: 3 }, { startLine: 1, endLine: 9 }, {}]) {
    const { results } = await engine.similar({ corpusId: 'main', path: 'src/upload.ts', limit: 3, ...lines });
    assert.equal(results[0]?.path, 'src/download.ts', JSON.stringify(lines));
    assert.ok(results.every((result) => result.path !== 'src/upload.ts'));
  }
});

test('similar says which lines it compared, and nothing of a whole file', async (t) => {
  const { engine } = await openEngine(t);
  await engine.update(update);
  const ask = (lines: object) => engine.similar({ corpusId: 'main', path: 'src/upload.ts', limit: 3, ...lines });
  assert.deepEqual((await ask({ startLine: 1, endLine: 2 })).passage, { startLine: 1, endLine: 2 });
  assert.equal((await ask({ startLine: 3, depth: 'fast' })).passage?.startLine, 0);
  assert.equal((await ask({})).passage, undefined);
});

test('similar: the empty line at the end of a document belongs to its last passage', async (t) => {
  const body = (word: string) => `  return [${`'${word}', `.repeat(40)}];\n}\n`;
  const text = `export function firstOfTwo() {\n${body('one')}\nexport function lastOfTwo() {\n${body('two')}`.repeat(
    3,
  );
  const { engine } = await openEngine(t, { ...PROJECT, 'src/two.ts': text });
  await engine.update(update);
  const last = (await engine.passagesOf({ corpusId: 'main', path: 'src/two.ts' })).at(-1)!;
  assert.ok(last.startLine > 0);
  const startLine = text.split('\n').length - 1;
  const { passage } = await engine.similar({ corpusId: 'main', path: 'src/two.ts', limit: 3, startLine });
  assert.equal(passage?.startLine, last.startLine);
});

test('the passages of a document are those of the index, in its order; an unknown one has none', async (t) => {
  const { engine } = await openEngine(t);
  await engine.update(update);
  const passages = await engine.passagesOf({ corpusId: 'main', path: 'src/upload.ts' });
  assert.equal(passages[0]?.symbol, 'retryUpload');
  assert.deepEqual(await engine.passagesOf({ corpusId: 'main', path: 'nowhere.ts' }), []);
});

test('the status counts the chunks of each language', async (t) => {
  const { engine } = await openEngine(t);
  await engine.update(update);
  const [corpus] = (await engine.status()).corpora;
  assert.deepEqual(corpus!.languages.map(({ id }) => id).sort(), ['go', 'markdown', 'python', 'typescript']);
  assert.equal(
    corpus!.languages.reduce((sum, { chunks }) => sum + chunks, 0),
    corpus!.chunks,
  );
});

test('progress counts documents, and a canceled update keeps what it has done', async (t) => {
  const files = Object.fromEntries(
    Array.from({ length: 800 }, (_, i) => [`f${i}.ts`, `export const value${i} = ${i};\n`]),
  );
  const seen: CorpusProgress[] = [];
  const abort = new AbortController();
  let documents = 0;
  const { engine } = await openEngine(t, files, { onProgress: (progress) => void seen.push(progress) });
  const gate = Reflect.get(engine, 'gate').bind(engine) as () => Promise<void>;
  Reflect.set(engine, 'gate', () => {
    if (++documents === 700) abort.abort();
    return gate();
  });
  await assert.rejects(engine.update(update, abort.signal), { code: 'canceled' });
  const kept = (await engine.status()).corpora[0]!.documents;
  // What was begun and not yet handed on is given up.
  assert.ok(kept >= 400 && kept < 800, `${kept} documents kept`);
  assert.equal((await engine.update(update)).added, 800 - kept);
  assert.equal(seen.at(-1)?.documentsDone, 800);
  assert.equal(seen.at(-1)?.documentsTotal, 800);
});

test('a paused update waits, a search does not, and resume lets it end', async (t) => {
  const { engine } = await openEngine(t);
  engine.pause();
  let ended = false;
  const running = engine.update(update).then(() => {
    ended = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await engine.search({ query: 'anything', limit: 1, depth: 'fast' });
  assert.equal(ended, false);
  engine.resume();
  await running;
  assert.equal((await engine.status()).corpora[0]?.documents, 4);
});

test('asking a corpus that is not open is an error, not a crash', async () => {
  await assert.rejects(createEngine().update({ corpusId: 'nowhere' }), { code: 'folderNotFound' });
});

test('a damaged file of an open index is found and written again from memory; nothing is lost', async (t) => {
  const { engine, dir, indexDir } = await openEngine(t);
  await engine.update(update);
  const [file] = fs.readdirSync(path.join(indexDir, 'shards')).map((name) => path.join(indexDir, 'shards', name));
  assert.ok(file);
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 1]! ^= 1;
  fs.writeFileSync(file, bytes);
  const found = await engine.verify('main');
  assert.deepEqual(
    found.damages.map((damage) => damage.path),
    [file],
  );
  assert.deepEqual((await engine.verify('main')).damages, []);
  assert.ok(!fs.existsSync(file));
  assert.ok(found.files > 1 && found.sizeBytes > bytes.length);
  await engine.dispose();
  const again = await createEngine();
  t.after(() => again.dispose());
  await again.open({ id: 'main', name: 'main', root: dir, indexDir });
  assert.equal((await again.update(update)).unchanged, 4);
});

test('an index that is cleared answers nothing and takes no room; the next update builds it anew', async (t) => {
  const { engine } = await openEngine(t);
  await engine.update(update);
  const before = (await engine.status()).corpora[0]!;
  await engine.clear('main');
  const after = (await engine.status()).corpora[0]!;
  assert.deepEqual([after.documents, after.chunks], [0, 0]);
  assert.ok(after.indexSizeBytes < before.indexSizeBytes / 10, `${after.indexSizeBytes} bytes`);
  assert.deepEqual(await pathsFor(engine, 'retryUpload'), []);
  assert.equal((await engine.update(update)).added, 4);
  assert.equal((await pathsFor(engine, 'retryUpload'))[0], 'src/upload.ts');
});

test('a workspace whose comments or documents are in Korean is known as such; one Korean file among many others is not', async (t) => {
  const korean = {
    'docs/안내.md': '# 설치\n\n서버에서 로그를 확인합니다.\n',
    'src/a.ts': '// 주문을 저장하는 함수입니다.\nsave();\n',
  };
  const filler = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`src/f${i}.ts`, `export const f${i} = () => ${i};\n`]),
  );
  for (const [files, expected] of [
    [PROJECT, false],
    [korean, true],
    [{ ...PROJECT, ...filler, ...korean }, false],
  ] as const) {
    const { engine } = await openEngine(t, files);
    await engine.update({ corpusId: 'main' });
    assert.equal((await engine.status()).corpora[0]!.isKorean, expected);
  }
});
