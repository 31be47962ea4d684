/**
 * Finds the passages that hold what a question quotes and what its regular expressions match: complete and counted, over
 * the texts as they are now. Words of the lexical index say which files need not be read.
 */
import { chunksThatMayMatch } from '../../core/exact/narrow';
import { type TextCondition, textConditions } from '../../core/exact/textCondition';
import type { Filters } from '../../core/query/filters';
import { type ChunkMask, type FilterOptions, filterMask } from '../../core/ranking/filterMask';
import { filesOf } from '../../core/ranking/rankedFiles';
import type { ChunkRef, Segment, Snapshot } from '../../core/snapshot';
import type { ScanThreads } from './scanThreads';
import type { ScanFile, ScanReply } from './scanWorker';

export interface FoundTexts {
  /** By segment, one number per chunk: 0 where the conditions do not hold. */
  mask: ChunkMask;
  /** Of what has to be there: how often it is, in how many passages and files. Absent: only what must not be. */
  total?: { matches: number; passages: number; files: number };
  /** Line of a passage's first match, undefined where it has none. */
  lineOf(ref: ChunkRef): number | undefined;
}

export interface ExactOptions extends Pick<FilterOptions, 'accepts'> {
  rootOf(corpusId: string): string;
  /** The editor's text of a document, where it has another than the file. */
  unsavedText(corpusId: string, path: string): string | undefined;
}

/** @throws EngineError canceled, patternTooSlow, workerCrashed */
export async function findTexts(
  snapshot: Snapshot,
  filters: Filters,
  options: ExactOptions,
  threads: ScanThreads,
  signal?: AbortSignal,
): Promise<FoundTexts> {
  const conditions = textConditions(filters);
  const others: Filters = { ...filters, phrases: [], notPhrases: [], patterns: [], notPatterns: [] };
  const allowed = filterMask(snapshot, { filters: others }, options);
  const plans = snapshot.segments.map((segment, s) => planOf(segment, allowed?.[s], conditions, options));
  const files = plans.flatMap(({ files }) => files);
  const replies = await threads.scan(conditions, files, signal);
  const { total, ...found } = collect(plans, replies);
  return conditions.some(({ isNegative }) => !isNegative) ? { ...found, total } : found;
}

/** What of a segment has to be read. */
interface Plan {
  /** 1 for what passes: first, what need not be read. */
  mask: Uint8Array;
  files: ScanFile[];
  /** Ordinals of the files' passages, one file after the other. */
  ordinals: number[];
  segment: Segment;
}

function planOf(
  segment: Segment,
  allowed: Uint8Array | undefined,
  conditions: readonly TextCondition[],
  { rootOf, unsavedText }: ExactOptions,
): Plan {
  const mask = allowed?.slice() ?? new Uint8Array(segment.chunks.length).fill(1);
  const isRead = chunksToRead(segment, mask, conditions);
  const root = rootOf(segment.corpusId);
  const plan: Plan = { mask, files: [], ordinals: [], segment };
  for (const { path, chunks } of filesOf(segment).files) {
    const wanted = chunks.filter((ordinal) => isRead[ordinal]);
    if (wanted.length === 0) continue;
    const records = wanted.map((ordinal) => segment.chunks[ordinal]!);
    const unsaved = unsavedText(segment.corpusId, path);
    plan.files.push({
      root,
      path,
      startLines: Int32Array.from(records, ({ startLine }) => startLine),
      endLines: Int32Array.from(records, ({ endLine }) => endLine),
      ...(unsaved !== undefined && { unsaved }),
    });
    plan.ordinals.push(...wanted);
  }
  return plan;
}

/** Leaves out of `mask` what cannot hold what has to be there. */
function chunksToRead({ lexical }: Segment, mask: Uint8Array, conditions: readonly TextCondition[]): Uint8Array {
  const wanted = conditions.filter(({ isNegative }) => !isNegative);
  for (const condition of wanted) {
    const mayMatch = chunksThatMayMatch(lexical, condition);
    if (mayMatch) for (let i = 0; i < mask.length; i++) mask[i]! &= mayMatch[i]!;
  }
  const isRead = mask.slice();
  if (wanted.length > 0) return isRead;
  // Only what must not be there: what cannot hold it passes without being read.
  const mayHold = conditions.map((condition) => chunksThatMayMatch(lexical, condition));
  if (mayHold.every((each) => each !== undefined))
    for (let i = 0; i < isRead.length; i++) if (!mayHold.some((each) => each[i])) isRead[i] = 0;
  return isRead;
}

function collect(plans: readonly Plan[], replies: readonly ScanReply[]): Required<FoundTexts> {
  const total = { matches: 0, passages: 0, files: 0 };
  const lines = plans.map(() => new Map<number, number>());
  const counts = replies.flatMap((reply) => [...reply.counts]);
  const firstLines = replies.flatMap((reply) => [...reply.lines]);
  let at = 0;
  plans.forEach(({ mask, ordinals, segment }, s) => {
    const files = new Set<string>();
    for (const ordinal of ordinals) {
      const count = counts[at] ?? -1;
      const line = firstLines[at++] ?? -1;
      if (count < 0) {
        mask[ordinal] = 0;
        continue;
      }
      total.matches += count;
      if (line < 0) continue;
      total.passages++;
      files.add(segment.chunks[ordinal]!.path);
      lines[s]!.set(ordinal, line);
    }
    total.files += files.size;
  });
  return {
    mask: plans.map(({ mask }) => mask),
    total,
    lineOf: ({ segment, ordinal }) => lines[segment]!.get(ordinal),
  };
}
