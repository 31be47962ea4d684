/** Our part of a text between two marks, and files that are wholly ours. */
import { type ConfigEdit, ConfigError, lineEndOf } from './configEdit';

type Where = Pick<ConfigEdit, 'file' | 'what'>;

interface Marks {
  begin: string;
  end: string;
}

const MARKDOWN: Marks = { begin: '<!-- kindred: begin -->', end: '<!-- kindred: end -->' };
const TOML: Marks = { begin: '# kindred: begin', end: '# kindred: end' };

export function markdownSection(where: Where, body: string): ConfigEdit {
  return section(where, body, MARKDOWN);
}

/** `table`: its header, which nobody else may have written. */
export function tomlSection(where: Where, table: string, body: string): ConfigEdit {
  const edit = section(where, `[${table}]\n${body}`, TOML);
  return {
    ...edit,
    add(text) {
      if (text !== undefined) checkToml(text, table);
      return edit.add(text);
    },
  };
}

function section(where: Where, body: string, marks: Marks): ConfigEdit {
  const written = [marks.begin, body.trimEnd(), marks.end].join('\n');
  return {
    ...where,
    add(given = '') {
      const end = lineEndOf(given);
      const ours = written.replaceAll('\n', end);
      const found = find(given, marks);
      if (found) return given.slice(0, found.start) + ours + given.slice(found.end);
      if (given.trim() === '') return `${ours}${end}`;
      return `${given}${given.endsWith('\n') ? '' : end}${end}${ours}${end}`;
    },
    remove(given) {
      const found = find(given, marks);
      if (!found) return given;
      // With the blank line that stands before it and the end of its last line.
      const before = given.slice(0, found.start).replace(/(\r?\n)\r?\n$/, '$1');
      const rest = before + given.slice(found.end).replace(/^\r?\n/, '');
      return rest.trim() === '' ? undefined : rest;
    },
  };
}

/** @throws ConfigError when there is one mark without the other */
function find(text: string, { begin, end }: Marks): { start: number; end: number } | undefined {
  const start = text.indexOf(begin);
  const last = text.indexOf(end);
  if (start < 0 && last < 0) return undefined;
  if (start < 0 || last < start) throw new ConfigError(`"${start < 0 ? end : begin}" is there without its counterpart`);
  return { start, end: last + end.length };
}

/** No parser of TOML: only what a table at the end of the file could break. */
function checkToml(text: string, table: string): void {
  const found = find(text, TOML);
  const others = found ? text.slice(0, found.start) + text.slice(found.end) : text;
  const lines = others.split(/\r?\n/);
  if (lines.some((line) => line.replace(/\s|#.*$/g, '').replace(/"/g, '') === `[${table}]`))
    throw new ConfigError(`[${table}] is there already, written by somebody else. Remove it, or keep it as it is`);
  for (const quotes of ['"""', "'''"])
    if ((others.split(quotes).length - 1) % 2 === 1) throw new ConfigError(`a ${quotes} is not closed`);
  const broken = lines.findIndex((line) => /^\s*\[[^\]]*$/.test(line));
  if (broken >= 0) throw new ConfigError(`the table header of line ${broken + 1} is not closed`);
}

/** A file that only we write. `mark`: a part of its text that no other file has. */
export function ownFile(where: Where, text: string, mark: string): ConfigEdit {
  const check = (found: string | undefined) => {
    if (found !== undefined && !found.includes(mark)) throw new ConfigError('it was written by somebody else');
  };
  return {
    ...where,
    add(found) {
      check(found);
      return text;
    },
    remove(found) {
      check(found);
      return undefined;
    },
  };
}
