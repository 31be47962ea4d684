/**
 * Documents made of parts: a component's script, template and style, the documents of a YAML file. How their
 * definitions become one outline is in chunking/partOutline.ts.
 */
import type { Lines } from '../chunking/lines';

export interface PartRules {
  /** In order, without overlap. Lines in none of them are no definition. */
  find: (lines: Lines) => Part[];
}

export interface Part {
  /** 0-based, both inclusive. */
  startLine: number;
  endLine: number;
  /** What it is called where nothing inside it is defined; '' for a part without a name. */
  symbol: string;
  /** The names that it defines itself: none, or one. */
  names: string[];
  /** Its inner lines are in this language, and what is defined in them is a definition of the document. */
  language?: string;
  /** The line that names it, where that is not the first. */
  headLine?: number;
}
