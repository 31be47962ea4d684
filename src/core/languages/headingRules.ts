/** What headings look like in a format of documents. How sections are made of them is in chunking/headings.ts. */
import type { Lines } from '../chunking/lines';

export interface HeadingRules {
  /** The heading whose title is in `line`, if it is one. */
  read: (lines: Lines, line: number) => Heading | undefined;
  /** Blocks whose lines are no headings. */
  fence?: FenceRules;
  /** Where a fenced block is code that is run, a cell: the line that opens it, with the group `label`. */
  cell?: RegExp;
  /** A line at the top of a cell that gives it the `label`. */
  cellLabel?: RegExp;
  /** Begins with metadata between lines of `---` or `+++`. */
  hasFrontMatter?: boolean;
  /** The level of a heading is the order in which its `style` is first used. */
  isLeveledByStyle?: boolean;
}

export interface Heading {
  /** First line: of a heading with an overline, the overline. */
  line: number;
  /** Line of the title. */
  textLine: number;
  /** 1 for the highest; 0 where the style decides. */
  level: number;
  title: string;
  /** The characters around it. */
  style?: string;
}

export interface FenceRules {
  /** The line before the block; its first group that took part is the mark. */
  open: RegExp;
  /** Whether the line, trimmed, ends the block that `mark` opened. */
  isClosedBy: (line: string, mark: string) => boolean;
}

/** A longer line is a paragraph. */
export const MAX_HEADING_CHARS = 400;
