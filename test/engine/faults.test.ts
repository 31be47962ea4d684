/**
 * What can befall an index, done for real with `kindred` in a process of its own: a full disk, a folder that cannot be
 * written, a clock set back, two writers, files of the index deleted.
 */
import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createEngineClient, type EngineClient } from '../../src/extension/engine/engineClient';
import { root, temporaryFolder, write } from '../support/workspace';

const cli = path.join(root, 'dist/cli.cjs');

interface Corpus {
  source: string;
  index: string;
  run(command: string[], ...nodeArguments: string[]): SpawnSyncReturns<string>;
}

function corpus(t: Parameters<typeof temporaryFolder>[0], files: Record<string, string> = sources(0, 20)): Corpus {
  const dir = temporaryFolder(t);
  const source = path.join(dir, 'source');
  const index = path.join(dir, 'index');
  fs.mkdirSync(index);
  write(source, files);
  const run = (command: string[], ...nodeArguments: string[]) =>
    spawnSync(process.execPath, [...nodeArguments, cli, ...command, source, '--index-dir', index, '--json'], {
      encoding: 'utf8',
    });
  return { source, index, run };
}

const source = (i: number) => `export function value${i}(): string {\n  return 'marker${i}';\n}\n`;
const sources = (from: number, to: number) =>
  Object.fromEntries(Array.from({ length: to - from }, (_, k) => [`src/f${from + k}.ts`, source(from + k)]));

interface Report {
  documents: number;
  chunks: number;
  added: number;
  changed: number;
  unchanged: number;
}

function report({ status, stdout, stderr }: SpawnSyncReturns<string>): Report {
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as Report;
}

const firstPath = (json: string): string => (JSON.parse(json) as { results: { path: string }[] }).results[0]!.path;

// Mounts of one's own are Linux's; the same refusals are injected on every system in test/storage.
if (process.platform === 'linux') {
  test('a full disk: what was indexed stays and is searched, and with room again the rest comes', (t) => {
    const { source: folder, index } = corpus(t);
    const out = temporaryFolder(t);
    write(out, sources(20, 620));
    const kindred = `"${process.execPath}" "${cli}"`;
    const at = `"${folder}" --index-dir "${index}" --json`;
    const steps = `
      mount -t tmpfs -o size=200k tmpfs "${index}"
      ${kindred} index ${at} > "${out}/first"
      cp -r "${out}/src" "${folder}"
      ${kindred} index ${at} > "${out}/full" 2> "${out}/error" && exit 9
      ${kindred} doctor ${at} > "${out}/doctor"
      ${kindred} search marker7 ${at} > "${out}/search"
      ${kindred} search marker500 ${at} > "${out}/unwritten" 2> "${out}/said"
      mount -o remount,size=100m "${index}"
      ${kindred} index ${at} > "${out}/last"
    `;
    const { status, stderr } = spawnSync('unshare', ['-rm', 'sh', '-ec', steps], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const read = (file: string) => JSON.parse(fs.readFileSync(path.join(out, file), 'utf8'));
    assert.equal(read('first').documents, 20);
    assert.match(
      fs.readFileSync(path.join(out, 'error'), 'utf8'),
      /^kindred: There is no space left to write .*ENOSPC/m,
    );
    const { index: after } = read('doctor');
    assert.ok(after.documents >= 20, `${after.documents} documents`);
    assert.deepEqual(after.notices, []);
    assert.equal(read('search').results[0].path, 'src/f7.ts');
    assert.equal(read('unwritten').results[0].path, 'src/f500.ts', 'what could not be written is searched in memory');
    assert.match(fs.readFileSync(path.join(out, 'said'), 'utf8'), /no space left/);
    assert.equal(read('last').documents, 620);
    assert.deepEqual(read('last').failed, []);
  });

  test('a folder that cannot be written: an index there is searched, a new one is refused in plain words', (t) => {
    const { source: folder, index, run } = corpus(t);
    report(run(['index']));
    const out = temporaryFolder(t);
    const at = `"${folder}" --json`;
    const steps = `
      mount --bind "${index}" "${index}"; mount -o remount,bind,ro "${index}"
      "${process.execPath}" "${cli}" search marker7 ${at} --index-dir "${index}" > "${out}/search"
      mkdir "${out}/none"; mount -t tmpfs -o ro tmpfs "${out}/none"
      "${process.execPath}" "${cli}" index ${at} --index-dir "${out}/none" 2> "${out}/error" && exit 9; true
    `;
    const { status, stderr } = spawnSync('unshare', ['-rm', 'sh', '-ec', steps], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    assert.equal(firstPath(fs.readFileSync(path.join(out, 'search'), 'utf8')), 'src/f7.ts');
    assert.match(
      fs.readFileSync(path.join(out, 'error'), 'utf8'),
      /^kindred: The index folder .* cannot be written .*EROFS/,
    );
  });
}

/** Of one process: its clock is a day behind. */
const CLOCK_SET_BACK = `data:text/javascript,${encodeURIComponent('const now = Date.now; Date.now = () => now() - 86_400_000;')}`;

test('a clock set back: edits of then are seen, and nothing is read twice for it', (t) => {
  const { source: folder, run } = corpus(t);
  assert.equal(report(run(['index'])).added, 20);
  const edited = path.join(folder, 'src/f3.ts');
  fs.writeFileSync(edited, source(3).replace('marker3', 'marked3'));
  const yesterday = new Date(Date.now() - 86_400_000);
  fs.utimesSync(edited, yesterday, yesterday);
  const behind = report(run(['index'], '--import', CLOCK_SET_BACK));
  assert.deepEqual([behind.changed, behind.unchanged], [1, 19]);
  const again = report(run(['index']));
  assert.deepEqual([again.changed, again.unchanged], [0, 20]);
  assert.equal(firstPath(run(['search', 'marked3'], '--import', CLOCK_SET_BACK).stdout), 'src/f3.ts');
});

test('two writers at once: one writes, the other is told or finds it done, and nothing is lost', async (t) => {
  const { source: folder, index, run } = corpus(t, sources(0, 300));
  const start = () =>
    new Promise<{ status: number | null; error: string }>((resolve) => {
      const child = spawn(process.execPath, [cli, 'index', folder, '--index-dir', index, '--json']);
      let error = '';
      child.stdout.resume();
      child.stderr.on('data', (text) => {
        error += text;
      });
      child.on('close', (status) => resolve({ status, error }));
    });
  const ended = await Promise.all([start(), start(), start()]);
  assert.ok(ended.some(({ status }) => status === 0));
  for (const { status, error } of ended)
    if (status !== 0) assert.match(error, /^kindred: The index .* is being written by another process/m);
  const last = report(run(['index']));
  assert.deepEqual([last.documents, last.added, last.changed], [300, 0, 0]);
});

test('two windows and a terminal at once: one writes, the others follow, and when it is gone another goes on', async (t) => {
  const { source: folder, index, run } = corpus(t);
  run(['index']);
  const indexDir = path.join(index, fs.readdirSync(index)[0]!);
  const open = async () => {
    const engine = createEngineClient({
      modulePath: path.join(root, 'dist/engine.cjs'),
      onStart: (started) =>
        started.open({
          corpora: [{ id: 'main', name: 'main', root: folder, indexDir }],
          ...{ excludeGlobs: [], maxFileSizeBytes: 1_000_000 },
        }),
      log: () => undefined,
      listeners: {},
      onCrash: assert.fail,
      onGaveUp: assert.fail,
    });
    t.after(() => engine.dispose());
    engine.start();
    const [status] = (await engine.status()).corpora;
    return { engine, state: status!.state };
  };
  const found = async (engine: EngineClient, query: string) =>
    (await engine.search({ query, limit: 1, depth: 'fast' })).results[0]?.path;
  const first = await open();
  const second = await open();
  assert.deepEqual([first.state, second.state], ['ready', 'readOnly']);

  write(folder, { 'src/written.ts': 'export function writtenByTheFirst(): void {}\n' });
  await first.engine.update({ corpusId: 'main' });
  assert.equal(await found(second.engine, 'writtenByTheFirst'), 'src/written.ts');
  await assert.rejects(second.engine.update({ corpusId: 'main' }), { code: 'indexLocked' });
  const terminal = run(['index']);
  assert.match(terminal.stderr, /^kindred: The index .* is being written by another process/m);
  assert.equal(firstPath(run(['search', 'writtenByTheFirst']).stdout), 'src/written.ts');

  await first.engine.dispose();
  write(folder, { 'src/later.ts': 'export function writtenByTheSecond(): void {}\n' });
  await second.engine.update({ corpusId: 'main' });
  assert.equal((await second.engine.status()).corpora[0]!.state, 'ready');
  assert.equal(firstPath(run(['search', 'writtenByTheSecond']).stdout), 'src/later.ts');
  await second.engine.dispose();
  const last = report(run(['index']));
  assert.deepEqual([last.documents, last.added, last.changed], [22, 0, 0]);
});

test('any file of the index deleted: it opens, says what was lost, and the next run brings it back', (t) => {
  const { index, run } = corpus(t);
  const whole = report(run(['index']));
  const files = () =>
    fs
      .readdirSync(index, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && !file.name.startsWith('lock'))
      .map(({ parentPath, name }) => path.join(parentPath, name));
  const victims = [...files()].sort();
  assert.ok(victims.some((file) => file.includes('shards')) && victims.some((file) => file.includes('manifest')));
  // Each kind once: the manifest and two of the shards.
  for (const victim of [victims.find((file) => file.includes('manifest')), victims.at(-1), victims.at(-2)]) {
    fs.rmSync(victim!, { force: true });
    const again = report(run(['index']));
    assert.deepEqual([again.documents, again.chunks], [whole.documents, whole.chunks], victim);
    assert.equal(firstPath(run(['search', 'marker7']).stdout), 'src/f7.ts', victim);
  }
});

test('a bit flipped in any kind of file of the index: it opens, and the next run has everything again', (t) => {
  const { index, run } = corpus(t);
  const whole = report(run(['index']));
  const ofKind = (kind: RegExp) =>
    fs
      .readdirSync(index, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && kind.test(file.name))
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .sort()
      .at(-1)!;
  for (const kind of [/^manifest\.json$/, /^lock-/, /\.kvx$/]) {
    for (const share of kind.test('lock-1') ? [0] : [0, 0.5, 0.99]) {
      const file = ofKind(kind);
      const bytes = fs.readFileSync(file);
      bytes[Math.floor(share * bytes.length)]! ^= 1 << Math.floor(share * 8);
      fs.writeFileSync(file, bytes);
      // A lock that cannot be read is somebody's until its time has passed.
      if (kind.test('lock-1')) fs.utimesSync(file, new Date(0), new Date(0));
      const again = report(run(['index']));
      assert.deepEqual([again.documents, again.chunks], [whole.documents, whole.chunks], `${file} at ${share}`);
      assert.equal(firstPath(run(['search', 'marker7']).stdout), 'src/f7.ts', `${file} at ${share}`);
    }
  }
});
