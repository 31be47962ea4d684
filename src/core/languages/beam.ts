/** Languages of the Erlang machine. */
import { HASH, PERCENT, SLASH, TEMPLATE } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';

export const beamLanguages: readonly LanguageDefinition[] = [
  {
    id: 'elixir',
    extensions: ['ex', 'exs'],
    interpreters: ['elixir'],
    comments: { ...HASH, blocks: [{ open: /^\s*@(?:doc|moduledoc|typedoc)\s+(?:~\w)?"""/, close: /"""/ }] },
    scan: {
      annotation: /^\s*@(?:doc|spec|impl|deprecated|since|typedoc)\b/,
      patterns: [
        { kind: 'module', expression: /^\s*defmodule\s+(?<name>[\w.]+)/ },
        { kind: 'interface', expression: /^\s*defprotocol\s+(?<name>[\w.]+)/ },
        { kind: 'class', expression: /^\s*defimpl\s+(?<name>[\w.]+)/, isScope: true },
        {
          kind: 'function',
          expression: /^\s*def(?:p|macro|macrop|guard|guardp|delegate|n|np)?\s+(?<name>[a-z_][\w]*[?!]?)/,
        },
        { kind: 'type', expression: /^\s*@(?:type|typep|opaque|callback|macrocallback)\s+(?<name>\w+)/ },
      ],
    },
  },
  {
    id: 'heex',
    extensions: ['heex', 'eex', 'leex'],
    comments: {
      ...TEMPLATE,
      blocks: [{ open: /^\s*<%!--/, close: /--%>/ }, { open: /^\s*<%#/, close: /%>/ }, ...TEMPLATE.blocks],
    },
    hasNoDefinitions: true,
  },
  {
    id: 'erlang',
    extensions: ['erl', 'hrl'],
    interpreters: ['escript'],
    comments: PERCENT,
    scan: {
      annotation: /^-(?:spec|doc)\b/,
      isByClauses: true,
      patterns: [
        { kind: 'class', expression: /^-record\(\s*(?<name>\w+)/ },
        { kind: 'type', expression: /^-(?:type|opaque|callback)\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^(?<name>[a-z]\w*)\s*\(/ },
      ],
    },
  },
  {
    id: 'gleam',
    extensions: ['gleam'],
    comments: SLASH,
    scan: {
      annotation: /^\s*@/,
      patterns: [
        { kind: 'type', expression: /^(?:pub\s+)?(?:opaque\s+)?type\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^(?:pub\s+)?fn\s+(?<name>\w+)/ },
        { kind: 'variable', expression: /^(?:pub\s+)?const\s+(?<name>\w+)/ },
      ],
    },
  },
];
