/** Models in words: sizes, and what the presets say of themselves in the user's language. */
import * as vscode from 'vscode';
import { downloadSizeBytes, type ModelPreset } from '../../inference/presets';
import { bytes } from '../texts';

const { t } = vscode.l10n;

/** The presets' texts are data and no literals here; the tests see to it that each has its translation. */
export function presetText(text: string): string {
  const translations = vscode.l10n.bundle as Record<string, string | undefined> | undefined;
  return translations?.[text] ?? text;
}

export function sizeOf(preset: ModelPreset): string {
  const known = downloadSizeBytes(preset);
  if (known !== undefined) return bytes(known);
  const { aboutMegabytes } = preset;
  return aboutMegabytes === undefined ? t('size unknown') : t('about {0}', bytes(aboutMegabytes * 1e6));
}
