/** Bytes and back: tables, index files, shards, and vectra working on them. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ChunkKind } from '../../../src/core/chunking/chunk';
import { VectorRows } from '../../../src/core/vectors/rows';
import { crc32 } from '../../../src/storage/disk/checksum';
import { DamageError } from '../../../src/storage/disk/failure';
import { diskFiles } from '../../../src/storage/disk/files';
import { decodeIndexFile, encodeIndexFile } from '../../../src/storage/format/indexFile';
import { fromIndexFile, toIndexFile } from '../../../src/storage/format/shard';
import { decodeTable } from '../../../src/storage/format/storedTable';
import type { Cell, Column, Run, Table } from '../../../src/storage/format/table';
import { encodeTable } from '../../../src/storage/format/tableWriter';
import { BinaryCodec, openVectraFile, readIndexFile, writeIndexFile } from '../../../src/storage/format/vectraIndex';
import type { ShardData } from '../../../src/storage/store';
import { asStored, DIMS, makeShard, plainChunk, plainShard } from '../shardData';

/** Plain objects, which `deepEqual` can compare with ours. */
const record = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record<T>(shape, { noNullPrototype: true });

/** Any UTF-16, lone surrogates too; often repeated, so that dictionaries are made. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 20 }),
  fc.constantFrom('typescript', 'python', '', '한국어', '\ud83d', '\u0000', '\u0001', '\u0001n'),
);
const hex = fc.stringMatching(/^[0-9a-f]{32}$/);
const cell = (kind: string): fc.Arbitrary<Cell> => {
  if (kind === 'integer') return fc.integer();
  if (kind === 'number') return fc.oneof(fc.double(), fc.constantFrom(-0, Number.NaN, 2 ** 31, -(2 ** 31) - 1));
  if (kind === 'boolean') return fc.boolean();
  return kind === 'hex' ? hex : text;
};

test('a table is read as it was written, whatever its cells are', () => {
  const column = fc.tuple(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('integer', 'number', 'boolean', 'hex', 'text'),
    fc.boolean(),
  );
  const table = fc.tuple(fc.nat(40), fc.array(column, { maxLength: 6 })).chain(([rowCount, shapes]) =>
    record({
      rowCount: fc.constant(rowCount),
      columns: fc.tuple(
        ...shapes.map(([name, kind, hasGaps]) =>
          record({
            name: fc.constant(name),
            cells: fc.array(hasGaps ? fc.option(cell(kind), { nil: undefined }) : cell(kind), {
              minLength: rowCount,
              maxLength: rowCount,
            }),
          }),
        ),
      ),
    }),
  );
  fc.assert(
    fc.property(table, (written) => {
      const { rowCount, columns } = decodeTable(encodeTable(written));
      assert.deepEqual({ rowCount, columns: columns.map(({ name, cells }) => ({ name, cells })) }, written);
    }),
    { numRuns: 500 },
  );
});

test('columns made of other columns’ rows and new cells are read as if they had been written cell by cell', () => {
  const ROWS = 300;
  const kinds = {
    integer: (i: number) => i * 7 - 50,
    hex: (i: number) => i.toString(16).padStart(32, '0'),
    few: (i: number) => `entry ${i % 9}`,
    latin: (i: number) => `café ${i * i}`,
    korean: (i: number) => `한국어 ${i}`,
  };
  // Strangers make their column fall back to cells: a number that is no integer of 32 bits, digits of another length,
  // most strings distinct.
  const stranger = { integer: 0.5, hex: 'ab', few: '한 번', latin: '\ud83d', korean: 'plain' };
  const tableOf = (cells: Record<string, Cell[]>): Table => ({
    rowCount: Object.values(cells)[0]!.length,
    columns: Object.entries(cells).map(([name, column]) => ({ name, cells: column })),
  });
  const sources = [0, 1000].map((from) =>
    decodeTable(
      encodeTable(
        tableOf(
          Object.fromEntries(
            Object.entries(kinds).map(([name, cell]) => [name, Array.from({ length: ROWS }, (_, i) => cell(from + i))]),
          ),
        ),
      ),
    ),
  );
  const stored = fc.tuple(fc.nat(1), fc.nat(ROWS - 1), fc.nat(ROWS)).map(([source, first, count]) => ({
    source,
    first,
    end: Math.min(ROWS, first + count),
  }));
  const run = fc.oneof({ weight: 4, arbitrary: stored }, fc.constantFrom('new', 'stranger'));
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 8 }), (runs) => {
      const columns = Object.entries(kinds).map(([name, cell]): Column => {
        const made = runs.map((each): Run => {
          if (typeof each === 'object')
            return { column: sources[each.source]!.columns.find((c) => c.name === name)!, ...each };
          return { cells: [each === 'new' ? cell(5000) : stranger[name as keyof typeof stranger]] };
        });
        const cells = made.flatMap((each): Cell[] =>
          'cells' in each
            ? [...each.cells]
            : Array.from({ length: each.end - each.first }, (_, i) => each.column.at(each.first + i)!),
        );
        return { name, cells, runs: made };
      });
      const rowCount = columns[0]!.cells.length;
      const read = decodeTable(encodeTable({ rowCount, columns }));
      for (const [i, { name, cells }] of columns.entries())
        assert.deepEqual([name, read.columns[i]!.cells], [name, cells]);
    }),
  );
});

test('columns take the least space their values allow', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => i);
  const sizeOf = (cells: Cell[]) => encodeTable({ rowCount: cells.length, columns: [{ name: 'c', cells }] }).length;
  const around = (size: number, expected: number) =>
    assert.ok(Math.abs(size - expected) < 64, `${size} is not about ${expected}`);
  around(sizeOf(rows), 4000);
  around(sizeOf(rows.map((i) => i + 0.5)), 8000);
  around(sizeOf(rows.map((i) => i % 2 === 0)), 1000);
  around(sizeOf(rows.map((i) => `language${i % 3}`)), 1000);
  around(sizeOf(rows.map((i) => `language${i % 300}`)), 2000 + 300 * 11.6);
  around(sizeOf(rows.map((i) => i.toString(16).padStart(32, '0'))), 16_000);
  around(sizeOf(rows.map((i) => i.toString(36).padStart(10, '-'))), 11_000);
});

test('a table cut short or with a wrong number is damaged, never misread', () => {
  const bytes = encodeTable({
    rowCount: 3,
    columns: [
      { name: 'a', cells: ['x', undefined, 'y'] },
      { name: 'b', cells: [1, 2, 3.5] },
    ],
  });
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => decodeTable(Buffer.from(bytes.subarray(0, length))), DamageError, `cut to ${length}`);
  }
});

test('a table with mixed types or wrong lengths is refused', () => {
  assert.throws(() => encodeTable({ rowCount: 2, columns: [{ name: 'c', cells: [1, 'a'] }] }), TypeError);
  assert.throws(() => encodeTable({ rowCount: 2, columns: [{ name: 'c', cells: [1] }] }), RangeError);
});

const shardData = fc.tuple(fc.nat(12), fc.nat(5)).chain(([chunkCount, documentCount]): fc.Arbitrary<ShardData> => {
  const rows = <T>(of: fc.Arbitrary<T>, count: number) => fc.array(of, { minLength: count, maxLength: count });
  return fc.record({
    documents: rows(
      fc.record(
        {
          path: text,
          sizeBytes: fc.nat(2 ** 40),
          modifiedMs: fc.double({ noNaN: true }),
          contentHash: fc.oneof(hex, fc.constant('')),
          language: text,
          chunkCount: fc.nat(),
          skipped: fc.constantFrom('binary' as const, 'tooLarge' as const),
          note: text,
        },
        {
          requiredKeys: ['path', 'sizeBytes', 'modifiedMs', 'contentHash', 'language', 'chunkCount'],
          noNullPrototype: true,
        },
      ),
      documentCount,
    ),
    chunks: rows(
      record({
        path: text,
        language: text,
        symbol: text,
        signature: text,
        kind: fc.constantFrom<ChunkKind>('function', 'class', 'block'),
        definitions: fc.array(text, { maxLength: 4 }),
        inner: fc.array(
          record({
            kind: fc.constantFrom<ChunkKind>('function', 'class', 'block'),
            symbol: text,
            names: fc.array(text, { minLength: 1, maxLength: 3 }),
            startLine: fc.nat(),
            endLine: fc.nat(),
            headLine: fc.nat(),
          }),
          { maxLength: 3 },
        ),
        startLine: fc.nat(),
        endLine: fc.nat(),
        contentHash: fc.oneof(hex, text),
      }),
      chunkCount,
    ),
    vectors: fc
      .float32Array({
        minLength: chunkCount * DIMS,
        maxLength: chunkCount * DIMS,
        noNaN: true,
        noDefaultInfinity: true,
      })
      .map((floats) => VectorRows.encode(floats, DIMS)),
    lexical: fc.uint8Array({ maxLength: 50 }),
  });
});

test('a shard is read as it was written, record for record', () => {
  fc.assert(
    fc.property(shardData, (data) => {
      const bytes = encodeIndexFile(toIndexFile(data, DIMS, { file: 'x' }));
      const { documents, chunks, vectors, lexical } = fromIndexFile(decodeIndexFile(bytes));
      assert.deepEqual(documents, data.documents);
      assert.deepEqual(chunks.map(plainChunk), data.chunks);
      assert.deepEqual(vectors, data.vectors);
      assert.deepEqual(lexical, Uint8Array.from(data.lexical));
    }),
    { numRuns: 300 },
  );
});

test('index data of vectra is read as it was written, metadata of all types included', () => {
  const key = fc.constantFrom('path', 'line', 'isTest', 'mixed');
  const item = fc.record({
    metadata: fc.dictionary(key, fc.oneof(text, fc.integer(), fc.boolean()), { noNullPrototype: true }),
    vector: fc.float32Array({ minLength: 3, maxLength: 3, noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
    metadataFile: fc.option(hex, { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(item, { maxLength: 10 }), fc.boolean(), (made, hasIds) => {
      const items = made.map(({ metadata, vector, metadataFile }, row) => ({
        id: hasIds ? `item ${row}` : String(row),
        metadata,
        vector: Array.from(vector),
        norm: Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0)),
        ...(metadataFile === undefined ? {} : { metadataFile }),
      }));
      const codec = new BinaryCodec();
      const config = { indexed: ['path'] };
      const read = codec.deserializeIndex(codec.serializeIndex({ version: 1, metadata_config: config, items }));
      assert.deepEqual([read.version, read.metadata_config], [1, config]);
      const stored = items.map((one) => {
        const vector = asStored(Float32Array.from(one.vector));
        const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
        return { ...one, vector: Array.from(vector), norm };
      });
      assert.deepEqual(
        read.items.map((one) => ({ ...one, vector: Array.from(one.vector) })),
        stored,
      );
      assert.equal(read.items[0]?.vector.length ?? 3, 3);
      assert.equal(read.items, read.items, 'items are made once');
    }),
  );
});

test('vectra refuses no part of a shard: it queries, inserts and deletes, and documents and lexical segment stay', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-'));
  try {
    const file = path.join(folder, 'shard.kvx');
    const data = makeShard(1, 1, 6);
    await writeIndexFile(diskFiles, file, toIndexFile(data, DIMS, { file: 'shard.kvx' }));
    const index = openVectraFile(file);
    assert.deepEqual(await index.getIndexStats(), { version: 1, metadata_config: {}, items: 6 });
    const wanted = data.vectors.decode([4]);
    const [best] = await index.queryItems(Array.from(wanted), '', 1);
    assert.equal(best!.item.metadata.symbol, data.chunks[4]!.symbol);
    assert.ok(Math.abs(best!.score - 1) < 1e-6);
    assert.equal((await index.listItemsByMetadata({ startLine: { $gte: 20 } })).length, 4);

    await index.deleteItem('4');
    await index.insertItem({ id: 'new', vector: [1, 2, 3, 4], metadata: { path: 'added', isNew: true } });
    const again = openVectraFile(file);
    assert.equal((await again.listItems()).length, 6);
    assert.deepEqual((await again.getItem('new'))?.metadata, { path: 'added', isNew: true });
    const { extras, info } = await readIndexFile(diskFiles, file);
    assert.deepEqual(extras.get('lexical'), data.lexical);
    assert.equal(info.properties.file, 'shard.kvx');
    await assert.rejects(again.insertItem({ vector: [1], metadata: {} }), /dimensions/);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('vectra makes an index of its own with our codec and storage, with metadata beside it', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-'));
  try {
    const index = openVectraFile(path.join(folder, 'new', 'index.kvx'));
    await index.createIndex({ version: 1, metadata_config: { indexed: ['path'] } });
    await index.batchInsertItems([
      { id: 'a', vector: [1, 0], metadata: { path: 'a.ts', text: 'one' } },
      { id: 'b', vector: [0, 1], metadata: { path: 'b.ts', text: 'two' } },
    ]);
    const again = openVectraFile(path.join(folder, 'new', 'index.kvx'));
    const [best] = await again.queryItems([0, 1], '', 1);
    assert.deepEqual(best!.item.metadata, { path: 'b.ts', text: 'two' });
    assert.ok(best!.item.metadataFile);
    await again.deleteIndex();
    assert.equal(await again.isIndexCreated(), false);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('a file at an odd place in memory is read too', () => {
  const data = makeShard(1, 1);
  const bytes = encodeIndexFile(toIndexFile(data, DIMS, { file: 'x' }));
  const shifted = Buffer.alloc(bytes.length + 3).subarray(3);
  bytes.copy(shifted);
  assert.deepEqual(plainShard(fromIndexFile(decodeIndexFile(shifted))), data);
});

test('the checksum is CRC-32, and goes on from the sum of what came before', () => {
  const bytes = Buffer.from('123456789');
  assert.equal(crc32(bytes), 0xcbf43926);
  assert.equal(crc32(bytes.subarray(4), crc32(bytes.subarray(0, 4))), 0xcbf43926);
});
