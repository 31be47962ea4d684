/**
 * The map of a real folder, against principal components and, where `--umap-js <folder of the package>` says where it
 * is, against umap-js:
 * `node out/test/bench/map.main.cjs <folder> [--umap-js <package>] [--rows 20000]`. Time of each and how well
 * neighborhoods are kept, in one run.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { VectorRows } from '../src/core/vectors/rows';
import { nearest } from '../src/core/vectors/scan';
import { layOut } from '../src/map/layout';
import { nearestNeighbors } from '../src/map/nearestNeighbors';
import { principalPlane } from '../src/map/principalPlane';
import { mapQuality } from './mapQuality';
import { measuredEngine } from './measuredEngine';
import { type Metrics, record, rounded } from './record';

const [folder, ...options] = process.argv.slice(2);
if (!folder) throw new Error('usage: node out/test/bench/map.main.cjs <folder> [--umap-js <package>] [--rows <most>]');
const option = (name: string) => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined);
const SEED_CHECK = 'deterministic';

void main();

async function main(): Promise<void> {
  const rows = await vectorsOf(path.resolve(folder!), Number(option('--rows') ?? 20_000));
  const name = path.basename(path.resolve(folder!));
  const neighbors = timed(() => finish(nearestNeighbors(rows, 15)));
  const ours = timed(() => finish(layOut(rows)));
  const again = finish(layOut(rows));
  const plane = timed(() => principalPlane(rows.decodeAll(), rows.dims));
  const metrics: Metrics = {
    [`${name}_rows`]: rows.count,
    [`${name}_neighbors`]: { s: seconds(neighbors.ms), recall: rounded(recallOf(rows, neighbors.value.rows), 3) },
    [`${name}_kindred`]: { s: seconds(ours.ms), ...qualityOf(rows, ours.value) },
    [`${name}_${SEED_CHECK}`]: String(Buffer.compare(bytesOf(ours.value), bytesOf(again)) === 0),
    [`${name}_principal`]: { s: seconds(plane.ms), ...qualityOf(rows, plane.value) },
  };
  const umapFolder = option('--umap-js');
  if (umapFolder) {
    const { UMAP } = require(path.resolve(umapFolder)) as {
      UMAP: new (options: object) => { fit(vectors: number[][]): number[][] };
    };
    const vectors = Array.from({ length: rows.count }, (_, row) => [...rows.decode([row])]);
    const cosine = (a: number[], b: number[]) => {
      let dot = 0;
      for (let d = 0; d < a.length; d++) dot += a[d]! * b[d]!;
      return 1 - dot;
    };
    const theirs = timed(() => new UMAP({ distanceFn: cosine, random: seeded() }).fit(vectors));
    metrics[`${name}_umap_js`] = { s: seconds(theirs.ms), ...qualityOf(rows, theirs.value.flat()) };
  }
  record('map', 'node out/test/bench/map.main.cjs <folder> --umap-js <package>', metrics, { merge: true });
}

/** The folder's chunks, evenly thinned to `most`. */
async function vectorsOf(root: string, most: number): Promise<VectorRows> {
  const indexDir = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-map-'));
  const engine = measuredEngine();
  try {
    const index = await engine.open({ id: 'bench', name: 'bench', root, indexDir });
    await engine.update({ corpusId: 'bench' });
    const places = index
      .segments()
      .flatMap((segment) => segment.chunks.map((chunk, ordinal) => ({ segment, chunk, ordinal })))
      .sort((a, b) => (a.chunk.path < b.chunk.path ? -1 : a.chunk.path > b.chunk.path ? 1 : a.ordinal - b.ordinal));
    const size = Math.min(most, places.length);
    const chosen = Array.from({ length: size }, (_, i) => places[Math.floor((i * places.length) / size)]!);
    const dims = chosen[0]!.segment.dims;
    return VectorRows.collect(
      chosen.map(({ segment, ordinal }) => ({ rows: segment.vectors, ordinals: [ordinal] })),
      dims,
    );
  } finally {
    await engine.dispose();
    fs.rmSync(indexDir, { recursive: true, force: true });
  }
}

function recallOf(rows: VectorRows, found: Int32Array, k = 15, sampled = 300): number {
  let right = 0;
  const queries = Math.min(sampled, rows.count);
  for (let i = 0; i < queries; i++) {
    const row = Math.floor((i * rows.count) / queries);
    const least = nearest([rows], rows.decode([row]), k + 1).at(-1)!.value - 1e-3;
    for (const other of found.subarray(row * k, (row + 1) * k)) {
      const [a, b] = [rows.decode([row]), rows.decode([other])];
      if (a.reduce((dot, value, d) => dot + value * b[d]!, 0) >= least) right++;
    }
  }
  return right / (queries * k);
}

function qualityOf(rows: VectorRows, places: ArrayLike<number>): { trustworthiness: number; preserved: number } {
  const { trustworthiness, preserved } = mapQuality(rows, places);
  return { trustworthiness: rounded(trustworthiness, 4), preserved: rounded(preserved, 4) };
}

function timed<T>(run: () => T): { value: T; ms: number } {
  const started = performance.now();
  const value = run();
  return { value, ms: performance.now() - started };
}

function finish<T>(steps: Generator<number, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function seeded(): () => number {
  let state = 42;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const seconds = (ms: number) => rounded(ms / 1000, 2);
const bytesOf = (values: Float32Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
