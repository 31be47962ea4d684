/** Languages of business and teaching, older than most others. */
import { DASH, PERCENT, SLASH, SLASH_BLOCK, SLASH_LINE } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';

export const classicLanguages: readonly LanguageDefinition[] = [
  {
    id: 'abap',
    extensions: ['abap'],
    comments: { line: /^(?:\*|\s*")/, trailing: /\s"\s/, blocks: [] },
    scan: {
      patterns: [
        { kind: 'class', expression: /^\s*class\s+(?<name>\w+)\s+(?:definition|implementation)\b/i },
        { kind: 'interface', expression: /^\s*interface\s+(?<name>\w+)\s*\.?/i },
        { kind: 'function', expression: /^\s*(?:method|form|function|module)\s+(?<name>[\w~]+)/i },
        { kind: 'module', expression: /^\s*(?:report|program|function-pool)\s+(?<name>\w+)/i, isFlat: true },
      ],
    },
  },
  {
    id: 'ada',
    extensions: ['adb', 'ads'],
    comments: DASH,
    scan: {
      patterns: [
        { kind: 'module', expression: /^\s*(?:private\s+)?package\s+(?:body\s+)?(?<name>[\w.]+)/i },
        { kind: 'class', expression: /^\s*(?:task|protected)\s+(?:type\s+|body\s+)?(?<name>\w+)/i },
        {
          kind: 'function',
          expression: /^\s*(?:(?:not\s+)?overriding\s+)?(?:procedure|function|entry)\s+(?<name>"[^"]+"|[\w.]+)/i,
        },
        { kind: 'type', expression: /^\s*(?:sub)?type\s+(?<name>\w+)/i },
      ],
    },
  },
  {
    id: 'al',
    extensions: ['al'],
    comments: SLASH,
    scan: {
      annotation: /^\s*\[\w/,
      patterns: [
        {
          kind: 'class',
          expression:
            /^\s*(?:table|page|codeunit|report|query|xmlport|enum|tableextension|pageextension|enumextension|reportextension)\s+\d+\s+(?<name>"[^"]+"|\w+)/i,
        },
        { kind: 'interface', expression: /^\s*interface\s+(?<name>"[^"]+"|\w+)/i },
        {
          kind: 'function',
          expression: /^\s*(?:(?:local|internal|protected)\s+)?(?:procedure|trigger)\s+(?<name>"[^"]+"|\w+)/i,
        },
      ],
    },
  },
  {
    id: 'cobol',
    extensions: ['cob', 'cbl', 'cobol'],
    comments: { line: /^(?:.{6}\*|\s*\*>)/, trailing: /\s\*>\s/, blocks: [] },
    scan: {
      patterns: [
        {
          kind: 'module',
          expression: /^.{0,7}\s*(?:program|class|function|method)-id\s*\.\s+["']?(?<name>[\w-]+)/i,
          isFlat: true,
        },
        {
          kind: 'section',
          expression: /^(?:.{6} {1,4}|\s{0,4})(?<name>(?:identification|id|environment|data|procedure)\s+division)\b/i,
          isFlat: true,
        },
        { kind: 'section', expression: /^(?:.{6} {1,4}|\s{0,4})(?<name>[a-z0-9][\w-]*)\s+section\s*\./i, isFlat: true },
        {
          kind: 'function',
          expression:
            /^(?:.{6} {1,4}|\s{0,4})(?!(?:exit|goback|stop|continue|file-control|special-names|source-computer|object-computer|end-\w+|eject|skip\d)\s*\.)(?<name>[a-z0-9][\w-]*)\s*\.\s*$/i,
          isFlat: true,
        },
        {
          kind: 'class',
          expression: /^(?:.{6} {1,4}|\s{0,4})(?:01|fd|sd)\s+(?!filler\b)(?<name>[a-z0-9][\w-]*)/i,
          isFlat: true,
        },
      ],
    },
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
    interpreters: ['swipl', 'yap', 'gprolog'],
    comments: { ...PERCENT, blocks: [SLASH_BLOCK] },
    scan: {
      isByClauses: true,
      patterns: [
        { kind: 'module', expression: /^:-\s*module\(\s*(?<name>\w+)/, isFlat: true },
        { kind: 'function', expression: /^(?<name>[a-z]\w*)\s*(?:\(|:-|-->|\.\s*$)/ },
      ],
    },
  },
];
