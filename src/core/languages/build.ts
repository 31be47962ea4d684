/** Builds, infrastructure and configuration written as programs. */
import { HASH, SLASH, SLASH_BLOCK } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';

export const buildLanguages: readonly LanguageDefinition[] = [
  {
    id: 'bicep',
    extensions: ['bicep'],
    comments: SLASH,
    hasNoDefinitions: true,
  },
  {
    id: 'cmake',
    extensions: ['cmake'],
    filenames: ['cmakelists.txt'],
    comments: HASH,
    scan: { patterns: [{ kind: 'function', expression: /^\s*(?:function|macro)\s*\(\s*(?<name>\w+)/i }] },
  },
  {
    id: 'cue',
    extensions: ['cue'],
    comments: SLASH,
    hasNoDefinitions: true,
  },
  {
    id: 'dockerfile',
    extensions: ['dockerfile'],
    filenames: ['dockerfile', 'containerfile', '.dockerfile'],
    filenamePrefixes: ['dockerfile.'],
    comments: HASH,
    scan: {
      patterns: [
        {
          kind: 'section',
          expression: /^FROM\s+(?:--\S+\s+)*[^\s-]\S*(?:\s+AS\s+(?<name>\S+))?\s*$/i,
          defaultName: 'stage',
          isFlat: true,
        },
      ],
    },
  },
  {
    id: 'jsonnet',
    extensions: ['jsonnet', 'libsonnet'],
    comments: { line: /^\s*(?:#|\/\/)/, trailing: /\s(?:#|\/\/)\s/, blocks: [SLASH_BLOCK] },
    hasNoDefinitions: true,
  },
  {
    id: 'just',
    extensions: ['just'],
    filenames: ['justfile'],
    comments: HASH,
    scan: { patterns: [{ kind: 'function', expression: /^@?(?<name>[\w-]+)(?:\s[^:=]*)?:(?!=)/ }] },
  },
  {
    id: 'makefile',
    extensions: ['mk', 'mak'],
    filenames: ['makefile', 'gnumakefile', 'ocamlmakefile'],
    comments: HASH,
    scan: {
      patterns: [
        {
          kind: 'function',
          expression: /^(?!\.PHONY)(?<name>[\w.%/$(){}-]+)(?:\s+[\w.%/$(){}-]+)*\s*::?(?!=)(?:\s|$)/,
        },
      ],
    },
  },
  {
    id: 'meson',
    filenames: ['meson.build', 'meson_options.txt'],
    comments: HASH,
    hasNoDefinitions: true,
  },
  {
    id: 'nix',
    extensions: ['nix'],
    comments: { ...HASH, blocks: [SLASH_BLOCK] },
    hasNoDefinitions: true,
  },
  {
    id: 'pkl',
    extensions: ['pkl'],
    comments: SLASH,
    hasNoDefinitions: true,
  },
  {
    id: 'robotframework',
    extensions: ['robot'],
    comments: HASH,
    hasNoDefinitions: true,
  },
  {
    id: 'terraform',
    extensions: ['tf', 'tfvars', 'hcl'],
    comments: { line: /^\s*(?:#|\/\/)/, trailing: /\s(?:#|\/\/)\s/, blocks: [SLASH_BLOCK] },
    scan: {
      patterns: [
        { kind: 'block', expression: /^(?:resource|data)\s+"(?<owner>[^"]+)"\s+"(?<name>[^"]+)"/ },
        { kind: 'block', expression: /^(?<owner>module|variable|output|provider|check)\s+"(?<name>[^"]+)"/ },
        { kind: 'block', expression: /^(?<name>locals|terraform)\s*\{/ },
      ],
    },
  },
];
