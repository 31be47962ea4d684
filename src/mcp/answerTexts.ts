/** How places and quotes look in the texts that a model reads. Lines are 1-based. */

export interface ShownPlace {
  path: string;
  startLine: number;
  endLine: number;
  symbol: string;
}

/** `src/net/http.ts:12-40  Client.retry` */
export function placeLine({ path, startLine, endLine, symbol }: ShownPlace): string {
  const lines = endLine > startLine ? `${startLine}-${endLine}` : `${startLine}`;
  return `${path}:${lines}${symbol && `  ${symbol}`}`;
}

export function indented(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `    ${line}`.trimEnd())
    .join('\n');
}

/** `3 files`, `1 file` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
