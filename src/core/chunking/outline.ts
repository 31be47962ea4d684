/**
 * The definitions of a document as a tree over its lines: what a parser or a scanner finds, and what chunks are made
 * from.
 */
import type { ChunkKind } from './chunk';

export interface Definition {
  kind: ChunkKind;
  /** Names defined; several for `a, b = …`, none for a scope that only prefixes (a Rust `impl`) or continues. */
  names: string[];
  /** Path of names that leads here, `Uploader.retry`; '' for a part without a name. */
  symbol: string;
  signature: string;
  /** From the doc comment and decorators to the last line, both inclusive. */
  startLine: number;
  endLine: number;
  /** Line of the declaration itself. Members on it cannot be told apart by lines. */
  headLine: number;
  /** Ordered, disjoint in lines, inside the definition's lines and below `headLine`. */
  members: Definition[];
}

export interface Outline {
  definitions: Definition[];
  /** Per line, where a part that is too large may be cut (see breaks.ts); asked for once, when there is one. */
  depths: () => ArrayLike<number>;
}

/**
 * Adds a definition behind its older siblings; one that begins on their last line becomes part of them, for chunks are
 * whole lines.
 */
export function addDefinition(siblings: Definition[], added: Definition, owner: Definition | undefined): void {
  if (owner && added.startLine <= owner.headLine) {
    if (added.endLine <= owner.headLine || added.headLine <= owner.headLine) {
      owner.names.push(...added.names);
      return;
    }
    added.startLine = owner.headLine + 1;
  }
  const last = siblings.at(-1);
  if (!last || last.endLine < added.startLine) {
    siblings.push(added);
    return;
  }
  if (added.headLine > last.endLine) {
    added.startLine = last.endLine + 1;
    siblings.push(added);
    return;
  }
  last.names.push(...added.names);
  last.endLine = Math.max(last.endLine, added.endLine);
}

/** The definition and all within it, in the order of the document. */
export function flatten(definition: Definition): Definition[] {
  const all: Definition[] = [];
  const pending = [definition];
  for (let next = pending.pop(); next; next = pending.pop()) {
    all.push(next);
    for (let at = next.members.length - 1; at >= 0; at--) pending.push(next.members[at]!);
  }
  return all;
}

/** Whether a definition directly inside is a member: a function there is a method. */
export function isTypeKind(kind: ChunkKind | undefined): boolean {
  return kind === 'class' || kind === 'interface' || kind === 'enum' || kind === 'type';
}
