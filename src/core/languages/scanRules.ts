/**
 * How lines that define something look in a language without a grammar. How they make an outline is in
 * chunking/scanOutline.ts.
 * Expressions are tested on single lines: the group `name` is the name, `owner` what it belongs to. They must not
 * backtrack: each reads any text in one way only, which a test tries.
 */
import type { ChunkKind } from '../chunking/chunk';

export interface ScanRules {
  patterns: readonly ScanPattern[];
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

/** A line of annotations as in Java, `@Override`. */
export const ANNOTATION = /^\s*@[A-Za-z]/;

/** `words` before a declaration, any number of them and each perhaps with `(…)`, and annotations on its line. */
export function after(words: string, declaration: string): RegExp {
  return new RegExp(`^\\s*(?:(?:${words})(?:\\([\\w ]*\\))?\\s+|@[\\w.]+(?:\\([^)]*\\))?\\s+)*${declaration}`);
}
