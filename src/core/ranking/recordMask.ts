/**
 * What files and records say of a query's filters: which chunks of a segment pass, and which of the filters fit a file
 * of it at all. Worked out once for a segment and its filters.
 */
import { isOfFamily, isOfLanguage } from '../languages/names';
import { memoize } from '../memo';
import type { Filters } from '../query/filters';
import { pathTest } from '../query/pathPattern';
import type { Segment } from '../snapshot';
import { filesOf, type RankedFile } from './rankedFiles';

export interface RecordMask {
  /** One number per chunk, 0 = left out; undefined where none is. */
  allowed: Uint8Array | undefined;
  /** Filters of languages and paths that fit a file of the segment, as `askedFilters` writes them. */
  fitting: ReadonlySet<string>;
}

/**
 * Of the last filters of each segment, which never changes: the same ones are asked again with every letter that is
 * typed.
 */
const masksOf = memoize((_: Segment) => new Map<string, RecordMask>());
const KNOWN_FILTERS = 4;

/** `root`: the corpus' folder, for paths that are absolute. */
export function recordMask(segment: Segment, filters: Filters, root: string | undefined): RecordMask {
  const { notTerms, phrases, notPhrases, patterns, notPatterns, ...ofRecords } = filters;
  const key = JSON.stringify([ofRecords, root]);
  const ofSegment = masksOf(segment);
  const mask = ofSegment.get(key) ?? readRecords(segment, filters, root);
  // Behind the others: the first is the one that was asked for longest ago.
  ofSegment.delete(key);
  ofSegment.set(key, mask);
  for (const oldest of ofSegment.keys()) {
    if (ofSegment.size <= KNOWN_FILTERS) break;
    ofSegment.delete(oldest);
  }
  return mask;
}

/** The filters that ought to fit a file: `lang:go`, `-path:test`. */
export function askedFilters({ languages, notLanguages, paths, notPaths }: Filters): string[] {
  return [
    ...languages.map((id) => `lang:${id}`),
    ...notLanguages.map((id) => `-lang:${id}`),
    ...paths.map((path) => `path:${path}`),
    ...notPaths.map((path) => `-path:${path}`),
  ];
}

interface FileTest {
  /** As `askedFilters` writes it. */
  name: string;
  fits(file: { path: string; language: string }): boolean;
}

function readRecords(segment: Segment, filters: Filters, root: string | undefined): RecordMask {
  const { chunks } = segment;
  const allowed = new Uint8Array(chunks.length).fill(1);
  const fitting = new Set<string>();
  const acceptsFile = fileFilter(filters, root, fitting);
  leaveOutFiles(segment, (file) => acceptsFile(file, chunks[file.chunks[0]!]!.language), allowed);
  leaveOutChunks(segment, filters, allowed);
  return { allowed: allowed.includes(0) ? allowed : undefined, fitting };
}

/** Every test is asked of every file, so that `fitting` is complete. */
function fileFilter(filters: Filters, root: string | undefined, fitting: Set<string>) {
  const { languages, notLanguages, paths, notPaths, isTest } = filters;
  const ofPath =
    (sign: string) =>
    (path: string): FileTest => {
      const test = pathTest(path, root);
      return { name: `${sign}path:${path}`, fits: (file) => test(file.path) };
    };
  const anyOf = (tests: readonly FileTest[], file: { path: string; language: string }): boolean => {
    let isAny = false;
    for (const { name, fits } of tests) {
      if (!fits(file)) continue;
      fitting.add(name);
      isAny = true;
    }
    return isAny;
  };
  const wanted = {
    languages: languages.map((id): FileTest => ({ name: `lang:${id}`, fits: (file) => isOfLanguage(id, file) })),
    paths: paths.map(ofPath('')),
  };
  const unwanted = [
    ...notLanguages.map((id): FileTest => {
      return { name: `-lang:${id}`, fits: ({ language }) => isOfFamily(id, language) };
    }),
    ...notPaths.map(ofPath('-')),
  ];
  return ({ path, pathClass }: RankedFile, language: string): boolean => {
    const file = { path, language };
    const isWanted = [wanted.languages, wanted.paths].every((tests) => anyOf(tests, file) || tests.length === 0);
    return !anyOf(unwanted, file) && isWanted && (isTest === undefined || (pathClass === 'test') === isTest);
  };
}

function leaveOutChunks(segment: Segment, filters: Filters, allowed: Uint8Array): void {
  const { kinds, notKinds, symbols, notSymbols } = filters;
  if (kinds.length + notKinds.length + symbols.length + notSymbols.length === 0) return;
  for (let ordinal = 0; ordinal < allowed.length; ordinal++) {
    if (!allowed[ordinal]) continue;
    const { kind, symbol, definitions } = segment.chunks[ordinal]!;
    const names = [symbol, ...definitions].join('\n').toLowerCase();
    const isLeftOut =
      (kinds.length > 0 && !kinds.includes(kind)) ||
      notKinds.includes(kind) ||
      (symbols.length > 0 && !symbols.some((wanted) => names.includes(wanted))) ||
      notSymbols.some((unwanted) => names.includes(unwanted));
    if (isLeftOut) allowed[ordinal] = 0;
  }
}

/** Leaves out the chunks of the files that are not accepted. */
export function leaveOutFiles(segment: Segment, accepts: (file: RankedFile) => boolean, allowed: Uint8Array): void {
  const { files } = filesOf(segment);
  // Without iterators: a million passages in ten thousands of files would leave as many objects.
  for (let number = 0; number < files.length; number++) {
    const file = files[number]!;
    if (accepts(file)) continue;
    const { chunks } = file;
    for (let i = 0; i < chunks.length; i++) allowed[chunks[i]!] = 0;
  }
}
