/** Haskell, OCaml and their kin. */
import { HASKELL, SLASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import type { ScanPattern } from './scanRules';

/** Of Reason, and of ReScript, which came from it. */
const REASON: readonly ScanPattern[] = [
  { kind: 'module', expression: /^\s*module\s+(?:type\s+|rec\s+)?(?<name>[A-Z]\w*)\s*(?:[:=({]|$)/ },
  { kind: 'type', expression: /^\s*(?:export\s+)?(?:type|exception)\s+(?:rec\s+|nonrec\s+)?(?<name>\w+)/ },
  {
    kind: 'function',
    expression:
      /^\s*(?:let|and)\s+(?:rec\s+)?(?<name>[a-z_]\w*)\s*(?::[^=]*)?=\s*(?:@[\w.]+\s+)*(?:async\s*)?(?:\(|[a-z_]\w*\s*=>)(?=.*=>|[^)]*$)/,
  },
  { kind: 'function', expression: /^\s*external\s+(?<name>\w+)\s*:/ },
  { kind: 'variable', isTopOnly: true, expression: /^let\s+(?:rec\s+)?(?<name>[a-z_]\w*)\s*[:=]/ },
];

export const functionalLanguages: readonly LanguageDefinition[] = [
  {
    id: 'coq',
    aliases: ['rocq'],
    extensions: ['coq'],
    comments: { blocks: [{ open: /^\s*\(\*/, close: /\*\)/ }] },
    scan: {
      patterns: [
        { kind: 'module', expression: /^\s*(?:Module|Section)\s+(?:Type\s+|Import\s+|Export\s+)?(?<name>[\w']+)/ },
        {
          kind: 'type',
          expression:
            /^\s*(?:(?:Local|Global|Polymorphic|#\[\w+\])\s+)*(?:Inductive|CoInductive|Record|Structure|Variant|Class)\s+(?<name>[\w']+)/,
        },
        {
          kind: 'function',
          expression:
            /^\s*(?:(?:Local|Global|Polymorphic|Program|#\[\w+\])\s+)*(?:Theorem|Lemma|Definition|Fixpoint|CoFixpoint|Corollary|Proposition|Example|Remark|Fact|Instance|Axiom|Function|Let)\s+(?<name>[\w']+)/,
        },
      ],
    },
  },
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
    interpreters: ['runhaskell', 'runghc', 'stack'],
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
    scan: {
      isByClauses: true,
      patterns: [
        { kind: 'type', expression: /^(?:(?:public|export|private)\s+)*(?:data|record)\s+(?<name>\w+)/ },
        { kind: 'interface', expression: /^(?:(?:public|export|private)\s+)*interface\s+(?:[^=]*=>\s*)?(?<name>\w+)/ },
        {
          kind: 'function',
          expression:
            /^\s*(?:(?:public|export|private|total|partial|covering)\s+)*(?<name>[a-z_][\w']*|\([^\w\s()]+\))\s*:(?!:)/,
        },
      ],
    },
  },
  {
    id: 'ocaml',
    extensions: ['ml', 'mli', 'mll', 'mly'],
    interpreters: ['ocaml', 'ocamlrun', 'ocamlscript'],
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
    scan: {
      annotation: /^\s*(?:@|\[@)/,
      patterns: REASON,
    },
  },
  {
    id: 'rescript',
    extensions: ['res', 'resi'],
    comments: SLASH,
    scan: {
      annotation: /^\s*@/,
      patterns: REASON,
    },
  },
];
