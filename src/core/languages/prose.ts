/** Documents for people. */
import type { Lines } from '../chunking/lines';
import { NO_COMMENTS, PERCENT, SLASH } from './commentSyntax';
import { type Heading, type HeadingRules, MAX_HEADING_CHARS } from './headingRules';
import type { LanguageDefinition } from './languageDefinition';

/** A fence of Markdown is closed by at least as many of its marks, alone on the line or in the quote. */
function isClosedByMarks(line: string, mark: string): boolean {
  const bare = line.replace(/^(?:>\s*)+/, '');
  return bare.startsWith(mark) && bare.replaceAll(mark[0]!, '') === '';
}

const markdown: HeadingRules = {
  read: readMarkdown,
  fence: { open: /^\s*(?:>\s*)*(?:[-*+]\s+)?(`{3,}(?!.*`)|~{3,})/, isClosedBy: isClosedByMarks },
  // R Markdown and Quarto; other braces behind a fence are a block's attributes.
  cell: /^\s*(?:`{3,}|~{3,})\s*\{(?:r|python|julia|bash|sh|sql|ojs|stan|rcpp|js|dot|mermaid)\b[\s,]*(?:(?:label\s*=\s*)?["']?(?<label>[\w.-]+)["']?\s*)?[,}]/i,
  cellLabel: /^\s*(?:#|\/\/|%%|--)\|\s*label:\s*["']?(?<label>[\w.-]+)/,
  hasFrontMatter: true,
};

const asciidoc: HeadingRules = {
  read: (lines, line) => readMarked(lines, line, /^(={1,6})\s+(\S.*)$/),
  fence: { open: /^(-{4,}|\.{4,}|\+{4,}|\/{4,}|`{3,})\s*$|^(`{3,})/, isClosedBy: isClosedByMarks },
};

const org: HeadingRules = {
  read: (lines, line) => readMarked(lines, line, /^(\*{1,6})\s+(\S.*)$/),
  fence: {
    open: /^\s*#\+begin_(\w+)/i,
    isClosedBy: (line, mark) => line.toLowerCase() === `#+end_${mark}`.toLowerCase(),
  },
};

const restructuredText: HeadingRules = { read: readUnderlined, isLeveledByStyle: true };

export const proseLanguages: readonly LanguageDefinition[] = [
  {
    id: 'asciidoc',
    extensions: ['adoc', 'asciidoc', 'asc'],
    comments: NO_COMMENTS,
    content: 'prose',
    headings: asciidoc,
  },
  {
    id: 'ipynb',
    extensions: ['ipynb'],
    comments: NO_COMMENTS,
    content: 'prose',
  },
  {
    id: 'latex',
    aliases: ['plaintex'],
    extensions: ['tex', 'ltx', 'sty', 'cls', 'ctx'],
    comments: PERCENT,
    content: 'prose',
    scan: {
      patterns: [
        {
          kind: 'section',
          expression: /^\s*\\(?:part|chapter|(?:sub)*section)\*?(?:\[[^\]]*\])?\{(?<name>[^}]+)\}/,
          isFlat: true,
        },
      ],
    },
  },
  {
    id: 'markdown',
    aliases: ['rmarkdown', 'quarto'],
    extensions: ['md', 'rmd', 'qmd', 'livemd', 'mkd', 'mdwn', 'mdown', 'markdown', 'markdn', 'mdtxt', 'mdtext'],
    comments: NO_COMMENTS,
    content: 'prose',
    headings: markdown,
  },
  {
    id: 'mdx',
    extensions: ['mdx'],
    comments: NO_COMMENTS,
    content: 'prose',
    headings: markdown,
  },
  {
    id: 'org',
    extensions: ['org'],
    comments: { line: /^\s*#\s/, blocks: [] },
    content: 'prose',
    headings: org,
  },
  {
    id: 'plaintext',
    aliases: ['text'],
    extensions: ['txt'],
    comments: NO_COMMENTS,
    content: 'prose',
  },
  {
    id: 'restructuredtext',
    extensions: ['rst', 'rest'],
    comments: NO_COMMENTS,
    content: 'prose',
    headings: restructuredText,
  },
  {
    id: 'typst',
    extensions: ['typ'],
    comments: SLASH,
    content: 'prose',
  },
];

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
