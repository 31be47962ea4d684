/**
 * Writes an index of the format of today to test/fixtures/index-format/v<version>, with what it holds as JSON beside
 * it. Run by hand once for each new format version (`node out/test/test/storage/format/formatFixture.main.cjs`); what
 * older versions wrote is never written again.
 */
import fs from 'node:fs';
import path from 'node:path';
import { FORMAT_VERSION } from '../../../src/storage/format/indexFile';
import { IndexStore } from '../../../src/storage/indexStore';
import type { ShardData } from '../../../src/storage/store';
import { VectorCache } from '../../../src/storage/vectors/vectorCache';
import { hash, makeShard, OPTIONS } from '../shardData';

async function main(): Promise<void> {
  const folder = path.join('test/fixtures/index-format', `v${FORMAT_VERSION}`);
  if (fs.existsSync(folder))
    throw new Error(`${folder} is there already: what a released version wrote must not change`);
  const { store } = await IndexStore.open(path.join(folder, 'index'), OPTIONS);
  const shards = new Map<number, ShardData>([
    [0, makeShard(0, 1, 8)],
    [1, oddities()],
    [3, makeShard(3, 1, 0)],
  ]);
  await store.commit(new Map([[0, makeShard(0, 0)]]));
  await store.commit(shards);
  const cache = await VectorCache.open(store.deepFolder, { fingerprint: 'deep-a', dims: 3 });
  const deep = [1, 2, 3].map((i) => ({ hash: hash(`deep ${i}`), vector: Float32Array.of(i, -i, 1 / i) }));
  cache.put(deep);
  await cache.flush();
  await store.close();
  for (const name of fs.readdirSync(store.folder))
    if (name.startsWith('lock-')) fs.rmSync(path.join(store.folder, name));

  const expected = {
    options: OPTIONS,
    generation: store.generation,
    shards: [...shards].map(([k, shard]) => ({
      k,
      documents: shard.documents,
      chunks: shard.chunks,
      vectors: Array.from(shard.vectors.decodeAll()),
      lexical: Array.from(shard.lexical),
    })),
    deep: deep.map((entry) => ({ hash: entry.hash, vector: Array.from(entry.vector) })),
  };
  fs.writeFileSync(path.join(folder, 'expected.json'), `${JSON.stringify(expected, undefined, 1)}\n`);
  // The manifest's checksum covers its bytes: a checkout with other line ends would damage it.
  fs.writeFileSync(path.join(folder, '..', '.gitattributes'), '* -text\n');
}

/** Every way to store a column: gaps, UTF-8, UTF-16 with a lone surrogate, dictionaries, hexadecimal digits, halves. */
function oddities(): ShardData {
  const shard = makeShard(1, 1, 6);
  shard.documents[0]!.note = '파서가 멈췄다: 시간 초과';
  shard.chunks[0]!.signature = 'an emoji cut in two: \ud83d';
  shard.chunks[1]!.symbol = '안내 > 설치';
  shard.chunks[2]!.definitions = ['a\u0000b', '\u0001', ''];
  shard.chunks[3]!.endLine = 2 ** 31 - 1;
  return shard;
}

void main();
