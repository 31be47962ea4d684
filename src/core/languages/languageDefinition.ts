import type { CommentSyntax } from './commentSyntax';
import type { HeadingRules } from './headingRules';
import type { PartRules } from './partRules';
import type { ScanRules } from './scanRules';
import type { SyntaxRules } from './syntaxRules';

/**
 * All that Kindred knows of one language. How its definitions are found is one of four: `grammar` with `syntax`,
 * `scan`, `headings` or `parts`; a language that has none of them is cut into chunks by indentation.
 */
export interface LanguageDefinition {
  /** As VS Code's built-in extensions call it or, for other languages, the best-known extension. */
  id: string;
  /** What people and notebooks also call it, in lower case. Extensions need not be repeated. */
  aliases?: readonly string[];
  /** In lower case, without the dot. No two languages claim the same one. */
  extensions?: readonly string[];
  /** Whole file names, in lower case. */
  filenames?: readonly string[];
  /** Beginnings of file names, in lower case. */
  filenamePrefixes?: readonly string[];
  /** Programs that run it and may stand in a script's first line, `#!`; in lower case, without a version. */
  interpreters?: readonly string[];
  comments: CommentSyntax;
  /**
   * What it holds where that is not code. Neither is compared for duplicates; in prose, long lines are nothing unusual.
   */
  content?: 'prose' | 'data';
  /** The tree-sitter grammar that reads it: `tree-sitter-<grammar>.wasm`. */
  grammar?: string;
  /**
   * The text as `grammar` can read it, where people write what it does not know: of the same length, with the same line
   * ends.
   */
  readable?: (text: string) => string;
  /** Another language whose grammar reads a text that has `sign` among its first characters, made readable for it. */
  dialect?: { sign: RegExp; language: string; readable: (text: string) => string };
  /** What counts as a definition in the trees of `grammar`. */
  syntax?: SyntaxRules;
  /** How lines of code that define something look, where there is no grammar. */
  scan?: ScanRules;
  headings?: HeadingRules;
  /** What it is made of, where parts are in other languages or stand for themselves. */
  parts?: PartRules;
  /** Code whose definitions nobody has described yet. A test asks that this be said. */
  hasNoDefinitions?: true;
  /**
   * Whether others may use a definition, where a keyword in its signature does not say so. `name`: without what it
   * belongs to.
   */
  isExported?: (name: string) => boolean;
}
