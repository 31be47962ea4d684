/** Small shards to write and compare. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { InnerDefinition } from '../../src/core/chunking/chunk';
import type { ChunkRecord } from '../../src/core/snapshot';
import { VectorRows } from '../../src/core/vectors/rows';
import type { IndexStore } from '../../src/storage/indexStore';
import type { ShardData } from '../../src/storage/store';

export const DIMS = 4;
/** A vector as it is read back: fixed-point numbers of 24 bits. */
export function asStored(vector: Float32Array, bits: 8 | 24 = 24): Float32Array {
  return VectorRows.encode(vector, vector.length, bits).decodeAll();
}

/** Of no chunks. */
export const NO_VECTORS = VectorRows.encode(new Float32Array(), DIMS);
export const OPTIONS = { fingerprint: 'model-a', dims: DIMS, shardCount: 4 };
/** A lock left by a process that this very process plays is taken at once. */
export const NO_WAIT = { heartbeatMs: 1_000_000, staleMs: -1, observeMs: 0 };

/** `version` is in every field, so that a mix of two commits shows. */
export function makeShard(k: number, version: number, chunkCount = 3): ShardData {
  const path = `src/file${k}.ts`;
  return {
    documents: [
      {
        path,
        sizeBytes: 100 + version,
        modifiedMs: 1e12 + version + 0.5,
        contentHash: hash(`${k} ${version}`),
        language: 'typescript',
        chunkCount,
      },
      {
        path: `assets/logo${k}.png`,
        sizeBytes: 5,
        modifiedMs: 1,
        contentHash: '',
        language: '',
        chunkCount: 0,
        skipped: 'binary',
      },
    ],
    chunks: Array.from({ length: chunkCount }, (_, i) => ({
      path,
      language: 'typescript',
      kind: 'function' as const,
      symbol: `file${k}.f${i}v${version}`,
      definitions: i === 0 ? [] : [`f${i}`, '한국어'],
      inner: i === 0 ? [] : [inner(`file${k}.f${i}v${version}`, `f${i}v${version}`), inner('한국어', '한국어')],
      signature: `function f${i}()`,
      startLine: i * 10,
      endLine: i * 10 + 9,
      contentHash: hash(`${k} ${version} ${i}`),
    })),
    vectors: VectorRows.encode(
      Float32Array.from({ length: chunkCount * DIMS }, (_, i) => Math.sin(version * 100 + k * 10 + i)),
      DIMS,
    ),
    lexical: Uint8Array.from({ length: 11 }, (_, i) => (version + k + i) & 255),
  };
}

export function makeShards(version: number, shardCount = OPTIONS.shardCount): Map<number, ShardData> {
  return new Map(Array.from({ length: shardCount }, (_, k) => [k, makeShard(k, version)]));
}

export async function readAll(store: IndexStore): Promise<Map<number, ShardData>> {
  const all = new Map<number, ShardData>();
  for (let k = 0; k < store.shardCount; k++) {
    const shard = await store.readShard(k);
    if (shard) all.set(k, plainShard(shard));
  }
  return all;
}

/** As it was written. Chunks say the same before and after they are detached. */
export function plainShard({ detachChunks, ...shard }: ShardData): ShardData {
  const chunks = shard.chunks.map(plainChunk);
  detachChunks?.();
  assert.deepEqual(shard.chunks.map(plainChunk), chunks);
  return { ...shard, chunks };
}

/** Chunks as read look into their table; a plain object can be compared. */
export function plainChunk(chunk: ChunkRecord): ChunkRecord {
  const { path, language, kind, symbol, definitions, inner, signature, startLine, endLine, contentHash } = chunk;
  return { path, language, kind, symbol, definitions, inner, signature, startLine, endLine, contentHash };
}

function inner(symbol: string, name: string): InnerDefinition {
  return { kind: 'function', symbol, names: [name], startLine: 0, headLine: 1, endLine: 5 };
}

export function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** A small deterministic generator (mulberry32), so that a failure can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
