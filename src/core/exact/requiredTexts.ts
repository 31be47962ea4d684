/**
 * Texts that every match of a condition holds, so that what has none of them need not be read: a phrase itself, and of
 * a regular expression the letters that stand in it outside of alternatives, groups and optional parts.
 */
import type { TextCondition } from './textCondition';

export function requiredTexts({ phrase, source }: TextCondition): string[] {
  return phrase !== undefined ? [phrase] : requiredRuns(source!);
}

/** The longest of them. */
export function longestRequired(condition: TextCondition): string | undefined {
  return requiredTexts(condition).reduce<string | undefined>(
    (best, each) => (each.length > (best?.length ?? 0) ? each : best),
    undefined,
  );
}

const QUANTIFIER = /(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/y;
/** An escape that stands for no letter of its own, with all that belongs to it. */
const SPECIAL_ESCAPE = /\\(?:x[\da-f]{2}|u\{[^}]*\}|u[\da-f]{4}|[pP]\{[^}]*\}|k<[^>]*>|c[a-z]|[a-z]|\d+)/iy;

function requiredRuns(source: string): string[] {
  const runs: string[] = [];
  let run = '';
  const endRun = () => {
    if (run) runs.push(run);
    run = '';
  };
  for (let at = 0; at < source.length; ) {
    const letter = source[at]!;
    if (letter === '|') return [];
    const special = '.^$()['.includes(letter) ? endOfPart(source, at) : endOf(SPECIAL_ESCAPE, source, at);
    if (special !== undefined) {
      endRun();
      at = endOf(QUANTIFIER, source, special) ?? special;
      continue;
    }
    const isEscaped = letter === '\\';
    const own = isEscaped ? source[at + 1]! : letter;
    at += isEscaped ? 2 : 1;
    QUANTIFIER.lastIndex = at;
    const quantifier = QUANTIFIER.exec(source);
    const isOptional = quantifier !== null && (/^[*?]/.test(quantifier[0]) || quantifier[1] === '0');
    // Half of a character is quantified together with the other half.
    const isHalf = /[\ud800-\udfff]/.test(own);
    if (!isOptional && !isHalf) run += own;
    if (quantifier || isHalf) endRun();
    at += quantifier?.[0].length ?? 0;
  }
  endRun();
  return runs;
}

/** Behind a group, a class or a sign that is no letter. */
function endOfPart(source: string, at: number): number {
  if (source[at] === '[') return endOfClass(source, at);
  if (source[at] !== '(') return at + 1;
  let depth = 0;
  for (let i = at; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === '[') i = endOfClass(source, i) - 1;
    else if (source[i] === '(') depth++;
    else if (source[i] === ')' && --depth === 0) return i + 1;
  }
  return source.length;
}

function endOfClass(source: string, at: number): number {
  for (let i = at + 1; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === ']') return i + 1;
  }
  return source.length;
}

function endOf(expression: RegExp, source: string, at: number): number | undefined {
  expression.lastIndex = at;
  return expression.test(source) ? expression.lastIndex : undefined;
}
