/**
 * One shard of a corpus as an index file: chunk records as vectra metadata, embedded vectors, document records and the lexical segment.
 * Invariant: what is read equals what was written, record for record; an optional property that was absent stays absent.
 */

import type { ChunkKind } from '../core/chunking/chunk';
import type { DocumentRecord, SkipReason } from '../core/corpus/document';
import type { ChunkRecord } from '../core/segment';
import { DamageError } from './failure';
import type { IndexFile, StoredIndexFile } from './indexFile';
import type { ShardData } from './store';
import { cellReader, cellsOf, decodeTable, optionalCellsOf, type StoredTable } from './storedTable';
import { encodeTable, type Table } from './table';
import { numberedItems } from './vectorIndex';

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

function chunkTable(chunks: readonly ChunkRecord[]): Table {
  const column = (name: Exclude<keyof ChunkRecord, 'definitions'>) => ({ name, cells: chunks.map((c) => c[name]) });
  return {
    rowCount: chunks.length,
    columns: [
      ...(['path', 'language', 'kind', 'symbol', 'signature', 'startLine', 'endLine', 'contentHash'] as const).map(
        column,
      ),
      { name: 'definitions', cells: chunks.map((c) => joinNames(c.definitions)) },
    ],
  };
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

type ChunkColumns = { [K in keyof ChunkRecord]: (row: number) => K extends 'definitions' ? string : ChunkRecord[K] };

/** A row of the table that reads its cells there. */
class StoredChunk implements ChunkRecord {
  constructor(
    private readonly columns: ChunkColumns,
    private readonly row: number,
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
