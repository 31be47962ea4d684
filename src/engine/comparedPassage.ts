/**
 * The passage that Find Similar compares with: given lines, the definition around a line, or a whole file, as it is
 * now.
 */
import { type Chunk, chunkContent } from '../core/chunking/chunk';
import { readDocument } from '../core/corpus/classify';
import type { SimilarParams } from '../protocol/engine';
import { EngineError } from '../protocol/errors';
import { readCorpusFile } from './files/walk';
import type { CorpusIndex } from './indexing/corpusIndex';
import type { Chunker } from './parsing/chunker';

export interface ComparedPassage {
  text: string;
  /** 0-based, both inclusive. */
  startLine: number;
  endLine: number;
  /** It is the whole file. */
  isWhole: boolean;
}

/** What the editor has not saved counts. @throws EngineError fileNotFound, fileNotIndexed, badArguments */
export async function comparedPassage(
  index: CorpusIndex,
  { path: file, startLine, endLine }: SimilarParams,
  chunker: Chunker,
  maxFileSizeBytes: number,
): Promise<ComparedPassage> {
  const { text, language } = await textNow(index, file, maxFileSizeBytes);
  const lines = text.split('\n');
  if (startLine === undefined) return { text, startLine: 0, endLine: lines.length - 1, isWhole: true };
  if (startLine >= lines.length)
    throw new EngineError('badArguments', `${file} has ${lines.length} lines; line ${startLine + 1} is not there.`);
  if (endLine !== undefined) {
    const selected = lines.slice(startLine, endLine + 1).join('\n');
    return { text: selected, startLine, endLine: Math.min(endLine, lines.length - 1), isWhole: false };
  }
  const { chunks } = await chunker.chunk({ path: file, language, text }, { isUrgent: true });
  // Chunks tile the document; the empty line after its last line break belongs to the last of them.
  const around = chunks.findLast((chunk: Chunk) => chunk.startLine <= startLine)!;
  return { text: chunkContent(around, text), startLine: around.startLine, endLine: around.endLine, isWhole: false };
}

async function textNow(index: CorpusIndex, file: string, maxFileSizeBytes: number) {
  const unsaved = index.unsavedText(file)?.text;
  const bytes =
    unsaved === undefined ? await readCorpusFile(index.spec.root, file, maxFileSizeBytes) : Buffer.from(unsaved);
  if ('skipped' in bytes) {
    if (bytes.skipped === 'vanished') throw new EngineError('fileNotFound', file);
    throw new EngineError('fileNotIndexed', file, bytes.note ?? bytes.skipped);
  }
  const document = readDocument(bytes, file);
  if ('skipped' in document) throw new EngineError('fileNotIndexed', file, document.skipped);
  // As it was indexed: the folder's settings may have had a say in it.
  return { ...document, language: index.document(file)?.language ?? document.language };
}
