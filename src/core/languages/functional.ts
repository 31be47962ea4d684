/** Haskell, OCaml and their kin. */
import { HASKELL, SLASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';

export const functionalLanguages: readonly LanguageDefinition[] = [
  {
    id: 'elm',
    extensions: ['elm'],
    comments: HASKELL,
    scan: {
      isByClauses: true,
      patterns: [
        { kind: 'type', expression: /^type\s+(?:alias\s+)?(?<name>\w+)/ },
        { kind: 'function', expression: /^(?<name>[a-z]\w*)\s*:/ },
      ],
    },
  },
  {
    id: 'haskell',
    extensions: ['hs', 'lhs', 'hsig'],
    comments: HASKELL,
    scan: {
      annotation: /^\s*\{-#/,
      isByClauses: true,
      patterns: [
        {
          kind: 'type',
          expression: /^(?:data|newtype|type)\s+(?:family\s+|instance\s+)?(?:[^=\s][^=]*=>\s*)?(?<name>[A-Z][\w']*)/,
        },
        { kind: 'interface', expression: /^class\s+(?:.*=>\s*)?(?<name>[A-Z][\w']*)/ },
        { kind: 'class', expression: /^instance\s+(?:.*=>\s*)?(?<name>[A-Z][\w'.]*)/, isScope: true },
        { kind: 'function', expression: /^\s*(?<name>[a-z_][\w']*|\([^\w\s()]+\))(?:\s*,\s*[\w']+)*\s*::/ },
        {
          kind: 'function',
          isTopOnly: true,
          expression:
            /^(?!(?:import|module|infix[lr]?|deriving|where|let|in|do|case|of|if|then|else|foreign|default)\b)(?<name>[a-z_][\w']*)(?:\s+[^=|]*)?\s*(?:=|\|)(?!=)/,
        },
      ],
    },
  },
  {
    id: 'idris',
    extensions: ['idr'],
    comments: HASKELL,
    hasNoDefinitions: true,
  },
  {
    id: 'ocaml',
    extensions: ['ml', 'mli', 'mll', 'mly'],
    comments: { blocks: [{ open: /^\s*\(\*/, close: /\*\)/ }] },
    scan: {
      patterns: [
        { kind: 'module', expression: /^\s*module\s+(?:type\s+|rec\s+)?(?<name>\w+)/ },
        { kind: 'type', expression: /^\s*(?:type|exception)\s+(?:nonrec\s+)?(?:\([^)]*\)\s*|'\w+\s+)?(?<name>\w+)/ },
        { kind: 'class', expression: /^\s*class\s+(?:virtual\s+)?(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:let|and|val|external)\s+(?:rec\s+)?(?<name>[a-z]\w*'?)(?!.*\bin\s*$)/ },
      ],
    },
  },
  {
    id: 'purescript',
    extensions: ['purs'],
    comments: HASKELL,
    scan: {
      isByClauses: true,
      patterns: [
        { kind: 'type', expression: /^(?:data|newtype|type)\s+(?<name>[A-Z]\w*)/ },
        { kind: 'interface', expression: /^class\s+(?:.*<=\s*)?(?<name>[A-Z]\w*)/ },
        { kind: 'function', expression: /^(?:foreign\s+import\s+)?(?<name>[a-z_][\w']*)\s*::/ },
      ],
    },
  },
  {
    id: 'reason',
    extensions: ['re', 'rei'],
    comments: SLASH,
    hasNoDefinitions: true,
  },
  {
    id: 'rescript',
    extensions: ['res', 'resi'],
    comments: SLASH,
    hasNoDefinitions: true,
  },
];
