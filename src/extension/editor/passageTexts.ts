/** One passage in the words and icons of VS Code: shared by the tree, the quick pick and the written results. */
import * as vscode from 'vscode';
import type { SearchResult } from '../../protocol/engine';
import { codeBlock, escapeMarkdown, oneLine } from '../format';
import { previewLine, splitSymbol } from '../search/questionWords';
import { placeOf, reasonName } from '../texts';

const { t } = vscode.l10n;

const HOVER_LINES = 9;

/** VS Code's own symbol icons and their theme colors, by the kind of a chunk. */
const ICONS: Record<string, string> = {
  function: 'function',
  method: 'method',
  class: 'class',
  interface: 'interface',
  type: 'struct',
  enum: 'enum',
  module: 'module',
  variable: 'variable',
};

export function passageIcon(kind: string): vscode.ThemeIcon {
  const symbol = ICONS[kind];
  if (symbol) return new vscode.ThemeIcon(`symbol-${symbol}`, new vscode.ThemeColor(`symbolIcon.${symbol}Foreground`));
  if (kind === 'section') return new vscode.ThemeIcon('markdown');
  if (kind === 'cell') return new vscode.ThemeIcon('notebook');
  return new vscode.ThemeIcon('symbol-snippet');
}

/** The symbol at the lines that answer, else that of the whole passage; '' for none. */
export function shownSymbol({ focus, symbol }: SearchResult): string {
  return focus.symbol || symbol;
}

/** The name of the symbol, or a line of code where there is none. */
export function passageLabel(result: SearchResult): string {
  const symbol = shownSymbol(result);
  const line = symbol ? splitSymbol(symbol).name : passageDetail(result, 100);
  return line || result.path.split('/').at(-1)!;
}

/** One line of code that says more than the label. */
export function passageDetail(result: SearchResult, limit = 160): string {
  return oneLine(previewLine(result.excerpt || result.preview, shownSymbol(result)), limit);
}

/** Hover: where it is, how alike it is to what was asked for, the code, and why it is here. */
export function passageTooltip(result: SearchResult, likeness: string): vscode.MarkdownString {
  const { startLine, endLine } = result.focus;
  const place = placeOf(result.path, startLine, endLine);
  const symbol = shownSymbol(result);
  const title = symbol ? `**${escapeMarkdown(symbol)}** · ` : '';
  const code = result.preview
    ? codeBlock(firstLines(result.excerpt || result.preview), result.language)
    : t('The file has changed or gone since it was indexed.');
  return new vscode.MarkdownString(
    `${title}${escapeMarkdown(place)}${likeness && ` · **${escapeMarkdown(likeness)}**`}\n\n${code}\n\n---\n\n**${escapeMarkdown(t('Why this result'))}**\n\n${whyLines(
      result,
    )
      .map((line) => `- ${escapeMarkdown(line)}`)
      .join('\n')}`,
  );
}

/** As much as leaves the reasons below in sight. */
function firstLines(preview: string): string {
  const lines = preview.trimEnd().split(/\r?\n/);
  return lines.length > HOVER_LINES ? [...lines.slice(0, HOVER_LINES - 1), '…'].join('\n') : lines.join('\n');
}

/** The parts of the score, the greatest first: "+0.42 words found in the passage: retry, upload". */
export function whyLines({ reasons }: SearchResult): string[] {
  return [...reasons]
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .map(({ name, value, detail }) => {
      const sign = value < 0 ? '−' : '+';
      const what = detail ? `${reasonName(name)}: ${detail}` : reasonName(name);
      return `${sign}${Math.abs(value).toFixed(2)} ${what}`;
    });
}
