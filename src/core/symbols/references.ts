/**
 * Where a name is defined, imported and mentioned, by the words of the index: posting lists say which chunks can have
 * it, their lines which do. Knows names and no types: two definitions of one name share their mentions.
 */

import { languageById } from '../languages/registry';
import { commentColumns } from '../lexical/comments';
import { chunksWith } from '../ranking/filterMask';
import { filesOf, type RankedFile } from '../ranking/rankedFiles';
import type { ChunkRecord, ChunkRef, Segment, Snapshot } from '../snapshot';
import { escapeRegExp } from '../text/escapeRegExp';
import { readWords } from '../text/words';
import { importLines } from './imports';
import { type Definition, definitionsOf } from './symbolOutline';

/** A line that has the name. 0-based. */
export interface NamedLine {
  corpusId: string;
  path: string;
  line: number;
  text: string;
  /** The definition that the line stands in, '' for none. */
  within: string;
}

export interface DefinedName extends Definition {
  corpusId: string;
  path: string;
  /** The line of the declaration. */
  text: string;
}

export interface References {
  definitions: DefinedName[];
  imports: NamedLine[];
  mentions: NamedLine[];
  /** Lines of comments and of prose. */
  comments: NamedLine[];
  /** Passages that have the words of the name and were not read, because there were lines enough. */
  unread: number;
}

export interface ReferencesOptions {
  /** Lines at most, over all lists but the definitions. */
  limit: number;
  /** Whether a document is looked at. */
  accepts?: ((corpusId: string, path: string) => boolean) | undefined;
  /** The chunk's lines as the file has them now; undefined when it has gone. */
  readText: (ref: ChunkRef) => string | undefined;
}

/** Documents whose chunks can have the name, and which of them define it. */
interface NamingDocument {
  segment: Segment;
  /** The segment's place in the snapshot. */
  s: number;
  file: RankedFile;
  /** Ordinals. */
  having: number[];
  definesIt: boolean;
}

/** Passages read for one name at most: each costs a look at its file. */
const MOST_READ = 400;

/** Undefined when the symbol holds no name. */
export function findReferences(snapshot: Snapshot, symbol: string, options: ReferencesOptions): References | undefined {
  const asked = askedName(symbol);
  if (!asked) return undefined;
  const found: References = { definitions: [], imports: [], mentions: [], comments: [], unread: 0 };
  let read = 0;
  for (const document of namingDocuments(snapshot, asked, options)) {
    const lines = found.imports.length + found.mentions.length + found.comments.length;
    if (lines >= options.limit || read >= MOST_READ) {
      found.unread += document.having.length;
      continue;
    }
    read += document.having.length;
    readDocument(found, document, asked, options);
  }
  const ofPath = found.definitions.filter(({ symbol }) => `.${symbol}`.endsWith(`.${asked.path}`));
  return ofPath.length > 0 ? { ...found, definitions: ofPath } : found;
}

interface AskedName {
  /** The name alone. */
  name: string;
  /** As asked, with `.` between names: `Uploader.retry`. */
  path: string;
  pattern: RegExp;
}

/** `a::b`, `a->b` and `A#b` are paths of names as well. */
function askedName(symbol: string): AskedName | undefined {
  const names = symbol
    .replace(/\(.*$/s, '')
    .split(/::|->|[.#]|\s>\s/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const name = names.at(-1);
  if (name === undefined || readWords(name).length === 0) return undefined;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_$])${escapeRegExp(name)}(?![\\p{L}\\p{N}_$])`, 'u');
  return { name, path: names.join('.'), pattern };
}

/** Those that define it first, tests last. */
function namingDocuments(
  { segments }: Snapshot,
  { name }: AskedName,
  { accepts }: ReferencesOptions,
): NamingDocument[] {
  const documents: NamingDocument[] = [];
  for (const [s, segment] of segments.entries()) {
    const has = chunksWith(segment, name);
    for (const file of filesOf(segment).files) {
      const having = file.chunks.filter((ordinal) => has(ordinal));
      if (having.length === 0 || (accepts && !accepts(segment.corpusId, file.path))) continue;
      const definesIt = having.some((ordinal) => segment.chunks[ordinal]!.definitions.includes(name));
      documents.push({ segment, s, file, having, definesIt });
    }
  }
  const rankOf = ({ definesIt, file }: NamingDocument) => (definesIt ? 0 : file.pathClass === 'test' ? 2 : 1);
  return documents.sort((a, b) => rankOf(a) - rankOf(b) || (a.file.path < b.file.path ? -1 : 1));
}

function readDocument(
  found: References,
  { segment, s, file, having, definesIt }: NamingDocument,
  { name, pattern }: AskedName,
  { readText }: ReferencesOptions,
): void {
  const { corpusId, chunks } = segment;
  const { path } = file;
  const definitions = definesIt ? definitionsOf(file.chunks.map((ordinal) => chunks[ordinal]!)) : [];
  const byHead = new Map(definitions.filter(({ names }) => names.includes(name)).map((each) => [each.headLine, each]));
  for (const ordinal of having) {
    const chunk = chunks[ordinal]!;
    const lines = readText({ segment: s, ordinal })?.split(/\r\n|\r|\n/) ?? [];
    if (!lines.some((line) => pattern.test(line))) continue;
    const isProse = languageById(chunk.language)?.content === 'prose';
    const commented = commentColumns(lines, chunk.language);
    const isImport = importLines(lines);
    for (const [i, line] of lines.entries()) {
      const column = pattern.exec(line)?.index;
      if (column === undefined) continue;
      const text = line.trim().slice(0, MOST_CHARS);
      const definition = byHead.get(chunk.startLine + i);
      const place = { corpusId, path, line: chunk.startLine + i, text, within: definitionAt(chunk, i) };
      if (definition) found.definitions.push({ ...definition, corpusId, path, text });
      else if (isProse || column >= commented[i]!) found.comments.push(place);
      else found[isImport[i] ? 'imports' : 'mentions'].push(place);
    }
  }
}

/** Of a line that is shown: generated code has lines without an end. */
const MOST_CHARS = 200;

/** The innermost definition around a line of the chunk (from its first), '' for none. */
function definitionAt({ inner, symbol }: ChunkRecord, line: number): string {
  const innermost = inner.findLast((each) => each.startLine <= line && line <= each.endLine);
  if (innermost) return innermost.symbol;
  // A chunk that goes on with a definition is named after it; one that declares it says where it stands.
  return inner.some((each) => each.symbol === symbol) ? '' : symbol;
}
