/**
 * Whether the definition that a chunk is named after is offered to others, as far as its signature says so: by a
 * keyword, or in Go by a capital. What says nothing is not taken for internal.
 */
import type { ChunkRecord } from '../snapshot';

const KEYWORD = /^(?:export|public|open|pub)\s|^(?:module\.)?exports\b/;

export function isExported({ language, signature, symbol }: ChunkRecord): boolean {
  if (symbol === '') return false;
  return language === 'go' ? /^[A-Z]/.test(symbol.slice(symbol.lastIndexOf('.') + 1)) : KEYWORD.test(signature);
}
