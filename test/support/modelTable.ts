/** The table of docs/models.md, made from the presets so that the page cannot fall behind them; `npm run docs:models` writes it there. */
import { downloadSizeBytes, type ModelPreset, presets, repositoryOf } from '../../src/inference/models';

const START = '<!-- models: written by npm run docs:models -->';
const END = '<!-- /models -->';

/** The page with the table as the presets have it. */
export function withModelTable(page: string): string {
  const [before, rest = ''] = page.split(START);
  const after = rest.split(END)[1];
  if (after === undefined) throw new Error(`docs/models.md lacks the lines ${START} and ${END}`);
  return `${before}${START}\n\n${modelTable()}\n\n${END}${after}`;
}

function modelTable(): string {
  const rows = presets.map((preset) => [
    `\`${preset.id}\`${preset.repository ? ` (files from \`${repositoryOf(preset)}\`)` : ''}`,
    preset.purpose,
    preset.languages,
    size(preset),
    preset.licence,
    `${preset.dims}${preset.cuts.length > 0 ? ` (or ${preset.cuts.join(', ')})` : ''}`,
    preset.pooling,
    `${quoted(preset.queryPrefix)} / ${quoted(preset.documentPrefix)}`,
    preset.revision === 'main' ? 'not pinned' : preset.revision.slice(0, 7),
  ]);
  // Cells as wide as the widest of their column, as the project's formatter has it.
  const widths = HEAD.map((_, column) => Math.max(...[HEAD, ...rows].map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const HEAD = [
  'model',
  'good for',
  'languages',
  'download',
  'licence',
  'dimensions',
  'pooling',
  'prefix of a question / a passage',
  'revision',
];

function size(preset: ModelPreset): string {
  const bytes = downloadSizeBytes(preset);
  return bytes === undefined ? `about ${preset.aboutMegabytes} MB` : `${Math.round(bytes / 1e6)} MB`;
}

/** A line break is shown as it is written in code; a bar would end the cell. */
function quoted(prefix: string): string {
  return prefix ? `\`${prefix.replaceAll('\n', '\\n').replaceAll('|', '\\|')}\`` : 'none';
}
