/**
 * Maps the rows of an index file to the items of vectra and back, and the record of a chunk to the metadata of its item
 * and back. A row is read where it lies: no object is made for it before somebody asks. Invariant: what is read equals
 * what was written, record for record.
 */
import type { IndexCodec, IndexItem } from 'vectra';
import type { ChunkKind, InnerDefinition } from '../../core/chunking/chunk';
import type { ChunkRecord } from '../../core/snapshot';
import { VectorRows } from '../../core/vectors/rows';
import { DamageError } from '../disk/failure';
import type { ShardData } from '../store';
import type { IndexFile, IndexInfo } from './indexFile';
import { cellReader, type StoredTable } from './storedTable';
import type { Cell, Column, Table } from './table';

/** What vectra holds in memory of an index. Its package does not export the type by name. */
export type IndexData = Parameters<IndexCodec['serializeIndex']>[0];

/** The `items` table of a file in which the id of each item is the number of its row: it has no columns. */
export function numberedItems(rowCount: number): Table {
  return { rowCount, columns: [] };
}

/** One item for each row. The vectors are views of one array. */
export function toItems({ vectors, dims, items, metadata }: IndexFile): IndexItem[] {
  const ids = items.columns.find((c) => c.name === 'id')?.cells;
  const metadataFiles = items.columns.find((c) => c.name === 'metadataFile')?.cells;
  const floats = vectors.decodeAll();
  const columns = metadata.columns.map(({ name, cells }) => ({ name, cells }));
  return Array.from({ length: metadata.rowCount }, (_, row) => {
    const vector = floats.subarray(row * dims, (row + 1) * dims);
    const metadataFile = metadataFiles?.[row];
    return {
      id: ids ? String(ids[row]) : String(row),
      metadata: Object.fromEntries(
        columns.flatMap(({ name, cells }) => (cells[row] === undefined ? [] : [[name, cells[row]]])),
      ),
      // vectra only indexes and iterates vectors, which a typed array allows; it declares them as arrays.
      vector: vector as unknown as number[],
      norm: Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0)),
      ...(metadataFile !== undefined && { metadataFile: String(metadataFile) }),
    };
  });
}

/**
 * The file that holds these items. What vectra does not know of (properties, sections of ours) is taken over from
 * `previous`. Throws `RangeError` when vectors differ in length.
 */
export function fromItems({ version, metadata_config, items }: IndexData, previous: IndexFile | undefined): IndexFile {
  const dims = items[0]?.vector.length ?? previous?.dims ?? 0;
  const vectors = new Float32Array(items.length * dims);
  for (const [row, item] of items.entries()) {
    if (item.vector.length !== dims)
      throw new RangeError(`item ${item.id} has ${item.vector.length} dimensions, not ${dims}`);
    vectors.set(item.vector, row * dims);
  }
  const info: IndexInfo = { version, metadataConfig: metadata_config, properties: previous?.info.properties ?? {} };
  return {
    info,
    dims,
    vectors: VectorRows.encode(vectors, dims),
    items: { rowCount: items.length, columns: itemColumns(items) },
    metadata: { rowCount: items.length, columns: metadataColumns(items) },
    extras: previous?.extras ?? new Map(),
  };
}

function itemColumns(items: readonly IndexItem[]): Column[] {
  const columns: Column[] = [];
  if (items.some((item, row) => item.id !== String(row)))
    columns.push({ name: 'id', cells: items.map((item) => item.id) });
  if (items.some((item) => item.metadataFile !== undefined)) {
    columns.push({ name: 'metadataFile', cells: items.map((item) => item.metadataFile) });
  }
  return columns;
}

/** A key whose values have several types becomes several columns of that name. */
function metadataColumns(items: readonly IndexItem[]): Column[] {
  const columns = new Map<string, { name: string; cells: (Cell | undefined)[] }>();
  for (const [row, item] of items.entries()) {
    for (const [name, cell] of Object.entries(item.metadata)) {
      if (cell === undefined) continue;
      const key = `${typeof cell} ${name}`;
      let column = columns.get(key);
      if (!column) {
        column = { name, cells: new Array(items.length).fill(undefined) };
        columns.set(key, column);
      }
      column.cells[row] = cell;
    }
  }
  return [...columns.values()];
}

/** The metadata of a chunk's item, in the order of their columns. */
const CHUNK_KEYS = [
  'path',
  'language',
  'kind',
  'symbol',
  'signature',
  'startLine',
  'endLine',
  'contentHash',
  'definitions',
  'inner',
] as const;

/** The record of a chunk from its item in vectra. Lines are 0-based and inclusive. */
export function chunkOfItem({ metadata }: Pick<IndexItem, 'metadata'>): ChunkRecord {
  const columns = Object.fromEntries(CHUNK_KEYS.map((key) => [key, () => metadata[key]]));
  const chunk = new StoredChunk(columns as unknown as ChunkColumns, 0);
  return Object.fromEntries(CHUNK_KEYS.map((key) => [key, chunk[key]])) as unknown as ChunkRecord;
}

/** The `meta` table of a shard. Chunks that were read from another table are copied from there in runs. */
export function chunkTable(chunks: readonly ChunkRecord[]): Table {
  const runs = runsOf(chunks);
  return {
    rowCount: chunks.length,
    columns: CHUNK_KEYS.map((name) => ({
      name,
      get cells() {
        return chunks.map((chunk) => cellOf(chunk, name));
      },
      runs: runs.map((run) => {
        if ('chunks' in run) return { cells: run.chunks.map((chunk) => cellOf(chunk, name)) };
        const column = run.table.columns.find((each) => each.name === name);
        if (!column) return { cells: new Array<string>(run.end - run.first).fill('') };
        return { column, first: run.first, end: run.end };
      }),
    })),
  };
}

function cellOf(chunk: ChunkRecord, name: keyof ChunkRecord): string | number {
  if (name === 'definitions') return joinNames(chunk.definitions);
  return name === 'inner' ? joinNames(innerCells(chunk)) : chunk[name];
}

/** Neighboring rows of one stored table, or chunks that no table has. */
type ChunkRun = { table: StoredTable; first: number; end: number } | { chunks: ChunkRecord[] };

function runsOf(chunks: readonly ChunkRecord[]): ChunkRun[] {
  const runs: ChunkRun[] = [];
  for (const chunk of chunks) {
    const last = runs.at(-1);
    if (!(chunk instanceof StoredChunk)) {
      if (last && 'chunks' in last) last.chunks.push(chunk);
      else runs.push({ chunks: [chunk] });
    } else if (last && 'table' in last && last.table === chunk.columns.table && last.end === chunk.row) last.end++;
    else runs.push({ table: chunk.columns.table, first: chunk.row, end: chunk.row + 1 });
  }
  return runs;
}

/** The chunks of a `meta` table, as views. Throws `DamageError` when a column is missing. */
export function chunksOf(table: StoredTable): Pick<ShardData, 'chunks' | 'detachChunks'> {
  const columns = columnsOf(table);
  let isDetached = false;
  return {
    chunks: Array.from({ length: table.rowCount }, (_, row) => new StoredChunk(columns, row)),
    detachChunks() {
      if (!isDetached) Object.assign(columns, columnsOf(table.copy()));
      isDetached = true;
    },
  };
}

function columnsOf(table: StoredTable): ChunkColumns {
  return {
    table,
    path: cellReader<string>(table, 'path', 'string'),
    language: cellReader<string>(table, 'language', 'string'),
    kind: cellReader<ChunkKind>(table, 'kind', 'string'),
    symbol: cellReader<string>(table, 'symbol', 'string'),
    definitions: cellReader<string>(table, 'definitions', 'string'),
    // Indexes written before chunks kept their inner definitions have none.
    inner: table.columns.some(({ name }) => name === 'inner') ? cellReader<string>(table, 'inner', 'string') : () => '',
    signature: cellReader<string>(table, 'signature', 'string'),
    startLine: cellReader<number>(table, 'startLine', 'number'),
    endLine: cellReader<number>(table, 'endLine', 'number'),
    contentHash: cellReader<string>(table, 'contentHash', 'string'),
  };
}

type ChunkColumns = { table: StoredTable } & {
  [K in keyof ChunkRecord]: (row: number) => K extends 'definitions' | 'inner' ? string : ChunkRecord[K];
};

/** A row of the table that reads its cells there. */
class StoredChunk implements ChunkRecord {
  constructor(
    readonly columns: ChunkColumns,
    readonly row: number,
  ) {}

  get path(): string {
    return this.columns.path(this.row);
  }
  get language(): string {
    return this.columns.language(this.row);
  }
  get kind(): ChunkKind {
    return this.columns.kind(this.row);
  }
  get symbol(): string {
    return this.columns.symbol(this.row);
  }
  get definitions(): string[] {
    return splitNames(this.columns.definitions(this.row));
  }
  get inner(): InnerDefinition[] {
    return innerOf(splitNames(this.columns.inner(this.row)), this.symbol);
  }
  get signature(): string {
    return this.columns.signature(this.row);
  }
  get startLine(): number {
    return this.columns.startLine(this.row);
  }
  get endLine(): number {
    return this.columns.endLine(this.row);
  }
  get contentHash(): string {
    return this.columns.contentHash(this.row);
  }
}

// vectra's metadata are primitives: each name is ended by NUL, which no identifier holds; where a name does (a heading
// of garbage), it and the escape itself are escaped.
const END = '\u0000';
const ESCAPE = '\u0001';

/**
 * The inner definitions as a flat list of texts: for each `kind start head end own count`, its symbol unless `own` is 1
 * (it is the chunk's), and `count` names, none where the only name is the last part of the symbol.
 */
function innerCells({ inner, symbol: chunkSymbol }: ChunkRecord): string[] {
  return inner.flatMap(({ kind, startLine, headLine, endLine, symbol, names }) => {
    const written = names.length === 1 && names[0] === lastPart(symbol) ? [] : names;
    const isOwn = symbol === chunkSymbol;
    const head = [kind, startLine, headLine, endLine, isOwn ? 1 : 0, written.length].join(' ');
    return isOwn ? [head, ...written] : [head, symbol, ...written];
  });
}

function innerOf(cells: readonly string[], chunkSymbol: string): InnerDefinition[] {
  const inner: InnerDefinition[] = [];
  for (let at = 0; at < cells.length; ) {
    const [kind, ...numbers] = cells[at++]!.split(' ');
    const [startLine, headLine, endLine, own, count] = numbers.map(Number) as [number, number, number, number, number];
    const symbol = own === 1 ? chunkSymbol : cells[at++];
    const isWhole = symbol !== undefined && at + count <= cells.length;
    if (!isWhole || ![startLine, headLine, endLine].every(Number.isInteger))
      throw new DamageError('the inner definitions of a chunk cannot be read');
    const names = count === 0 ? [lastPart(symbol)] : cells.slice(at, at + count);
    at += count;
    inner.push({ kind: kind as ChunkKind, symbol, names, startLine, headLine, endLine });
  }
  return inner;
}

function lastPart(symbol: string): string {
  return symbol.slice(symbol.lastIndexOf('.') + 1);
}

function joinNames(names: readonly string[]): string {
  return names.map((name) => escapeName(name) + END).join('');
}

function escapeName(name: string): string {
  return name.includes(END) || name.includes(ESCAPE)
    ? name.replaceAll(ESCAPE, `${ESCAPE}e`).replaceAll(END, `${ESCAPE}n`)
    : name;
}

function splitNames(joined: string): string[] {
  if (joined === '') return [];
  const names = joined.slice(0, -1).split(END);
  return joined.includes(ESCAPE)
    ? names.map((name) => name.replaceAll(`${ESCAPE}n`, END).replaceAll(`${ESCAPE}e`, ESCAPE))
    : names;
}
