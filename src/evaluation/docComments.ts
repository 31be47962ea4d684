/**
 * Questions out of a document's own doc comments: the first sentence asks for the definition below it, and the comment
 * is taken out of the text.
 * Pure. Invariants: the text keeps its lines; each comment that a question comes from is gone from it, whether the
 * question is asked or not.
 */
import { type Definition, flatten } from '../core/chunking/outline';
import { commentColumns } from '../core/lexical/comments';

export interface CommentQuestion {
  text: string;
  /** Of the definition, its comment left out; 0-based, both inclusive. */
  startLine: number;
  endLine: number;
}

const MIN_WORDS = 4;
/** A longer first sentence is a list, a table or code. */
const MAX_CHARS = 300;
const NOT_ASKED: ReadonlySet<string> = new Set(['section', 'cell', 'block']);

export function hideDocComments(
  text: string,
  language: string,
  definitions: readonly Definition[],
): { text: string; questions: CommentQuestion[] } {
  const lines = text.split(/\r\n?|\n/);
  const questions: CommentQuestion[] = [];
  for (const definition of definitions.flatMap(flatten)) {
    if (NOT_ASKED.has(definition.kind)) continue;
    for (const comment of [leadingComment(lines, definition, language), docstring(lines, definition, language)]) {
      const question = comment && firstSentence(comment.text);
      if (!question || wordCount(question) < MIN_WORDS) continue;
      lines.splice(comment.line, comment.blanked.length, ...comment.blanked);
      questions.push({ text: question, startLine: definition.headLine, endLine: definition.endLine });
    }
  }
  return { text: lines.join('\n'), questions };
}

export function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
}

/** A text as it is compared with a question: one space between words, comment marks left out, one case. */
export function comparable(text: string): string {
  return text
    .replace(/[\s*#/`]+/g, ' ')
    .trim()
    .toLowerCase();
}

interface Comment {
  line: number;
  text: string[];
  blanked: string[];
}

function leadingComment(lines: string[], { startLine, headLine }: Definition, language: string): Comment | undefined {
  const lead = lines.slice(startLine, headLine);
  const columns = commentColumns(lead, language);
  if (!columns.some(Number.isFinite)) return undefined;
  return {
    line: startLine,
    text: lead.flatMap((line, i) => (columns[i]! < line.length ? [line.slice(columns[i])] : [])),
    blanked: lead.map((line, i) => line.slice(0, columns[i])),
  };
}

/**
 * Python's comment of a definition is the first statement of its body; `...` takes its place, for a body may hold
 * nothing else.
 */
function docstring(lines: string[], definition: Definition, language: string): Comment | undefined {
  if (language !== 'python') return undefined;
  const { headLine, endLine } = definition;
  let line = headLine;
  while (line <= endLine && !/:\s*(#.*)?$/.test(lines[line]!)) line++;
  do line++;
  while (line <= endLine && lines[line]!.trim() === '');
  const opened = line <= endLine && /^(\s*)[rRuU]?("""|''')/.exec(lines[line]!);
  if (!opened) return undefined;
  const [mark, indent, quotes] = opened as unknown as [string, string, string];
  let last = line;
  let from = mark.length;
  while (last <= endLine && !lines[last]!.includes(quotes, from)) {
    last++;
    from = 0;
  }
  if (last > endLine) return undefined;
  const text = lines.slice(line, last + 1);
  text[0] = text[0]!.slice(mark.length);
  return { line, text, blanked: text.map((_, i) => (i === 0 ? `${indent}...` : '')) };
}

const OPENING_MARKS =
  /^\s*(?:@(?:module|type)?doc\s+~?[sS]?"""|\/\*+!?|\*+\/|\*|\/\/[/!]?|#+|--+\[*|\{-[|^]?|=begin|;+)+\s*/;
const CLOSING_MARKS = /\s*(?:\*+\/|"""|'''|-\}|\]\])\s*$/;

/** Of the first paragraph; '' when the comment begins with a tag or a notice. */
function firstSentence(comment: readonly string[]): string {
  const said = comment.map((line) => line.replace(CLOSING_MARKS, '').replace(OPENING_MARKS, '').trim());
  const start = said.findIndex((line) => /\p{L}/u.test(line));
  if (start < 0) return '';
  const rest = said.slice(start);
  const end = rest.findIndex((line) => line === '' || /^[@:\\]\w/.test(line));
  const paragraph = rest
    .slice(0, end < 0 ? undefined : end)
    .join(' ')
    .replace(/\{@\w+\s+([^}]*)\}/g, '$1')
    .replace(/<\/?\w+>/g, '')
    .replace(/\s+/g, ' ');
  const sentence = paragraph.split(/(?<=[.!?。])\s/)[0]!.trim();
  return sentence.length > MAX_CHARS || /copyright|licen[sc]e|eslint|noinspection/i.test(sentence) ? '' : sentence;
}
