/**
 * One shard of a corpus as an index file: chunk records as vectra metadata, embedded vectors, document records and the
 * lexical segment. Invariant: what is read equals what was written, record for record; an optional property that was
 * absent stays absent.
 */
import type { DocumentRecord, SkipReason } from '../../core/corpus/document';
import { DamageError } from '../disk/failure';
import type { ShardData } from '../store';
import type { IndexFile, StoredIndexFile } from './indexFile';
import { cellsOf, decodeTable, optionalCellsOf } from './storedTable';
import type { Table } from './table';
import { encodeTable } from './tableWriter';
import { chunksOf, chunkTable, numberedItems } from './vectraItems';

const DOCUMENTS_SECTION = 'docs';
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
 * The shard a document belongs to: FNV-1a over the path's UTF-16 units (low byte first), finished with the mixer of
 * MurmurHash3, modulo the number of shards. Part of the format: never changes.
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

function decodeDocuments(section: Uint8Array): DocumentRecord[] {
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
