/** Languages of .NET. */
import { SLASH, SLASH_LINE, TEMPLATE } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import { after, C_LIKE, TYPE_WORDS } from './scanRules';
import { constantKind, declaratorNames, textOf } from './syntaxNodes';
import type { SyntaxRules } from './syntaxRules';

const csharpRules: SyntaxRules = {
  leads: ['comment', 'attribute_list', 'preproc_region'],
  wrappers: [],
  through: [
    'compilation_unit',
    'declaration_list',
    'global_statement',
    'block',
    'preproc_if',
    'preproc_else',
    'preproc_elif',
    'ERROR',
  ],
  definitions: {
    namespace_declaration: { kind: 'module', hasMembers: true, isPathless: true },
    file_scoped_namespace_declaration: { kind: 'module', hasMembers: true, isPathless: true },
    class_declaration: { kind: 'class', hasMembers: true },
    struct_declaration: { kind: 'class', hasMembers: true },
    record_declaration: { kind: 'class', hasMembers: true },
    interface_declaration: { kind: 'interface', hasMembers: true },
    enum_declaration: { kind: 'enum' },
    delegate_declaration: { kind: 'type' },
    method_declaration: { kind: 'method' },
    constructor_declaration: { kind: 'method' },
    destructor_declaration: { kind: 'method' },
    operator_declaration: { kind: 'method', names: (node) => [`operator ${textOf(node, 'operator')}`] },
    conversion_operator_declaration: { kind: 'method', names: (node) => [`operator ${textOf(node, 'type')}`] },
    indexer_declaration: { kind: 'method', names: () => ['this[]'] },
    property_declaration: { kind: 'variable' },
    event_declaration: { kind: 'variable' },
    event_field_declaration: { kind: 'variable', names: declaratorNames },
    field_declaration: { kind: constantKind, names: declaratorNames },
    local_function_statement: { kind: 'function' },
  },
};

export const dotnetLanguages: readonly LanguageDefinition[] = [
  {
    id: 'csharp',
    aliases: ['c#'],
    extensions: ['cs', 'csx', 'cake'],
    interpreters: ['dotnet-script', 'scriptcs', 'dotnet'],
    comments: SLASH,
    grammar: 'c-sharp',
    syntax: csharpRules,
  },
  {
    id: 'fsharp',
    extensions: ['fs', 'fsi', 'fsx', 'fsscript'],
    interpreters: ['fsharpi', 'fsi'],
    comments: { ...SLASH_LINE, blocks: [{ open: /^\s*\(\*/, close: /\*\)/ }] },
    scan: {
      annotation: /^\s*\[</,
      patterns: [
        {
          kind: 'module',
          expression: /^\s*(?:module|namespace)\s+(?:rec\s+|private\s+|internal\s+)*(?<name>[\w.]+)\s*=?\s*$/,
        },
        { kind: 'type', expression: /^\s*(?:type|and)\s+(?:private\s+|internal\s+)?(?<name>\w+)/ },
        {
          kind: 'method',
          expression:
            /^\s*(?:static\s+)?(?:member|override|abstract|default)\s+(?:val\s+|private\s+|inline\s+)*(?:\w+\.)?(?<name>\w+)/,
        },
        {
          kind: 'function',
          expression: /^\s*let\s+(?:rec\s+|inline\s+|private\s+|internal\s+|mutable\s+)*(?<name>\w+|``[^`]+``)/,
        },
      ],
    },
  },
  {
    id: 'vb',
    extensions: ['vb', 'brs', 'vbs', 'bas', 'vba'],
    comments: { line: /^\s*'/, trailing: /\s'\s/, blocks: [] },
    scan: {
      annotation: /^\s*</,
      patterns: [
        {
          kind: 'module',
          expression: /^\s*(?:(?:public|private|friend|partial)\s+)*(?:module|namespace)\s+(?<name>[\w.]+)/i,
        },
        {
          kind: 'class',
          expression:
            /^\s*(?:(?:public|private|friend|partial|mustinherit|notinheritable)\s+)*(?:class|structure|interface)\s+(?<name>\w+)/i,
        },
        {
          kind: 'function',
          expression:
            /^\s*(?:(?:public|private|protected|friend|shared|overrides|overridable|async|iterator|static)\s+)*(?:sub|function)\s+(?<name>\w+)/i,
        },
      ],
    },
  },
  {
    id: 'razor',
    extensions: ['cshtml', 'razor'],
    comments: { ...TEMPLATE, blocks: [{ open: /^\s*@\*/, close: /\*@/ }, ...TEMPLATE.blocks] },
    scan: {
      annotation: /^\s*\[\w/,
      patterns: [
        {
          kind: 'class',
          expression: after(
            'public|private|internal|protected|static|sealed|abstract|partial',
            '(?:class|record|struct|interface|enum)\\s+(?<name>\\w+)',
          ),
        },
        { kind: 'block', expression: /^@section\s+(?<name>\w+)/ },
        { kind: 'block', expression: /^@helper\s+(?<name>\w+)/ },
        C_LIKE,
        {
          kind: 'variable',
          expression: new RegExp(
            `^\\s*(?:(?:public|private|protected|internal|static|readonly|required|virtual|override)\\s+)+${TYPE_WORDS}(?<name>\\w+)\\s*(?:=|;|\\{\\s*get\\b)`,
          ),
        },
      ],
    },
  },
];
