/** Languages of scripts and extensions. */
import { DASH, HASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';

export const scriptingLanguages: readonly LanguageDefinition[] = [
  {
    id: 'applescript',
    extensions: ['applescript'],
    interpreters: ['osascript'],
    comments: { line: /^\s*(?:--|#)/, trailing: /\s--\s/, blocks: [{ open: /^\s*\(\*/, close: /\*\)/ }] },
    scan: {
      patterns: [
        { kind: 'class', expression: /^\s*script\s+(?<name>\w+)/i },
        { kind: 'function', expression: /^\s*(?:on|to)\s+(?!error\b)(?<name>\w+)/i },
        { kind: 'variable', isTopOnly: true, expression: /^property\s+(?<name>\w+)\s*:/i },
      ],
    },
  },
  {
    id: 'awk',
    extensions: ['awk'],
    interpreters: ['awk', 'gawk', 'mawk', 'nawk'],
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
    interpreters: ['lua', 'luajit', 'luau', 'texlua'],
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
    interpreters: ['perl', 'cperl'],
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
    extensions: ['tcl', 'tk', 'exp', 'tm'],
    interpreters: ['tclsh', 'wish', 'expect'],
    comments: HASH,
    scan: {
      patterns: [
        { kind: 'module', expression: /^\s*namespace\s+eval\s+(?<name>[\w:]+)/ },
        { kind: 'class', expression: /^\s*(?:oo::class\s+create|(?:itcl::)?class|snit::type)\s+(?<name>[\w:]+)/ },
        {
          kind: 'function',
          expression:
            /^\s*(?:(?:public|private|protected)\s+)?(?:proc|method|typemethod|oo::define)\s+(?<name>[\w:.?!<>=+*/-]+)/,
        },
        { kind: 'method', expression: /^\s*(?<name>constructor|destructor)\s/ },
      ],
    },
  },
  {
    id: 'viml',
    aliases: ['vimscript'],
    extensions: ['vim'],
    filenames: ['.vimrc'],
    interpreters: ['vim', 'nvim'],
    comments: { line: /^\s*"/, blocks: [] },
    scan: {
      patterns: [{ kind: 'function', expression: /^\s*(?:export\s+)?(?:fu(?:nction)?|def)!?\s+(?<name>[\w:.#<>]+)/ }],
    },
  },
];
