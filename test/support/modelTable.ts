/**
 * The tables of docs/models.md and of the settings page, made from the presets so that neither can fall behind them;
 * `npm run docs:models` writes them there.
 */
import { downloadSizeBytes, type ModelPreset, presets, repositoryOf } from '../../src/inference/presets';

const START = '<!-- models: written by npm run docs:models -->';
const END = '<!-- /models -->';

/** The page with the table as the presets have it. */
export function withModelTable(page: string): string {
  const [before, rest = ''] = page.split(START);
  const after = rest.split(END)[1];
  if (after === undefined) throw new Error(`docs/models.md lacks the lines ${START} and ${END}`);
  return `${before}${START}\n\n${modelTable()}\n\n${END}${after}`;
}

/**
 * The description of the setting `kindred.model.id` with the choice as a table below its first paragraph.
 * `translations`: the texts of the presets in the language of the page; absent: English.
 */
export function withModelChoice(description: string, translations?: Readonly<Record<string, string>>): string {
  const [paragraph] = description.split('\n\n');
  const said = (text: string) => translations?.[text] ?? text;
  const head = translations ? CHOICE_HEAD.ko : CHOICE_HEAD.en;
  const rows = presets.map((preset) => {
    const bytes = downloadSizeBytes(preset) ?? (preset.aboutMegabytes ?? 0) * 1e6;
    const megabytes = `${Math.round(bytes / 1e6)} MB`;
    const isExact = downloadSizeBytes(preset) !== undefined;
    const sizeSaid = isExact ? megabytes : said('about {0}').replace('{0}', megabytes);
    return [`\`${preset.id}\``, said(preset.purpose), said(preset.languages), sizeSaid, preset.license];
  });
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  return [paragraph, lines.join('\n')].join('\n\n');
}

const CHOICE_HEAD = {
  en: ['Model', 'Good for', 'Languages', 'Download', 'License'],
  ko: ['모델', '용도', '언어', '내려받을 크기', '라이선스'],
};

function modelTable(): string {
  const rows = presets.map((preset) => [
    `\`${preset.id}\`${preset.repository ? ` (files from \`${repositoryOf(preset)}\`)` : ''}`,
    preset.purpose,
    preset.languages,
    size(preset),
    preset.license,
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
  'license',
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
