/**
 * The colors of a map for the theme that the editor shows. The groups' colors keep apart for people who see fewer
 * colors and stand out from the themes' backgrounds (WCAG's 3 to 1 for graphics); test/webview/map/mapPalette.test.ts
 * measures both.
 */

export type Rgb = readonly [number, number, number];

export interface Palette {
  background: Rgb;
  /** Of the groups, the one for all others last. */
  colors: readonly Rgb[];
  lit: Rgb;
  current: Rgb;
}

export const ON_DARK = ['#6bd6ff', '#ff8600', '#22c275', '#eafe3f', '#6c5dd6', '#d56012', '#cb82e1', '#8a8a8a'];
export const ON_LIGHT = ['#0f74d4', '#b58200', '#1b5d67', '#87671d', '#451d8e', '#931427', '#b22ea0', '#858585'];

/** `variable` gives the value of one of the theme's colors, as `#rrggbb` or `rgb(…)`. */
export function paletteOf(isDark: boolean, variable: (name: string) => string): Palette {
  const fallback: Rgb = isDark ? [30, 30, 30] : [255, 255, 255];
  const text: Rgb = isDark ? [255, 255, 255] : [0, 0, 0];
  return {
    background: parseColor(variable('--vscode-editor-background')) ?? fallback,
    colors: (isDark ? ON_DARK : ON_LIGHT).map((color) => parseColor(color)!),
    lit: parseColor(variable('--vscode-editor-foreground')) ?? text,
    current: parseColor(variable('--vscode-focusBorder')) ?? text,
  };
}

export function parseColor(text: string): Rgb | undefined {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})/i.exec(text.trim());
  if (hex) return [1, 2, 3].map((part) => Number.parseInt(hex[part]!, 16)) as unknown as Rgb;
  const parts = /^rgba?\(([^)]*)\)/.exec(text.trim())?.[1]?.match(/[\d.]+/g);
  return parts && parts.length >= 3 ? (parts.slice(0, 3).map(Number) as unknown as Rgb) : undefined;
}
