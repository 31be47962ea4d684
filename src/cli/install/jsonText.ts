/**
 * Changes to the text of a JSON file that may have comments and trailing commas. Nothing but what is put in or taken
 * out is touched: neighbors keep their form, comments their place.
 */
import {
  findNodeAtLocation,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { ConfigError, lineEndOf } from './configEdit';

/** @throws ConfigError */
export function parseJson(text: string): Node {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (!error && root) return root;
  const line = text.slice(0, error?.offset ?? 0).split('\n').length;
  throw new ConfigError(`it is no valid JSON (line ${line}: ${error ? printParseErrorCode(error.error) : 'empty'})`);
}

/** Sets what stands at `at`; objects on the way are made. A list grows by the index behind its last. */
export function setValue(text: string, at: JSONPath, value: unknown): string {
  const root = parseJson(text);
  const found = findNodeAtLocation(root, at);
  if (found) {
    const written = stringify(value, indentAt(text, found.offset), text);
    return text.slice(0, found.offset) + written + text.slice(found.offset + found.length);
  }
  let length = at.length - 1;
  while (length > 0 && !findNodeAtLocation(root, at.slice(0, length))) length--;
  const container = findNodeAtLocation(root, at.slice(0, length))!;
  const key = at[length]!;
  const nested = at.slice(length + 1).reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  return insertInto(text, container, container.type === 'array' ? undefined : String(key), nested);
}

function insertInto(text: string, container: Node, key: string | undefined, value: unknown): string {
  const written = (indent: string | undefined) =>
    (key === undefined ? '' : `${JSON.stringify(key)}: `) + stringify(value, indent, text);
  const last = container.children?.at(-1);
  const end = lineEndOf(text);
  if (!last) {
    const close = container.offset + container.length - 1;
    const before = text.slice(0, close).trimEnd();
    const around = indentAt(text, container.offset);
    const indent = around + indentOf(text);
    return `${before}${end}${indent}${written(indent)}${end}${around}${text.slice(close)}`;
  }
  const behind = last.offset + last.length;
  const comma = commaBehind(text, behind);
  const indent = isFirstOfLine(text, last.offset) ? indentAt(text, last.offset) : undefined;
  if (indent === undefined) {
    const place = comma === undefined ? behind : comma + 1;
    const separator = comma === undefined ? ', ' : ' ';
    return text.slice(0, place) + separator + written(undefined) + text.slice(place);
  }
  const place = endOfLine(text, comma === undefined ? behind : comma + 1);
  const item = `${end}${indent}${written(indent)}`;
  if (comma !== undefined) return `${text.slice(0, place)}${item},${text.slice(place)}`;
  return `${text.slice(0, behind)},${text.slice(behind, place)}${item}${text.slice(place)}`;
}

/** Takes out a property or an item; the text must have it. */
export function removeValue(text: string, at: JSONPath): string {
  const root = parseJson(text);
  const value = findNodeAtLocation(root, at)!;
  const node = value.parent!.type === 'property' ? value.parent! : value;
  const container = node.parent!;
  const siblings = container.children!;
  const place = siblings.indexOf(node);
  const behind = node.offset + node.length;
  const comma = commaBehind(text, behind);
  if (siblings.length === 1) {
    const [open, close] = [container.offset + 1, container.offset + container.length - 1];
    const rest = text.slice(open, node.offset) + text.slice(comma === undefined ? behind : comma + 1, close);
    return text.slice(0, open) + (rest.trim() === '' ? '' : rest) + text.slice(close);
  }
  const previous = siblings[place - 1];
  const from = startOfGap(text, node.offset);
  if (comma !== undefined) return text.slice(0, from) + text.slice(comma + 1);
  // The last one, without a comma behind it: the one before it goes.
  const before = commaBehind(text, previous!.offset + previous!.length)!;
  return text.slice(0, before) + text.slice(before + 1, Math.max(before + 1, from)) + text.slice(behind);
}

/** Where the blanks before `offset` begin, one line end among them. */
function startOfGap(text: string, offset: number): number {
  const [gap] = /(?:\r?\n)?[ \t]*$/.exec(text.slice(0, offset))!;
  return offset - gap.length;
}

const BLANK = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;

/** Undefined when something else comes first; comments are passed over. */
function commaBehind(text: string, offset: number): number | undefined {
  BLANK.lastIndex = offset;
  const next = offset + BLANK.exec(text)![0].length;
  return text[next] === ',' ? next : undefined;
}

const REST_OF_LINE = /[ \t]*(?:\/\*[^\r\n]*?\*\/[ \t]*)*(?:\/\/[^\r\n]*)?(?=\r?\n)/y;

/** Behind the comments that belong to what stands before them on the line; `offset` where more than that follows. */
function endOfLine(text: string, offset: number): number {
  REST_OF_LINE.lastIndex = offset;
  return offset + (REST_OF_LINE.exec(text)?.[0].length ?? 0);
}

function isFirstOfLine(text: string, offset: number): boolean {
  return /\n[ \t]*$/.test(text.slice(0, offset));
}

/** Of the line that `offset` is on. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)![0];
}

/** Of one level: the first line that has any says it. */
function indentOf(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
}

/** `indent` undefined: on one line. */
function stringify(value: unknown, indent: string | undefined, text: string): string {
  if (indent === undefined) return JSON.stringify(value);
  return JSON.stringify(value, undefined, indentOf(text)).replaceAll('\n', `${lineEndOf(text)}${indent}`);
}
