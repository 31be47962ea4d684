/**
 * How alike two passages of code are: an exact copy, a copy with other names, an edited copy, or none. Compares tokens;
 * two passages of one shape are no copies when they speak of other things, so names count too.
 */
import { isName } from './codeTokens';

/** Ordered by how little they differ. */
export const GRADES = ['exact', 'renamed', 'edited'] as const;
export type Grade = (typeof GRADES)[number];

export interface Likeness {
  grade: Grade;
  /**
   * Share of the tokens that both have, in one order: 1 for an exact copy; names that were changed consistently count
   * as kept.
   */
  similarity: number;
}

export interface TokenRange {
  tokens: Uint32Array;
  start: number;
  end: number;
}

/** A passage ready to be compared many times. */
export interface Passage extends TokenRange {
  /** How many of its tokens fall into each of a few bins: two passages differ at least as much as their bins do. */
  bins: Uint16Array;
  names: number;
}

const BINS = 32;

/**
 * Least share of one shape, of the same names in it and of the same tokens; read off the labeled corpus in
 * test/fixtures/duplicates.
 */
const LEAST_SHAPE = 0.8;
const LEAST_NAMES = 0.6;
const LEAST_ALIKE = 0.75;
/**
 * A renamed copy keeps this share of its distinct names (what it calls), or repeats its new names this often without a
 * slip.
 */
const LEAST_KEPT_NAMES = 0.25;
const ENOUGH_REPEATS = 20;
/** Edits beyond which two long passages are no longer compared. */
const MAX_EDITS = 3000;

export function passageOf(tokens: Uint32Array, start: number, end: number): Passage {
  const bins = new Uint16Array(2 * BINS);
  let names = 0;
  for (let i = start; i < end; i++) {
    const token = tokens[i]!;
    names += token & 1;
    bins[(token & 1) * BINS + (token >>> 27)]!++;
  }
  return { tokens, start, end, bins, names };
}

export function likenessOf(a: Passage, b: Passage): Likeness | undefined {
  return renamed(a, b) ?? edited(a, b);
}

/** Equal but for names, each of them changed to the same name everywhere. */
function renamed(a: TokenRange, b: TokenRange): Likeness | undefined {
  const length = a.end - a.start;
  if (length !== b.end - b.start) return undefined;
  const toB = new Map<number, number>();
  const toA = new Map<number, number>();
  let names = 0;
  for (let i = 0; i < length; i++) {
    const x = a.tokens[a.start + i]!;
    const y = b.tokens[b.start + i]!;
    if (!isName(x) || !isName(y)) {
      if (x !== y) return undefined;
      continue;
    }
    names++;
    const known = toB.get(x);
    if (known === undefined && !toA.has(y)) {
      toB.set(x, y);
      toA.set(y, x);
    } else if (known !== y) return undefined;
  }
  let kept = 0;
  for (const [x, y] of toB) if (x === y) kept++;
  if (kept === toB.size) return { grade: 'exact', similarity: 1 };
  const isCopy = kept >= LEAST_KEPT_NAMES * toB.size || names - toB.size >= ENOUGH_REPEATS;
  return isCopy ? { grade: 'renamed', similarity: 1 } : undefined;
}

function edited(a: Passage, b: Passage): Likeness | undefined {
  const total = a.end - a.start + b.end - b.start;
  const least = leastEdits(a, b);
  const mostInShape = (1 - LEAST_SHAPE) * total;
  const most = (1 - LEAST_ALIKE) * total;
  if (least.shape > mostInShape || least.all > most) return undefined;
  const shapeEdits = countEdits(a, b, mostInShape, true);
  if (shapeEdits === undefined) return undefined;
  // Where the shape agrees and the name does not, the comparison by names takes out one token on each side.
  const mostWithNames = Math.min(most, shapeEdits + (1 - LEAST_NAMES) * (a.names + b.names));
  const edits = countEdits(a, b, mostWithNames, false);
  return edits === undefined ? undefined : { grade: 'edited', similarity: 1 - edits / total };
}

/** Lower bounds, at the cost of a few additions. */
function leastEdits(a: Passage, b: Passage): { shape: number; all: number } {
  let others = 0;
  let names = 0;
  for (let i = 0; i < BINS; i++) {
    others += Math.abs(a.bins[i]! - b.bins[i]!);
    names += Math.abs(a.bins[BINS + i]! - b.bins[BINS + i]!);
  }
  return { shape: others + Math.abs(a.names - b.names), all: others + names };
}

/**
 * Insertions and deletions that turn one into the other, undefined beyond `limit`; `isShape`: any name is like any
 * other. E. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986).
 */
export function countEdits(a: TokenRange, b: TokenRange, limit: number, isShape: boolean): number | undefined {
  const n = a.end - a.start;
  const m = b.end - b.start;
  const most = Math.floor(Math.min(limit, MAX_EDITS));
  const anyName = isShape ? 1 : 0;
  if (Math.abs(n - m) > most) return undefined;
  const offset = most + 1;
  const farthest = new Int32Array(2 * most + 3);
  for (let edits = 0; edits <= most; edits++) {
    for (let k = -edits; k <= edits; k += 2) {
      const goesDown = k === -edits || (k !== edits && farthest[offset + k - 1]! < farthest[offset + k + 1]!);
      let x = goesDown ? farthest[offset + k + 1]! : farthest[offset + k - 1]! + 1;
      let y = x - k;
      while (x < n && y < m) {
        const left = a.tokens[a.start + x]!;
        const right = b.tokens[b.start + y]!;
        if (left !== right && (left & right & anyName) === 0) break;
        x++;
        y++;
      }
      farthest[offset + k] = x;
      if (x >= n && y >= m) return edits;
    }
  }
  return undefined;
}
