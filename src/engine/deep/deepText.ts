/**
 * The text of a chunk that the deep model embeds, and its content hash. The path is left out on purpose: a renamed or
 * moved file, another branch and another worktree then share the vector. The symbol path gives a method its class.
 */
import { createHash } from 'node:crypto';

export function deepText(symbol: string, content: string): string {
  return symbol ? `${symbol}\n${content}` : content;
}

/** First 32 hex digits of SHA-256: 128 bits, no collision to fear below 10^18 chunks. */
export function contentHash(symbol: string, content: string): string {
  return createHash('sha256').update(deepText(symbol, content)).digest('hex').slice(0, 32);
}
