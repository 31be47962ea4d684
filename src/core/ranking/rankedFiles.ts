/**
 * What ranking knows about the files of a segment, worked out once per segment and kept as long as it lives: segments
 * are immutable, and an update replaces only those that changed.
 */

import { splitPath } from '../lexical/analyze';
import { memoize } from '../memo';
import type { ChunkRecord, Segment } from '../snapshot';
import { stem } from '../text/stem';
import { partsOf } from '../text/words';
import { classifyPath, type PathClass } from './pathClass';

export interface SegmentFiles {
  /** File number of each chunk, dense from 0. */
  fileOf: Int32Array;
  files: RankedFile[];
  /** In how many files' paths a term occurs. */
  termFiles: ReadonlyMap<string, number>;
}

/** Names that say nothing: the folder is the name. */
const INDEX_NAMES = new Set(['index', 'main', 'mod', 'lib', 'init', '__init__', '__main__']);

export class RankedFile {
  /** Stemmed parts of the file's name without its extension; of an index file, its folder's. */
  readonly stemTerms: readonly string[];
  /** Ordinals of the file's chunks. */
  readonly chunks: number[] = [];
  /** Length of the sum of the chunks' vectors, once a candidate of the file needed it. */
  vectorSumLength: number | undefined;
  private knownClass: PathClass | undefined;

  constructor(readonly path: string) {
    const { folder, stem: name } = splitPath(path);
    const parent = folder.slice(folder.lastIndexOf('/') + 1);
    const meaningful = INDEX_NAMES.has(name.toLowerCase()) ? parent : name;
    this.stemTerms = partsOf(meaningful).map(stem);
  }

  /** Stemmed parts of the folders. */
  get folderTerms(): string[] {
    return partsOf(splitPath(this.path).folder).map(stem);
  }

  /** Asked for candidates alone. */
  get pathClass(): PathClass {
    this.knownClass ??= classifyPath(this.path);
    return this.knownClass;
  }
}

/** Stemmed parts of each name that the chunk defines, in the order of `definitions`. */
export const namesOf = memoize(({ definitions }: ChunkRecord): string[][] =>
  definitions.map((name) => partsOf(name).map(stem)),
);

export const filesOf = memoize(({ chunks }: Segment): SegmentFiles => {
  const fileOf = new Int32Array(chunks.length);
  const files: RankedFile[] = [];
  const numbers = new Map<string, number>();
  chunks.forEach(({ path }, ordinal) => {
    let number = numbers.get(path);
    if (number === undefined) {
      number = files.length;
      numbers.set(path, number);
      files.push(new RankedFile(path));
    }
    fileOf[ordinal] = number;
    files[number]!.chunks.push(ordinal);
  });
  const termFiles = new Map<string, number>();
  for (const { stemTerms, folderTerms } of files)
    for (const term of new Set([...stemTerms, ...folderTerms])) termFiles.set(term, (termFiles.get(term) ?? 0) + 1);
  return { fileOf, files, termFiles };
});

/**
 * How much a word of a path says: 1 when one path has it, 0 when all have it (the project's name does not tell its
 * files apart).
 */
export function nameRarity(segments: readonly SegmentFiles[]): (term: string) => number {
  const [first] = segments;
  if (!first) return () => 1;
  const last = lastRarity(first);
  const isKnown = last.segments.length === segments.length && last.segments.every((each, i) => each === segments[i]);
  if (!isKnown) {
    last.segments = segments;
    last.rarity = rarityOver(segments);
  }
  return last.rarity;
}

/** By the first segment: questions come one after the other to the same snapshot. */
const lastRarity = memoize((first: SegmentFiles) => ({
  segments: [first] as readonly SegmentFiles[],
  rarity: rarityOver([first]),
}));

function rarityOver(segments: readonly SegmentFiles[]): (term: string) => number {
  const fileCount = segments.reduce((sum, { files }) => sum + files.length, 0);
  const known = new Map<string, number>();
  return (term) => {
    let value = known.get(term);
    if (value === undefined) {
      const frequency = segments.reduce((sum, { termFiles }) => sum + (termFiles.get(term) ?? 0), 0);
      value = fileCount < 2 ? 1 : Math.log((fileCount + 1) / Math.max(1, frequency)) / Math.log(fileCount + 1);
      known.set(term, value);
    }
    return value;
  };
}
