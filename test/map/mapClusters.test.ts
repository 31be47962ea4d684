import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterWords } from '../../src/map/clusterWords';
import { clusterPlaces } from '../../src/map/mapClusters';

/** Passages around a center, the denser the nearer to it. */
const hill = (x: number, y: number, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const away = (0.1 * i) / count;
    return [x + away * Math.cos(i * 2.4), y + away * Math.sin(i * 2.4)];
  }).flat();

test('each island is a cluster, the largest first', () => {
  const places = Float32Array.from([...hill(0.2, 0.2, 40), ...hill(0.8, 0.3, 90), ...hill(0.4, 0.8, 60)]);
  const { clusterOf, sizes } = clusterPlaces(places);
  assert.deepEqual(sizes, [90, 60, 40]);
  assert.deepEqual([clusterOf[0], clusterOf[40], clusterOf[130]], [2, 0, 1]);
});

test('stragglers belong to the nearest island, and every passage to one', () => {
  const places = Float32Array.from([...hill(0.2, 0.2, 300), ...hill(0.8, 0.8, 300), 0.6, 0.75, 0.05, 0.4]);
  const { clusterOf, sizes } = clusterPlaces(places);
  assert.equal(clusterOf[600], clusterOf[300]);
  assert.equal(clusterOf[601], clusterOf[0]);
  assert.equal(
    sizes.reduce((a, b) => a + b),
    602,
  );
});

test('nothing, one place and one place for all', () => {
  assert.deepEqual(clusterPlaces(new Float32Array(0)).sizes, []);
  assert.deepEqual(clusterPlaces(Float32Array.of(0.5, 0.5)).sizes, [1]);
  assert.deepEqual(clusterPlaces(new Float32Array(200).fill(0.5)).sizes, [100]);
});

test('words tell a cluster from the others', () => {
  const chunk = (path: string, symbol: string) => ({ path, symbol, definitions: [symbol] });
  const chunks = [
    ...['Uploader.retry', 'Uploader.send', 'uploadParts'].map((symbol) => chunk('src/net/uploader.ts', symbol)),
    ...['Session.open', 'Session.expire', 'signCookie'].map((symbol) => chunk('src/auth/session.ts', symbol)),
  ];
  const [first, second] = clusterWords(chunks, Int32Array.of(0, 0, 0, 1, 1, 1), [3, 3]);
  assert.deepEqual(first!.slice(0, 2).sort(), ['net', 'uploader']);
  assert.deepEqual(second!.slice(0, 2).sort(), ['auth', 'session']);
  assert.ok(!first!.includes('src') && !second!.includes('src'), 'what all share says nothing');
});
