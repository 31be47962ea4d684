/**
 * The grammar of a typed question, the only one: filters (`lang:go`, `-path:"my folder"`), quoted phrases, regular
 * expressions between slashes and words. Says what a token looks like; what it means is the reader's (`filters.ts`, and
 * the editor's for its own key `in`). Tokens hold their text as typed, so that a question can be rewritten.
 */
import { KINDS } from '../chunking/chunk';

/** What `kind:` takes, for who writes filters as well. */
export { KINDS };

interface TokenBase {
  /** As typed. */
  text: string;
  /** UTF-16 offsets into the question, end exclusive. */
  start: number;
  end: number;
}

export type Token =
  | (TokenBase & { type: 'filter'; isNegative: boolean; key: FilterKey; value: string })
  | (TokenBase & { type: 'phrase'; isNegative: boolean; value: string })
  | (TokenBase & { type: 'pattern'; isNegative: boolean; source: string; flags: string })
  /**
   * `looksLike`: it may have been meant as something else: a filter without a value or with one that the key does not
   * know, a quotation mark that nobody closed, a quotation within a sentence.
   */
  | (TokenBase & { type: 'word'; isNegative: boolean; value: string; looksLike?: 'filter' | 'phrase' | 'quotation' });

export type FilterKey = 'lang' | 'path' | 'kind' | 'symbol' | 'is' | 'case' | 'word' | 'in';

/** The values that a key knows, where it does not take any. Another one makes it a word: `kind:Deployment` of YAML. */
const VALUES: Readonly<Partial<Record<FilterKey, readonly string[]>>> = {
  kind: KINDS,
  is: ['test'],
  case: ['yes'],
  word: ['yes'],
  in: ['open', 'file'],
};
/** Words in any text as well; nobody need be told that they were read as text. */
const PLAIN_KEYS: readonly string[] = ['case', 'word', 'in'];

const FILTER = /(-?)(lang|path|kind|symbol|is|case|word|in):("[^"]*"|\S*)/iy;
/** `\"` is a quotation mark inside. A Korean particle right behind makes it a quotation in a sentence. */
const PHRASE = /(-?)"((?:\\"|[^"])*)"([\uac00-\ud7a3]*)/y;
/** Neither `//` nor a comment, nor a path: it ends in a slash with at most flags behind it. */
const PATTERN = /(-?)\/(?![*/\s])((?:\\.|\[(?:\\.|[^\]\\])*\]|[^\\/[])+)(?<!\s)\/([iw]*)(?=\s|$)/y;
const WORD = /\S+/y;

/** `isPasted`: quotation marks, slashes and minus signs are the text's own; filters can still be added. */
export function tokensOf(query: string, isPasted = false): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < query.length; ) {
    if (/\s/.test(query[at]!)) {
      at++;
      continue;
    }
    const token = filterAt(query, at) ?? (isPasted ? undefined : (phraseAt(query, at) ?? patternAt(query, at)));
    const next = token ?? wordAt(query, at, isPasted);
    tokens.push(next);
    at = next.end;
  }
  // Among words it is rather the path of an address: GET /users/ fails.
  const isAmongWords = tokens.some(({ type }) => type === 'word');
  return isAmongWords ? tokens.map((token) => (isPlainPattern(token) ? asWord(token) : token)) : tokens;
}

/** An expression that says no more than its letters. */
function isPlainPattern(token: Token): boolean {
  return token.type === 'pattern' && token.flags === '' && /^[\w-]+$/.test(token.source);
}

function asWord({ text, start, end }: Token): Token {
  return { text, start, end, type: 'word', isNegative: false, value: text };
}

/** Whether a word with a key in front may still become a filter while it is typed: `kind:fun`. */
export function mayBecomeFilter(word: string): boolean {
  const [, key = '', value = ''] = /^-?(\w+):"?(.*)$/s.exec(word) ?? [];
  const known = VALUES[key.toLowerCase() as FilterKey];
  return value === '' || (known?.some((each) => each.startsWith(value.toLowerCase())) ?? false);
}

function filterAt(query: string, at: number): Token | undefined {
  const [text, minus, typedKey = '', quoted = ''] = match(FILTER, query, at) ?? [];
  if (text === undefined) return undefined;
  const key = typedKey.toLowerCase() as FilterKey;
  const value = quoted.replaceAll('"', '');
  const isNegative = minus === '-';
  const isKnown = value !== '' && (VALUES[key]?.includes(value.toLowerCase()) ?? true);
  if (isKnown) return { ...base(text, at), type: 'filter', isNegative, key, value };
  const looksLike = PLAIN_KEYS.includes(key) ? {} : { looksLike: 'filter' as const };
  return { ...base(text, at), type: 'word', isNegative, value: text, ...looksLike };
}

function phraseAt(query: string, at: number): Token | undefined {
  const [text, minus, quoted, particle] = match(PHRASE, query, at) ?? [];
  if (text === undefined) return undefined;
  const value = quoted!.replaceAll('\\"', '"').trim();
  const isNegative = minus === '-';
  if (particle && !isNegative)
    return { ...base(text, at), type: 'word', isNegative, value: `${value}${particle}`, looksLike: 'quotation' };
  const ownText = text.slice(0, text.length - particle!.length);
  return { ...base(ownText, at), type: 'phrase', isNegative, value };
}

function patternAt(query: string, at: number): Token | undefined {
  const [text, minus, source, flags] = match(PATTERN, query, at) ?? [];
  if (text === undefined) return undefined;
  return { ...base(text, at), type: 'pattern', isNegative: minus === '-', source: source!, flags: flags! };
}

function wordAt(query: string, at: number, isPasted: boolean): Token {
  const [text] = match(WORD, query, at)!;
  const isNegative = !isPasted && text.startsWith('-');
  const quoted = isPasted ? undefined : /^-?"(.*)$/s.exec(text)?.[1];
  if (quoted === undefined) return { ...base(text, at), type: 'word', isNegative, value: text };
  return { ...base(text, at), type: 'word', isNegative: false, value: quoted, looksLike: 'phrase' };
}

function match(expression: RegExp, query: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(query);
}

function base(text: string, start: number): TokenBase {
  return { text, start, end: start + text.length };
}
