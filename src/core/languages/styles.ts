/** Style sheets. */
import { SLASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import type { ScanRules } from './scanRules';

const styles: ScanRules = {
  patterns: [
    { kind: 'function', expression: /^\s*@(?:mixin|function)\s+(?<name>[\w-]+)/ },
    { kind: 'block', expression: /^(?<name>@(?:media|supports|container|layer|keyframes|font-face)[^{]*?)\s*\{/ },
    { kind: 'block', expression: /^(?<name>[.#&:*[\w][^{};]{0,120}?)\s*\{/ },
  ],
};

export const stylesLanguages: readonly LanguageDefinition[] = [
  {
    id: 'css',
    extensions: ['css'],
    comments: SLASH,
    scan: styles,
  },
  {
    id: 'less',
    extensions: ['less'],
    comments: SLASH,
    scan: styles,
  },
  {
    id: 'sass',
    extensions: ['sass'],
    comments: SLASH,
    scan: {
      patterns: [
        { kind: 'function', expression: /^\s*(?:@mixin\s+|@function\s+|=)(?<name>[\w-]+)/ },
        { kind: 'block', expression: /^(?<name>@(?:media|supports|container|layer|keyframes|font-face)\b.{0,120})$/ },
        { kind: 'block', expression: /^(?<name>[.#&:*[%\w](?!.*:\s)[^{};=]{0,120})$/ },
      ],
    },
  },
  {
    id: 'scss',
    extensions: ['scss'],
    comments: SLASH,
    scan: styles,
  },
  {
    id: 'stylus',
    extensions: ['styl'],
    comments: SLASH,
    scan: {
      patterns: [
        { kind: 'function', expression: /^(?<name>[\w-]+)\([^()]*\)\s*\{?$/ },
        { kind: 'block', expression: /^(?<name>@(?:media|supports|keyframes|font-face)\b[^{]{0,120}?)\s*\{?$/ },
        { kind: 'block', expression: /^(?<name>[.#&:*[\w](?!.*:\s)[^{};=]{0,120}?)\s*\{?$/ },
      ],
    },
  },
];
