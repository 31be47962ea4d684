/**
 * Whether the definition that a chunk is named after is offered to others, as far as its signature says so: by a
 * keyword, or as its language has it. What says nothing is not taken for internal.
 */
import { languageById } from '../languages/registry';
import type { ChunkRecord } from '../snapshot';

const KEYWORD = /^(?:export|public|open|pub)\s|^(?:module\.)?exports\b/;

export function isExported({ language, signature, symbol }: ChunkRecord): boolean {
  if (symbol === '') return false;
  const byName = languageById(language)?.isExported;
  return byName ? byName(symbol.slice(symbol.lastIndexOf('.') + 1)) : KEYWORD.test(signature);
}
