/** Places and code as the readers of an answer get them: lines count from 1, both inclusive. */
import type { Place, Region } from './packContext';

export type ShownPlace = Omit<Place, 'corpusId'>;

export function oneBased({ path, startLine, endLine, symbol }: ShownPlace): ShownPlace {
  return { path, startLine: startLine + 1, endLine: endLine + 1, symbol };
}

/** `src/net/http.ts:12-40  Client.retry`, of a place whose lines count from 1. */
export function placeLine({ path, startLine, endLine, symbol }: ShownPlace): string {
  const lines = endLine > startLine ? `${startLine}-${endLine}` : `${startLine}`;
  return `${path}:${lines}${symbol && `  ${symbol}`}`;
}

/** A region as data. */
export function passageOf(region: Region) {
  const { language, isExcerpt, lines } = region;
  return { ...oneBased(region), language, isPart: isExcerpt, text: lines.join('\n') };
}
