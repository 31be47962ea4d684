/** `outline`: what is defined in a file or a folder. */
import { z } from 'zod';
import type { DocumentOutline } from '../../core/symbols/symbolOutline';
import type { Outline } from '../../engine/symbolSearch';
import { DATA_NOTE } from '../answer';
import { counted } from '../answerTexts';
import { path, quoted } from '../schemas';
import { defineTool } from './tool';

const definitionSchema = z.object({
  symbol: z.string(),
  kind: z.string(),
  startLine: z.number().int(),
  endLine: z.number().int(),
  depth: z.number().int().describe('How many definitions it stands in.'),
  signature: quoted.optional(),
});

export const outline = defineTool({
  name: 'outline',
  title: 'Outline a file or folder',
  description:
    'The definitions of a file (symbol, lines, the line of its declaration) or, for a folder, its files with their ' +
    'top-level definitions and counts for what lies too deep. Use it to see what a file holds before reading parts ' +
    'of it, and to get to know a folder; it costs a small part of the tokens of the files. To find where something ' +
    'is done, use `search`; to list file names alone, use your own glob or `ls`.',
  input: {
    path: path
      .default('.')
      .describe('A file or folder, relative to its workspace folder or absolute. Default: the whole.'),
    limit: z.number().int().min(1).max(2000).default(200).describe('Definitions and files at most (1 to 2000).'),
  },
  output: {
    path: z.string(),
    kind: z.enum(['file', 'folder']),
    files: z.array(z.object({ path: z.string(), language: z.string(), definitions: z.array(definitionSchema) })),
    folders: z
      .array(z.object({ path: z.string(), files: z.number().int(), definitions: z.number().int() }))
      .describe('Folders whose files are not listed.'),
    leftOut: z.number().int().describe('Definitions that had no room.'),
  },
  async run({ path: given, limit }, { host, workspace }) {
    const { corpusId, path: asked } = workspace.placeOf(given);
    const found = await host.outline({ corpusId, path: asked, limit });
    const shown = (file: string) => workspace.shownPath(corpusId, file) || '.';
    return found.kind === 'document' ? ofDocument(found, shown(asked), limit) : ofFolder(found, shown);
  },
});

function ofDocument(found: Extract<Outline, { kind: 'document' }>, shown: string, limit: number) {
  const { language, lines } = found;
  const definitions = found.definitions
    .slice(0, limit)
    .map(({ text: signature, ...definition }) => ({ ...dataOf(definition), signature }));
  const leftOut = found.definitions.length - definitions.length;
  const width = String(lines).length * 2 + 1;
  const text = [
    `${shown}  (${language}, ${counted(lines, 'line')}) ${DATA_NOTE}`,
    ...definitions.map(({ startLine, endLine, depth, symbol, kind, signature }) => {
      const place = `${startLine}-${endLine}`.padEnd(width);
      return `${place}  ${'  '.repeat(depth)}${signature || `${kind} ${symbol}`}`;
    }),
    ...(definitions.length === 0 ? ['No definitions are known in it.'] : []),
    ...rest(leftOut),
  ].join('\n');
  const files = [{ path: shown, language, definitions }];
  return { text, data: { path: shown, kind: 'file', files, folders: [], leftOut } };
}

function ofFolder(
  { path, documents, folders, leftOut }: Extract<Outline, { kind: 'folder' }>,
  shown: (file: string) => string,
) {
  const text = [
    ...documents.map(({ path: file, definitions }) => `${shown(file)}${names(definitions)}`),
    ...folders.map(
      (folder) =>
        `${shown(folder.path)}/  (${counted(folder.documents, 'file')}, ${counted(folder.definitions, 'definition')})`,
    ),
    ...(documents.length + folders.length === 0 ? ['Nothing is indexed here.'] : []),
    ...rest(leftOut),
  ].join('\n');
  const files = documents.map(({ path: file, language, definitions }) => ({
    path: shown(file),
    language,
    definitions: definitions.map(dataOf),
  }));
  const counts = folders.map((each) => ({ ...each, path: shown(each.path), files: each.documents }));
  return { text, data: { path: shown(path), kind: 'folder', files, folders: counts.map(withoutDocuments), leftOut } };
}

function dataOf({ symbol, kind, startLine, endLine, depth }: DocumentOutline['definitions'][number]) {
  return { symbol, kind, startLine: startLine + 1, endLine: endLine + 1, depth };
}

function withoutDocuments<T extends { documents: number }>({ documents: _, ...count }: T) {
  return count;
}

function names(definitions: DocumentOutline['definitions']): string {
  if (definitions.length === 0) return '';
  return `: ${definitions.map(({ symbol, startLine }) => `${symbol} ${startLine + 1}`).join(', ')}`;
}

function rest(leftOut: number): string[] {
  return leftOut > 0 ? [`${counted(leftOut, 'more definition')}; ask with a larger limit or for a part.`] : [];
}
