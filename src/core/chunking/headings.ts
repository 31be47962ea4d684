/**
 * The outline of a text with headings, which its language's rules tell. A section reaches to the next heading of its
 * level or above; its symbol is the path of headings, `Guide > Install`. Headings inside code fences and front matter
 * are none.
 */
import { type Heading, type HeadingRules, MAX_HEADING_CHARS } from '../languages/headingRules';
import { languageById } from '../languages/registry';
import { NO_BREAK } from './breaks';
import type { Lines } from './lines';
import type { Definition, Outline } from './outline';

export function hasHeadings(language: string): boolean {
  return languageById(language)?.headings !== undefined;
}

/** `language` is one that has headings. */
export function headingOutline(lines: Lines, language: string): Outline {
  const rules = languageById(language)!.headings!;
  const { isVerbatim, blocks } = verbatimLines(lines, rules);
  const headings: Heading[] = [];
  for (let line = 0; line < lines.count; line++) {
    if (isVerbatim[line]) continue;
    const heading = rules.read(lines, line);
    if (heading && !isVerbatim[heading.textLine]) headings.push(heading);
  }
  if (rules.isLeveledByStyle) levelByFirstUse(headings);
  const definitions = sectionsOf(headings, lines.count);
  for (const block of blocks) addCell(definitions, block, lines, rules);
  return { definitions, depths: () => paragraphDepths(lines, isVerbatim) };
}

/** Path of the sections that end a text: where the next cell of a notebook belongs. */
export function lastHeadings(outline: Outline): Definition[] {
  const path: Definition[] = [];
  for (let last = outline.definitions.at(-1); last; last = last.members.at(-1)) path.push(last);
  return path;
}

function levelByFirstUse(headings: Heading[]): void {
  const styles: string[] = [];
  for (const heading of headings) {
    if (!styles.includes(heading.style!)) styles.push(heading.style!);
    heading.level = styles.indexOf(heading.style!) + 1;
  }
}

function sectionsOf(headings: readonly Heading[], lineCount: number): Definition[] {
  const sections: Definition[] = [];
  const open: { section: Definition; level: number }[] = [];
  for (const { line, textLine, level, title } of headings) {
    while (open.length > 0 && open.at(-1)!.level >= level) open.pop()!.section.endLine = line - 1;
    const parent = open.at(-1)?.section;
    const section: Definition = {
      kind: 'section',
      names: [title],
      symbol: parent ? `${parent.symbol} > ${title}` : title,
      signature: title,
      startLine: line,
      endLine: lineCount - 1,
      headLine: textLine,
      members: [],
    };
    (parent?.members ?? sections).push(section);
    open.push({ section, level });
  }
  return sections;
}

/** A block that is a cell becomes a definition of the innermost section around it. */
function addCell(sections: Definition[], { startLine, endLine }: Block, lines: Lines, rules: HeadingRules): void {
  const opening = rules.cell?.exec(lines.textOf(startLine, MAX_HEADING_CHARS));
  if (!opening) return;
  let label = opening.groups?.label ?? '';
  for (let line = startLine + 1; line <= Math.min(endLine, startLine + MAX_CELL_OPTIONS) && label === ''; line++)
    label = rules.cellLabel?.exec(lines.textOf(line, MAX_HEADING_CHARS))?.groups?.label ?? '';
  let owner: Definition | undefined;
  let siblings = sections;
  const around = (each: Definition): boolean => each.startLine < startLine && startLine <= each.endLine;
  for (let next = siblings.find(around); next; next = siblings.find(around)) {
    owner = next;
    siblings = next.members;
  }
  const path = [owner?.symbol ?? '', label].filter((part) => part !== '');
  siblings.push({
    kind: 'cell',
    names: label ? [label] : [],
    symbol: path.join(' > '),
    signature: opening[0].trim(),
    startLine,
    endLine,
    headLine: startLine,
    members: [],
  });
  siblings.sort((a, b) => a.startLine - b.startLine);
}

/** Options stand in the first lines of a cell. */
const MAX_CELL_OPTIONS = 10;

/** A fenced or literal block, its fences included. */
interface Block {
  startLine: number;
  endLine: number;
}

/** `isVerbatim`: 1 for lines of front matter and of blocks. */
function verbatimLines(
  lines: Lines,
  { fence, hasFrontMatter }: HeadingRules,
): { isVerbatim: Uint8Array; blocks: Block[] } {
  const blocks: Block[] = [];
  const isVerbatim = new Uint8Array(lines.count);
  let line = hasFrontMatter ? frontMatterEnd(lines) : 0;
  isVerbatim.fill(1, 0, line);
  if (!fence) return { isVerbatim, blocks };
  /** What opened the block around the line. */
  let mark: string | undefined;
  for (; line < lines.count; line++) {
    const text = lines.textOf(line, MAX_HEADING_CHARS);
    const opening = mark === undefined ? fence.open.exec(text) : undefined;
    if (mark === undefined && !opening) continue;
    isVerbatim[line] = 1;
    if (opening) {
      mark = opening[1] ?? opening[2]!;
      blocks.push({ startLine: line, endLine: line });
      continue;
    }
    blocks.at(-1)!.endLine = line;
    if (fence.isClosedBy(text.trim(), mark!)) mark = undefined;
  }
  return { isVerbatim, blocks };
}

/** Line after `---` … `---` (YAML) or `+++` … `+++` (TOML) at the very top; 0 when there is none. */
function frontMatterEnd(lines: Lines): number {
  const fence = lines.textOf(0).trimEnd();
  if (fence !== '---' && fence !== '+++') return 0;
  for (let line = 1; line < Math.min(lines.count, MAX_FRONT_MATTER_LINES); line++) {
    const text = lines.textOf(line, MAX_HEADING_CHARS).trimEnd();
    if (text === fence || (fence === '---' && text === '...')) return line + 1;
  }
  return 0;
}

const MAX_FRONT_MATTER_LINES = 400;

/** Paragraphs first, then lines; code only when nothing else is left. */
function paragraphDepths(lines: Lines, isVerbatim: Uint8Array): Uint16Array {
  const depths = new Uint16Array(lines.count).fill(NO_BREAK);
  let isAfterBlank = true;
  for (let line = 0; line < lines.count; line++) {
    if (lines.isBlank(line)) {
      isAfterBlank = true;
      continue;
    }
    const isInside = isVerbatim[line] === 1 && line > 0 && isVerbatim[line - 1] === 1;
    depths[line] =
      (isInside ? 4 : 0) + (isAfterBlank ? 0 : 2) + (/^\s/.test(lines.textOf(line, MAX_HEADING_CHARS)) ? 1 : 0);
    isAfterBlank = false;
  }
  return depths;
}
