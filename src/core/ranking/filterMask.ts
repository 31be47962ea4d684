/**
 * Which chunks a query's filters let through, worked out before anything is scored: what files and records say
 * (`recordMask.ts`), then what the words' posting lists say, then what the texts were found to hold.
 */

import { chunksWithAll } from '../lexical/allTerms';
import { termsOf } from '../lexical/analyze';
import type { AnalyzedQuery } from '../query/analyzeQuery';
import { type Filters, hasFilters, type QueryHint } from '../query/filters';
import type { ChunkRef, Segment, Snapshot } from '../snapshot';
import { readWords } from '../text/words';
import type { CollectOptions } from './evidence';
import { askedFilters, leaveOutFiles, recordMask } from './recordMask';

/** By segment, one number per chunk, 0 = left out; undefined where none is. */
export type ChunkMask = readonly (Uint8Array | undefined)[];

export type FilterOptions = Pick<CollectOptions, 'accepts' | 'rootOf' | 'texts'>;

/** Undefined when everything is accepted. */
export function filterMask(
  { segments }: Snapshot,
  { filters }: Pick<AnalyzedQuery, 'filters'>,
  { accepts, rootOf, texts }: FilterOptions,
): ChunkMask | undefined {
  if (!accepts && !hasFilters(filters)) return undefined;
  return segments.map((segment, s) => {
    const { allowed: byRecords } = recordMask(segment, filters, rootOf?.(segment.corpusId));
    const { notTerms, phrases } = filters;
    if (!accepts && !texts && notTerms.length + phrases.length === 0) return byRecords;
    const allowed = byRecords?.slice() ?? new Uint8Array(segment.chunks.length).fill(1);
    if (accepts) leaveOutFiles(segment, ({ path }) => accepts(segment.corpusId, path), allowed);
    for (const term of notTerms) keep(allowed, chunksWith(segment, term), false);
    const ofTexts = texts?.mask[s];
    if (ofTexts) keep(allowed, (ordinal) => ofTexts[ordinal] !== 0, true);
    else if (!texts) for (const phrase of phrases) keep(allowed, chunksWith(segment, phrase), true);
    return allowed;
  });
}

/** The filters that no file of the snapshot fits: somebody mistyped a folder. */
export function unfitFilters({ segments }: Snapshot, filters: Filters, rootOf: CollectOptions['rootOf']): QueryHint[] {
  const asked = askedFilters(filters);
  if (asked.length === 0 || segments.length === 0) return [];
  const masks = segments.map((segment) => recordMask(segment, filters, rootOf?.(segment.corpusId)));
  return asked
    .filter((name) => !masks.some(({ fitting }) => fitting.has(name)))
    .map((value): QueryHint => ({ code: 'matchesNothing', value }));
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

function keep(allowed: Uint8Array, having: (ordinal: number) => boolean, isWanted: boolean): void {
  for (let ordinal = 0; ordinal < allowed.length; ordinal++)
    if (allowed[ordinal] && having(ordinal) !== isWanted) allowed[ordinal] = 0;
}

/** The chunks of a segment that have all words of the text; all of them when it has none. */
export function chunksWith({ lexical }: Segment, text: string): (ordinal: number) => boolean {
  const terms = readWords(text).flatMap((word) => termsOf(word).whole ?? termsOf(word).parts);
  const having = chunksWithAll(lexical, terms);
  return (ordinal) => having[ordinal] === 1;
}
