import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { thin } from '../../src/map/workspaceMap';
import type { WorkspaceMap } from '../../src/protocol/engine';
import { openEngine, root } from '../support/workspace';

const FIXTURE = path.join(root, 'test/fixtures/workspace');

async function openFixture(t: Parameters<typeof openEngine>[0], at: Parameters<typeof openEngine>[3] = {}) {
  const opened = await openEngine(t, {}, {}, { dir: FIXTURE, ...at });
  await opened.engine.update({ corpusId: 'main' });
  return opened;
}

test('every passage of the workspace is on the map once, in one cluster that has words', async (t) => {
  const { engine } = await openFixture(t);
  const map = await engine.map();
  const { documents, chunks } = (await engine.status()).corpora[0]!;
  assert.equal(map.total, chunks);
  assert.equal(map.documents.length, documents);
  for (const column of [map.document, map.startLine, map.endLine, map.symbol, map.x, map.y, map.cluster])
    assert.equal(column.length, chunks);
  assert.equal(
    map.clusters.reduce((sum, { passages }) => sum + passages, 0),
    chunks,
  );
  assert.ok(map.clusters.length > 1);
  for (const { words } of map.clusters) assert.ok(words.length > 0);
});

test('passages of one file are nearer each other than passages of any files', async (t) => {
  const { engine } = await openFixture(t);
  const map = await engine.map();
  const pairs = map.x.flatMap((_, a) => map.x.map((_, b) => [a, b] as const).slice(a + 1));
  const mean = (chosen: typeof pairs) => chosen.reduce((sum, [a, b]) => sum + distance(map, a, b), 0) / chosen.length;
  const together = pairs.filter(([a, b]) => map.document[a] === map.document[b]);
  assert.ok(together.length > 10);
  assert.ok(mean(together) < mean(pairs) * 0.6, `${mean(together)} of ${mean(pairs)}`);
});

test('a map is kept beside the index, and made anew when what is kept is damaged or of another state', async (t) => {
  const { engine, indexDir } = await openFixture(t);
  const kept = path.join(indexDir, 'kept', 'map.bin');
  const shares: number[] = [];
  const first = await engine.map((share) => shares.push(share));
  assert.ok(fs.statSync(kept).size > 0);
  const bytes = fs.readFileSync(kept);

  assert.deepEqual(await engine.map(() => assert.fail('computed again')), first);
  bytes[bytes.length - 1]! ^= 1;
  fs.writeFileSync(kept, bytes);
  assert.deepEqual(await engine.map(), first);
  assert.notDeepEqual(fs.readFileSync(kept), bytes, 'what was damaged is replaced');
  fs.writeFileSync(kept, '');
  assert.deepEqual(await engine.map(), first);
  await engine.clear('main');
  assert.ok(!fs.existsSync(kept), 'it goes with the index');
  assert.deepEqual((await engine.map()).clusters, []);
});

test('a map that nobody waits for any more is not computed to its end', async (t) => {
  const files = Object.fromEntries(
    Array.from({ length: 200 }, (_, i) => [
      `src/part${i}.ts`,
      `export function act${i}() {\n  return ${i};\n}\n`.repeat(5),
    ]),
  );
  const { engine } = await openEngine(t, files);
  await engine.update({ corpusId: 'main' });
  const abort = new AbortController();
  const map = engine.map(() => abort.abort(), abort.signal);
  await assert.rejects(map, { code: 'canceled' });
});

test('the text of a passage is that of its lines now; of a file that has gone it is nothing', async (t) => {
  const { engine, dir } = await openEngine(t);
  await engine.update({ corpusId: 'main' });
  const lines = { corpusId: 'main', startLine: 1, endLine: 1 };
  assert.match(engine.textOf({ ...lines, path: 'src/upload.ts' }), /^export async function retryUpload.*\n$/);
  fs.rmSync(path.join(dir, 'docs/guide.md'));
  assert.equal(engine.textOf({ ...lines, path: 'docs/guide.md' }), '');
});

test('more passages than fit are thinned evenly', () => {
  const all = Array.from({ length: 1000 }, (_, i) => i);
  assert.deepEqual(thin(all, 1000), all);
  const some = thin(all, 300);
  assert.equal(new Set(some).size, 300);
  assert.ok(some.every((value, i) => i === 0 || value - some[i - 1]! <= 4));
});

function distance({ x, y }: WorkspaceMap, a: number, b: number): number {
  return Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!);
}
