/**
 * The outline of a document that is made of parts (languages/partRules.ts). What is defined in a part's own language is
 * a definition of the document; a part in which nothing is defined is one section.
 */

import type { Part, PartRules } from '../languages/partRules';
import { blank } from '../text/blank';
import { indentationDepths } from './breaks';
import { type Lines, splitLines } from './lines';
import type { Definition, Outline } from './outline';

/** `outlineOf`: the definitions of a text in a language, with what went wrong. */
export async function partOutline(
  lines: Lines,
  rules: PartRules,
  outlineOf: (lines: Lines, language: string) => Promise<{ definitions: Definition[]; note?: string }>,
): Promise<{ outline: Outline; note?: string }> {
  const parts = rules.find(lines);
  const inner: Definition[] = [];
  let note: string | undefined;
  for (const language of new Set(parts.flatMap((part) => part.language ?? []))) {
    const read = await outlineOf(splitLines(textOfParts(lines, parts, language)), language);
    inner.push(...read.definitions);
    note ??= read.note;
  }
  const definitions = parts.flatMap((part) => {
    const within = inner.filter(({ headLine }) => headLine > part.startLine && headLine < part.endLine);
    return part.language && within.length > 0 ? within : sectionOf(lines, part);
  });
  definitions.sort((a, b) => a.startLine - b.startLine);
  return { outline: { definitions, depths: () => indentationDepths(lines) }, ...(note && { note }) };
}

/**
 * The document with nothing but the inner lines of the parts in a language, all else made blank, so that offsets and
 * lines are those of the document.
 */
function textOfParts(lines: Lines, parts: readonly Part[], language: string): string {
  const { text } = lines;
  let made = '';
  let from = 0;
  for (const part of parts) {
    if (part.language !== language) continue;
    const start = lines.startOf(part.startLine + 1);
    const end = lines.startOf(part.endLine);
    if (end <= start) continue;
    made += blank(text.slice(from, start)) + text.slice(start, end);
    from = end;
  }
  return made + blank(text.slice(from));
}

function sectionOf(lines: Lines, { startLine, endLine, symbol, names, headLine = startLine }: Part): Definition {
  const signature = symbol === '' ? '' : lines.textOf(headLine, 200).trim();
  return { kind: 'section', names: [...names], symbol, signature, startLine, endLine, headLine, members: [] };
}
