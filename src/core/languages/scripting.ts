/** Languages of scripts and extensions. */
import { DASH, HASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';

export const scriptingLanguages: readonly LanguageDefinition[] = [
  {
    id: 'applescript',
    extensions: ['applescript'],
    comments: { line: /^\s*(?:--|#)/, trailing: /\s--\s/, blocks: [{ open: /^\s*\(\*/, close: /\*\)/ }] },
    hasNoDefinitions: true,
  },
  {
    id: 'awk',
    extensions: ['awk'],
    comments: HASH,
    scan: { patterns: [{ kind: 'function', expression: /^\s*func(?:tion)?\s+(?<name>\w+)/ }] },
  },
  {
    id: 'gdscript',
    extensions: ['gd'],
    comments: HASH,
    scan: {
      annotation: /^\s*@/,
      patterns: [
        { kind: 'class', expression: /^\s*class(?:_name)?\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:static\s+)?func\s+(?<name>\w+)/ },
        { kind: 'enum', expression: /^\s*enum\s+(?<name>\w+)/ },
        { kind: 'variable', expression: /^(?:@\w+(?:\([^)]*\))?\s+)*(?:const|signal)\s+(?<name>\w+)/ },
      ],
    },
  },
  {
    id: 'lua',
    extensions: ['lua', 'luau'],
    comments: { ...DASH, blocks: [{ open: /^\s*--\[=*\[/, close: /\]=*\]/ }] },
    scan: {
      patterns: [
        { kind: 'function', expression: /^\s*(?:local\s+)?function\s+(?<name>[\w.:]+)\s*\(/ },
        { kind: 'function', expression: /^\s*(?:local\s+)?(?<name>[\w.]+)\s*=\s*function\b/ },
        {
          kind: 'variable',
          isTopOnly: true,
          expression: /^(?:local\s+)?(?<name>[A-Za-z_][\w.]*)\s*(?:<\w+>\s*)?=(?!\s*require\b|=)/,
        },
      ],
    },
  },
  {
    id: 'perl',
    extensions: ['pl', 'pm', 'pod', 't', 'psgi'],
    comments: { ...HASH, blocks: [{ open: /^=\w/, close: /^=cut/ }] },
    scan: {
      patterns: [
        { kind: 'module', expression: /^\s*(?:package|class)\s+(?<name>[\w:]+)/, isFlat: true },
        { kind: 'function', expression: /^\s*(?:sub|method)\s+(?<name>\w+)/ },
      ],
    },
  },
  {
    id: 'tcl',
    extensions: ['tcl'],
    comments: HASH,
    scan: { patterns: [{ kind: 'function', expression: /^\s*(?:proc|method)\s+(?<name>[\w:]+)/ }] },
  },
  {
    id: 'viml',
    extensions: ['vim'],
    filenames: ['.vimrc'],
    comments: { line: /^\s*"/, blocks: [] },
    scan: {
      patterns: [{ kind: 'function', expression: /^\s*(?:export\s+)?(?:fu(?:nction)?|def)!?\s+(?<name>[\w:.#<>]+)/ }],
    },
  },
];
