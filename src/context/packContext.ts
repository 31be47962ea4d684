/**
 * Packs what searches found into a text of at most so many tokens, for a reader that pays for each of them (a language
 * model): whole definitions where they fit, the lines around the focus where they do not, further places by name alone.
 * Pure: texts and the token count are given to it.
 *
 * Invariants: the text is never longer than the budget; no line of a file is there twice; what was left out is counted.
 */
import type { SearchResult } from '../protocol/engine';
import { oneBased, placeLine } from './place';
import { render, renderRegion } from './renderContext';

export interface PackOptions {
  budgetTokens: number;
  /** Lines of code at most, over all regions. */
  maxLines: number;
  /** Regions of code at most; places named alone do not count. */
  maxRegions: number;
  countTokens: (text: string) => number;
  /** The lines of a document as they are now; undefined when it has gone. */
  linesOf: (corpusId: string, path: string) => readonly string[] | undefined;
}

/** What one question found, best first. */
export interface Answer {
  question: string;
  isRelevant: boolean;
  results: readonly SearchResult[];
}

/** A run of lines of one document. Lines are 0-based, both inclusive. */
export interface Region {
  corpusId: string;
  path: string;
  startLine: number;
  endLine: number;
  symbol: string;
  language: string;
  /** As they stand in the file. */
  lines: readonly string[];
  /** The lines are only a part of the passage, around its focus. */
  isExcerpt: boolean;
}

/** A place that is named without its code. */
export type Place = Pick<Region, 'corpusId' | 'path' | 'startLine' | 'endLine' | 'symbol'>;

export interface PackedContext {
  questions: string[];
  /** False: none of the questions found anything relevant, and nothing is packed but the nearest places. */
  isRelevant: boolean;
  regions: Region[];
  /** Further places, named alone. */
  places: Place[];
  /** Results that are not even named. */
  leftOut: number;
  /** What a reader gets. */
  text: string;
  tokens: number;
}

/** Lines shown around a focus whose definition does not fit: its head and what it begins with. */
const EXCERPT_LINES = 12;
/** Two regions of a file with so few lines between them are shown as one: a reader would ask for what lies between. */
const GAP_LINES = 3;
/**
 * A share of the budget is for places that are named alone: a name costs a fortieth of its code, and one of them may be
 * the answer.
 */
const PLACES_SHARE = 0.2;
/** The titles between regions and places, and the line that says what was left out. */
const FRAME_TOKENS = 30;
const SEPARATOR_TOKENS = 2;
/** Places named when nothing relevant was found. */
const NEAREST_PLACES = 5;

export function packContext(answers: readonly Answer[], options: PackOptions): PackedContext {
  const questions = answers.map(({ question }) => question);
  const relevant = answers.filter(({ isRelevant }) => isRelevant);
  const packer = new Packer(questions, relevant.length > 0, options);
  packer.name(
    relevant.length > 0 ? packer.addRegions(takeTurns(relevant)) : takeTurns(answers).slice(0, NEAREST_PLACES),
  );
  return packer.packed();
}

/** The best of each question, then the second best of each, and so on; a passage once. */
function takeTurns(answers: readonly Answer[]): SearchResult[] {
  const seen = new Set<string>();
  const inTurn: SearchResult[] = [];
  const most = Math.max(0, ...answers.map(({ results }) => results.length));
  for (let rank = 0; rank < most; rank++) {
    for (const { results } of answers) {
      const result = results[rank];
      const key = result && JSON.stringify([result.corpusId, result.path, result.startLine]);
      if (!result || seen.has(key!)) continue;
      seen.add(key!);
      inTurn.push(result);
    }
  }
  return inTurn;
}

class Packer {
  private regions: Region[] = [];
  private places: Place[] = [];
  private leftOut = 0;
  private readonly costs = new Map<Region | Place, number>();
  /** Of the documents that were asked for. */
  private readonly documents = new Map<string, readonly string[] | undefined>();

  constructor(
    private readonly questions: string[],
    private readonly isRelevant: boolean,
    private readonly options: PackOptions,
  ) {}

  /** Adds the code of as many results as fit, best first; returns those that did not. */
  addRegions(results: readonly SearchResult[]): SearchResult[] {
    const { budgetTokens } = this.options;
    const forCode = budgetTokens * (1 - PLACES_SHARE);
    const rest: SearchResult[] = [];
    for (const result of results) if (!this.addRegion(result, forCode)) rest.push(result);
    return rest;
  }

  /** Names places as long as there is room. */
  name(results: readonly SearchResult[]): void {
    for (const result of results) {
      if (this.isShown(result)) continue;
      const { corpusId, path, focus, symbol } = result;
      const place = {
        corpusId,
        path,
        startLine: focus.startLine,
        endLine: focus.endLine,
        symbol: focus.symbol || symbol,
      };
      const places = [...this.places, place];
      if (this.tokensOf(this.regions, places) <= this.options.budgetTokens) this.places = places;
      else this.leftOut++;
    }
  }

  packed(): PackedContext {
    const { questions, isRelevant, regions, places, leftOut } = this;
    const text = this.text(regions, places, leftOut);
    return { questions, isRelevant, regions, places, leftOut, text, tokens: this.options.countTokens(text) };
  }

  /** The whole passage if it fits, else the lines around its focus. */
  private addRegion(result: SearchResult, budgetTokens: number): boolean {
    const lines = this.linesOf(result);
    if (!lines) return false;
    for (const region of [wholeOf(result, lines), excerptOf(result, lines)]) {
      const regions = region && withRegion(this.regions, region, lines);
      if (!regions || !this.isWithinLimits(regions)) continue;
      if (this.tokensOf(regions, []) > budgetTokens) continue;
      this.regions = regions;
      return true;
    }
    return false;
  }

  /** Several results lie in one document, which is read once. */
  private linesOf({ corpusId, path }: SearchResult): readonly string[] | undefined {
    const key = JSON.stringify([corpusId, path]);
    if (!this.documents.has(key)) this.documents.set(key, this.options.linesOf(corpusId, path));
    return this.documents.get(key);
  }

  private isWithinLimits(regions: readonly Region[]): boolean {
    const { maxLines, maxRegions } = this.options;
    const count = regions.reduce((sum, { lines }) => sum + lines.length, 0);
    return regions.length <= maxRegions && count <= maxLines;
  }

  private isShown({ corpusId, path, focus }: SearchResult): boolean {
    return this.regions.some(
      (region) =>
        region.corpusId === corpusId &&
        region.path === path &&
        region.startLine <= focus.startLine &&
        focus.startLine <= region.endLine,
    );
  }

  /**
   * At most what the text takes, the line that says how many were left out included: the sum over its blocks, each
   * counted once.
   */
  private tokensOf(regions: readonly Region[], places: readonly Place[]): number {
    const blocks = regions.map((region) => this.costOf(region, renderRegion(region)));
    const named = places.map((place) => this.costOf(place, `  ${placeLine(oneBased(place))}`));
    return FRAME_TOKENS + [...blocks, ...named].reduce((sum, cost) => sum + cost, 0);
  }

  private costOf(part: Region | Place, text: string): number {
    let cost = this.costs.get(part);
    if (cost === undefined) {
      cost = this.options.countTokens(text) + SEPARATOR_TOKENS;
      this.costs.set(part, cost);
    }
    return cost;
  }

  private text(regions: readonly Region[], places: readonly Place[], leftOut: number): string {
    const { questions, isRelevant } = this;
    return render({ questions, isRelevant, regions, places, leftOut });
  }
}

/**
 * The passage's lines without blank ones, closing brackets of others and imports at its ends; undefined when nothing is
 * left.
 */
function wholeOf(result: SearchResult, lines: readonly string[]): Region | undefined {
  let { startLine, endLine } = result;
  endLine = Math.min(endLine, lines.length - 1);
  const { focus } = result;
  while (startLine < focus.startLine && saysNothing(lines[startLine]!)) startLine++;
  while (endLine > focus.endLine && saysNothing(lines[endLine]!)) endLine--;
  if (startLine > endLine) return undefined;
  return regionOf(result, lines, startLine, endLine, false);
}

function excerptOf(result: SearchResult, lines: readonly string[]): Region | undefined {
  const { focus } = result;
  const startLine = Math.min(focus.startLine, lines.length - 1);
  const endLine = Math.min(Math.max(focus.endLine, startLine), startLine + EXCERPT_LINES - 1, lines.length - 1);
  if (startLine > endLine || startLine < 0) return undefined;
  return regionOf(result, lines, startLine, endLine, endLine < Math.min(result.endLine, lines.length - 1));
}

function regionOf(
  { corpusId, path, symbol, language, focus }: SearchResult,
  lines: readonly string[],
  startLine: number,
  endLine: number,
  isExcerpt: boolean,
): Region {
  const shown = lines.slice(startLine, endLine + 1);
  return { corpusId, path, startLine, endLine, symbol: focus.symbol || symbol, language, lines: shown, isExcerpt };
}

/** Lines at the ends of a passage that a reader learns nothing from. */
const SAYS_NOTHING =
  /^\s*(?:[)\]}>;,]*|import\b.*|from\s.*\bimport\b.*|#include\b.*|using\s[\w.]+;|(['"])use strict\1;?)\s*$/;

function saysNothing(line: string): boolean {
  return SAYS_NOTHING.test(line);
}

/** Joined with the regions of the same document that it touches; the others stay as they are, in their order. */
function withRegion(regions: readonly Region[], added: Region, lines: readonly string[]): Region[] {
  const touches = (each: Region) =>
    each.corpusId === added.corpusId &&
    each.path === added.path &&
    each.startLine <= added.endLine + 1 + GAP_LINES &&
    added.startLine <= each.endLine + 1 + GAP_LINES;
  const touched = regions.filter(touches);
  if (touched.length === 0) return [...regions, added];
  const startLine = Math.min(added.startLine, ...touched.map((each) => each.startLine));
  const endLine = Math.max(added.endLine, ...touched.map((each) => each.endLine));
  const symbols = [...new Set([...touched.map(({ symbol }) => symbol), added.symbol].filter(Boolean))];
  const joined: Region = {
    ...added,
    startLine,
    endLine,
    symbol: symbols.join(', '),
    lines: lines.slice(startLine, endLine + 1),
    isExcerpt: added.isExcerpt || touched.some(({ isExcerpt }) => isExcerpt),
  };
  const [first] = touched;
  return regions.flatMap((each) => (each === first ? [joined] : touches(each) ? [] : [each]));
}
