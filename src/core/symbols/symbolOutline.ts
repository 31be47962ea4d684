/**
 * What is defined where, from the records of an index alone: the definitions of one document, or the documents and
 * sub-folders of a folder with the names that they define. Reads no file.
 */
import type { ChunkKind } from '../chunking/chunk';
import { memoize } from '../memo';
import type { ChunkRecord, Segment } from '../snapshot';

/** Lines are 0-based, both inclusive. */
export interface Definition {
  kind: ChunkKind;
  /** Path of names that leads to it, `Uploader.retry`. */
  symbol: string;
  /** Names it defines; several for `a, b = …`. */
  names: readonly string[];
  startLine: number;
  endLine: number;
  /** The line of the declaration itself. */
  headLine: number;
  /** How many definitions it stands in. */
  depth: number;
}

export interface DocumentOutline {
  path: string;
  language: string;
  definitions: Definition[];
}

/** A folder whose documents are not listed. */
export interface FolderCount {
  /** Relative to the corpus, with `/`. */
  path: string;
  documents: number;
  definitions: number;
}

export interface FolderOutline {
  documents: DocumentOutline[];
  folders: FolderCount[];
  /** Definitions of listed documents that had no room. */
  leftOut: number;
}

/** The definitions of a document, in the order of their lines. `chunks`: all of the document's, in any order. */
export function definitionsOf(chunks: readonly ChunkRecord[]): Definition[] {
  const inOrder = [...chunks].sort((a, b) => a.startLine - b.startLine);
  const found = inOrder.flatMap((chunk) => chunk.inner.map((inner) => placed(inner, chunk.startLine)));
  return nested(found);
}

function placed({ kind, symbol, names, ...lines }: ChunkRecord['inner'][number], firstLine: number): Definition {
  return {
    kind,
    symbol,
    names,
    startLine: firstLine + lines.startLine,
    endLine: firstLine + lines.endLine,
    headLine: firstLine + lines.headLine,
    depth: 0,
  };
}

/**
 * A definition that is cut into several chunks ends with the last definition that its path leads to: its own chunk
 * knows no more than the beginning.
 */
function nested(definitions: readonly Definition[]): Definition[] {
  const open: Definition[] = [];
  for (const definition of definitions) {
    while (open.length > 0 && !leadsTo(open.at(-1)!, definition)) open.pop();
    definition.depth = open.length;
    for (const outer of open) outer.endLine = Math.max(outer.endLine, definition.endLine);
    open.push(definition);
  }
  return [...definitions];
}

function leadsTo(outer: Definition, inner: Definition): boolean {
  const next = inner.symbol.charAt(outer.symbol.length);
  return inner.symbol.startsWith(outer.symbol) && (next === '.' || inner.symbol.startsWith(`${outer.symbol} > `));
}

/** Every document of a segment with the definitions that stand in no other. */
const documentsOf = memoize(({ chunks }: Segment): DocumentOutline[] => {
  const byPath = new Map<string, ChunkRecord[]>();
  for (const chunk of chunks) {
    const ofPath = byPath.get(chunk.path);
    if (ofPath) ofPath.push(chunk);
    else byPath.set(chunk.path, [chunk]);
  }
  return [...byPath].map(([path, ofPath]) => ({
    path,
    language: ofPath[0]!.language,
    definitions: definitionsOf(ofPath).filter(({ depth }) => depth === 0),
  }));
});

/**
 * The documents below `folder` ('' for all) with their outermost definitions. Folders that lie deeper than there is
 * room for are only counted: as many levels are listed as have at most `limit` documents and definitions together.
 */
export function outlineFolder(segments: readonly Segment[], folder: string, limit: number): FolderOutline {
  const prefix = folder === '' ? '' : `${folder}/`;
  const below = segments
    .flatMap(documentsOf)
    .filter(({ path }) => path.startsWith(prefix))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const levelOf = ({ path }: DocumentOutline) => path.slice(prefix.length).split('/').length;
  const levels = levelsWithin(below, levelOf, limit);
  const documents: DocumentOutline[] = [];
  const counts = new Map<string, FolderCount>();
  let [room, leftOut] = [limit, 0];
  for (const document of below) {
    if (levelOf(document) > levels) {
      const path = prefix + document.path.slice(prefix.length).split('/').slice(0, levels).join('/');
      const count = counts.get(path) ?? { path, documents: 0, definitions: 0 };
      counts.set(path, count);
      count.documents++;
      count.definitions += document.definitions.length;
      continue;
    }
    const definitions = document.definitions.slice(0, Math.max(0, room - 1));
    leftOut += document.definitions.length - definitions.length;
    room -= definitions.length + 1;
    documents.push({ ...document, definitions });
  }
  return { documents, folders: [...counts.values()], leftOut };
}

/** At least one: what lies in the folder itself. */
function levelsWithin(
  documents: readonly DocumentOutline[],
  levelOf: (document: DocumentOutline) => number,
  limit: number,
): number {
  const sizes: number[] = [];
  for (const document of documents) {
    const level = levelOf(document);
    sizes[level] = (sizes[level] ?? 0) + 1 + document.definitions.length;
  }
  let [levels, size] = [1, sizes[1] ?? 0];
  for (let level = 2; level < sizes.length; level++) {
    size += sizes[level] ?? 0;
    if (size > limit) break;
    levels = level;
  }
  return levels;
}
