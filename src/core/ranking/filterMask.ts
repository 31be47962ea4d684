/**
 * Which chunks a query's filters let through, worked out before anything is scanned: what files and records say once
 * for a segment and a filter, then what the words' posting lists say, texts last and only where the words are.
 */

import { termsOf } from '../lexical/analyze';
import { memoize } from '../memo';
import type { AnalyzedQuery } from '../query/analyzeQuery';
import { type Filters, hasFilters } from '../query/filters';
import type { ChunkRef, Segment, Snapshot } from '../snapshot';
import { readWords } from '../text/words';
import type { CollectOptions } from './evidence';
import { filesOf, type RankedFile } from './rankedFiles';

/** By segment, one number per chunk, 0 = left out; undefined where none is. */
export type ChunkMask = readonly (Uint8Array | undefined)[];

/** Undefined when everything is accepted. */
export function filterMask(
  { segments }: Snapshot,
  { filters }: AnalyzedQuery,
  { accepts, readText }: Pick<CollectOptions, 'accepts' | 'readText'>,
): ChunkMask | undefined {
  if (!accepts && !hasFilters(filters)) return undefined;
  return segments.map((segment, s) => {
    const byRecords = maskByRecords(segment, filters);
    const { notTerms, phrases, notPhrases } = filters;
    if (!accepts && notTerms.length + phrases.length + notPhrases.length === 0) return byRecords;
    const allowed = byRecords?.slice() ?? new Uint8Array(segment.chunks.length).fill(1);
    if (accepts) leaveOutFiles(segment, ({ path }) => accepts(segment.corpusId, path), allowed);
    for (const term of notTerms) keep(allowed, chunksWith(segment, term), false);
    for (const phrase of phrases) keep(allowed, chunksWith(segment, phrase), true);
    if (readText) checkTexts(segment, filters, (ordinal) => readText({ segment: s, ordinal }), allowed);
    return allowed;
  });
}

/** All chunks that pass, in order, for a query that only filters. */
export function listMatching({ segments }: Snapshot, allowed: ChunkMask, limit: number): ChunkRef[] {
  const listed: ChunkRef[] = [];
  for (const [segment, { chunks }] of segments.entries()) {
    const ofSegment = allowed[segment];
    for (let ordinal = 0; ordinal < chunks.length; ordinal++) {
      if (listed.length === limit) return listed;
      if (!ofSegment || ofSegment[ordinal]) listed.push({ segment, ordinal });
    }
  }
  return listed;
}

/**
 * Of the last filters of each segment, which never changes: the same ones are asked again with every letter that is
 * typed.
 */
const masksOf = memoize((_: Segment) => new Map<string, Uint8Array | undefined>());
const KNOWN_FILTERS = 4;

function maskByRecords(segment: Segment, filters: Filters): Uint8Array | undefined {
  const { languages, kinds, symbols, paths, notPaths, isTest } = filters;
  const key = JSON.stringify([languages, kinds, symbols, paths, notPaths, isTest]);
  const ofSegment = masksOf(segment);
  const allowed = ofSegment.has(key) ? ofSegment.get(key) : unlessAll(readRecords(segment, filters));
  // Behind the others: the first is the one that was asked for longest ago.
  ofSegment.delete(key);
  ofSegment.set(key, allowed);
  for (const oldest of ofSegment.keys()) {
    if (ofSegment.size <= KNOWN_FILTERS) break;
    ofSegment.delete(oldest);
  }
  return allowed;
}

function unlessAll(allowed: Uint8Array): Uint8Array | undefined {
  return allowed.includes(0) ? allowed : undefined;
}

function readRecords(segment: Segment, { languages, kinds, symbols, paths, notPaths, isTest }: Filters): Uint8Array {
  const { chunks } = segment;
  const allowed = new Uint8Array(chunks.length).fill(1);
  const [isIn, isOut] = [paths.map(pathTest), notPaths.map(pathTest)];
  const isFileAccepted = (file: RankedFile) => {
    // A file's chunks are all of its language.
    if (languages.length > 0 && !languages.includes(chunks[file.chunks[0]!]!.language)) return false;
    if (isTest !== undefined && (file.pathClass === 'test') !== isTest) return false;
    if (isIn.length + isOut.length === 0) return true;
    const lower = file.path.toLowerCase();
    return (isIn.length === 0 || isIn.some((test) => test(lower))) && !isOut.some((test) => test(lower));
  };
  leaveOutFiles(segment, isFileAccepted, allowed);
  if (kinds.length + symbols.length === 0) return allowed;
  for (let ordinal = 0; ordinal < allowed.length; ordinal++) {
    if (!allowed[ordinal]) continue;
    const { kind, symbol, definitions } = chunks[ordinal]!;
    if (kinds.length > 0 && !kinds.includes(kind)) allowed[ordinal] = 0;
    else if (symbols.length > 0) {
      const names = [symbol, ...definitions].join('\n').toLowerCase();
      if (!symbols.some((wanted) => names.includes(wanted))) allowed[ordinal] = 0;
    }
  }
  return allowed;
}

/** Leaves out the chunks of the files that are not accepted. */
function leaveOutFiles(segment: Segment, accepts: (file: RankedFile) => boolean, allowed: Uint8Array): void {
  const { files } = filesOf(segment);
  // Without iterators: a million passages in ten thousands of files would leave as many objects.
  for (let number = 0; number < files.length; number++) {
    const file = files[number]!;
    if (accepts(file)) continue;
    const { chunks } = file;
    for (let i = 0; i < chunks.length; i++) allowed[chunks[i]!] = 0;
  }
}

function keep(allowed: Uint8Array, having: (ordinal: number) => boolean, isWanted: boolean): void {
  for (let ordinal = 0; ordinal < allowed.length; ordinal++)
    if (allowed[ordinal] && having(ordinal) !== isWanted) allowed[ordinal] = 0;
}

/** Phrases are looked for in the texts of chunks that have all their words, and in no others. */
function checkTexts(
  segment: Segment,
  { phrases, notPhrases }: Filters,
  readText: (ordinal: number) => string | undefined,
  allowed: Uint8Array,
): void {
  if (phrases.length + notPhrases.length === 0) return;
  const mayHave = notPhrases.map((phrase) => chunksWith(segment, phrase));
  for (let ordinal = 0; ordinal < allowed.length; ordinal++) {
    if (!allowed[ordinal] || (phrases.length === 0 && !mayHave.some((having) => having(ordinal)))) continue;
    const text = readText(ordinal)?.toLowerCase();
    const has = (phrase: string) => text!.includes(phrase.toLowerCase());
    if (text === undefined || !phrases.every(has) || notPhrases.some(has)) allowed[ordinal] = 0;
  }
}

/** The chunks of a segment that have all words of the text; all of them when it has none. */
export function chunksWith({ lexical, chunks }: Segment, text: string): (ordinal: number) => boolean {
  const terms = readWords(text).flatMap((word) => termsOf(word).whole ?? termsOf(word).parts);
  // How many of the terms, in their order, a chunk has had so far.
  const having = new Uint16Array(chunks.length);
  terms.forEach((term, place) => {
    lexical.postings(term, (ordinal) => {
      if (having[ordinal] === place) having[ordinal] = place + 1;
    });
  });
  return (ordinal) => having[ordinal] === terms.length;
}

/** `src/net` is found anywhere in the path; with a `*` the whole path must fit, `**` crossing folders. */
function pathTest(pattern: string): (path: string) => boolean {
  if (!pattern.includes('*')) return (path) => path.includes(pattern);
  const source = pattern
    .split(/(\*\*\/?|\*)/)
    .map((part) => (part.startsWith('**') ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  const whole = new RegExp(`^(.*/)?${source}$`);
  return (path) => whole.test(path);
}
