/** Languages of smart contracts. */
import { SLASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';

export const contractsLanguages: readonly LanguageDefinition[] = [
  {
    id: 'cairo',
    extensions: ['cairo'],
    comments: SLASH,
    hasNoDefinitions: true,
  },
  {
    id: 'move',
    extensions: ['move'],
    comments: SLASH,
    hasNoDefinitions: true,
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
