/** Data and lists. */
import { type CommentSyntax, HASH, NO_COMMENTS, PERCENT, SLASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import type { ScanRules } from './scanRules';
import { yamlParts } from './yamlParts';

const SECTIONS: CommentSyntax = { line: /^\s*[#;]/, trailing: /\s[#;]\s/, blocks: [] };

const sections: ScanRules = {
  patterns: [{ kind: 'section', expression: /^\s*\[{1,2}(?<name>[^\]]+)\]{1,2}\s*(?:[#;].*)?$/, isFlat: true }],
};

export const dataLanguages: readonly LanguageDefinition[] = [
  {
    id: 'bibtex',
    extensions: ['bib'],
    comments: PERCENT,
    content: 'data',
  },
  {
    id: 'csv',
    extensions: ['csv'],
    comments: NO_COMMENTS,
    content: 'data',
  },
  {
    id: 'diff',
    extensions: ['diff', 'patch', 'rej'],
    comments: NO_COMMENTS,
    content: 'data',
  },
  {
    id: 'dotenv',
    extensions: ['env'],
    comments: HASH,
    content: 'data',
  },
  {
    id: 'editorconfig',
    extensions: ['editorconfig'],
    comments: SECTIONS,
    content: 'data',
    scan: sections,
  },
  {
    id: 'ignore',
    filenames: [
      '.gitignore',
      '.dockerignore',
      '.npmignore',
      '.ignore',
      '.kindredignore',
      '.eslintignore',
      '.prettierignore',
      '.vscodeignore',
    ],
    comments: HASH,
    content: 'data',
  },
  {
    id: 'ini',
    extensions: ['ini', 'cfg', 'conf', 'properties', 'desktop', 'service'],
    filenames: ['.npmrc', '.editorconfig', '.gitconfig', '.gitmodules', '.gitattributes', '.pylintrc'],
    comments: SECTIONS,
    content: 'data',
    scan: sections,
  },
  {
    id: 'json',
    extensions: ['json', 'webmanifest', 'har', 'topojson', 'geojson', 'avsc', 'jsonld', 'code-workspace'],
    filenames: ['.eslintrc', '.babelrc', '.prettierrc', '.swcrc', 'composer.lock', '.jshintrc'],
    comments: NO_COMMENTS,
    content: 'data',
  },
  {
    id: 'json5',
    extensions: ['json5'],
    comments: SLASH,
    content: 'data',
  },
  {
    id: 'jsonc',
    extensions: ['jsonc'],
    comments: SLASH,
    content: 'data',
  },
  {
    id: 'jsonl',
    extensions: ['jsonl', 'ndjson'],
    comments: NO_COMMENTS,
    content: 'data',
  },
  {
    id: 'mermaid',
    extensions: ['mmd', 'mermaid'],
    comments: { line: /^\s*%%/, blocks: [] },
    content: 'data',
  },
  {
    id: 'pip',
    filenames: ['requirements.txt', 'constraints.txt'],
    comments: HASH,
    content: 'data',
  },
  {
    id: 'toml',
    extensions: ['toml'],
    filenames: ['pipfile', 'cargo.lock', 'poetry.lock', 'uv.lock'],
    comments: HASH,
    content: 'data',
    scan: sections,
  },
  {
    id: 'tsv',
    extensions: ['tsv'],
    comments: NO_COMMENTS,
    content: 'data',
  },
  {
    id: 'yaml',
    extensions: ['yaml', 'yml', 'eyaml', 'eyml', 'cff'],
    filenames: ['.clang-format', '.clang-tidy', '.yarnrc', 'pubspec.lock'],
    comments: HASH,
    content: 'data',
    parts: yamlParts,
  },
];
