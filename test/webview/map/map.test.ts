import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WorkspaceMap } from '../../../src/protocol/map';
import { between, fitted, panned, toScreen, zoomed } from '../../../src/webview/map/mapCamera';
import { groupBy } from '../../../src/webview/map/mapGroups';
import { passageNames } from '../../../src/webview/map/mapNames';
import { litPoints } from '../../../src/webview/map/mapResults';

/** A map of these files, each with as many passages of ten lines. */
function mapOf(files: Record<string, number>, language = 'typescript'): WorkspaceMap {
  const documents = Object.keys(files).map((path) => ({ corpusId: 'main', path, language }));
  const document = Object.values(files).flatMap((count, at) => new Array<number>(count).fill(at));
  const startLine = Object.values(files).flatMap((count) => Array.from({ length: count }, (_, i) => i * 10));
  const zeros = document.map(() => 0);
  return {
    ...{ total: document.length, documents, document, startLine, endLine: startLine.map((line) => line + 9) },
    ...{ symbol: document.map(() => ''), x: zeros, y: zeros, cluster: zeros },
    clusters: [{ words: [], passages: document.length }],
  };
}

const names = (files: Record<string, number>, folders: Record<string, string> = {}) =>
  groupBy(mapOf(files), 'folder', folders).groups.map(({ name, passages }) => `${name} ${passages}`);

test('folders are opened, the largest first, while there are colors', () => {
  assert.deepEqual(names({ 'src/net/a.ts': 4, 'src/ui/b.ts': 3, 'docs/c.md': 2, 'README.md': 1 }), [
    'src/net 4',
    'src/ui 3',
    'docs 2',
    '. 1',
  ]);
  assert.deepEqual(names({ 'README.md': 3 }), ['. 3']);
  assert.deepEqual(names({ 'a/b/c/d.ts': 3 }), ['a/b/c 3']);
});

test('more folders than colors: the smallest share the last one', () => {
  const files = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`part${i}/a.ts`, 20 - i]));
  const { groups, groupOf } = groupBy(mapOf(files), 'folder', {});
  assert.equal(groups.length, 8);
  assert.deepEqual(groups.at(-1), { name: '', passages: 13 + 12 + 11 + 10 + 9 });
  assert.equal(groupOf.at(-1), 7);
});

test('several workspace folders are told apart by their names; languages by theirs', () => {
  assert.deepEqual(names({ 'src/a.ts': 1, 'src/b.ts': 1 }, { main: 'shop' }), ['shop/src 2']);
  assert.deepEqual(groupBy(mapOf({ 'a.py': 2 }, 'python'), 'language', {}).groups, [{ name: 'python', passages: 2 }]);
});

test('zooming keeps what is under the pointer, panning takes it along', () => {
  const screen = { width: 800, height: 600 };
  const camera = fitted(screen);
  const at = { x: 300, y: 200 };
  const near = zoomed(camera, screen, 2, at);
  const place = { x: camera.x + (at.x - 400) / camera.scale, y: camera.y + (at.y - 300) / camera.scale };
  const seen = toScreen(near, screen, place.x, place.y);
  assert.ok(Math.hypot(seen.x - at.x, seen.y - at.y) < 1e-6);
  const before = toScreen(camera, screen, 0.5, 0.5);
  const after = toScreen(panned(camera, 30, -20), screen, 0.5, 0.5);
  assert.ok(Math.hypot(after.x - before.x - 30, after.y - before.y + 20) < 1e-6);
  const far = panned(camera, 1e6, -1e6);
  assert.ok(far.x === 0 && far.y === 1, 'the map stays in sight');
  assert.equal(zoomed(camera, screen, 1e-9).scale, camera.scale / 2);
  assert.deepEqual(between(camera, near, 1).x, near.x);
});

test('a result is the passage nearest to its lines, once; of a file that is not there it is none', () => {
  const map = mapOf({ 'a.ts': 3, 'b.ts': 2 });
  const result = (path: string, startLine: number, endLine: number) => ({ corpusId: 'main', path, startLine, endLine });
  assert.deepEqual(litPoints(map, [result('a.ts', 10, 19), result('b.ts', 15, 15)]), [1, 4]);
  assert.deepEqual(litPoints(map, [result('a.ts', 20, 29), result('a.ts', 21, 22)]), [2]);
  assert.deepEqual(litPoints(map, [result('a.ts', 90, 99)]), [2]);
  assert.deepEqual(litPoints(map, [result('gone.ts', 0, 9)]), []);
});

test('a passage is placed by its lines, and by its folder where there are several', () => {
  const map = mapOf({ 'src/net/a.ts': 2 });
  const symbols = { ...map, symbol: ['Uploader.retry', ''] };
  assert.deepEqual(passageNames(symbols, {}, 0), { name: 'Uploader.retry', place: 'src/net/a.ts:1–10' });
  assert.deepEqual(passageNames(symbols, { main: 'web' }, 1), { name: 'a.ts', place: 'web · src/net/a.ts:11–20' });
});
