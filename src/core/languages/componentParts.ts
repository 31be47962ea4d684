/** The parts of a page or a component: scripts, templates, styles, and the front matter of Astro. */
import type { Lines } from '../chunking/lines';
import type { Part, PartRules } from './partRules';

/** Tags stand alone on their lines, as formatters leave them: at the margin in a component, anywhere in a page. */
export const componentParts: PartRules = {
  find: (lines) => findTags(lines, /^<(script|template|style)\b([^>]*)>?\s*$/i),
};
export const pageParts: PartRules = { find: (lines) => findTags(lines, /^\s*<(script)\b([^>]*)>\s*$/i) };
/** All markup outside the other parts is the template. */
export const markupAroundParts: PartRules = { find: (lines) => withMarkup(lines, componentParts.find(lines)) };
export const astroParts: PartRules = { find: findAstro };

const MAX_TAG_CHARS = 400;

function findTags(lines: Lines, tag: RegExp): Part[] {
  const parts: Part[] = [];
  for (let line = 0; line < lines.count; line++) {
    const [opening, name, attributes = ''] = tag.exec(lines.textOf(line, MAX_TAG_CHARS)) ?? [];
    if (!name || attributes.endsWith('/')) continue;
    const endLine = closingLine(lines, line, name.toLowerCase(), /^\s*/.exec(opening!)![0]);
    if (endLine === undefined) continue;
    parts.push(partOf(name.toLowerCase(), attributes, line, endLine));
    line = endLine;
  }
  return parts;
}

/** Of a template the line at the same margin: templates hold others. */
function closingLine(lines: Lines, from: number, name: string, margin: string): number | undefined {
  const closing = name === 'template' ? `${margin}</template` : `</${name}`;
  for (let line = from + 1; line < lines.count; line++) {
    const text = lines.textOf(line, MAX_TAG_CHARS).toLowerCase();
    if ((name === 'template' ? text : text.trimStart()).startsWith(closing)) return line;
  }
  return undefined;
}

function partOf(name: string, attributes: string, startLine: number, endLine: number): Part {
  const part: Part = { startLine, endLine, symbol: name, names: [name] };
  if (
    name !== 'script' ||
    /\btype\s*=\s*["'](?!module|text\/(?:javascript|typescript|babel)|application\/javascript)/i.test(attributes)
  )
    return part;
  const given = /\blang\s*=\s*["']?(\w+)/i.exec(attributes)?.[1]?.toLowerCase();
  const language = SCRIPT_LANGUAGES[given ?? 'js'];
  return language ? { ...part, language } : part;
}

const SCRIPT_LANGUAGES: Readonly<Record<string, string>> = {
  js: 'javascript',
  javascript: 'javascript',
  jsx: 'javascriptreact',
  ts: 'typescript',
  typescript: 'typescript',
  tsx: 'typescriptreact',
  coffee: 'coffeescript',
};

/** Adds each run of lines between the parts that holds anything. */
function withMarkup(lines: Lines, parts: readonly Part[]): Part[] {
  const all: Part[] = [];
  let from = 0;
  const addMarkup = (to: number): void => {
    let startLine = from;
    let endLine = to;
    while (startLine <= endLine && lines.isBlank(startLine)) startLine++;
    while (endLine > startLine && lines.isBlank(endLine)) endLine--;
    if (startLine <= endLine) all.push({ startLine, endLine, symbol: 'template', names: ['template'] });
  };
  for (const part of parts) {
    addMarkup(part.startLine - 1);
    all.push(part);
    from = part.endLine + 1;
  }
  addMarkup(lines.count - 1);
  return all;
}

/** `---` around a script in TypeScript at the top, then markup. */
function findAstro(lines: Lines): Part[] {
  const parts = componentParts.find(lines);
  const isFence = (line: number): boolean => lines.textOf(line, MAX_TAG_CHARS).trim() === '---';
  let startLine = 0;
  while (startLine < lines.count && lines.isBlank(startLine)) startLine++;
  if (startLine < lines.count && isFence(startLine)) {
    let endLine = startLine + 1;
    while (endLine < lines.count && !isFence(endLine)) endLine++;
    const front = { startLine, endLine: Math.min(endLine, lines.count - 1), symbol: 'script', names: ['script'] };
    const behind = parts.filter((part) => part.startLine > front.endLine);
    return withMarkup(lines, [{ ...front, language: 'typescript' }, ...behind]);
  }
  return withMarkup(lines, parts);
}
