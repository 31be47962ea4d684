/**
 * Parsing in threads: the same chunks as in-process, and a thread that hangs, dies or cannot start costs one document
 * its tree.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readCorpusFile, walk } from '../../../src/engine/files/walk';
import { type Chunker, chunkHere } from '../../../src/engine/parsing/chunker';
import { type ChunkerPoolOptions, createChunkerPool } from '../../../src/engine/parsing/chunkerPool';
import { locateResources } from '../../../src/engine/resources';
import { createEngine, PROJECT, parsers, pathsFor, root, temporaryFolder, write } from '../../support/workspace';

type Context = { after(clean: () => void | Promise<void>): void };

function pool(t: Context, options: Partial<ChunkerPoolOptions> = {}): Chunker {
  const chunker = createChunkerPool({ ...locateResources(), documentTimeoutMs: 60_000, ...options });
  t.after(() => chunker.dispose());
  return chunker;
}

/** Kindred's own sources and the fixtures of chunking: every language with a grammar, and those that are scanned. */
async function fixtureDocuments() {
  const documents = [];
  for (const folder of ['src', 'test/fixtures/chunking']) {
    for (const { path: file, language, skipped } of await walk(path.join(root, folder))) {
      const bytes = skipped ? undefined : await readCorpusFile(path.join(root, folder), file);
      if (bytes && !('skipped' in bytes)) documents.push({ path: file, language, text: Buffer.from(bytes).toString() });
    }
  }
  return documents;
}

test('the chunks are those of parsing in-process, with any number of threads', async (t) => {
  const documents = await fixtureDocuments();
  assert.ok(documents.length > 100);
  const here = chunkHere(parsers);
  const expected = [];
  for (const document of documents) expected.push((await here.chunk(document)).chunks);
  for (const threads of [1, 3]) {
    const chunker = pool(t, { threads });
    const found = await Promise.all(documents.map((document) => chunker.chunk(document)));
    assert.deepEqual(
      found.map(({ chunks }) => chunks),
      expected,
    );
  }
});

test('an index made by threads is, byte for byte, the one made in-process', async (t) => {
  const folders = [];
  for (const chunker of [chunkHere(parsers), pool(t, { threads: 2 })]) {
    const indexDir = path.join(temporaryFolder(t), 'index');
    const engine = createEngine({ chunker });
    await engine.open({ id: 'main', name: 'main', root: path.join(root, 'src'), indexDir });
    await engine.update({ corpusId: 'main' });
    await engine.dispose();
    folders.push(indexDir);
  }
  const [here, threads] = folders.map((folder) => {
    const shards = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const bytes = shards
      .map((file) => fs.readFileSync(path.join(file.parentPath, file.name)).toString('base64'))
      .filter((content) => content.length > 4_000);
    return bytes.sort();
  });
  assert.ok(here!.length > 10);
  assert.deepEqual(threads, here);
});

/** A worker that does to itself what a document tells it to. */
const ODD_WORKER = `
const { parentPort, workerData } = require('node:worker_threads');
parentPort.on('message', (batch) => {
  for (const { id, text } of batch) {
    Atomics.store(workerData.progress, 0, id);
    if (text.startsWith('HANG')) for (;;);
    if (text.startsWith('EXIT')) process.exit(3);
    if (text.startsWith('EAT')) for (const kept = []; ; ) kept.push(new Array(1000).fill(kept.length));
    parentPort.postMessage({ id, chunked: { chunks: [], tookMs: 0 } });
  }
  parentPort.postMessage({ isWorn: batch.some(({ text }) => text.startsWith('WORN')) });
});
`;

function oddPool(t: Context, source = ODD_WORKER, documentTimeoutMs = 1500) {
  const dir = temporaryFolder(t);
  write(dir, { 'worker.cjs': source });
  return pool(t, { chunkWorkerEntry: path.join(dir, 'worker.cjs'), documentTimeoutMs, threads: 1 });
}

const document = (text: string) => ({ path: 'a.ts', language: 'typescript', text });

for (const [fate, reason] of [
  ['HANG', /^without syntax tree: parsing was ended after 1500 ms$/],
  ['EXIT', /^without syntax tree: the parsing thread (ended|failed)/],
  ['EAT', /^without syntax tree: the parsing thread failed: .*memory/],
] as const) {
  test(`a thread that meets ${fate}: that document gets lines, the others of its batch what they would`, async (t) => {
    // Eating 256 MB takes longer than hanging.
    const chunker = oddPool(t, ODD_WORKER, fate === 'EAT' ? 60_000 : 1500);
    const texts = ['first\n', 'a\n', `${fate}\n`, 'b\n', `${fate} again\n`, 'c\n'];
    const chunked = await Promise.all(texts.map((text) => chunker.chunk(document(text))));
    for (const [i, { chunks, note }] of chunked.entries()) {
      if (texts[i]!.startsWith(fate)) {
        assert.match(note!, reason);
        assert.equal(chunks.length, 1);
      } else assert.equal(note, undefined);
    }
  });
}

test('a worn thread is replaced, and no document is lost', async (t) => {
  const chunker = oddPool(t);
  for (const text of ['a', 'WORN', 'b', 'WORN'])
    assert.equal((await chunker.chunk(document(text))).note, undefined, text);
});

test('threads that cannot start: every document gets lines', async (t) => {
  const chunker = oddPool(t, "throw new Error('broken installation')");
  const chunked = await Promise.all(['a\n', 'b\n', 'c\n'].map((text) => chunker.chunk(document(text))));
  for (const { chunks, note } of chunked) {
    assert.equal(note, 'without syntax tree: the parsing thread failed: broken installation');
    assert.equal(chunks.length, 1);
  }
});

test('where no thread can be had at all, every document gets lines', async (t) => {
  // A path that Node.js refuses at once.
  const chunker = pool(t, { chunkWorkerEntry: 'nowhere.cjs' });
  for (const { chunks, note } of await Promise.all(['a\n', 'b\n'].map((text) => chunker.chunk(document(text))))) {
    assert.match(note!, /^without syntax tree: no parsing thread can be started: /);
    assert.equal(chunks.length, 1);
  }
});

test('what is asked for when the pool ends is answered', async (t) => {
  const chunker = oddPool(t);
  const answers = ['HANG\n', 'a\n', 'b\n'].map((text) => chunker.chunk(document(text)));
  await chunker.dispose();
  for (const { chunks } of await Promise.all(answers)) assert.equal(chunks.length, 1);
});

test('an urgent document is next', async (t) => {
  const chunker = pool(t, { threads: 1 });
  const order: string[] = [];
  const large = 'export const a = 1;\n'.repeat(12_000);
  const ask = (name: string, isUrgent: boolean) =>
    chunker.chunk(document(large + name), { isUrgent }).then(() => order.push(name));
  await Promise.all([ask('first', false), ask('second', false), ask('third', false), ask('urgent', true)]);
  assert.deepEqual(order, ['first', 'urgent', 'second', 'third']);
});

/** Less-than signs of C# are read as type arguments too, and the parser follows every reading. */
// Spread over lines, or it would be left out as minified.
const HOSTILE = `class A { void f() { a${' < b\n'.repeat(40_000)} } }\n`;

test('hostile C# is stopped at the memory ceiling, and the next C# file has its tree', async (t) => {
  const chunker = pool(t, { threads: 1 });
  const next = { path: 'b.cs', language: 'csharp', text: 'class Uploader { void Retry() { } }\n' };
  const [hostile, other] = await Promise.all([
    chunker.chunk({ path: 'a.cs', language: 'csharp', text: HOSTILE }),
    chunker.chunk(next),
  ]);
  assert.match(hostile.note!, /^without syntax tree: .*memory/);
  assert.ok(hostile.chunks.length > 10);
  assert.deepEqual([other.note, other.chunks[0]!.symbol], [undefined, 'Uploader']);
});

test('while a hostile file is parsed, searches are answered', async (t) => {
  const dir = temporaryFolder(t);
  // With less memory the parser would give up before it holds anybody.
  const chunker = pool(t, { threads: 1, maxParserMemoryBytes: 800 << 20 });
  const engine = createEngine({ chunker });
  t.after(() => engine.dispose());
  write(dir, PROJECT);
  await engine.open({ id: 'main', name: 'main', root: dir, indexDir: path.join(temporaryFolder(t), 'index') });
  await engine.update({ corpusId: 'main' });
  const search = async () => {
    const started = performance.now();
    assert.equal((await pathsFor(engine, 'retry the upload'))[0], 'src/upload.ts');
    return performance.now() - started;
  };
  write(dir, { 'src/hostile.cs': HOSTILE });
  let isUpdating = true;
  const started = performance.now();
  const update = engine.update({ corpusId: 'main' }).finally(() => {
    isUpdating = false;
  });
  const searchesMs: number[] = [];
  while (isUpdating) {
    searchesMs.push(await search());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const updateMs = performance.now() - started;
  const report = await update;
  assert.equal(report.added, 1);
  assert.match(report.asText[0]!.reason, /^without syntax tree: /);
  assert.ok(searchesMs.length > 10, `${searchesMs.length} searches in ${updateMs} ms`);
  assert.ok(Math.max(...searchesMs) < updateMs / 5, `${Math.max(...searchesMs)} ms of ${updateMs} ms`);
  // What a person sees of it.
  const status = await engine.status();
  assert.deepEqual(status.corpora[0]!.asText, report.asText);
});
