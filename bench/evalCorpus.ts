/** Indexes folders and BEIR corpora in memory for the evaluation, with the parts that the engine uses. */
import fs from 'node:fs';
import path from 'node:path';
import { chunkContent } from '../src/core/chunking/chunk';
import { chunkDocument } from '../src/core/chunking/chunkDocument';
import { createParsers } from '../src/core/chunking/parsers';
import { DEFAULT_MAX_FILE_SIZE_BYTES, judgeByName, readDocument } from '../src/core/corpus/classify';
import type { EmbeddedModel } from '../src/core/embedder';
import { analyzeChunk } from '../src/core/lexical/analyze';
import type { ChunkTerms } from '../src/core/lexical/fields';
import { LexicalSegment } from '../src/core/lexical/segment';
import type { ChunkRecord, Segment, Snapshot } from '../src/core/segment';

export interface EvalDocument {
  path: string;
  language: string;
  text: string;
}

const parsers = createParsers((file) =>
  fs.promises.readFile(path.join('node_modules/@vscode/tree-sitter-wasm/wasm', file)),
);

export function readFolder(root: string): EvalDocument[] {
  const documents: EvalDocument[] = [];
  for (const entry of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const relative = path.relative(root, file).replaceAll(path.sep, '/');
    if (relative.split('/').some((part) => part.startsWith('.') || part === 'node_modules')) continue;
    const size = fs.statSync(file).size;
    if (judgeByName(relative, size, DEFAULT_MAX_FILE_SIZE_BYTES)) continue;
    const document = readDocument(fs.readFileSync(file), relative);
    if ('text' in document) documents.push({ path: relative, ...document });
  }
  return documents.sort((a, b) => (a.path < b.path ? -1 : 1));
}

export async function indexDocuments(documents: readonly EvalDocument[], model: EmbeddedModel): Promise<Snapshot> {
  const chunks: ChunkRecord[] = [];
  const terms: ChunkTerms[] = [];
  const vectors: Float32Array[] = [];
  for (const { path: file, language, text } of documents) {
    for (const chunk of (await chunkDocument(text, file, language, parsers)).chunks) {
      const content = chunkContent(chunk, text);
      const { kind, symbol, signature, startLine, endLine } = chunk;
      const { definitions } = chunk;
      chunks.push({ path: file, language, kind, symbol, definitions, signature, startLine, endLine, contentHash: '' });
      terms.push(analyzeChunk({ path: file, language, symbol, definitions, signature, text: content }));
      vectors.push(model.embedChunk(file, content));
    }
  }
  const rows = new Float32Array(chunks.length * model.dims);
  vectors.forEach((vector, i) => {
    rows.set(vector, i * model.dims);
  });
  const segment: Segment = {
    corpusId: 'eval',
    chunks,
    vectors: rows,
    dims: model.dims,
    lexical: LexicalSegment.build(terms),
  };
  return { segments: [segment] };
}
