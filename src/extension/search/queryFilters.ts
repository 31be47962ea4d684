/**
 * The filters inside a typed question (`lang:go -is:test in:open`), read and written as text: chips, buttons and the
 * keyboard all change the same words. Pure; the grammar is the engine's, and so is what a filter means. Only `in:` is
 * the editor's own: `in:open` (open editors), `in:file` (this file). Invariant: everything that is no filter stays as
 * it was typed, but for blanks.
 */
import { KINDS, tokensOf as readTokens, type Token } from '../../core/query/tokens';

/** Kinds that people search by, of those that the engine knows. */
export const SEARCHABLE_KINDS: readonly string[] = KINDS.filter((kind) => kind !== 'block');

export type Scope = 'open' | 'file';

/** The values of `key:`, without those of `-key:`. */
export function filterValues(query: string, key: string): string[] {
  return tokensOf(query).flatMap((token) => (isFilter(token, key) && token.value ? [token.value] : []));
}

/** The question with these values of `key:` and no others. */
export function withFilterValues(query: string, key: string, values: readonly string[]): string {
  const kept = tokensOf(query)
    .filter((token) => !isFilter(token, key))
    .map(({ text }) => text);
  const added = values.map((value) => (/\s/.test(value) ? `${key}:"${value}"` : `${key}:${value}`));
  return [...kept, ...added].join(' ');
}

export function hasToken(query: string, token: string): boolean {
  return tokensOf(query).some(({ text }) => text.toLowerCase() === token);
}

/** `rivals` go when the token comes: `in:file` and `in:open` exclude each other. */
export function toggleToken(query: string, token: string, rivals: readonly string[] = []): string {
  const has = hasToken(query, token);
  const kept = tokensOf(query).flatMap(({ text }) => {
    const lower = text.toLowerCase();
    return lower !== token && !(!has && rivals.includes(lower)) ? [text] : [];
  });
  return (has ? kept : [...kept, token]).join(' ');
}

/** Whether anything is asked beside the filters; `symbol:` alone is a question too. */
export function asksSomething(query: string): boolean {
  return tokensOf(query).some((token) => token.type !== 'filter' || isFilter(token, 'symbol'));
}

function isFilter(token: Token, key: string): token is Token & { type: 'filter' } {
  return token.type === 'filter' && !token.isNegative && token.key === key;
}

/** The question without `in:`, and where it is to be looked for. */
export function splitScope(query: string): { query: string; scope?: Scope } {
  const values = filterValues(query, 'in');
  const scope = values.find((value): value is Scope => value === 'open' || value === 'file');
  return scope ? { query: withFilterValues(query, 'in', []), scope } : { query };
}

/** Text of several lines is pasted and holds no filters. */
function tokensOf(query: string): Token[] {
  const text = query.trim();
  if (!text.includes('\n')) return readTokens(text);
  return [{ type: 'word', text, value: text, isNegative: false, start: 0, end: text.length }];
}
