/** Builds, infrastructure and configuration written as programs. */
import { HASH, SLASH, SLASH_BLOCK } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import { ANNOTATION, after } from './scanRules';

export const buildLanguages: readonly LanguageDefinition[] = [
  {
    id: 'bicep',
    extensions: ['bicep'],
    comments: SLASH,
    scan: {
      annotation: ANNOTATION,
      patterns: [
        { kind: 'block', expression: /^(?<owner>resource|module)\s+(?<name>\w+)/ },
        { kind: 'type', expression: /^type\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^func\s+(?<name>\w+)/ },
        { kind: 'variable', expression: /^(?:param|var|output)\s+(?<name>\w+)/ },
      ],
    },
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
    scan: {
      patterns: [
        { kind: 'type', expression: /^(?<name>_?#\w+)\s*:/ },
        { kind: 'block', expression: /^(?<name>[\w-]+)\s*:\s*(?:[\w-]+\s*:\s*)*\{/ },
      ],
    },
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
    scan: {
      patterns: [
        { kind: 'function', expression: /^\s*(?:local\s+)?(?<name>\w+)\([^()]*\)\s*:{0,3}=?[\s{]/ },
        { kind: 'function', expression: /^\s*(?:local\s+)?(?<name>\w+)\s*(?:=|:{1,3})\s*function\b/ },
        { kind: 'variable', isTopOnly: true, expression: /^local\s+(?<name>\w+)\s*=(?!\s*import)/ },
      ],
    },
  },
  {
    id: 'just',
    extensions: ['just'],
    filenames: ['justfile'],
    interpreters: ['just'],
    comments: HASH,
    scan: { patterns: [{ kind: 'function', expression: /^@?(?<name>[\w-]+)(?:\s[^:=]*)?:(?!=)/ }] },
  },
  {
    id: 'makefile',
    aliases: ['make'],
    extensions: ['mk', 'mak'],
    filenames: ['makefile', 'gnumakefile', 'ocamlmakefile'],
    interpreters: ['make', 'gmake'],
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
    scan: {
      patterns: [
        {
          kind: 'block',
          expression:
            /^\s*(?:\w+\s*=\s*)?(?:executable|library|shared_library|static_library|both_libraries|custom_target|run_target|test)\s*\(\s*'(?<name>[^']+)'/,
        },
        { kind: 'variable', isTopOnly: true, expression: /^(?<name>\w+)\s*\+?=/ },
        { kind: 'variable', expression: /^\s*option\s*\(\s*'(?<name>[^']+)'/ },
      ],
    },
  },
  {
    id: 'nix',
    extensions: ['nix'],
    interpreters: ['nix-instantiate'],
    comments: { ...HASH, blocks: [SLASH_BLOCK] },
    scan: {
      patterns: [
        {
          kind: 'function',
          expression: /^\s*(?<name>[A-Za-z_][\w'.-]*)\s*=\s*(?:[A-Za-z_][\w'-]*\s*:|\{[^{}=;]*\}\s*(?:@\s*\w+\s*)?:)/,
        },
        {
          kind: 'block',
          expression:
            /^\s{0,4}(?<name>[A-Za-z_][\w'.-]*)\s*=\s*(?:rec\s*|with\s[^;]*;\s*)?(?:\{|[\w.]+\s*(?:rec\s*)?[({])/,
        },
        { kind: 'variable', expression: /^\s{0,2}(?<name>[A-Za-z_][\w'.-]*)\s*=(?!=)/ },
      ],
    },
  },
  {
    id: 'pkl',
    extensions: ['pkl'],
    comments: SLASH,
    scan: {
      annotation: ANNOTATION,
      patterns: [
        { kind: 'class', expression: after('abstract|open|external|local', 'class\\s+(?<name>\\w+)') },
        { kind: 'function', expression: after('abstract|external|local|const|fixed', 'function\\s+(?<name>\\w+)') },
        { kind: 'type', expression: after('local|external', 'typealias\\s+(?<name>\\w+)') },
        {
          kind: 'block',
          isTopOnly: true,
          expression: after('local|const|fixed|hidden|abstract', '(?<name>\\w+)\\s*(?::[^={]*)?(?:=\\s*new\\b|\\{)'),
        },
        {
          kind: 'variable',
          isTopOnly: true,
          expression: after('local|const|fixed|hidden|abstract', '(?<name>\\w+)\\s*[:=]'),
        },
      ],
    },
  },
  {
    id: 'puppet',
    extensions: ['puppet', 'epp'],
    comments: HASH,
    scan: {
      patterns: [
        { kind: 'class', expression: /^\s*class\s+(?<name>[\w:]+)/ },
        { kind: 'function', expression: /^\s*(?:define|function|plan)\s+(?<name>[\w:]+)/ },
        { kind: 'block', expression: /^\s*(?<owner>node)\s+['"]?(?<name>[\w.-]+)/ },
        { kind: 'type', expression: /^\s*type\s+(?<name>[\w:]+)/ },
      ],
    },
  },
  {
    id: 'robotframework',
    extensions: ['robot'],
    interpreters: ['robot'],
    comments: HASH,
    scan: {
      patterns: [
        { kind: 'section', expression: /^\*{3}\s*(?<name>[\w ]*\w)\s*\**\s*$/, isFlat: true },
        {
          kind: 'function',
          expression:
            /^(?!(?:Library|Resource|Variables|Documentation|Metadata|Suite|Test|Task|Force|Default|Name|Keyword)\b.*\s{2})(?<name>[^\s$@&%*#|.](?:[^\s]| (?! ))*)\s*$/,
        },
      ],
    },
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
