/**
 * Duplicates in the documents of corpora: reads the files as they are now, has their code compared
 * (src/core/duplicates) and names what was found. Lets other requests through between the steps. Writes nothing and
 * keeps nothing.
 */

import { readDocument } from '../core/corpus/classify';
import { DuplicateFinder, type DuplicatePassage as FoundPassage, isCompared } from '../core/duplicates/duplicateFinder';
import { similar } from '../core/ranking/similar';
import type { ChunkRecord } from '../core/snapshot';
import type { DuplicatePassage, DuplicatesParams, DuplicatesProgress, DuplicatesResponse } from '../protocol/engine';
import { EngineError } from '../protocol/errors';
import { readCorpusFile } from './files/walk';
import type { CorpusIndex } from './indexing/corpusIndex';

export interface DuplicatesOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: DuplicatesProgress) => void) | undefined;
}

export interface DuplicatesTools extends DuplicatesOptions {
  maxFileSizeBytes: number;
  embed(text: string): Float32Array;
  /** The lines of a document as it is now. */
  readLines(index: CorpusIndex, path: string, lines: { startLine: number; endLine: number }): string | undefined;
}

interface ComparedDocument {
  index: CorpusIndex;
  path: string;
  language: string;
  chunks: ChunkRecord[];
}

/** More clusters than anybody looks through; the counts are of all. */
const MAX_CLUSTERS = 500;
const PROGRESS_INTERVAL_MS = 100;
const STEP_MS = 15;
/** Of lines just written: passages looked at, and how many passages near each. */
const MAX_TOUCHED = 20;
const NEAREST = 5;
/** A definition's name may stand below its decorators. */
const PREVIEW_LINES = 3;

/** @throws EngineError canceled */
export async function findDuplicates(
  corpora: readonly CorpusIndex[],
  { minLines, of }: DuplicatesParams,
  tools: DuplicatesTools,
): Promise<DuplicatesResponse> {
  const started = performance.now();
  const step = createStep(tools);
  const finder = new DuplicateFinder(minLines);
  const documents: ComparedDocument[] = [];
  const wanted = of ? nearDocuments(corpora, of, tools) : corpora.flatMap(documentsOf);
  for (const [at, document] of wanted.entries()) {
    await step('reading', at, wanted.length);
    const text = await textOf(document, tools.maxFileSizeBytes);
    if (text === undefined) continue;
    finder.add(text, document.language, document.chunks);
    documents.push(document);
  }
  const comparing = finder.compare();
  let compared = comparing.next();
  while (!compared.done) {
    await step('comparing', Math.round(compared.value * 1000), 1000);
    compared = comparing.next();
  }

  const isAsked = (passage: FoundPassage) => isWithin(passage, documents[passage.document]!, of!);
  const clusters = of ? compared.value.filter(({ passages }) => passages.some(isAsked)) : compared.value;
  return {
    documents: documents.length,
    clusters: clusters.slice(0, MAX_CLUSTERS).map(({ passages, ...cluster }) => ({
      ...cluster,
      passages: passages.map((passage) => describePassage(passage, documents[passage.document]!, tools)),
    })),
    counts: {
      clusters: clusters.length,
      passages: clusters.reduce((sum, { passages }) => sum + passages.length, 0),
      savedLines: clusters.reduce((sum, { savedLines }) => sum + savedLines, 0),
    },
    tookMs: performance.now() - started,
  };
}

/**
 * To be awaited between portions of work: reports progress, lets waiting searches run, and throws when the search was
 * canceled.
 */
function createStep({ signal, onProgress }: DuplicatesOptions) {
  let lastStep = 0;
  let lastProgress = 0;
  return async (phase: DuplicatesProgress['phase'], done: number, total: number): Promise<void> => {
    if (signal?.aborted) throw new EngineError('canceled', 'duplicates');
    const now = performance.now();
    if (now - lastStep < STEP_MS) return;
    if (now - lastProgress >= PROGRESS_INTERVAL_MS) {
      lastProgress = now;
      onProgress?.({ phase, done, total });
    }
    await new Promise(setImmediate);
    lastStep = performance.now();
  };
}

/** Whether the passage shares a line with the place that duplicates are asked of. */
function isWithin(
  { startLine, endLine }: FoundPassage,
  { index, path }: ComparedDocument,
  of: NonNullable<DuplicatesParams['of']>,
): boolean {
  return index.spec.id === of.corpusId && path === of.path && startLine <= of.endLine && endLine >= of.startLine;
}

function describePassage(
  { document: _, ...passage }: FoundPassage,
  { index, path, language, chunks }: ComparedDocument,
  { readLines }: DuplicatesTools,
): DuplicatePassage {
  const { startLine } = passage;
  const preview = readLines(index, path, { startLine, endLine: startLine + PREVIEW_LINES - 1 }) ?? '';
  const { symbol, kind } = nameOf(chunks, startLine, preview);
  return { corpusId: index.spec.id, path, language, symbol, kind, ...passage, preview };
}

/** As the editor has it, or the disk; undefined when it has gone. */
async function textOf({ index, path }: ComparedDocument, maxFileSizeBytes: number): Promise<string | undefined> {
  const unsaved = index.unsavedText(path)?.text;
  if (unsaved !== undefined) return unsaved;
  const bytes = await readCorpusFile(index.spec.root, path, maxFileSizeBytes);
  if ('skipped' in bytes) return undefined;
  const document = readDocument(bytes, path);
  return 'skipped' in document ? undefined : document.text;
}

/** In the order of their paths, so that the same files give the same clusters. */
function documentsOf(index: CorpusIndex): ComparedDocument[] {
  const documents = new Map<string, ComparedDocument>();
  for (const chunk of index.segments().flatMap(({ chunks }) => chunks)) {
    const { path, language } = chunk;
    const document = documents.get(path);
    if (document) document.chunks.push(chunk);
    else if (isCompared(path, language)) documents.set(path, { index, path, language, chunks: [chunk] });
  }
  const sorted = [...documents.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { chunks } of sorted) chunks.sort((a, b) => a.startLine - b.startLine);
  return sorted;
}

/** The document itself and those that hold the passages nearest to what stands on the lines. */
function nearDocuments(
  corpora: readonly CorpusIndex[],
  { corpusId, path, startLine, endLine }: NonNullable<DuplicatesParams['of']>,
  { embed, readLines }: DuplicatesTools,
): ComparedDocument[] {
  const own = corpora.find(({ spec }) => spec.id === corpusId);
  if (!own) return [];
  const snapshot = { segments: corpora.flatMap((index) => index.segments()) };
  const near = new Map([[`${corpusId}\n${path}`, { index: own, path }]]);
  const touched = own.chunksOf(path).filter((chunk) => chunk.startLine <= endLine && chunk.endLine >= startLine);
  for (const chunk of touched.slice(0, MAX_TOUCHED)) {
    const text = readLines(own, path, chunk);
    if (!text) continue;
    const { startLine: from, endLine: to } = chunk;
    const place = { corpusId, path, startLine: from, endLine: to };
    for (const hit of similar(snapshot, { vector: embed(text), ...place, limit: NEAREST })) {
      const id = snapshot.segments[hit.ref.segment]!.corpusId;
      const index = corpora.find(({ spec }) => spec.id === id)!;
      near.set(`${id}\n${hit.chunk.path}`, { index, path: hit.chunk.path });
    }
  }
  return [...near.values()].flatMap((document) => {
    const chunks = document.index.chunksOf(document.path);
    const language = chunks[0]?.language;
    return language && isCompared(document.path, language) ? { ...document, language, chunks } : [];
  });
}

/**
 * The definition whose name stands in the passage's first line; a passage inside of a definition has no name of its
 * own.
 */
function nameOf(
  chunks: readonly ChunkRecord[],
  startLine: number,
  firstLines: string,
): { symbol: string; kind: string } {
  const words = new Set(firstLines.match(/[\p{L}\p{N}_$]+/gu));
  for (const { startLine: from, endLine: to, symbol, kind, definitions } of chunks) {
    if (to < startLine) continue;
    if (from > startLine) break;
    if (words.has(lastName(symbol))) return { symbol, kind };
    const defined = definitions.find((name) => words.has(lastName(name)));
    if (defined) return { symbol: defined, kind };
  }
  return { symbol: '', kind: 'block' };
}

function lastName(symbol: string): string {
  return symbol.slice(symbol.lastIndexOf('.') + 1);
}
