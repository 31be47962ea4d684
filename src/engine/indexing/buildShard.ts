/**
 * One shard of a corpus in memory, and how an update makes the next one. Shards are immutable: a search that holds the
 * old one is not disturbed.
 */

import type { DocumentRecord } from '../../core/corpus/document';
import { LexicalSegment } from '../../core/lexical/lexicalSegment';
import { memoize } from '../../core/memo';
import type { ChunkRecord, Segment } from '../../core/snapshot';
import { VectorRows } from '../../core/vectors/rows';
import type { ShardData } from '../../storage/store';
import type { IngestedChunk, IngestedDocument, KnownFile } from './ingest';

export interface Shard {
  documents: ReadonlyMap<string, DocumentRecord>;
  segment: Segment;
  /** To be called when chunks of the segment live on in another. */
  detachChunks?: ShardData['detachChunks'];
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
    detachChunks: data.detachChunks,
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

type NewChunk = Exclude<IngestedChunk, { ordinal: number }>;

export function applyChanges(shard: Shard, { ingested, touched, removed }: ShardChanges): Shard {
  const documents = new Map(shard.documents);
  for (const path of removed) documents.delete(path);
  for (const record of touched) documents.set(record.path, record);
  for (const { record } of ingested) documents.set(record.path, record);

  const replaced = new Set(ingested.map(({ record }) => record.path));
  const { chunks, vectors, dims, corpusId, lexical } = shard.segment;
  const added: NewChunk[] = [];
  const stayed = new Map<number, ChunkRecord>();
  for (const chunk of ingested.flatMap((document) => document.chunks)) {
    if ('ordinal' in chunk) stayed.set(chunk.ordinal, chunk.record);
    else added.push(chunk);
  }
  // New chunks take the places of those that go: then no other moves, and little of the lexical segment changes.
  const order: (number | NewChunk)[] = [];
  let placed = 0;
  for (let i = 0; i < chunks.length; i++) {
    const { path } = chunks[i]!;
    if ((!removed.has(path) && !replaced.has(path)) || stayed.has(i)) order.push(i);
    else if (placed < added.length) order.push(added[placed++]!);
  }
  const isAllKept = order.length - placed === chunks.length;
  for (; placed < added.length; placed++) order.push(added[placed]!);
  const nextChunks = order.map((chunk) =>
    typeof chunk === 'number' ? (stayed.get(chunk) ?? chunks[chunk]!) : chunk.record,
  );
  if (isAllKept && added.length === 0)
    return { ...shard, documents, segment: stayed.size > 0 ? { ...shard.segment, chunks: nextChunks } : shard.segment };

  shard.detachChunks?.();
  const addedVectors = new Float32Array(added.length * dims);
  for (const [row, { vector }] of added.entries()) addedVectors.set(vector, row * dims);
  const nextVectors = collectVectors(order, vectors, VectorRows.encode(addedVectors, dims));
  const nextLexical = lexical.rebuild(order.map((chunk) => (typeof chunk === 'number' ? chunk : chunk.terms)));
  return { documents, segment: { corpusId, dims, chunks: nextChunks, vectors: nextVectors, lexical: nextLexical } };
}

/** New ones have their vectors in `added`, in their order. */
function collectVectors(order: readonly (number | NewChunk)[], vectors: VectorRows, added: VectorRows): VectorRows {
  const parts: { rows: VectorRows; ordinals: number[] }[] = [];
  let next = 0;
  for (const chunk of order) {
    const rows = typeof chunk === 'number' ? vectors : added;
    if (parts.at(-1)?.rows !== rows) parts.push({ rows, ordinals: [] });
    parts.at(-1)!.ordinals.push(typeof chunk === 'number' ? chunk : next++);
  }
  return VectorRows.collect(parts, vectors.dims);
}

/** What a shard has of a file; undefined where it has nothing. */
export function knownFile({ documents, segment }: Shard, path: string): KnownFile | undefined {
  const record = documents.get(path);
  if (!record?.contentHash) return undefined;
  let left: Map<string, number[]> | undefined;
  return {
    contentHash: record.contentHash,
    ordinalOf(chunk) {
      left ??= byContent(segment, ordinalsByPath(segment).get(path) ?? []);
      const candidates = left.get(chunk.contentHash);
      const at = candidates?.findIndex((ordinal) => isIndexedAlike(segment.chunks[ordinal]!, chunk)) ?? -1;
      return at < 0 ? undefined : candidates!.splice(at, 1)[0];
    },
  };
}

function byContent({ chunks }: Segment, ordinals: readonly number[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const ordinal of ordinals) {
    const { contentHash } = chunks[ordinal]!;
    found.set(contentHash, [...(found.get(contentHash) ?? []), ordinal]);
  }
  return found;
}

/** Of two chunks of one file and one content: whether terms and vectors are made from the same. */
function isIndexedAlike(a: ChunkRecord, b: ChunkRecord): boolean {
  return (
    a.symbol === b.symbol &&
    a.signature === b.signature &&
    a.language === b.language &&
    a.definitions.join('\n') === b.definitions.join('\n')
  );
}

/** Made once for each segment: thousands of its files may change at once. */
const ordinalsByPath = memoize(({ chunks }: Segment): ReadonlyMap<string, number[]> => {
  const byPath = new Map<string, number[]>();
  chunks.forEach(({ path }, ordinal) => {
    const ordinals = byPath.get(path);
    if (ordinals) ordinals.push(ordinal);
    else byPath.set(path, [ordinal]);
  });
  return byPath;
});
