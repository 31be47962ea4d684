/**
 * Measures the index on disk at 100,000 chunks: write all, open and read all, save after one edited document, deep
 * vectors, memory. Run by hand: `node esbuild.mjs --tests && node out/test/bench/storage.main.cjs [chunks]`. Writes
 * bench/results/storage.json. Each step runs in a process of its own, so that memory means that step alone; the files
 * come from the page cache.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ChunkRecord } from '../src/core/snapshot';
import { VectorRows } from '../src/core/vectors/rows';
import { IndexStore } from '../src/storage/indexStore';
import type { ShardData } from '../src/storage/store';
import { VectorCache } from '../src/storage/vectors/vectorCache';
import { plainChunk } from '../test/storage/shardData';

const DIMS = 256;
const DEEP_DIMS = 768;
const CHUNKS_PER_DOCUMENT = 10;
/** About what a lexical segment takes for a chunk of 1,500 characters. */
const LEXICAL_BYTES_PER_CHUNK = 600;
const options = { fingerprint: 'bench', dims: DIMS };
const deepOptions = { fingerprint: 'bench-deep', dims: DEEP_DIMS };

type Metrics = Record<string, number>;

const steps: Record<string, (folder: string, chunkCount: number) => Promise<Metrics>> = {
  async write(folder, chunkCount) {
    const { store } = await IndexStore.open(folder, options);
    const shards = makeShards(store, chunkCount);
    const { tookMs } = await timed(() => store.commit(shards));
    const { sizeBytes } = await store.stats();
    await store.close();
    return { write_all_ms: tookMs, size_bytes_per_chunk: sizeBytes / chunkCount };
  },

  async read(folder, chunkCount) {
    const before = settledMemory();
    const kept: ShardData[] = [];
    const { tookMs } = await timed(async () => {
      const { store } = await IndexStore.open(folder, options);
      for (let k = 0; k < store.shardCount; k++) kept.push((await store.readShard(k))!);
      await store.close();
    });
    const after = settledMemory();
    const vectors = kept.reduce((sum, shard) => sum + shard.vectors.sizeBytes, 0);
    const lexical = kept.reduce((sum, shard) => sum + shard.lexical.byteLength, 0);
    return {
      open_read_all_ms: tookMs,
      read_heap_bytes_per_chunk: (after.heapUsed - before.heapUsed) / chunkCount,
      read_buffer_bytes_per_chunk_beside_vectors_and_lexical:
        (after.arrayBuffers - before.arrayBuffers - vectors - lexical) / chunkCount,
      read_resident_mb: (after.rss - before.rss) / 1e6,
      read_resident_to_vectors_ratio: (after.rss - before.rss) / vectors,
    };
  },

  async edit(folder) {
    const { store } = await IndexStore.open(folder, options);
    const shard = (await store.readShard(5))!;
    const times: number[] = [];
    for (let i = 0; i < 15; i++) {
      shard.chunks[i] = { ...plainChunk(shard.chunks[i]!), symbol: `edited${i}` };
      times.push((await timed(() => store.commit(new Map([[5, shard]])))).tookMs);
    }
    await store.close();
    return { commit_one_shard_median_ms: median(times), commit_one_shard_max_ms: Math.max(...times) };
  },

  async deepWrite(folder, chunkCount) {
    const cache = await VectorCache.open(path.join(folder, 'deep'), deepOptions);
    const times: number[] = [];
    for (let i = 0; i < chunkCount; i += 64) {
      const entries = Array.from({ length: Math.min(64, chunkCount - i) }, (_, j) => ({
        hash: hashOf(i + j),
        vector: randomVectors(1, DEEP_DIMS),
      }));
      cache.put(entries);
      times.push((await timed(() => cache.flush())).tookMs);
    }
    return {
      deep_flush_64_median_ms: median(times),
      deep_flush_64_max_ms: Math.max(...times),
      deep_write_all_ms: times.reduce((sum, ms) => sum + ms, 0),
    };
  },

  async deepRead(folder, chunkCount) {
    const before = settledMemory();
    const { value: cache, tookMs } = await timed(() => VectorCache.open(path.join(folder, 'deep'), deepOptions));
    const after = settledMemory();
    if (cache.count !== chunkCount) throw new Error(`${cache.count} of ${chunkCount} deep vectors were read`);
    return {
      deep_open_ms: tookMs,
      deep_resident_to_vectors_ratio: (after.rss - before.rss) / (chunkCount * DEEP_DIMS * 4),
    };
  },
};

async function main(): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  const step = first && steps[first];
  if (step) {
    console.log(JSON.stringify(await step(rest[0]!, Number(rest[1]))));
    return;
  }
  const chunkCount = Number(first ?? 100_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-bench-'));
  const metrics: Metrics = { chunks: chunkCount };
  try {
    for (const name of Object.keys(steps)) {
      const args = ['--expose-gc', __filename, name, folder, String(chunkCount)];
      Object.assign(metrics, JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })));
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  const rounded = Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [name, Math.round(value * 100) / 100]),
  );
  const machine = `${os.cpus()[0]?.model}, ${os.cpus().length} cores, Node ${process.version}`;
  const command = `node out/test/bench/storage.main.cjs ${chunkCount}`;
  const report = { machine, date: new Date().toISOString().slice(0, 10), command, metrics: rounded };
  fs.mkdirSync('bench/results', { recursive: true });
  fs.writeFileSync('bench/results/storage.json', `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(report);
}

function makeShards(store: IndexStore, chunkCount: number): Map<number, ShardData> {
  const shards = new Map<number, ShardData>();
  for (let d = 0; d < chunkCount / CHUNKS_PER_DOCUMENT; d++) {
    const file = `packages/module${d % 97}/src/feature${d % 13}/component${d}.ts`;
    const k = store.shardOf(file);
    const shard = shards.get(k) ?? {
      documents: [],
      chunks: [],
      vectors: VectorRows.encode(new Float32Array(), DIMS),
      lexical: new Uint8Array(),
    };
    shards.set(k, shard);
    shard.documents.push({
      ...{ path: file, sizeBytes: 15_000 + d, modifiedMs: 1.7e12 + d * 1000.25, contentHash: hashOf(d) + hashOf(-d) },
      ...{ language: 'typescript', chunkCount: CHUNKS_PER_DOCUMENT },
    });
    for (let c = 0; c < CHUNKS_PER_DOCUMENT; c++) shard.chunks.push(makeChunk(file, d * CHUNKS_PER_DOCUMENT + c));
  }
  for (const shard of shards.values()) {
    shard.vectors = VectorRows.encode(randomVectors(shard.chunks.length, DIMS), DIMS);
    shard.lexical = new Uint8Array(shard.chunks.length * LEXICAL_BYTES_PER_CHUNK).fill(7);
  }
  return shards;
}

function makeChunk(file: string, i: number): ChunkRecord {
  const name = `handleRequest${i % 3 ? i : ''}`;
  return {
    ...{ path: file, language: 'typescript', kind: i % 4 ? 'method' : 'class' },
    ...{ symbol: `Component${i % 50}.${name}`, definitions: i % 5 ? [name] : [name, `helper${i}`], inner: [] },
    signature: `async ${name}(request: IncomingMessage, options: Options${i % 7}): Promise<Response>`,
    ...{ startLine: i % 900, endLine: (i % 900) + 40, contentHash: hashOf(i) },
  };
}

function hashOf(i: number): string {
  return createHash('sha256').update(String(i)).digest('hex').slice(0, 32);
}

function randomVectors(count: number, dims: number): Float32Array {
  return Float32Array.from({ length: count * dims }, () => Math.random() - 0.5);
}

async function timed<T>(task: () => Promise<T>): Promise<{ value: T; tookMs: number }> {
  const started = performance.now();
  const value = await task();
  return { value, tookMs: performance.now() - started };
}

function settledMemory(): NodeJS.MemoryUsage {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  return process.memoryUsage();
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

void main();
