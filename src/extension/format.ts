/** Numbers, sizes and one-line texts as people read them. Pure: the locale is an argument. */

export function formatCount(count: number, locale: string): string {
  return numberFormat(locale).format(count);
}

/** Decimal units, as downloads are announced: 161895621 is "162 MB". */
export function formatBytes(bytes: number, locale: string): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = value < 10 && unit > 0 ? 1 : 0;
  const number = numberFormat(locale, { maximumFractionDigits: digits }).format(value);
  return `${number} ${units[unit]}`;
}

/** Rounded down, so that 100 % is said only when all is done. */
export function formatPercent(part: number, whole: number, locale: string): string {
  const share = whole > 0 ? Math.floor((Math.min(part, whole) / whole) * 100) / 100 : 0;
  return numberFormat(locale, { style: 'percent' }).format(share);
}

/**
 * Inner white space becomes one space; longer texts are cut at `limit` with an ellipsis, never inside a surrogate pair.
 */
export function oneLine(text: string, limit = 200): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  if (flat.length <= limit) return flat;
  const end = limit - 1;
  const splitsPair = /[\uD800-\uDBFF]/.test(flat[end - 1] ?? '');
  return `${flat.slice(0, splitsPair ? end - 1 : end).trimEnd()}…`;
}

/**
 * Markdown shows the text literally, whatever it is: names and code must not become links, emphasis, icons, HTML or
 * lists. Every ASCII punctuation mark is escaped (CommonMark, 2.4), also `:` and `@`, of which GFM makes links of their
 * own; a line break becomes a space.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n\u2028\u2029]+/g, ' ')
    .replace(/^[ \t]+/, '\u00a0')
    .replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** A fenced block whose fence is longer than any run of backticks inside. */
export function codeBlock(code: string, language: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${/^[\w#+-]+$/.test(language) ? language : ''}\n${code}\n${fence}`;
}

/** An address as much as a person reads of it: the host and the file. Anything else stays as it is. */
export function shortAddress(address: string): string {
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) return address;
  const { host, pathname } = new URL(address);
  const file = pathname.split('/').filter(Boolean).at(-1);
  return file ? `${file} (${host})` : host;
}

const formats = new Map<string, Intl.NumberFormat>();

/** Making one is slow, and the numbers on the screen are written many times a second. */
function numberFormat(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(localeOrDefault(locale), options);
  formats.set(key, format);
  return format;
}

function localeOrDefault(locale: string): string | undefined {
  // VS Code's language may be one that Intl does not know ("qps-ploc").
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0];
  } catch {
    return undefined;
  }
}
