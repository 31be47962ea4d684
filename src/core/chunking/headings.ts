/**
 * The outline of a text with headings: Markdown (ATX, setext and HTML ones), AsciiDoc, Org and reStructuredText. A section reaches to the next heading of its
 * level or above; its symbol is the path of headings, `Guide > Install`. Headings inside code fences and front matter are none.
 */
import { NO_BREAK } from './breaks';
import type { Lines } from './lines';
import type { Definition, Outline } from './outline';

export function hasHeadings(language: string): boolean {
  return Object.hasOwn(READERS, language);
}

export function headingOutline(lines: Lines, language: string): Outline {
  const isVerbatim = verbatimLines(lines, language);
  const headings: Heading[] = [];
  for (let line = 0; line < lines.count; line++) {
    if (isVerbatim[line]) continue;
    const heading = READERS[language]!(lines, line);
    if (heading && !isVerbatim[heading.textLine]) headings.push(heading);
  }
  if (language === 'restructuredtext') levelByFirstUse(headings);
  return { definitions: sectionsOf(headings, lines.count), depths: () => paragraphDepths(lines, isVerbatim) };
}

/** Path of the sections that end a text: where the next cell of a notebook belongs. */
export function lastHeadings(outline: Outline): Definition[] {
  const path: Definition[] = [];
  for (let last = outline.definitions.at(-1); last; last = last.members.at(-1)) path.push(last);
  return path;
}

interface Heading {
  /** First line: of a heading with an overline, the overline. */
  line: number;
  textLine: number;
  level: number;
  title: string;
  /** reStructuredText: the characters around it, whose order of first use makes the level. */
  style?: string;
}

type Reader = (lines: Lines, line: number) => Heading | undefined;

const READERS: Record<string, Reader> = {
  markdown: readMarkdown,
  mdx: readMarkdown,
  asciidoc: (lines, line) => readMarked(lines, line, /^(={1,6})\s+(\S.*)$/),
  org: (lines, line) => readMarked(lines, line, /^(\*{1,6})\s+(\S.*)$/),
  restructuredtext: readUnderlined,
};

function readMarked(lines: Lines, line: number, expression: RegExp): Heading | undefined {
  const [, marks, title] = expression.exec(lines.textOf(line, MAX_HEADING_CHARS)) ?? [];
  return marks && title ? { line, textLine: line, level: marks.length, title: plainTitle(title) } : undefined;
}

function readMarkdown(lines: Lines, line: number): Heading | undefined {
  const text = lines.textOf(line, MAX_HEADING_CHARS);
  const atx = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/.exec(text);
  if (atx) {
    const title = plainTitle(atx[2] ?? '');
    return title ? { line, textLine: line, level: atx[1]!.length, title } : undefined;
  }
  const html = /^\s*<h([1-6])\b[^>]*>(.*?)<\/h\1>/i.exec(text);
  if (html) {
    const title = plainTitle(html[2]!);
    return title ? { line, textLine: line, level: Number(html[1]), title } : undefined;
  }
  return readSetext(lines, line);
}

/** `line` is the title; a paragraph of several lines over dashes is too often a table or a list to be taken for one. */
function readSetext(lines: Lines, line: number): Heading | undefined {
  if (line + 1 >= lines.count || (line > 0 && !lines.isBlank(line - 1))) return undefined;
  const underline = /^ {0,3}(=+|-{2,})[ \t]*$/.exec(lines.textOf(line + 1, MAX_HEADING_CHARS));
  const text = lines.textOf(line, MAX_HEADING_CHARS);
  if (!underline || !/^ {0,3}[^\s>|#*+-]/.test(text)) return undefined;
  const title = plainTitle(text);
  return title ? { line, textLine: line, level: underline[1]![0] === '=' ? 1 : 2, title } : undefined;
}

/** `line` is the title; its underline is as long as the title, or nearly. */
function readUnderlined(lines: Lines, line: number): Heading | undefined {
  if (line + 1 >= lines.count) return undefined;
  const text = lines.textOf(line, MAX_HEADING_CHARS).trimEnd();
  const underline = lines.textOf(line + 1, MAX_HEADING_CHARS).trimEnd();
  if (!text || !isRuler(underline) || isRuler(text) || underline.length < text.trim().length - 1) return undefined;
  const hasOverline = line > 0 && lines.textOf(line - 1, MAX_HEADING_CHARS).trimEnd() === underline;
  if (!hasOverline && (/^\s/.test(text) || (line > 0 && !lines.isBlank(line - 1)))) return undefined;
  const style = hasOverline ? underline[0]!.repeat(2) : underline[0]!;
  return { line: hasOverline ? line - 1 : line, textLine: line, level: 0, title: plainTitle(text), style };
}

function isRuler(text: string): boolean {
  return /^([=\-`:'"~^_*+#<>.])\1{2,}$/.test(text);
}

function levelByFirstUse(headings: Heading[]): void {
  const styles: string[] = [];
  for (const heading of headings) {
    if (!styles.includes(heading.style!)) styles.push(heading.style!);
    heading.level = styles.indexOf(heading.style!) + 1;
  }
}

/** Words without links, emphasis, code marks, anchors and tags. */
function plainTitle(title: string): string {
  return title
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/<[^>]*>/g, '')
    .replace(/\s*\{#[^}]*\}\s*$/, '')
    .replace(/[`*]|(?<!\w)_+|_+(?!\w)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_TITLE_CHARS);
}

const MAX_TITLE_CHARS = 120;

/** A longer line is a paragraph. */
const MAX_HEADING_CHARS = 400;

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

/** 1 for lines of front matter and of fenced or literal blocks, their fences included. */
function verbatimLines(lines: Lines, language: string): Uint8Array {
  const isVerbatim = new Uint8Array(lines.count);
  let line = language === 'markdown' || language === 'mdx' ? frontMatterEnd(lines) : 0;
  isVerbatim.fill(1, 0, line);
  let fence: string | undefined;
  for (; line < lines.count; line++) {
    const opening = FENCES[language]?.exec(lines.textOf(line, MAX_HEADING_CHARS));
    if (fence === undefined && !opening) continue;
    isVerbatim[line] = 1;
    if (fence === undefined) fence = fenceEnd(opening!, language);
    else if (isFenceEnd(lines.textOf(line, MAX_HEADING_CHARS).trim(), fence, language)) fence = undefined;
  }
  return isVerbatim;
}

const FENCES: Record<string, RegExp | undefined> = {
  markdown: /^\s*(?:>\s*)*(?:[-*+]\s+)?(`{3,}(?!.*`)|~{3,})/,
  mdx: /^\s*(?:>\s*)*(?:[-*+]\s+)?(`{3,}(?!.*`)|~{3,})/,
  asciidoc: /^(-{4,}|\.{4,}|\+{4,}|\/{4,}|`{3,})\s*$|^(`{3,})/,
  org: /^\s*#\+begin_(\w+)/i,
};

function fenceEnd(opening: RegExpExecArray, language: string): string {
  const mark = opening[1] ?? opening[2]!;
  return language === 'org' ? `#+end_${mark}`.toLowerCase() : mark;
}

/** A Markdown fence is closed by at least as many of its marks, alone on the line (or in the quote). */
function isFenceEnd(text: string, fence: string, language: string): boolean {
  if (language === 'org') return text.toLowerCase() === fence;
  const bare = text.replace(/^(?:>\s*)+/, '');
  return bare.startsWith(fence) && bare.replaceAll(fence[0]!, '') === '';
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
