/**
 * One shard of a corpus as an index file: chunk records as vectra metadata, embedded vectors, document records and the lexical segment.
 * Invariant: what is read equals what was written, record for record; an optional property that was absent stays absent.
 */

import type { ChunkKind } from '../../core/chunking/chunk';
import type { DocumentRecord, SkipReason } from '../../core/corpus/document';
import type { ChunkRecord } from '../../core/snapshot';
import { DamageError } from '../disk/failure';
import type { ShardData } from '../store';
import type { IndexFile, StoredIndexFile } from './indexFile';
import { cellReader, cellsOf, decodeTable, optionalCellsOf, type StoredTable } from './storedTable';
import { encodeTable, type Table } from './table';
import { numberedItems } from './vectraIndex';

export const DOCUMENTS_SECTION = 'docs';
const LEXICAL_SECTION = 'lexical';

export function toIndexFile(data: ShardData, dims: number, properties: Record<string, string | number>): IndexFile {
  return {
    info: { version: 1, metadataConfig: {}, properties },
    dims,
    vectors: data.vectors,
    items: numberedItems(data.chunks.length),
    metadata: chunkTable(data.chunks),
    extras: new Map<string, Uint8Array>([
      [DOCUMENTS_SECTION, encodeTable(documentTable(data.documents))],
      [LEXICAL_SECTION, data.lexical],
    ]),
  };
}

/**
 * The shard a document belongs to: FNV-1a over the path's UTF-16 units (low byte first), finished with the mixer of MurmurHash3, modulo the
 * number of shards. Part of the format: never changes.
 */
export function shardOfPath(documentPath: string, shardCount: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < documentPath.length; i++) {
    const unit = documentPath.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 255), 0x01000193);
    hash = Math.imul(hash ^ (unit >> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % shardCount;
}

/** Throws `DamageError`. */
export function fromIndexFile(file: StoredIndexFile): ShardData {
  const documents = file.extras.get(DOCUMENTS_SECTION);
  const lexical = file.extras.get(LEXICAL_SECTION);
  if (!documents || !lexical) throw new DamageError('a section is missing');
  return {
    documents: decodeDocuments(documents),
    ...chunksOf(file.metadata),
    vectors: file.vectors,
    lexical,
  };
}

/** The section `docs` alone: enough to see what changed since. Throws `DamageError`. */
export function decodeDocuments(section: Uint8Array): DocumentRecord[] {
  const table = decodeTable(section);
  const path = cellsOf<string>(table, 'path', 'string');
  const sizeBytes = cellsOf<number>(table, 'sizeBytes', 'number');
  const modifiedMs = cellsOf<number>(table, 'modifiedMs', 'number');
  const contentHash = cellsOf<string>(table, 'contentHash', 'string');
  const language = cellsOf<string>(table, 'language', 'string');
  const chunkCount = cellsOf<number>(table, 'chunkCount', 'number');
  const skipped = optionalCellsOf(table, 'skipped');
  const note = optionalCellsOf(table, 'note');
  return Array.from({ length: table.rowCount }, (_, row) => {
    const record: DocumentRecord = {
      path: path[row]!,
      sizeBytes: sizeBytes[row]!,
      modifiedMs: modifiedMs[row]!,
      contentHash: contentHash[row]!,
      language: language[row]!,
      chunkCount: chunkCount[row]!,
    };
    if (skipped[row] !== undefined) record.skipped = skipped[row] as SkipReason;
    if (note[row] !== undefined) record.note = note[row] as string;
    return record;
  });
}

function documentTable(documents: readonly DocumentRecord[]): Table {
  const column = <K extends keyof DocumentRecord>(name: K) => ({ name, cells: documents.map((d) => d[name]) });
  const required = (['path', 'sizeBytes', 'modifiedMs', 'contentHash', 'language', 'chunkCount'] as const).map(column);
  const optional = (['skipped', 'note'] as const).map(column).filter(({ cells }) => cells.some((c) => c !== undefined));
  return { rowCount: documents.length, columns: [...required, ...optional] };
}

const CHUNK_COLUMNS = [
  ...(['path', 'language', 'kind', 'symbol', 'signature'] as const),
  ...(['startLine', 'endLine', 'contentHash', 'definitions'] as const),
];

function chunkTable(chunks: readonly ChunkRecord[]): Table {
  const runs = runsOf(chunks);
  return {
    rowCount: chunks.length,
    columns: CHUNK_COLUMNS.map((name) => ({
      name,
      get cells() {
        return chunks.map((chunk) => cellOf(chunk, name));
      },
      runs: runs.map((run) => {
        if ('chunks' in run) return { cells: run.chunks.map((chunk) => cellOf(chunk, name)) };
        return { column: run.table.columns.find((column) => column.name === name)!, first: run.first, end: run.end };
      }),
    })),
  };
}

function cellOf(chunk: ChunkRecord, name: keyof ChunkRecord): string | number {
  return name === 'definitions' ? joinNames(chunk.definitions) : chunk[name];
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

function chunksOf(table: StoredTable): Pick<ShardData, 'chunks' | 'detachChunks'> {
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
    signature: cellReader<string>(table, 'signature', 'string'),
    startLine: cellReader<number>(table, 'startLine', 'number'),
    endLine: cellReader<number>(table, 'endLine', 'number'),
    contentHash: cellReader<string>(table, 'contentHash', 'string'),
  };
}

type ChunkColumns = { table: StoredTable } & {
  [K in keyof ChunkRecord]: (row: number) => K extends 'definitions' ? string : ChunkRecord[K];
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

// vectra's metadata are primitives: each name is ended by NUL, which no identifier holds; where a name does (a heading of garbage),
// it and the escape itself are escaped.
const END = '\u0000';
const ESCAPE = '\u0001';

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
