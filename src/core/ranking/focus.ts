/**
 * The place inside a passage that answers a question: one definition of several, or the lines that have the question's
 * words. Ranking decides which passage is shown; this decides which of its lines is opened. Pure: it is given the
 * passage's lines and changes no score.
 *
 * In this order: the line that a stack trace names, a quoted phrase, a definition that the question names, the
 * definition and within it the lines that have most of the question's words, the part that is nearest by vector, the
 * passage's main definition.
 */

import type { InnerDefinition } from '../chunking/chunk';
import { termsOf } from '../lexical/analyze';
import type { Concept } from '../lexical/bm25';
import type { AnalyzedQuery } from '../query/analyzeQuery';
import { escapeRegExp } from '../text/escapeRegExp';
import { readWords } from '../text/words';

export interface Focus {
  /** 0-based lines of the document, both inclusive. */
  startLine: number;
  endLine: number;
  /** Symbol path of the definition that the lines belong to, '' when there is none. */
  symbol: string;
}

export interface FocusInput {
  query: Pick<AnalyzedQuery, 'concepts' | 'identifiers' | 'kind' | 'filters'>;
  /**
   * How much each concept says (inverse document frequency), in the order of `query.concepts`; absent: all the same.
   */
  idf?: readonly number[] | undefined;
  /** First line of the passage in its document. */
  startLine: number;
  lines: readonly string[];
  /** Of the passage's main definition. */
  symbol: string;
  /** Lines relative to the passage. */
  definitions: readonly InnerDefinition[];
  /** A line of the document that the question names. */
  referencedLine?: number | undefined;
  /** How near a text is to the question; asked only where words do not decide. */
  similarity?: ((text: string) => number) | undefined;
}

/** A definition of up to so many lines is opened at its head; in a longer one the lines that have the words are. */
const SHORT_DEFINITION = 30;
/** Lines around the best one that count for it, before and after: what is said of a thing stands in a few lines. */
const WINDOW = 2;
/** What a word counts on the line that declares a definition, beside one in its body. */
const HEAD_WEIGHT = 2;
/** Lines of the parts that are compared by vector where a passage has no definitions. */
const PART_LINES = 12;

export function focusOf(input: FocusInput): Focus {
  const { lines, referencedLine, startLine } = input;
  const place =
    (referencedLine !== undefined ? onLine(input, referencedLine - startLine) : undefined) ??
    quoted(input) ??
    onlyPlace(input) ??
    asked(input) ??
    byWords(input) ??
    byVector(input) ??
    mainPlace(input);
  const end = Math.min(place.endLine, lines.length - 1);
  return {
    startLine: startLine + place.startLine,
    endLine: startLine + Math.max(place.startLine, end),
    symbol: place.symbol,
  };
}

/** Lines relative to the passage. */
type Place = Focus;

function onLine(input: FocusInput, line: number, endLine = line): Place | undefined {
  if (line < 0 || line >= input.lines.length) return undefined;
  return { startLine: line, endLine, symbol: symbolAt(input, line) };
}

/** The innermost definition that holds the line. */
function symbolAt({ definitions, symbol }: FocusInput, line: number): string {
  const around = definitions.filter(({ startLine, endLine }) => startLine <= line && line <= endLine);
  if (around.length === 0) return definitions.length === 0 ? symbol : '';
  return around.reduce((best, each) => (sizeOf(each) <= sizeOf(best) ? each : best)).symbol;
}

function sizeOf({ startLine, endLine }: { startLine: number; endLine: number }): number {
  return endLine - startLine + 1;
}

/** A phrase may go over a line's end: its first line is where it begins. */
function quoted(input: FocusInput): Place | undefined {
  const [phrase] = input.query.filters.phrases;
  if (phrase === undefined) return undefined;
  const text = input.lines.join('\n').toLowerCase();
  const at = text.indexOf(phrase.toLowerCase());
  if (at < 0) return undefined;
  return onLine(input, countLines(text.slice(0, at)));
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}

/** A short passage with one definition has no other place. */
function onlyPlace({ definitions, lines }: FocusInput): Place | undefined {
  const [only, another] = definitions;
  return only && !another && lines.length <= SHORT_DEFINITION ? headOf(only) : undefined;
}

/** The definition that the question names; of a qualified name (`Rack::Request`) the last part is the one asked for. */
function asked(input: FocusInput): Place | undefined {
  const { query, definitions } = input;
  const asCompared = (name: string) => (query.kind === 'symbol' ? name.toLowerCase() : name);
  for (const identifier of [...query.identifiers].reverse()) {
    const wanted = asCompared(identifier);
    const named = definitions.find(({ symbol, names }) =>
      [symbol, ...names].some((name) => asCompared(name) === wanted || asCompared(lastPart(name)) === wanted),
    );
    if (named) return headOf(named);
  }
  return undefined;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function headOf({ headLine, endLine, symbol }: InnerDefinition): Place {
  return { startLine: headLine, endLine, symbol };
}

function byWords(input: FocusInput): Place | undefined {
  const worths = worthsOfLines(input);
  if (worths.every(({ size }) => size === 0)) return undefined;
  const definition = bestDefinition(input, worths);
  const range = definition ?? { startLine: 0, endLine: input.lines.length - 1 };
  if (definition && sizeOf(definition) <= SHORT_DEFINITION) return headOf(definition);
  const { line, head } = bestLines(worths, range, definition?.headLine);
  if (definition && head) return headOf(definition);
  return onLine(input, line, Math.min(range.endLine, line + WINDOW));
}

/** Which concepts a line has, and how much each of them is worth there. */
type LineWorths = ReadonlyMap<number, number>;

function worthsOfLines({ lines, query, idf }: FocusInput): LineWorths[] {
  const places = new Map<string, { concept: number; worth: number }[]>();
  query.concepts.forEach((concept: Concept, index) => {
    for (const { term, weight } of concept.alternatives) {
      const worth = concept.weight * weight * (idf?.[index] ?? 1);
      if (worth > 0) places.set(term, [...(places.get(term) ?? []), { concept: index, worth }]);
    }
  });
  const mayHave = new RegExp([...places.keys()].map(prefixOf).join('|') || '$^', 'i');
  return lines.map((line) => {
    const found = new Map<number, number>();
    if (!mayHave.test(line)) return found;
    for (const word of readWords(line)) {
      const { parts, whole } = termsOf(word);
      for (const term of whole ? [whole, ...parts] : parts)
        for (const { concept, worth } of places.get(term) ?? [])
          found.set(concept, Math.max(worth, found.get(concept) ?? 0));
    }
    return found;
  });
}

/**
 * What every written form of a stemmed term begins with: `retri` stands for retry and retries. Cuts the lines that have
 * to be read in words.
 */
function prefixOf(term: string): string {
  const letters = term.length <= 4 ? term.slice(0, 3) : term.slice(0, -2);
  return escapeRegExp(letters);
}

/** The definition that has most of the question; of nested ones the innermost that has as much. */
function bestDefinition({ definitions }: FocusInput, worths: readonly LineWorths[]): InnerDefinition | undefined {
  let best: { definition: InnerDefinition; worth: number } | undefined;
  for (const definition of definitions) {
    const worth = worthOf(worths, definition, definition.headLine);
    if (worth === 0) continue;
    const isSmaller = best && sizeOf(definition) < sizeOf(best.definition);
    if (!best || worth > best.worth + 1e-9 || (isSmaller && worth > best.worth - 1e-9)) best = { definition, worth };
  }
  return best?.definition;
}

/** Each concept once, at its best place. */
function worthOf(
  worths: readonly LineWorths[],
  { startLine, endLine }: { startLine: number; endLine: number },
  headLine?: number,
): number {
  const best = new Map<number, number>();
  for (let line = startLine; line <= Math.min(endLine, worths.length - 1); line++) {
    const factor = line === headLine ? HEAD_WEIGHT : 1;
    for (const [concept, worth] of worths[line]!) best.set(concept, Math.max(worth * factor, best.get(concept) ?? 0));
  }
  return [...best.values()].reduce((sum, worth) => sum + worth, 0);
}

/** The line whose surroundings have most of the question; `head`: no other has more than the definition's own. */
function bestLines(
  worths: readonly LineWorths[],
  { startLine, endLine }: { startLine: number; endLine: number },
  headLine: number | undefined,
): { line: number; head: boolean } {
  const around = (line: number) =>
    worthOf(worths, { startLine: Math.max(startLine, line), endLine: Math.min(endLine, line + WINDOW) });
  let best = { line: startLine, worth: -1 };
  for (let line = startLine; line <= Math.min(endLine, worths.length - 1); line++) {
    if (worths[line]!.size === 0) continue;
    const worth = around(line);
    if (worth > best.worth) best = { line, worth };
  }
  const head = headLine !== undefined && around(headLine) >= best.worth;
  return { line: best.line, head };
}

function byVector(input: FocusInput): Place | undefined {
  const { similarity, lines, definitions } = input;
  if (!similarity) return undefined;
  const parts: Place[] = definitions.length > 1 ? definitions.map(headOf) : partsOf(input);
  if (parts.length < 2) return undefined;
  let best: { part: Place; near: number } | undefined;
  for (const part of parts) {
    const near = similarity(lines.slice(part.startLine, part.endLine + 1).join('\n'));
    if (!best || near > best.near) best = { part, near };
  }
  return best?.part;
}

function partsOf(input: FocusInput): Place[] {
  const parts: Place[] = [];
  for (let line = 0; line < input.lines.length; line += PART_LINES)
    parts.push(onLine(input, line, line + PART_LINES - 1)!);
  return parts;
}

function mainPlace(input: FocusInput): Place {
  const { definitions, symbol, lines } = input;
  const main = definitions.find((each) => each.symbol === symbol) ?? definitions[0];
  if (main) return headOf(main);
  const first = Math.max(
    0,
    lines.findIndex((line) => /[\p{L}\p{N}]/u.test(line)),
  );
  return { startLine: first, endLine: lines.length - 1, symbol };
}
