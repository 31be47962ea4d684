/**
 * What a table of declarations is made of (scanRules.ts). Expressions are tested on single lines: the group `name` is the name, `owner` what it belongs to.
 * They must not backtrack: each reads any text in one way only, which a test tries.
 */
import type { ChunkKind } from './chunk';

export interface ScanRules {
  patterns: readonly ScanPattern[];
  lineComment: RegExp;
  blockComments: readonly { open: RegExp; close: RegExp }[];
  /** Lines that belong to the declaration below them. */
  annotation?: RegExp;
  /** Equations or clauses of one function follow each other at the same depth. */
  isByClauses?: boolean;
}

export interface ScanPattern {
  kind: ChunkKind;
  expression: RegExp;
  /** When the name group did not take part. */
  defaultName?: string;
  /** Only without indentation. */
  isTopOnly?: boolean;
  /** Lasts until the next declaration: a section. */
  isFlat?: boolean;
  /** Gives its members a path and defines nothing: an extension. */
  isScope?: boolean;
}

/** Lines of a block comment that begin with a star count as comment even when the comment was left early. */
export const SLASH = {
  lineComment: /^\s*(?:\/\/|\*(?:\s|\/|$))/,
  blockComments: [{ open: /^\s*\/\*/, close: /\*\// }],
};
export const HASH = { lineComment: /^\s*#/, blockComments: [] };

/** `<K, List<V>>`, nested three deep. Written so that there is one way to read each text: no backtracking. */
const NO_BRACKETS = '[^<>(){}=]*';
export const TYPE_ARGUMENTS = ['<1>', '<2>'].reduce(
  (inner) => `<${NO_BRACKETS}(?:${inner}${NO_BRACKETS})*>`,
  `<${NO_BRACKETS}>`,
);
/** One type or modifier and the space behind it. */
export const TYPE_WORDS = `(?:[\\w$]+(?:\\.[\\w$]+)*(?:${TYPE_ARGUMENTS})?[?\\[\\]*&]*\\s+)`;

/** `type name(` without a semicolon at the end. */
export const C_LIKE: ScanPattern = {
  kind: 'function',
  expression: new RegExp(`^\\s*${TYPE_WORDS}+[*&]*(?<name>[A-Za-z_$][\\w$]*)\\s*(?:<[^()]*>)?\\([^;]*$`),
};
