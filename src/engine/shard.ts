/**
 * One shard of a corpus in memory, and how an update makes the next one. Shards are immutable: a search that holds the old one is not disturbed.
 */
import type { DocumentRecord } from '../core/corpus/document';
import type { ChunkTerms } from '../core/lexical/fields';
import { LexicalSegment } from '../core/lexical/segment';
import type { ChunkRecord, Segment } from '../core/segment';
import { VectorRows } from '../core/vectors/rows';
import type { ShardData } from '../storage/store';
import type { IngestedDocument } from './ingest';

export interface Shard {
  documents: ReadonlyMap<string, DocumentRecord>;
  segment: Segment;
}

export function emptyShard(corpusId: string, dims: number): Shard {
  const segment = {
    corpusId,
    dims,
    chunks: [],
    vectors: VectorRows.encode(new Float32Array(), dims),
    lexical: LexicalSegment.empty(),
  };
  return { documents: new Map(), segment };
}

export function fromData(corpusId: string, dims: number, data: ShardData): Shard {
  return {
    documents: new Map(data.documents.map((record) => [record.path, record])),
    segment: {
      corpusId,
      dims,
      chunks: data.chunks,
      vectors: data.vectors,
      lexical: LexicalSegment.fromBytes(data.lexical),
    },
  };
}

export function toData({ documents, segment }: Shard): ShardData {
  const { chunks, vectors, lexical } = segment;
  return { documents: [...documents.values()], chunks: chunks as ChunkRecord[], vectors, lexical: lexical.bytes() };
}

export interface ShardChanges {
  /** Replace or add these documents. */
  ingested: IngestedDocument[];
  /** Files touched but equal in content: only their record changes. */
  touched: DocumentRecord[];
  /** Paths that are gone. */
  removed: ReadonlySet<string>;
}

export function applyChanges(shard: Shard, { ingested, touched, removed }: ShardChanges): Shard {
  const documents = new Map(shard.documents);
  for (const path of removed) documents.delete(path);
  for (const record of touched) documents.set(record.path, record);
  for (const { record } of ingested) documents.set(record.path, record);

  const replaced = new Set(ingested.map(({ record }) => record.path));
  const { chunks, vectors, dims, corpusId, lexical } = shard.segment;
  const kept: number[] = [];
  for (let i = 0; i < chunks.length; i++) {
    const { path } = chunks[i]!;
    if (!removed.has(path) && !replaced.has(path)) kept.push(i);
  }
  if (kept.length === chunks.length && ingested.every((document) => document.chunks.length === 0)) {
    return { documents, segment: shard.segment };
  }

  const added: ChunkTerms[] = [];
  const nextChunks = kept.map((i) => chunks[i]!);
  for (const document of ingested) {
    for (const chunk of document.chunks) nextChunks.push(chunk);
    for (const terms of document.terms) added.push(terms);
  }
  const addedVectors = new Float32Array(added.length * dims);
  let row = 0;
  for (const document of ingested) for (const vector of document.vectors) addedVectors.set(vector, row++ * dims);
  const addedRows = VectorRows.encode(addedVectors, dims);
  const nextVectors = VectorRows.collect(
    [
      { rows: vectors, ordinals: kept },
      { rows: addedRows, ordinals: Array.from(addedRows.scales.keys()) },
    ],
    dims,
  );
  return {
    documents,
    segment: { corpusId, dims, chunks: nextChunks, vectors: nextVectors, lexical: lexical.rebuild(kept, added) },
  };
}
