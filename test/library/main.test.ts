/**
 * What other programs get: an index that the product wrote, opened with vectra's own `LocalIndex` from the bundle that
 * ships.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import type { ChunkRecord } from '../../src/core/snapshot';
import type { CorpusIndex } from '../../src/engine/indexing/corpusIndex';
import type * as Library from '../../src/library/main';
import { plainChunk } from '../storage/shardData';
import { installSmallModel } from '../support/installJina';
import { createEngine, embedded, PROJECT, root, temporaryFolder, write } from '../support/workspace';

const { chunkOfItem, openIndex, openVectraFile } = createRequire(__filename)(
  path.join(root, 'dist/library.cjs'),
) as typeof Library;

interface Indexed {
  corpus: CorpusIndex;
  indexDir: string;
  /** Of the deep vectors. */
  deepDir: string;
}

/** The small project, with deep vectors of the tests' model. */
async function indexProject(t: { after(clean: () => unknown): void }): Promise<Indexed> {
  const dir = temporaryFolder(t);
  const [source, indexDir, model] = ['source', 'index', 'model'].map((name) => path.join(dir, name));
  write(source!, PROJECT);
  await installSmallModel(model!);
  const engine = createEngine();
  t.after(() => engine.dispose());
  const corpus = await engine.open({ id: 'main', name: 'main', root: source!, indexDir: indexDir! });
  await engine.update({ corpusId: 'main' });
  await engine.setDeepModel(model!);
  // A deep search embeds its candidates, and its closing writes them down.
  await engine.search({ query: 'where are passwords hashed', depth: 'full', limit: 20 });
  await engine.dispose();
  const [key] = fs.readdirSync(path.join(indexDir!, 'deep'));
  return { corpus, indexDir: indexDir!, deepDir: path.join(indexDir!, 'deep', key!) };
}

const byPlace = (a: ChunkRecord, b: ChunkRecord) =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : a.startLine - b.startLine;

test('vectra lists and queries the chunks of an index, their records being its metadata', async (t) => {
  const { corpus, indexDir, deepDir } = await indexProject(t);
  const { index, embedQuery } = await openIndex(indexDir);
  const items = await index.listItems();
  const chunks = [...corpus.chunks()].map(plainChunk);
  assert.ok(chunks.length >= Object.keys(PROJECT).length);
  assert.deepEqual(items.map(chunkOfItem).sort(byPlace), chunks.sort(byPlace));
  assert.equal(new Set(items.map(({ id }) => id)).size, items.length);
  assert.deepEqual(await index.getIndexStats(), { version: 1, metadata_config: {}, items: items.length });

  // By a question, by the vector of an item, and among the items of one language.
  const question = embedQuery('where are passwords hashed');
  const [best] = await index.queryItems(question, '', 3);
  assert.deepEqual([best!.item.metadata.path, best!.item.metadata.symbol], ['src/auth/password.py', 'hash_password']);
  const own = await index.queryItems([...best!.item.vector], '', 1);
  assert.equal(own[0]!.item.id, best!.item.id);
  assert.ok(Math.abs(own[0]!.score - 1) < 1e-6);
  await assert.rejects(index.queryItems(question, 'passwords', 3, undefined, true), /holds no texts for the BM25/);
  const inGo = await index.queryItems(question, '', 10, { language: { $eq: 'go' } });
  assert.deepEqual(
    inGo.map(({ item }) => item.metadata.path),
    items.map(({ metadata }) => metadata.path).filter((file) => file === 'src/session.go'),
  );
  const [byId] = await index.listItemsByMetadata({ symbol: 'retryUpload' });
  assert.equal((await index.getItem(byId!.id))!.metadata.path, 'src/upload.ts');

  // Deep vectors have the chunks' content hashes as ids, so that each chunk finds its own.
  const deep = await openIndex(deepDir);
  const deepItem = (await deep.index.getItem(String(best!.item.metadata.contentHash)))!;
  assert.equal((await deep.index.queryItems([...deepItem.vector], '', 1))[0]!.item.id, deepItem.id);
  assert.throws(() => deep.embedQuery('passwords'), /questions are embedded by/);
});

test('scores are those of the embedded model: a chunk is as near to a question as its vector is', async (t) => {
  const { indexDir } = await indexProject(t);
  const { index, embedQuery } = await openIndex(indexDir);
  const query = 'copy the data every night';
  assert.deepEqual(embedQuery(query), Array.from(embedded.embedQuery(query)));
  const [best] = await index.queryItems(embedQuery(query), '', 1);
  const product = [...best!.item.vector].reduce((sum, x, i) => sum + x * embedQuery(query)[i]!, 0);
  assert.ok(Math.abs(best!.score - product) < 1e-5);
  assert.equal(best!.item.metadata.path, 'docs/guide.md');
});

test('nothing is written through an opened index, and one file of it can be opened alone', async (t) => {
  const { indexDir, deepDir } = await indexProject(t);
  const before = fs.readdirSync(indexDir, { recursive: true }).sort();
  const { index } = await openIndex(indexDir);
  const count = (await index.listItems()).length;
  await assert.rejects(index.insertItem({ vector: [1], metadata: {} }), /written by Kindred alone/);
  index.cancelUpdate();
  await assert.rejects(index.deleteIndex(), /written by Kindred alone/);
  await assert.rejects(index.createIndex({ version: 1, deleteIfExists: true }), /written by Kindred alone/);
  assert.deepEqual(fs.readdirSync(indexDir, { recursive: true }).sort(), before);
  assert.equal((await (await openIndex(indexDir)).index.listItems()).length, count);
  const file = fs.readdirSync(deepDir).find((name) => name.endsWith('.kvx'))!;
  assert.ok((await openVectraFile(path.join(deepDir, file)).listItems()).length > 0);
});

test('the example of the documents answers, and says what is wrong with a folder', async (t) => {
  const { indexDir } = await indexProject(t);
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(root, 'docs/examples/vectra.cjs'), ...args], { encoding: 'utf8' });
  assert.match(run(indexDir, 'where are passwords hashed').stdout, /^0\.\d+ {2}src\/auth\/password\.py:\d+-\d+ /);
  const inGo = run(indexDir, 'where are passwords hashed', 'go').stdout.trim().split('\n');
  assert.ok(
    inGo.every((line) => line.includes('src/session.go')),
    inGo.join('\n'),
  );
  const none = run(path.join(indexDir, 'none'), 'passwords');
  assert.deepEqual([none.status, none.stdout], [2, '']);
  assert.match(none.stderr, /holds no index of Kindred/);
  assert.match(run().stderr, /^usage: /);
});
