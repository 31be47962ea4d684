/**
 * A quoted phrase or a regular expression as it is looked for in texts: plain data, so that it can go to another thread.
 * Regular expressions match within a line, as in VS Code's Search, unless they name a line's end themselves.
 */

import type { Filters, Pattern } from '../query/filters';
import { escapeRegExp } from '../text/escapeRegExp';

export interface TextCondition {
  /** As typed. */
  typed: string;
  isNegative: boolean;
  ignoresCase: boolean;
  wholeWords: boolean;
  /** A text as it stands; absent: `source` is a regular expression. */
  phrase?: string;
  /** Of an expression that matches within a line. */
  source?: string;
  /** The expression may go over a line's end. */
  isMultiLine?: boolean;
}

/** What has to be there and what must not, in that order. */
export function textConditions(filters: Filters): TextCondition[] {
  const { phrases, notPhrases, patterns, notPatterns } = filters;
  return [
    ...phrases.map((phrase) => ofPhrase(phrase, filters, false)),
    ...patterns.map((pattern) => ofPattern(pattern, false)),
    ...notPhrases.map((phrase) => ofPhrase(phrase, filters, true)),
    ...notPatterns.map((pattern) => ofPattern(pattern, true)),
  ];
}

function ofPhrase(phrase: string, { matchesCase, wholeWords }: Filters, isNegative: boolean): TextCondition {
  return { typed: phrase, phrase, isNegative, ignoresCase: !matchesCase, wholeWords: wholeWords ?? false };
}

function ofPattern({ source, flags }: Pattern, isNegative: boolean): TextCondition {
  const isMultiLine = /\\[nr]|\\x0[ad]|\\u000[ad]/i.test(source);
  return {
    typed: `/${source}/${flags}`,
    source: isMultiLine ? source : withinLine(source),
    isNegative,
    ignoresCase: flags.includes('i'),
    wholeWords: flags.includes('w'),
    ...(isMultiLine && { isMultiLine }),
  };
}

/** A letter, a digit or an underscore of any script; of what is none, only what stands between them matters. */
const WORD_CHARACTER = '[\\w\\u00aa-\\u02ff\\u0370-\\u1fff\\u3040-\\ud7ff\\uf900-\\ufdff\\uff10-\\uff5a]';

export function isWordCharacter(letter: string | undefined): boolean {
  return letter !== undefined && IS_WORD_CHARACTER.test(letter);
}

const IS_WORD_CHARACTER = new RegExp(WORD_CHARACTER);

/** The expression that finds a condition's matches one after the other. */
export function expressionOf({ source, phrase, ignoresCase, wholeWords }: TextCondition): RegExp {
  const own = source ?? escapeRegExp(phrase!);
  const whole = wholeWords ? `(?<!${WORD_CHARACTER})(?:${own})(?!${WORD_CHARACTER})` : own;
  // Properties and code points have a meaning in the Unicode mode alone; elsewhere it forbids what people write.
  const isUnicode = /\\[pP]\{|\\u\{|[\ud800-\udfff]/.test(own);
  const flags = `gm${ignoresCase ? 'i' : ''}`;
  try {
    return new RegExp(whole, isUnicode ? `${flags}u` : flags);
  } catch {
    return new RegExp(whole, flags);
  }
}

/** What inside a class stands for everything but digits or word characters, without the line's end. */
const IN_CLASS: Readonly<Record<string, string>> = {
  s: '\\t\\v\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff',
  D: '\\0-\\t\\v-\\/:-\\uffff',
  W: '\\0-\\t\\v-\\/:-@\\[-\\^`{-\\uffff',
};
const OUTSIDE: Readonly<Record<string, string>> = { s: '[^\\S\\n]', D: '[^\\d\\n]', W: '[^\\w\\n]' };

/** The same expression without the line's end in its classes: `\s+` and `[^)]*` stay on their line. */
function withinLine(source: string): string {
  let written = '';
  let isInClass = false;
  for (let at = 0; at < source.length; at++) {
    const letter = source[at]!;
    if (letter === '\\') {
      const next = source[++at] ?? '';
      written += (isInClass ? IN_CLASS : OUTSIDE)[next] ?? `\\${next}`;
    } else if (isInClass) {
      if (letter === ']') isInClass = false;
      written += letter;
    } else if (letter === '[') {
      isInClass = true;
      const isNegated = source[at + 1] === '^';
      if (isNegated) at++;
      written += isNegated ? '[^\\n' : '[';
    } else written += letter;
  }
  return written;
}
