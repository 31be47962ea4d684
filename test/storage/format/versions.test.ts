/** Indexes that older versions of Kindred wrote are read, byte for byte as they were checked in. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { DocumentRecord } from '../../../src/core/corpus/document';
import type { ChunkRecord } from '../../../src/core/snapshot';
import { VectorRows } from '../../../src/core/vectors/rows';
import { FORMAT_VERSION } from '../../../src/storage/format/indexFile';
import { IndexStore } from '../../../src/storage/indexStore';
import type { ShardData } from '../../../src/storage/store';
import { VectorCache } from '../../../src/storage/vectors/vectorCache';
import { asStored, makeShard, readAll } from '../shardData';

const FIXTURES = path.join(process.cwd(), 'test/fixtures/index-format');

interface Expected {
  options: { fingerprint: string; dims: number; shardCount: number };
  generation: number;
  shards: { k: number; documents: DocumentRecord[]; chunks: ChunkRecord[]; vectors: number[]; lexical: number[] }[];
  deep: { hash: string; vector: number[] }[];
}

for (let version = 1; version <= FORMAT_VERSION; version++) {
  test(`an index of format version ${version} is read, and a reader leaves it untouched`, () => readsFixture(version));
  test(`a writer goes on with an index of format version ${version}`, () => goesOnWithFixture(version));
}

async function readsFixture(version: number): Promise<void> {
  const folder = path.join(FIXTURES, `v${version}`);
  const expected = JSON.parse(fs.readFileSync(path.join(folder, 'expected.json'), 'utf8')) as Expected;
  const before = listing(folder);
  const index = path.join(folder, 'index');
  const { store, notices } = await IndexStore.open(index, { ...expected.options, readOnly: true });
  assert.deepEqual(notices, []);
  assert.deepEqual([store.generation, store.shardCount], [expected.generation, expected.options.shardCount]);
  const shards = new Map<number, ShardData>(
    expected.shards.map(({ k, vectors, lexical, ...records }) => [
      k,
      {
        ...records,
        // The fixtures were written before chunks kept their inner definitions.
        chunks: records.chunks.map((chunk) => ({ ...chunk, inner: chunk.inner ?? [] })),
        vectors: VectorRows.encode(Float32Array.from(vectors), expected.options.dims),
        lexical: Uint8Array.from(lexical),
      },
    ]),
  );
  assert.deepEqual(await readAll(store), shards);
  const cache = await VectorCache.open(store.deepFolder, { fingerprint: 'deep-a', dims: 3, readOnly: true });
  assert.equal(cache.count, expected.deep.length);
  for (const { hash, vector } of expected.deep)
    assert.deepEqual(cache.get(hash), asStored(Float32Array.from(vector), 8));
  await store.close();
  assert.deepEqual(listing(folder), before);
}

async function goesOnWithFixture(version: number): Promise<void> {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-'));
  try {
    fs.cpSync(path.join(FIXTURES, `v${version}`, 'index'), copy, { recursive: true });
    const { store, notices } = await IndexStore.open(copy, { fingerprint: 'model-a', dims: 4 });
    const all = await readAll(store);
    await store.commit(new Map([[2, makeShard(2, 5)]]));
    assert.deepEqual(await readAll(store), all.set(2, makeShard(2, 5)));
    assert.deepEqual(notices, []);
    await store.close();
  } finally {
    fs.rmSync(copy, { recursive: true });
  }
}

test('every format version has a fixture and a line in the documentation', () => {
  const documentation = fs.readFileSync(path.join(process.cwd(), 'docs/index-format.md'), 'utf8');
  for (let version = 1; version <= FORMAT_VERSION; version++) {
    assert.ok(fs.existsSync(path.join(FIXTURES, `v${version}`, 'index', 'manifest.json')));
    assert.match(documentation, new RegExp(`^\\| ${version} +\\|`, 'm'));
  }
});

function listing(folder: string): string[] {
  return fs.readdirSync(folder, { recursive: true }).map((name) => {
    const { size, mtimeMs } = fs.statSync(path.join(folder, String(name)));
    return `${name} ${size} ${mtimeMs}`;
  });
}
