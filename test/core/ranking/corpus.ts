/**
 * Small snapshots for the ranking tests: real chunks, terms and vectors, spread over as many segments as a test wants.
 */
import fs from 'node:fs';
import path from 'node:path';
import { chunkContent } from '../../../src/core/chunking/chunk';
import { chunkDocument } from '../../../src/core/chunking/chunkDocument';
import { createParsers } from '../../../src/core/chunking/parsers';
import { languageOf } from '../../../src/core/corpus/language';
import { analyzeChunk } from '../../../src/core/lexical/analyze';
import type { ChunkTerms } from '../../../src/core/lexical/fields';
import { LexicalSegment } from '../../../src/core/lexical/lexicalSegment';
import type { ChunkRecord, ChunkRef, Snapshot } from '../../../src/core/snapshot';
import { VectorRows } from '../../../src/core/vectors/rows';
import { loadEmbeddedModel } from '../../../src/inference/embedded/loadEmbedded';

export const model = loadEmbeddedModel(path.join(process.cwd(), 'models/embedded'));
export const parsers = createParsers((file) =>
  fs.promises.readFile(path.join(process.cwd(), 'node_modules/@vscode/tree-sitter-wasm/wasm', file)),
);

export interface IndexedChunk {
  chunk: ChunkRecord;
  terms: ChunkTerms;
  vector: Float32Array;
  text: string;
}

/** `files`: text by path. */
export async function indexFiles(files: Record<string, string>): Promise<IndexedChunk[]> {
  const indexed: IndexedChunk[] = [];
  for (const [file, text] of Object.entries(files)) {
    const language = languageOf(file);
    for (const chunk of (await chunkDocument(text, language, parsers)).chunks) {
      const content = chunkContent(chunk, text);
      const { kind, symbol, definitions, inner, signature, startLine, endLine } = chunk;
      indexed.push({
        chunk: {
          path: file,
          language,
          kind,
          symbol,
          definitions,
          inner,
          signature,
          startLine,
          endLine,
          contentHash: content,
        },
        terms: analyzeChunk({ path: file, language, symbol, definitions, signature, text: content }),
        vector: model.embedChunk(file, content),
        text: content,
      });
    }
  }
  return indexed;
}

/** Chunks of one file stay together; file `i` goes to segment `i % segmentCount`. */
export function snapshotOf(
  indexed: readonly IndexedChunk[],
  segmentCount = 1,
): Snapshot & { textOf(ref: ChunkRef): string } {
  const paths = [...new Set(indexed.map(({ chunk }) => chunk.path))];
  const shards = Array.from({ length: segmentCount }, (_, s) =>
    indexed.filter(({ chunk }) => paths.indexOf(chunk.path) % segmentCount === s),
  );
  return {
    segments: shards.map((shard) => ({
      corpusId: 'test',
      chunks: shard.map(({ chunk }) => chunk),
      vectors: VectorRows.encode(Float32Array.from(shard.flatMap(({ vector }) => [...vector])), model.dims),
      dims: model.dims,
      lexical: LexicalSegment.build(shard.map(({ terms }) => terms)),
    })),
    textOf: ({ segment, ordinal }) => shards[segment]![ordinal]!.text,
  };
}

/** All files below a folder, by their path relative to it. */
export function readFiles(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files[path.relative(folder, file).replaceAll(path.sep, '/')] = fs.readFileSync(file, 'utf8');
  }
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}
