/**
 * The map of all open corpora: which passages are on it, where they lie, which islands they form. Computed in steps
 * between which searches are answered, and kept on disk under a key of what it was made from. Reads no file of the
 * user's.
 */
import crypto from 'node:crypto';
import type { ChunkRecord, Segment, Snapshot } from '../core/snapshot';
import { VectorRows } from '../core/vectors/rows';
import type { WorkspaceMap } from '../protocol/engine';
import { EngineError } from '../protocol/errors';
import type { Storage } from '../storage/store';
import { clusterWords } from './clusterWords';
import { layOut, MAP_VERSION } from './layout';
import { clusterPlaces } from './mapClusters';

/** So many points are drawn smoothly and laid out in seconds. Of more passages every second, third, … is taken. */
export const MAP_LIMIT = 20_000;
/** Searches are let in at least this often. */
const STEP_MS = 15;
const PROGRESS_MS = 100;
/** Coordinates are stored in 16 bits. */
const MAX_COORDINATE = 65_535;
const MAP_FILE = 'map.bin';

export interface MapOptions {
  /** Names the model whose vectors these are. */
  fingerprint: string;
  storage: Storage;
  /** Of the index that the map is cached in. */
  indexDir: string;
  signal?: AbortSignal | undefined;
  onProgress?: ((share: number) => void) | undefined;
}

/** A passage. Path and line are read often, and a record of the index decodes them each time. */
interface Place {
  segment: Segment;
  ordinal: number;
  chunk: ChunkRecord;
  path: string;
  startLine: number;
}

/** @throws EngineError canceled */
export async function mapWorkspace(snapshot: Snapshot, options: MapOptions): Promise<WorkspaceMap> {
  const all = inOrder(snapshot);
  const places = thin(all, MAP_LIMIT);
  const key = keyOf(places, options.fingerprint);
  const cached = await options.storage.readDerived(options.indexDir, MAP_FILE, key);
  let coordinates = cached?.length === places.length * 4 ? new Uint16Array(Uint8Array.from(cached).buffer) : undefined;
  if (!coordinates) {
    const [first] = places;
    const parts = places.map(({ segment, ordinal }) => ({ rows: segment.vectors, ordinals: [ordinal] }));
    const steps = layOut(VectorRows.collect(parts, first?.segment.dims ?? 0));
    coordinates = Uint16Array.from(await run(steps, options), (value) => Math.round(value * MAX_COORDINATE));
    // Where it cannot be written it is computed again next time.
    await options.storage
      .writeDerived(options.indexDir, MAP_FILE, key, new Uint8Array(coordinates.buffer))
      .catch(() => undefined);
  }
  return describe(all.length, places, coordinates);
}

async function run(steps: Generator<number, Float32Array>, { signal, onProgress }: MapOptions): Promise<Float32Array> {
  let reported = 0;
  for (let began = performance.now(); ; ) {
    const { done, value } = steps.next();
    if (done) return value;
    const now = performance.now();
    if (now - began < STEP_MS) continue;
    if (now - reported > PROGRESS_MS) onProgress?.(value);
    if (now - reported > PROGRESS_MS) reported = now;
    await new Promise(setImmediate);
    if (signal?.aborted) throw new EngineError('canceled', 'map');
    began = performance.now();
  }
}

/** By corpus, path and line, whatever the shards hold them in. */
function inOrder({ segments }: Snapshot): Place[] {
  const corpora = new Map([...new Set(segments.map(({ corpusId }) => corpusId))].map((id, at) => [id, at]));
  const orderOf = ({ segment }: Place) => corpora.get(segment.corpusId)!;
  return segments
    .flatMap((segment) =>
      segment.chunks.map((chunk, ordinal) => {
        const { path, startLine } = chunk;
        return { segment, ordinal, chunk, path, startLine };
      }),
    )
    .sort(
      (a, b) => orderOf(a) - orderOf(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.startLine - b.startLine),
    );
}

/** Evenly, so that each folder and each file of some length is there. */
export function thin<T>(all: readonly T[], limit: number): readonly T[] {
  if (all.length <= limit) return all;
  return Array.from({ length: limit }, (_, i) => all[Math.floor((i * all.length) / limit)]!);
}

function keyOf(places: readonly Place[], fingerprint: string): string {
  const hash = crypto.createHash('sha256').update(`${MAP_VERSION} ${fingerprint}`);
  for (const { chunk } of places) hash.update(chunk.contentHash);
  return hash.digest('hex');
}

function describe(total: number, places: readonly Place[], coordinates: Uint16Array): WorkspaceMap {
  const documents: WorkspaceMap['documents'] = [];
  const numbers = new Map<string, number>();
  const document = places.map(({ segment: { corpusId }, path, chunk: { language } }) => {
    const name = `${corpusId}\n${path}`;
    const number = numbers.get(name) ?? documents.push({ corpusId, path, language }) - 1;
    numbers.set(name, number);
    return number;
  });
  const chunks = places.map(({ chunk }) => chunk);
  const { clusterOf, sizes } = clusterPlaces(Float32Array.from(coordinates, (value) => value / MAX_COORDINATE));
  const words = clusterWords(chunks, clusterOf, sizes);
  return {
    total,
    documents,
    document,
    startLine: chunks.map(({ startLine }) => startLine),
    endLine: chunks.map(({ endLine }) => endLine),
    symbol: chunks.map(({ symbol }) => symbol),
    x: Array.from(places, (_, i) => coordinates[i * 2]!),
    y: Array.from(places, (_, i) => coordinates[i * 2 + 1]!),
    cluster: Array.from(clusterOf),
    clusters: sizes.map((passages, cluster) => ({ words: words[cluster]!, passages })),
  };
}
