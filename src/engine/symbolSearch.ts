/** What is defined in a document or a folder, and where a name occurs, for programs that read code. */

import { findReferences, type References } from '../core/symbols/references';
import { type Definition, definitionsOf, type FolderOutline, outlineFolder } from '../core/symbols/symbolOutline';
import { EngineError } from '../protocol/errors';
import type { Engine } from './engine';

export interface OutlineParams {
  corpusId: string;
  /** A document or a folder, '' for the whole corpus. */
  path: string;
  /** Documents and definitions of a folder at most. */
  limit: number;
}

/** `text`: the line of the declaration as the file has it now. */
export type OutlinedDefinition = Definition & { text: string };

export type Outline =
  | { kind: 'document'; path: string; language: string; lines: number; definitions: OutlinedDefinition[] }
  | ({ kind: 'folder'; path: string } & FolderOutline);

/** @throws EngineError fileNotIndexed */
export async function outlineOf(engine: Engine, { corpusId, path, limit }: OutlineParams): Promise<Outline> {
  await engine.followWriters();
  const segments = engine.snapshot().segments.filter((segment) => segment.corpusId === corpusId);
  const chunks = segments.flatMap((segment) => segment.chunks.filter((chunk) => chunk.path === path));
  const [first] = chunks;
  if (first) {
    const lines = Math.max(...chunks.map(({ endLine }) => endLine)) + 1;
    const text = engine.textOf({ corpusId, path, startLine: 0, endLine: lines - 1 }).split(/\r\n|\r|\n/);
    const definitions = definitionsOf(chunks).map((each) => ({ ...each, text: text[each.headLine]?.trim() ?? '' }));
    return { kind: 'document', path, language: first.language, lines, definitions };
  }
  const outline = outlineFolder(segments, path, limit);
  if (path !== '' && outline.documents.length + outline.folders.length === 0)
    throw new EngineError('fileNotIndexed', path);
  return { kind: 'folder', path, ...outline };
}

export interface ReferencesParams {
  /** A name, or a path of names that ends with it. */
  symbol: string;
  /** Only documents of this corpus, at or below this path; absent: all corpora. */
  within?: { corpusId: string; path: string } | undefined;
  /** Lines at most. */
  limit: number;
}

/** @throws EngineError badArguments */
export async function referencesTo(engine: Engine, { symbol, within, limit }: ReferencesParams): Promise<References> {
  await engine.followWriters();
  const snapshot = engine.snapshot();
  const found = findReferences(snapshot, symbol, {
    limit,
    accepts:
      within &&
      ((corpusId, path) =>
        corpusId === within.corpusId &&
        (within.path === '' || path === within.path || path.startsWith(`${within.path}/`))),
    readText: ({ segment, ordinal }) => {
      const { corpusId, chunks } = snapshot.segments[segment]!;
      return engine.textOf({ corpusId, ...chunks[ordinal]! }) || undefined;
    },
  });
  if (!found) throw new EngineError('badArguments', `"${symbol.slice(0, 100)}" holds no name.`);
  return found;
}
