/** Languages of business and teaching, older than most others. */
import { DASH, PERCENT, SLASH, SLASH_BLOCK, SLASH_LINE } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';

export const classicLanguages: readonly LanguageDefinition[] = [
  {
    id: 'abap',
    extensions: ['abap'],
    comments: { line: /^(?:\*|\s*")/, trailing: /\s"\s/, blocks: [] },
    hasNoDefinitions: true,
  },
  {
    id: 'ada',
    extensions: ['adb', 'ads'],
    comments: DASH,
    hasNoDefinitions: true,
  },
  {
    id: 'al',
    extensions: ['al'],
    comments: SLASH,
    hasNoDefinitions: true,
  },
  {
    id: 'cobol',
    extensions: ['cob', 'cbl', 'cobol'],
    comments: { line: /^(?:.{6}\*|\s*\*>)/, trailing: /\s\*>\s/, blocks: [] },
    hasNoDefinitions: true,
  },
  {
    id: 'pascal',
    extensions: ['pas', 'pp', 'dpr'],
    comments: { ...SLASH_LINE, blocks: [{ open: /^\s*\{(?!\$)/, close: /\}/ }] },
    scan: {
      patterns: [
        { kind: 'class', expression: /^\s*(?<name>\w+)\s*=\s*(?:packed\s+)?(?:class|record|interface|object)\b/i },
        {
          kind: 'function',
          expression: /^\s*(?:class\s+)?(?:procedure|function|constructor|destructor)\s+(?<name>[\w.]+)/i,
        },
      ],
    },
  },
  {
    id: 'prolog',
    extensions: ['pro', 'prolog'],
    comments: { ...PERCENT, blocks: [SLASH_BLOCK] },
    hasNoDefinitions: true,
  },
];
