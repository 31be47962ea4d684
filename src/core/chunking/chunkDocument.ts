/**
 * Cuts a document into chunks. One definition with its comments is the ideal chunk; a grammar finds definitions best, a scan of the lines next best,
 * and where neither applies or the parser fails, chunks are windows of lines.
 * Invariants: the chunks tile the text (the first starts at 0, each where the last one ended); none is empty or larger than `MAX_CHARS`; nothing is thrown.
 */
import { assembleChunks } from './assemble';
import { indentationDepths } from './breaks';
import type { Chunk, ChunkedDocument } from './chunk';
import { hasHeadings, headingOutline } from './headings';
import { type Lines, splitLines } from './lines';
import { chunkNotebook } from './notebook';
import type { Parsers } from './parsers';
import { scanOutline } from './scanOutline';
import { scanRulesOf } from './scanRules';
import { syntaxOutline } from './syntaxOutline';
import { syntaxRulesOf } from './syntaxRules';

/** Counts up whenever the same text would be cut differently: part of what an index remembers. */
export const CHUNKER_VERSION = 1;

/** `language` is an id of `languageOf`. */
export async function chunkDocument(
  text: string,
  _path: string,
  language: string,
  parsers: Parsers,
): Promise<ChunkedDocument> {
  if (language !== 'ipynb') return chunkText(text, language, parsers);
  const cells = await chunkNotebook(text, (source, cellLanguage) => chunkText(source, cellLanguage, parsers));
  if (cells) return { chunks: cells };
  return { ...(await chunkText(text, 'json', parsers)), note: 'not a notebook with cells: cut as JSON' };
}

async function chunkText(text: string, language: string, parsers: Parsers): Promise<ChunkedDocument> {
  if (text.length === 0) return { chunks: [] };
  const lines = splitLines(text);
  if (hasHeadings(language)) return { chunks: assembleChunks(lines, headingOutline(lines, language)) };
  const scanRules = scanRulesOf(language);
  if (scanRules) return { chunks: assembleChunks(lines, scanOutline(lines, scanRules)) };
  const rules = syntaxRulesOf(language);
  if (!rules) return { chunks: chunkByLines(lines) };
  const { result, note } = await parsers.parse(language, text, (tree) =>
    assembleChunks(lines, syntaxOutline(tree, lines, rules)),
  );
  return { chunks: result ?? chunkByLines(lines), ...(note && { note }) };
}

function chunkByLines(lines: Lines): Chunk[] {
  return assembleChunks(lines, { definitions: [], depths: () => indentationDepths(lines) });
}
