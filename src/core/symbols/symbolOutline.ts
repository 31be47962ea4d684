/**
 * What is defined where, from the records of an index alone: the definitions of one document, or the documents and
 * sub-folders of a folder with the names that they define. Reads no file.
 */
import type { InnerDefinition } from '../chunking/chunk';
import { memoize } from '../memo';
import { filesOf } from '../ranking/rankedFiles';
import type { ChunkRecord, Segment } from '../snapshot';

/** Lines are those of the document, 0-based, both inclusive. */
export interface Definition extends InnerDefinition {
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

function placed(inner: InnerDefinition, firstLine: number): Definition {
  const { startLine, endLine, headLine } = inner;
  return {
    ...inner,
    startLine: firstLine + startLine,
    endLine: firstLine + endLine,
    headLine: firstLine + headLine,
    depth: 0,
  };
}

/**
 * A definition that is cut into several chunks ends with the last definition that its path leads to: its own chunk
 * knows no more than the beginning.
 */
function nested(definitions: Definition[]): Definition[] {
  const open: Definition[] = [];
  for (const definition of definitions) {
    while (open.length > 0 && !leadsTo(open.at(-1)!, definition)) open.pop();
    definition.depth = open.length;
    for (const outer of open) outer.endLine = Math.max(outer.endLine, definition.endLine);
    open.push(definition);
  }
  return definitions;
}

function leadsTo(outer: Definition, inner: Definition): boolean {
  const next = inner.symbol.charAt(outer.symbol.length);
  return inner.symbol.startsWith(outer.symbol) && (next === '.' || inner.symbol.startsWith(`${outer.symbol} > `));
}

/** Every document of a segment with the definitions that stand in no other. */
const documentsOf = memoize((segment: Segment): DocumentOutline[] =>
  filesOf(segment).files.map(({ path, chunks: ordinals }) => {
    const chunks = ordinals.map((ordinal) => segment.chunks[ordinal]!);
    return {
      path,
      language: chunks[0]!.language,
      definitions: definitionsOf(chunks).filter(({ depth }) => depth === 0),
    };
  }),
);

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
