/**
 * Near-identical passages of many documents, in clusters, what could be saved most first. Documents are added one by
 * one and only their tokens are kept; then everything is compared, in steps, so that the caller can stop or do other
 * things in between. Same documents, same clusters.
 */

import { isData, isProse } from '../corpus/language';
import { classifyPath } from '../ranking/pathClass';
import { type CodeTokens, isName, readTokens } from './codeTokens';
import { candidatePairs, RunCounts } from './duplicateCandidates';
import { type Cluster, type CopyClass, formClusters, type Link } from './duplicateClusters';
import { type Grade, likenessOf, type Passage, passageOf, type TokenRange } from './likeness';
import { findUnits, type Unit } from './units';

export interface DuplicatePassage {
  /** Ordinal of its document, in the order in which they were added. */
  document: number;
  /** 0-based, both inclusive. */
  startLine: number;
  endLine: number;
  /**
   * How it relates to the one passage that all of its cluster are compared with, itself an exact copy of similarity 1.
   */
  grade: Grade;
  similarity: number;
}

export interface DuplicateCluster {
  /** Of the passages' contents alone: the same wherever they stand, another when one of them changes. */
  key: string;
  grade: Grade;
  /** Lines of code that would go if one passage stood for all. */
  savedLines: number;
  passages: DuplicatePassage[];
}

/** Six lines and fifty tokens: below that, copies are idioms (PMD's CPD and jscpd begin at 100 and 50 tokens). */
export const DEFAULT_MIN_LINES = 6;
const MIN_TOKENS = 50;
/** A passage that speaks of fewer things is a table or boilerplate. */
const MIN_NAMES = 8;
/** Work between two steps: some ten milliseconds. */
const PAIRS_PER_STEP = 200;
const UNITS_PER_STEP = 1000;

/** What others wrote, a tool generated or nobody reads as code. Data and prose are left out by their language. */
const LEFT_OUT = new Set(['vendored', 'generated', 'declaration', 'changelog', 'document', 'config']);

export function isCompared(path: string, language: string): boolean {
  return !isData(language) && !isProse(language) && !LEFT_OUT.has(classifyPath(path));
}

export class DuplicateFinder {
  private readonly documents: CodeTokens[] = [];
  private readonly units: Unit[] = [];

  constructor(private readonly minLines = DEFAULT_MIN_LINES) {}

  /** @returns the document's ordinal */
  add(text: string, language: string, chunks: readonly { startLine: number; endLine: number }[]): number {
    const code = readTokens(text, language);
    const ordinal = this.documents.push(code) - 1;
    for (const unit of findUnits(ordinal, code, chunks, { minLines: this.minLines, minTokens: MIN_TOKENS }))
      if (!isTrivial(this.rangeOf(unit))) this.units.push(unit);
    return ordinal;
  }

  /** Yields the share that is done. */
  *compare(): Generator<number, DuplicateCluster[]> {
    const classes = yield* this.copyClasses();
    const counts = new RunCounts(this.documents.reduce((sum, { tokens }) => sum + tokens.length, 0));
    for (const { tokens } of this.documents) {
      counts.add(tokens);
      yield 0;
    }
    const passages: Passage[] = [];
    for (const { units } of classes) {
      const { tokens, start, end } = this.rangeOf(units[0]!);
      passages.push(passageOf(tokens, start, end));
      if (passages.length % UNITS_PER_STEP === 0) yield 0;
    }
    const pairs = yield* at(0, candidatePairs(passages, counts));
    const links: Link[] = [];
    for (const [done, [a, b]] of pairs.entries()) {
      if (done % PAIRS_PER_STEP === 0) yield done / pairs.length;
      const likeness = likenessOf(passages[a]!, passages[b]!);
      if (likeness) links.push({ a, b, likeness });
    }
    const clusters = yield* at(1, formClusters(classes, links));
    return clusters.map((cluster) => this.describe(cluster));
  }

  private *copyClasses(): Generator<number, CopyClass[]> {
    const classes = new Map<number, CopyClass>();
    for (const [done, unit] of this.units.entries()) {
      if (done % UNITS_PER_STEP === 0) yield 0;
      const content = contentOf(this.rangeOf(unit));
      const found = classes.get(content);
      if (found) found.units.push(unit);
      else classes.set(content, { units: [unit], content });
    }
    return [...classes.values()];
  }

  private rangeOf({ document, start, end }: Unit): TokenRange {
    return { tokens: this.documents[document]!.tokens, start, end };
  }

  private describe({ members, grade, savedLines }: Cluster): DuplicateCluster {
    const passages = members.map(({ unit, ...likeness }): DuplicatePassage => {
      const { lines } = this.documents[unit.document]!;
      const { grade: own, similarity } = likeness;
      return {
        document: unit.document,
        startLine: lines[unit.first]!,
        endLine: lines[unit.last]!,
        grade: own,
        similarity,
      };
    });
    const contents = members.map(({ content }) => content).sort((a, b) => a - b);
    return { key: hashNumbers(contents.flatMap(halves)).toString(36), grade, savedLines, passages };
  }
}

/** The steps of a part of the work, all at one share of the whole. */
function* at<T>(share: number, steps: Generator<void, T>): Generator<number, T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    yield share;
  }
}

function isTrivial({ tokens, start, end }: TokenRange): boolean {
  const names = new Set<number>();
  for (let i = start; i < end && names.size < MIN_NAMES; i++) if (isName(tokens[i]!)) names.add(tokens[i]!);
  return names.size < MIN_NAMES;
}

function contentOf({ tokens, start, end }: TokenRange): number {
  return hashNumbers(tokens.subarray(start, end));
}

function halves(content: number): [number, number] {
  return [Math.floor(content / 2 ** 32), content % 2 ** 32];
}

/** 53 bits of two hashes: no collision to fear below a million passages. */
function hashNumbers(numbers: ArrayLike<number>): number {
  let a = 0x811c9dc5;
  let b = numbers.length;
  for (let i = 0; i < numbers.length; i++) {
    a = Math.imul(a ^ numbers[i]!, 0x01000193);
    b = Math.imul(b + numbers[i]!, 0x9e3779b1) ^ (b >>> 15);
  }
  return (a >>> 0) * 2 ** 21 + ((b >>> 0) % 2 ** 21);
}
