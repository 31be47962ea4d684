/** The table of docs/models.md, made from the presets so that the page cannot fall behind them. */
import { downloadSizeBytes, type ModelPreset } from '../../src/inference/models';

export function modelTable(presets: readonly ModelPreset[]): string {
  const head = [
    'model',
    'for',
    'languages',
    'download',
    'dimensions',
    'pooling',
    'prefix of a question / a passage',
    'licence',
    'revision',
  ];
  const rows = presets.map((preset) => [
    `\`${preset.id}\``,
    preset.purpose,
    preset.languages,
    megabytes(downloadSizeBytes(preset)),
    String(preset.dims),
    preset.pooling,
    `${quoted(preset.queryPrefix)} / ${quoted(preset.documentPrefix)}`,
    preset.licence,
    preset.revision.slice(0, 7),
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? 'told when it starts' : `${Math.round(bytes / 1e6)} MB`;
}

function quoted(prefix: string): string {
  return prefix ? `\`${prefix}\`` : 'none';
}
