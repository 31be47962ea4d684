/**
 * What an edit leaves as it is is neither analyzed nor embedded again, and the shard ends as one that was made from
 * nothing.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeChunk } from '../../../src/core/lexical/analyze';
import type { ChunkRecord } from '../../../src/core/snapshot';
import { applyChanges, emptyShard, knownFile, type Shard } from '../../../src/engine/indexing/buildShard';
import type { IngestedChunk } from '../../../src/engine/indexing/ingest';
import { embedded } from '../../support/workspace';

const DIMS = embedded.dims;

function chunk(path: string, name: string, startLine: number): ChunkRecord {
  const signature = `function ${name}()`;
  const symbol = {
    path,
    language: 'typescript',
    kind: 'function' as const,
    symbol: name,
    definitions: [name],
    inner: [],
  };
  return { ...symbol, signature, startLine, endLine: startLine + 2, contentHash: `hash of ${name}` };
}

/** Each name is a function of three lines; those that the shard has are taken from there. */
function ingested(shard: Shard, path: string, names: readonly string[]) {
  const known = knownFile(shard, path);
  const chunks = names.map((name, i): IngestedChunk => {
    const record = chunk(path, name, i * 3);
    const ordinal = known?.ordinalOf(record);
    if (ordinal !== undefined) return { record, ordinal };
    const text = `${record.signature} { return ${name}; }`;
    return { record, terms: analyzeChunk({ ...record, text }), vector: embedded.embedChunk(path, text) };
  });
  const hash = names.join();
  const file = { path, sizeBytes: hash.length, modifiedMs: 1, language: 'typescript' };
  return { record: { ...file, contentHash: hash, chunkCount: names.length }, chunks };
}

function edited(shard: Shard, path: string, names: readonly string[]): { shard: Shard; fresh: number } {
  const document = ingested(shard, path, names);
  const fresh = document.chunks.filter((each) => !('ordinal' in each)).length;
  return { shard: applyChanges(shard, { ingested: [document], touched: [], removed: new Set() }), fresh };
}

/** All that a search reads, in the order of the files. */
function contents({ segment }: Shard) {
  const { chunks, vectors, lexical } = segment;
  const ordinals = [...chunks.keys()].sort(
    (a, b) => chunks[a]!.path.localeCompare(chunks[b]!.path) || chunks[a]!.startLine - chunks[b]!.startLine,
  );
  const terms = lexical.termsWithPrefix('', Number.POSITIVE_INFINITY).map(({ term }) => {
    const postings: [number, string][] = [];
    lexical.postings(term, (ordinal, counts) => postings.push([ordinals.indexOf(ordinal), counts.join()]));
    return [term, postings.sort(([a], [b]) => a - b)];
  });
  return {
    terms,
    chunks: ordinals.map((ordinal) => chunks[ordinal]),
    vectors: vectors.decode(ordinals),
    count: lexical.chunkCount,
  };
}

test('an edit works on the chunks that changed alone, whatever moved, came or went', () => {
  let shard = edited(emptyShard('main', DIMS), 'a.ts', ['one', 'two', 'three']).shard;
  shard = edited(shard, 'b.ts', ['other', 'two']).shard;
  const steps: [names: string[], fresh: number][] = [
    [['one', 'changed', 'three'], 1],
    [['zero', 'one', 'changed', 'three'], 1],
    [['three', 'one'], 0],
    // Equal chunks are as many as there are.
    [['one', 'one', 'three', 'one'], 2],
    [['one', 'three'], 0],
    [[], 0],
    [['one'], 1],
  ];
  for (const [names, expected] of steps) {
    const next = edited(shard, 'a.ts', names);
    assert.equal(next.fresh, expected, names.join());
    shard = next.shard;
    const made = edited(edited(emptyShard('main', DIMS), 'a.ts', names).shard, 'b.ts', ['other', 'two']).shard;
    assert.deepEqual(contents(shard), contents(made), names.join());
  }
});

test('a chunk whose words come from elsewhere too is not taken for the same', () => {
  const { shard } = edited(emptyShard('main', DIMS), 'a.ts', ['one']);
  const same = chunk('a.ts', 'one', 40);
  assert.equal(knownFile(shard, 'a.ts')!.ordinalOf(same), 0);
  for (const other of [{ signature: 'function one(a)' }, { definitions: ['one', 'uno'] }, { language: 'javascript' }])
    assert.equal(knownFile(shard, 'a.ts')!.ordinalOf({ ...same, ...other }), undefined);
  assert.equal(knownFile(shard, 'b.ts'), undefined);
});
