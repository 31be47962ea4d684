/**
 * Which passages are worth comparing: those that share rare runs of tokens. Each passage is known by the rarest of its
 * runs that occur more than once (the prefix filter of set similarity joins: Chaudhuri, Ganti, Kaushik, "A Primitive
 * Operator for Similarity Joins", ICDE 2006), so that the work grows with the amount of code and not with its square.
 * Names do not count: a renamed copy has the same runs.
 */

import { shapeOf } from './codeTokens';
import type { TokenRange } from './likeness';

/**
 * Less than a line of code: with 8 a sixth of the near copies of three.js was missed, with 6 a fiftieth
 * (bench/duplicates.main.ts).
 */
const RUN = 6;
const RUNS_PER_PASSAGE = 24;
const LEAST_SHARED = 2;
/** The shorter has at least this share of the longer one's tokens: less cannot be a copy (likeness.ts). */
const LEAST_SIZE = 2 / 3;
/** A run of more passages than this pairs each with the next few only: they are one family, and neighbors bind it. */
const MANY = 64;
const NEIGHBORS = 8;
/** Work between two steps; what is sorted is sorted in parts. */
const PASSAGES_PER_STEP = 300;
const PARTS = 32;
const COUNTERS = { least: 2 ** 16, most: 2 ** 24 };

/** How often each run of tokens occurs in all documents; runs share counters when there are many. */
export class RunCounts {
  private readonly counters: Uint8Array;
  private readonly mask: number;

  /** For documents of so many tokens together. */
  constructor(tokens: number) {
    let size = COUNTERS.least;
    while (size < tokens * 4 && size < COUNTERS.most) size *= 2;
    this.counters = new Uint8Array(size);
    this.mask = size - 1;
  }

  add(tokens: Uint32Array): void {
    forEachRun({ tokens, start: 0, end: tokens.length }, (hash) => {
      const at = hash & this.mask;
      if (this.counters[at]! < 255) this.counters[at]!++;
    });
  }

  of(hash: number): number {
    return this.counters[hash & this.mask]!;
  }
}

/**
 * Pairs `[i, j]` of ordinals, `i < j`; yields between steps of some ten milliseconds. Memory grows with the number of
 * passages, a few hundred bytes each.
 */
export function* candidatePairs(
  passages: readonly TokenRange[],
  counts: RunCounts,
): Generator<void, [number, number][]> {
  const keys = emptyParts();
  for (const [ordinal, passage] of passages.entries()) {
    if (ordinal % PASSAGES_PER_STEP === 0) yield;
    for (const hash of rarestRuns(passage, counts)) keys[hash % PARTS]!.push(hash * 2 ** 21 + ordinal);
  }
  const pairs = emptyParts();
  const sizes = passages.map(({ start, end }) => end - start);
  const areNearInSize = (i: number, j: number) =>
    Math.min(sizes[i]!, sizes[j]!) >= LEAST_SIZE * Math.max(sizes[i]!, sizes[j]!);
  for (const part of keys) {
    yield;
    const sorted = Float64Array.from(part).sort();
    for (let first = 0; first < sorted.length; ) {
      const hash = Math.floor(sorted[first]! / 2 ** 21);
      let end = first + 1;
      while (end < sorted.length && Math.floor(sorted[end]! / 2 ** 21) === hash) end++;
      const reach = end - first > MANY ? NEIGHBORS : MANY;
      for (let a = first; a < end; a++) {
        const i = sorted[a]! % 2 ** 21;
        for (let b = a + 1; b < Math.min(end, a + 1 + reach); b++) {
          const j = sorted[b]! % 2 ** 21;
          if (areNearInSize(i, j)) pairs[i % PARTS]!.push(i * 2 ** 21 + j);
        }
      }
      first = end;
    }
  }
  const found: [number, number][] = [];
  for (const part of pairs) {
    yield;
    for (const pair of sharedOften(Float64Array.from(part).sort())) found.push(pair);
  }
  return found;
}

function emptyParts(): number[][] {
  return Array.from({ length: PARTS }, () => []);
}

function sharedOften(sorted: Float64Array): [number, number][] {
  const found: [number, number][] = [];
  for (let first = 0; first < sorted.length; ) {
    let end = first + 1;
    while (end < sorted.length && sorted[end] === sorted[first]) end++;
    if (end - first >= LEAST_SHARED) found.push([Math.floor(sorted[first]! / 2 ** 21), sorted[first]! % 2 ** 21]);
    first = end;
  }
  return found;
}

/** Distinct, the rarest first; of equally rare ones those with the lowest hash, so that copies choose the same. */
function rarestRuns(passage: TokenRange, counts: RunCounts): number[] {
  const ranks: number[] = [];
  forEachRun(passage, (hash) => {
    const occurrences = counts.of(hash);
    if (occurrences < 2) return;
    const rank = occurrences * 2 ** 32 + hash;
    if (ranks.length === RUNS_PER_PASSAGE && rank >= ranks.at(-1)!) return;
    let at = ranks.length;
    while (at > 0 && ranks[at - 1]! > rank) at--;
    if (ranks[at - 1] === rank) return;
    ranks.splice(at, 0, rank);
    if (ranks.length > RUNS_PER_PASSAGE) ranks.pop();
  });
  return ranks.map((rank) => rank % 2 ** 32);
}

/** Rolling polynomial hash over the shapes of `RUN` tokens, finished so that the low bits can be used alone. */
function forEachRun({ tokens, start, end }: TokenRange, visit: (hash: number) => void): void {
  const base = 0x01000193;
  let leading = 1;
  for (let i = 1; i < RUN; i++) leading = Math.imul(leading, base);
  let rolling = 0;
  for (let i = start; i < end; i++) {
    if (i - start >= RUN) rolling = (rolling - Math.imul(shapeOf(tokens[i - RUN]!), leading)) | 0;
    rolling = (Math.imul(rolling, base) + shapeOf(tokens[i]!)) | 0;
    if (i - start < RUN - 1) continue;
    let hash = Math.imul(rolling ^ (rolling >>> 15), 0x2c1b3c6d);
    hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
    visit((hash ^ (hash >>> 15)) >>> 0);
  }
}
