/** Languages of smart contracts. */
import { SLASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import { after } from './scanRules';

export const contractsLanguages: readonly LanguageDefinition[] = [
  {
    id: 'cairo',
    extensions: ['cairo'],
    comments: SLASH,
    scan: {
      annotation: /^\s*#\[/,
      patterns: [
        { kind: 'module', expression: after('pub', 'mod\\s+(?<name>\\w+)\\s*\\{') },
        { kind: 'interface', expression: after('pub', 'trait\\s+(?<name>\\w+)') },
        { kind: 'class', expression: after('pub', 'struct\\s+(?<name>\\w+)') },
        { kind: 'enum', expression: after('pub', 'enum\\s+(?<name>\\w+)') },
        { kind: 'class', expression: after('pub', 'impl\\s+(?<name>\\w+)') },
        { kind: 'function', expression: after('pub|extern', '(?:fn|func)\\s+(?<name>\\w+)') },
        { kind: 'variable', isTopOnly: true, expression: after('pub', 'const\\s+(?<name>\\w+)') },
      ],
    },
  },
  {
    id: 'move',
    extensions: ['move'],
    comments: SLASH,
    scan: {
      annotation: /^\s*#\[/,
      patterns: [
        { kind: 'module', expression: /^\s*module\s+(?<name>[\w:]+)/ },
        { kind: 'class', expression: /^\s*(?:public\s+)?(?:struct|enum)\s+(?<name>\w+)/ },
        {
          kind: 'function',
          expression: after('public|entry|native|inline|private', 'fun\\s+(?<name>\\w+)'),
        },
        { kind: 'variable', expression: /^\s*const\s+(?<name>\w+)/ },
      ],
    },
  },
  {
    id: 'solidity',
    extensions: ['sol'],
    comments: SLASH,
    scan: {
      patterns: [
        { kind: 'class', expression: /^\s*(?:abstract\s+)?(?:contract|library|struct)\s+(?<name>\w+)/ },
        { kind: 'interface', expression: /^\s*interface\s+(?<name>\w+)/ },
        { kind: 'enum', expression: /^\s*enum\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:function|modifier|event|error)\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?<name>constructor|receive|fallback)\s*\(/ },
      ],
    },
  },
];
