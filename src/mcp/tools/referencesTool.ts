/** `references`: where a name is defined, imported and mentioned. */
import { z } from 'zod';
import { oneBased, placeLine } from '../../context/place';
import type { NamedLine } from '../../core/symbols/references';
import { DATA_NOTE } from '../answer';
import { counted } from '../answerTexts';
import { limit, path, placeFields, quoted } from '../schemas';
import { defineTool } from './tool';

const namedLine = z.object({
  path: z.string(),
  line: z.number().int(),
  within: z.string().describe('The definition that the line stands in; empty for none.'),
  text: quoted,
});

export const references = defineTool({
  name: 'references',
  title: 'Definition and references of a name',
  description:
    'Where a name (function, class, method, constant, key) is defined, who imports it, and every line that mentions ' +
    'it with the definition the line stands in: callers apart from imports, comments apart from code. Use it in ' +
    'place of grep to see what a change of the name would touch. It goes by whole names, case-sensitive, and knows ' +
    'no types: two definitions of one name share their mentions. Use grep for parts of words, strings and regular ' +
    'expressions.',
  input: {
    symbol: z.string().min(1).max(300).describe('A name, or a path of names: `retry`, `Uploader.retry`, `net::retry`.'),
    path: path.optional().describe('Only in this file or folder.'),
    limit: limit(500, 60),
  },
  output: {
    symbol: z.string(),
    definitions: z.array(z.object({ ...placeFields, kind: z.string(), text: quoted })),
    imports: z.array(namedLine),
    mentions: z.array(namedLine),
    comments: z.array(namedLine).describe('In comments and documents.'),
    leftOut: z.number().int().describe('Lines that had no room.'),
    unread: z.number().int().describe('Passages that may have the name and were not looked into.'),
  },
  async run({ symbol, path: given, limit: most }, { host, workspace }) {
    const within = given === undefined ? undefined : workspace.placeOf(given);
    const found = await host.references({ symbol, within, limit: most });
    const shownLine = ({ corpusId, path: file, line, ...each }: NamedLine) => ({
      path: workspace.shownPath(corpusId, file),
      line: line + 1,
      within: each.within,
      text: each.text,
    });
    const all = { imports: found.imports, mentions: found.mentions, comments: found.comments };
    let room = most;
    const take = (lines: readonly NamedLine[]) => {
      const taken = lines.slice(0, room).map(shownLine);
      room -= taken.length;
      return taken;
    };
    const [mentions, imports, comments] = [take(all.mentions), take(all.imports), take(all.comments)];
    const lines = all.imports.length + all.mentions.length + all.comments.length;
    const data = {
      symbol,
      definitions: found.definitions.map((each) => ({
        ...oneBased({ ...each, path: workspace.shownPath(each.corpusId, each.path) }),
        kind: each.kind,
        text: each.text,
      })),
      imports,
      mentions,
      comments,
      leftOut: lines - mentions.length - imports.length - comments.length,
      unread: found.unread,
    };
    return { text: textOf(data), data };
  },
});

interface Shown {
  symbol: string;
  definitions: { path: string; startLine: number; endLine: number; symbol: string; kind: string; text: string }[];
  imports: { path: string; line: number; within: string; text: string }[];
  mentions: Shown['imports'];
  comments: Shown['imports'];
  leftOut: number;
  unread: number;
}

function textOf({ symbol, definitions, imports, mentions, comments, leftOut, unread }: Shown): string {
  const parts = [
    ...part(
      'Defined',
      definitions.map((each) => `  ${placeLine({ ...each, symbol: '' })}  ${each.kind}  ${each.text}`),
    ),
    ...part('Imported', linesOf(imports)),
    ...part('Mentioned', linesOf(mentions)),
    ...part('In comments and documents', linesOf(comments)),
  ];
  if (parts.length === 0) return `No indexed file has the name ${symbol}.`;
  const more = [
    ...(leftOut > 0 ? [`${counted(leftOut, 'more line')} left out.`] : []),
    ...(unread > 0 ? [`${counted(unread, 'more passage')} may have the name and were not read.`] : []),
    ...(leftOut + unread > 0 ? ['Ask with a larger limit or for a path.'] : []),
  ];
  return [`${symbol}. ${DATA_NOTE}`, ...parts, ...(more.length > 0 ? [more.join(' ')] : [])].join('\n\n');
}

function part(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title} (${lines.length}):\n${lines.join('\n')}`];
}

function linesOf(lines: Shown['imports']): string[] {
  return lines.map(({ path: file, line, within, text }) => `  ${file}:${line}${within && `  in ${within}`}  ${text}`);
}
