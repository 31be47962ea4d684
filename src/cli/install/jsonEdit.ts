/** Entries of JSON files that may have comments and trailing commas. */
import { isDeepStrictEqual } from 'node:util';
import { findNodeAtLocation, getNodeValue, type JSONPath, type Node } from 'jsonc-parser';
import { type ConfigEdit, ConfigError } from './configEdit';
import { parseJson, removeValue, setValue } from './jsonText';

type Where = Pick<ConfigEdit, 'file' | 'what'>;

/** An object below a key. What somebody added to ours stays. */
export function jsonEntry(where: Where, at: JSONPath, value: Record<string, unknown>): ConfigEdit {
  return jsonEdit(where, {
    add(given) {
      let text = given;
      const known = valueAt(text, at, 'object') as Record<string, unknown> | undefined;
      if (known === undefined) return setValue(text, at, value);
      for (const [key, part] of Object.entries(value))
        if (!isDeepStrictEqual(known[key], part)) text = setValue(text, [...at, key], part);
      return text;
    },
    remove: (text) => (valueAt(text, at, 'object') === undefined ? text : withoutEmpty(removeValue(text, at), at)),
  });
}

/** An item of a list below a key. `isOurs`: knows it again when it was written by another version. */
export function jsonItem(where: Where, at: JSONPath, item: unknown, isOurs: (item: unknown) => boolean): ConfigEdit {
  return jsonEdit(where, {
    add(text) {
      const items = valueAt(text, at, 'array') as unknown[] | undefined;
      if (items === undefined) return setValue(text, at, [item]);
      const place = items.findIndex(isOurs);
      if (place >= 0 && isDeepStrictEqual(items[place], item)) return text;
      return setValue(text, [...at, place < 0 ? items.length : place], item);
    },
    remove(given) {
      let text = given;
      const items = (valueAt(text, at, 'array') ?? []) as unknown[];
      const places = items.flatMap((each, place) => (isOurs(each) ? place : [])).reverse();
      for (const place of places) text = removeValue(text, [...at, place]);
      return places.length === 0 ? text : withoutEmpty(text, [...at, 0]);
    },
  });
}

/** A number that a file needs to be read at all; it stays when the rest goes, unless it would be all. */
export function withVersion(edit: ConfigEdit, version: number): ConfigEdit {
  return jsonEdit(edit, {
    add: (text) => edit.add(valueAt(text, ['version']) === undefined ? setValue(text, ['version'], version) : text),
    remove(given) {
      const text = edit.remove(given);
      if (text === undefined || text === given) return text;
      return isDeepStrictEqual(valueAt(text, []), { version }) ? undefined : text;
    },
  });
}

/** A file that is not there, or is blank, is an empty object. A byte order mark is no part of the JSON. */
function jsonEdit({ file, what }: Where, { add, remove }: { add(text: string): string; remove: ConfigEdit['remove'] }) {
  return {
    file,
    what,
    add(given: string | undefined) {
      const [mark, text] = splitMark(given ?? '');
      return mark + add(text.trim() === '' ? '{}\n' : text);
    },
    remove(given: string) {
      const [mark, text] = splitMark(given);
      if (text.trim() === '') return given;
      const rest = remove(text);
      return rest === undefined ? undefined : mark + rest;
    },
  };
}

function splitMark(text: string): [mark: string, rest: string] {
  return text.startsWith('\uFEFF') ? ['\uFEFF', text.slice(1)] : ['', text];
}

/** Undefined when it is not there. @throws ConfigError when the text is no JSON or something else stands there */
function valueAt(text: string, at: JSONPath, type?: Node['type']): unknown {
  const root = parseJson(text);
  for (let length = 0; length < at.length; length++) {
    const parent = findNodeAtLocation(root, at.slice(0, length));
    if (!parent) return undefined;
    if (parent.type !== 'object')
      throw new ConfigError(`"${at.slice(0, length).join('.') || 'the whole'}" is no object but ${parent.type}`);
  }
  const found = findNodeAtLocation(root, at);
  if (found && type && found.type !== type)
    throw new ConfigError(`"${at.join('.')}" is no ${type === 'array' ? 'list' : type} but ${found.type}`);
  // As a plain object: the parser's have no prototype.
  return found && JSON.parse(JSON.stringify(getNodeValue(found)));
}

/** Without the objects and lists around `at` that hold nothing any more; undefined when that is all. */
function withoutEmpty(given: string, at: JSONPath): string | undefined {
  let text = given;
  for (let length = at.length - 1; length > 0; length--) {
    const around = at.slice(0, length);
    if (!isEmpty(text, findNodeAtLocation(parseJson(text), around))) return text;
    text = removeValue(text, around);
  }
  return isEmpty(text, parseJson(text)) && /^\s*\{\s*\}\s*$/.test(text) ? undefined : text;
}

/** A comment is something. */
function isEmpty(text: string, node: Node | undefined): boolean {
  return node !== undefined && text.slice(node.offset + 1, node.offset + node.length - 1).trim() === '';
}
