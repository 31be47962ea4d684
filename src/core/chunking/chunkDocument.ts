/**
 * Cuts a document into chunks. One definition with its comments is the ideal chunk; a grammar finds definitions best, a
 * scan of the lines next best, and where neither applies or the parser fails, chunks are windows of lines.
 * Invariants: the chunks tile the text (the first starts at 0, each where the last one ended); none is empty or larger
 * than `MAX_CHARS`; nothing is thrown.
 */
import { languageById } from '../languages/registry';
import { assembleChunks } from './assemble';
import { indentationDepths } from './breaks';
import type { ChunkedDocument } from './chunk';
import { hasHeadings, headingOutline } from './headings';
import { type Lines, splitLines } from './lines';
import { chunkNotebook } from './notebook';
import type { Definition, Outline } from './outline';
import type { Parsers } from './parsers';
import { partOutline } from './partOutline';
import { scanOutline } from './scanOutline';
import { syntaxOutline } from './syntaxOutline';

/** Counts up whenever the same text would be cut differently: part of what an index remembers. */
export const CHUNKER_VERSION = 3;

/** `language` is an id of `languageOf`. */
export async function chunkDocument(text: string, language: string, parsers: Parsers): Promise<ChunkedDocument> {
  if (language !== 'ipynb' || text.length === 0) return chunkText(text, language, parsers);
  const cells = await chunkNotebook(text, (source, cellLanguage) => chunkText(source, cellLanguage, parsers));
  if (cells) return { chunks: cells };
  return { ...(await chunkText(text, 'json', parsers)), note: 'not a notebook with cells: cut as JSON' };
}

/** The definitions of a document, nested and by lines: what its chunks are made from. Empty for a notebook. */
export async function outlineDocument(
  text: string,
  language: string,
  parsers: Parsers,
): Promise<{ definitions: Definition[]; note?: string }> {
  return outlineLines(splitLines(text), language, parsers);
}

/** What is left where a document cannot be parsed, in linear time whatever the text is; `note` says why. */
export function chunkLines(text: string, note: string): ChunkedDocument {
  const lines = splitLines(text);
  return { chunks: text.length === 0 ? [] : assembleChunks(lines, windowsOf(lines)), note: withoutTree(note) };
}

async function chunkText(text: string, language: string, parsers: Parsers): Promise<ChunkedDocument> {
  if (text.length === 0) return { chunks: [] };
  const lines = splitLines(text);
  const { result, note } = await readOutline(lines, language, parsers, (outline) => assembleChunks(lines, outline));
  return { chunks: result, ...(note && { note: withoutTree(note) }) };
}

const withoutTree = (reason: string): string => `without syntax tree: ${reason}`;

async function outlineLines(
  lines: Lines,
  language: string,
  parsers: Parsers,
): Promise<{ definitions: Definition[]; note?: string }> {
  const { result, note } = await readOutline(lines, language, parsers, (outline) => outline.definitions);
  return { definitions: result, ...(note && { note }) };
}

/** `use` is called while the syntax tree is there, for an outline may ask it for more. */
async function readOutline<T>(
  lines: Lines,
  language: string,
  parsers: Parsers,
  use: (outline: Outline) => T,
): Promise<{ result: T; note?: string }> {
  if (hasHeadings(language)) return { result: use(headingOutline(lines, language)) };
  const { scan, syntax, parts, comments, readable, dialect } = languageById(language) ?? {};
  if (parts) {
    const { outline, note } = await partOutline(lines, parts, (inner, innerLanguage) =>
      outlineLines(inner, innerLanguage, parsers),
    );
    return { result: use(outline), ...(note && { note }) };
  }
  if (scan && comments) return { result: use(scanOutline(lines, scan, comments)) };
  if (syntax) {
    const inDialect = dialect?.sign.test(lines.text.slice(0, DIALECT_CHARS)) ? dialect : undefined;
    const text = (inDialect ? inDialect.readable : readable)?.(lines.text) ?? lines.text;
    const parsed = await parsers.parse(inDialect?.language ?? language, text, (tree) => ({
      used: use(syntaxOutline(tree, lines, syntax)),
    }));
    if (parsed.result) return { result: parsed.result.used };
    return { result: use(windowsOf(lines)), ...(parsed.note && { note: parsed.note }) };
  }
  return { result: use(windowsOf(lines)) };
}

/** A license may come before the comment that names a dialect. */
const DIALECT_CHARS = 3_000;

function windowsOf(lines: Lines): Outline {
  return { definitions: [], depths: () => indentationDepths(lines) };
}
