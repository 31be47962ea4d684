/**
 * The filters inside a typed question (`lang:go -is:test in:open`), read and written as text: chips, buttons and the
 * keyboard all change the same words. Pure; what a filter means is the engine's to say. Only `in:` is the editor's own:
 * `in:open` (open editors), `in:file` (this file). Invariant: everything that is no filter stays as it was typed, but
 * for blanks.
 */

/** Values may be quoted: `path:"my folder"`. */
const TOKEN = /-?[a-z]+:"[^"]*"?|-?"[^"]*"?|\S+/gi;
const FILTER = /^-?(lang|path|kind|symbol|is|in):/i;

/** Kinds that people search by, of those that the engine knows. */
export const SEARCHABLE_KINDS = [
  ...['function', 'method', 'class', 'interface', 'type', 'enum', 'module', 'variable', 'section', 'cell'],
];

export type Scope = 'open' | 'file';

/** The values of `key:`, without those of `-key:`. */
export function filterValues(query: string, key: string): string[] {
  const start = `${key}:`;
  return tokensOf(query)
    .filter((token) => token.toLowerCase().startsWith(start))
    .map((token) => token.slice(start.length).replaceAll('"', ''))
    .filter(Boolean);
}

/** The question with these values of `key:` and no others. */
export function withFilterValues(query: string, key: string, values: readonly string[]): string {
  const start = `${key}:`;
  const kept = tokensOf(query).filter((token) => !token.toLowerCase().startsWith(start));
  const added = values.map((value) => (/\s/.test(value) ? `${start}"${value}"` : `${start}${value}`));
  return [...kept, ...added].join(' ');
}

export function hasToken(query: string, token: string): boolean {
  return tokensOf(query).some((other) => other.toLowerCase() === token);
}

/** `rivals` go when the token comes: `in:file` and `in:open` exclude each other. */
export function toggleToken(query: string, token: string, rivals: readonly string[] = []): string {
  const has = hasToken(query, token);
  const kept = tokensOf(query).filter((other) => {
    const lower = other.toLowerCase();
    return lower !== token && !(!has && rivals.includes(lower));
  });
  return (has ? kept : [...kept, token]).join(' ');
}

/** Whether anything is asked beside the filters; `symbol:` alone is a question too. */
export function asksSomething(query: string): boolean {
  return tokensOf(query).some((token) => !FILTER.test(token) || /^symbol:./i.test(token));
}

/** The question without `in:`, and where it is to be looked for. */
export function splitScope(query: string): { query: string; scope?: Scope } {
  const values = filterValues(query, 'in');
  const scope = values.find((value): value is Scope => value === 'open' || value === 'file');
  return scope ? { query: withFilterValues(query, 'in', []), scope } : { query };
}

/** Text of several lines is pasted and holds no filters. */
function tokensOf(query: string): string[] {
  const trimmed = query.trim();
  if (trimmed === '') return [];
  return trimmed.includes('\n') ? [trimmed] : (trimmed.match(TOKEN) ?? []);
}
