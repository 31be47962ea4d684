/**
 * All matches of a condition in a text, without overlaps, in order. A phrase takes time in proportion to the text; a
 * regular expression may take any time, so that it belongs into a thread that can be ended.
 */
import { longestRequired } from './requiredTexts';
import { expressionOf, isWordCharacter, type TextCondition } from './textCondition';

/** Called with the start of each match and its end, UTF-16 offsets; empty matches are none. */
type Visit = (start: number, end: number) => void;

export type Matcher = (text: string, visit: Visit) => void;

/** To be made once for many texts. */
export function createMatcher(condition: TextCondition): Matcher {
  const { phrase, ignoresCase, isMultiLine } = condition;
  const expression = expressionOf(condition);
  const byExpression: Matcher = (text, visit) => visitAll(expression, text, 0, text.length, visit);
  const wanted = longestRequired(condition);
  if (wanted === undefined || isMultiLine) return byExpression;
  const needle = ignoresCase ? wanted.toLowerCase() : wanted;
  return (text, visit) => {
    const compared = ignoresCase ? text.toLowerCase() : text;
    // A few letters (İ) have another length in lower case.
    if (compared.length !== text.length || needle.length !== wanted.length) byExpression(text, visit);
    else if (phrase !== undefined) visitPhrase(compared, needle, condition.wholeWords, visit);
    else visitLines(expression, text, compared, needle, visit);
  };
}

function visitPhrase(compared: string, needle: string, wholeWords: boolean, visit: Visit): void {
  for (let at = compared.indexOf(needle); at >= 0; ) {
    const end = at + needle.length;
    const isMatch = !wholeWords || !(isWordCharacter(compared[at - 1]) || isWordCharacter(compared[end]));
    if (isMatch) visit(at, end);
    at = compared.indexOf(needle, isMatch ? end : at + 1);
  }
}

/** Only the lines that have the needle are matched: most of a text costs no more than a search for a phrase. */
function visitLines(expression: RegExp, text: string, compared: string, needle: string, visit: Visit): void {
  for (let at = compared.indexOf(needle); at >= 0; ) {
    const start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    const line = text.slice(start, end);
    visitAll(expression, line, 0, line.length, (from, to) => visit(start + from, start + to));
    at = compared.indexOf(needle, end);
  }
}

function visitAll(expression: RegExp, text: string, from: number, to: number, visit: Visit): void {
  expression.lastIndex = from;
  for (let match = expression.exec(text); match; match = expression.exec(text)) {
    const { index } = match;
    const end = index + match[0].length;
    if (end > index) visit(index, end);
    else if (++expression.lastIndex > to) return;
  }
}
