/** Shells. */
import { HASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import type { SyntaxRules } from './syntaxRules';

const bashRules: SyntaxRules = {
  leads: ['comment'],
  wrappers: [],
  through: ['program', 'if_statement', 'else_clause', 'compound_statement', 'ERROR'],
  definitions: {
    function_definition: { kind: 'function' },
    variable_assignment: { kind: (_node, place) => (place.isLocal ? undefined : 'variable') },
  },
};

export const shellLanguages: readonly LanguageDefinition[] = [
  {
    id: 'shellscript',
    aliases: ['shell', 'bash', 'sh'],
    extensions: ['sh', 'bash', 'bashrc', 'zsh', 'ksh', 'bats', 'ebuild'],
    filenames: ['.bashrc', '.bash_profile', '.profile', '.zshrc', '.zprofile', '.envrc', 'pkgbuild', 'apkbuild'],
    interpreters: ['sh', 'bash', 'zsh', 'dash', 'ksh', 'mksh', 'ash', 'bats', 'openrc-run'],
    comments: HASH,
    grammar: 'bash',
    syntax: bashRules,
  },
  {
    id: 'fish',
    extensions: ['fish'],
    interpreters: ['fish'],
    comments: HASH,
    scan: { patterns: [{ kind: 'function', expression: /^\s*function\s+(?<name>[\w-]+)/ }] },
  },
  {
    id: 'powershell',
    extensions: ['ps1', 'psm1', 'psd1', 'pssc', 'psrc'],
    interpreters: ['pwsh', 'powershell'],
    comments: { ...HASH, blocks: [{ open: /^\s*<#/, close: /#>/ }] },
    scan: {
      annotation: /^\s*\[[A-Z]\w+\(/,
      patterns: [
        { kind: 'function', expression: /^\s*(?:function|filter|workflow|configuration)\s+(?:\w+:)?(?<name>[\w-]+)/i },
        { kind: 'class', expression: /^\s*class\s+(?<name>\w+)/i },
        { kind: 'enum', expression: /^\s*enum\s+(?<name>\w+)/i },
      ],
    },
  },
  {
    id: 'bat',
    extensions: ['bat', 'cmd'],
    comments: { line: /^\s*(?:::|rem\b)/i, blocks: [] },
    scan: {
      patterns: [{ kind: 'function', expression: /^:(?<name>[A-Za-z]\w*)/, isFlat: true }],
    },
  },
];
