/** How declarations look in languages without a grammar. See scanPattern.ts. */
import { C_LIKE, HASH, type ScanPattern, type ScanRules, SLASH, TYPE_ARGUMENTS, TYPE_WORDS } from './scanPattern';
import { MORE_RULES } from './scanRulesMore';

export function scanRulesOf(language: string): ScanRules | undefined {
  return RULES.get(language);
}

const DASH = { lineComment: /^\s*--/, blockComments: [{ open: /^\s*--\[=*\[/, close: /\]=*\]/ }] };
const ANNOTATION = /^\s*@[A-Za-z]/;

/** `words` before a declaration, any number of them, and annotations on its line. */
function after(words: string, declaration: string): RegExp {
  return new RegExp(`^\\s*(?:(?:${words})(?:\\([\\w ]*\\))?\\s+|@[\\w.]+(?:\\([^)]*\\))?\\s+)*${declaration}`);
}

const KOTLIN =
  'public|private|protected|internal|open|abstract|final|sealed|data|inline|value|annotation|enum|inner|companion|override|suspend|operator|infix|tailrec|external|const|lateinit|expect|actual';
const SWIFT =
  'public|private|fileprivate|internal|open|package|final|static|class|override|mutating|nonmutating|convenience|required|lazy|weak|unowned|indirect|nonisolated|isolated|dynamic|optional|distributed';
const SCALA =
  'private(?:\\[\\w+\\])?|protected(?:\\[\\w+\\])?|final|sealed|abstract|implicit|lazy|override|case|inline|open|opaque|transparent|infix';
const DART = 'abstract|base|final|sealed|interface|static|external|const|late|covariant|factory|get|set';
const script: readonly ScanPattern[] = [
  { kind: 'function', expression: /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\s*\*?\s+(?<name>[\w$]+)/ },
  { kind: 'class', expression: /^\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s+(?<name>[\w$]+)/ },
  { kind: 'interface', expression: /^\s*(?:export\s+)?interface\s+(?<name>[\w$]+)/ },
  { kind: 'type', expression: /^\s*(?:export\s+)?type\s+(?<name>[\w$]+)\s*[=<]/ },
  {
    kind: 'function',
    expression:
      /^\s*(?:export\s+)?(?:const|let|var)\s+(?<name>[\w$]+)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:function\b|\([^)]*\)\s*(?::[^=]+)?=>|[\w$]+\s*=>)/,
  },
];

const lisp: ScanRules = {
  lineComment: /^\s*;/,
  blockComments: [{ open: /^\s*#\|/, close: /\|#/ }],
  patterns: [
    { kind: 'class', expression: /^\((?:defrecord|deftype|defstruct|defclass|struct)\s+\(?(?<name>[^\s()[\]]+)/ },
    { kind: 'interface', expression: /^\((?:defprotocol|definterface|defgeneric)\s+(?<name>[^\s()[\]]+)/ },
    {
      kind: 'variable',
      expression: /^\((?:def|defvar|defparameter|defconstant|defcustom|defonce)\s+(?:\^\S+\s+)*(?<name>[^\s()[\]]+)/,
    },
    {
      kind: 'function',
      expression: /^\((?:def[\w-]*\*?|cl-defun|define(?:-[\w-]+)?)\s+(?:\^\S+\s+)*\(?(?<name>[^\s()[\]]+)/,
    },
  ],
};

const proto: ScanRules = {
  ...SLASH,
  patterns: [
    { kind: 'class', expression: /^\s*(?:message|struct|exception|union)\s+(?<name>\w+)/ },
    { kind: 'interface', expression: /^\s*service\s+(?<name>\w+)/ },
    { kind: 'enum', expression: /^\s*enum\s+(?<name>\w+)/ },
    { kind: 'method', expression: /^\s*rpc\s+(?<name>\w+)/ },
    { kind: 'type', expression: /^\s*(?:extend|typedef\s+\S+)\s+(?<name>[\w.]+)/ },
  ],
};

const sections: ScanRules = {
  lineComment: /^\s*[#;]/,
  blockComments: [],
  patterns: [{ kind: 'section', expression: /^\s*\[{1,2}(?<name>[^\]]+)\]{1,2}\s*(?:[#;].*)?$/, isFlat: true }],
};

const styles: ScanRules = {
  ...SLASH,
  patterns: [
    { kind: 'function', expression: /^\s*@(?:mixin|function)\s+(?<name>[\w-]+)/ },
    { kind: 'block', expression: /^(?<name>@(?:media|supports|container|layer|keyframes|font-face)[^{]*?)\s*\{/ },
    { kind: 'block', expression: /^(?<name>[.#&:*[\w][^{};]{0,120}?)\s*\{/ },
  ],
};

/** All languages that are read so. */
export function scannedLanguages(): string[] {
  return [...RULES.keys()];
}

const RULES = new Map<string, ScanRules>([
  ...MORE_RULES,
  [
    'kotlin',
    {
      ...SLASH,
      annotation: ANNOTATION,
      patterns: [
        { kind: 'enum', expression: after(KOTLIN, 'enum\\s+class\\s+(?<name>\\w+)') },
        { kind: 'interface', expression: after(KOTLIN, '(?:fun\\s+)?interface\\s+(?<name>\\w+)') },
        { kind: 'class', expression: after(KOTLIN, '(?:class|object)\\s+(?<name>\\w+)') },
        {
          kind: 'class',
          expression: /^\s*(?:private\s+|internal\s+)?companion\s+object(?:\s+(?<name>\w+))?/,
          defaultName: 'Companion',
          isScope: true,
        },
        {
          kind: 'function',
          expression: after(
            KOTLIN,
            `fun\\s+(?:${TYPE_ARGUMENTS}\\s*)?(?:(?<owner>[\\w.]+)(?:${TYPE_ARGUMENTS})?\\??\\.)?(?<name>\\w+|\`[^\`]+\`)\\s*\\(`,
          ),
        },
        { kind: 'type', expression: after(KOTLIN, 'typealias\\s+(?<name>\\w+)') },
        {
          kind: 'variable',
          isTopOnly: true,
          expression: after(KOTLIN, '(?:val|var)\\s+(?:<[^>]*>\\s*)?(?:[\\w.<>?, *]+\\.)?(?<name>\\w+|`[^`]+`)'),
        },
        { kind: 'variable', expression: after(KOTLIN, 'val\\s+(?<name>[A-Z][A-Z0-9_]+)\\b') },
      ],
    },
  ],
  [
    'swift',
    {
      ...SLASH,
      annotation: ANNOTATION,
      patterns: [
        { kind: 'interface', expression: after(SWIFT, 'protocol\\s+(?<name>\\w+)') },
        { kind: 'enum', expression: after(SWIFT, 'enum\\s+(?<name>\\w+)') },
        { kind: 'class', expression: after(SWIFT, 'extension\\s+(?<name>[\\w.]+)'), isScope: true },
        { kind: 'function', expression: after(SWIFT, 'func\\s+(?<name>\\w+|`\\w+`|[^\\s\\w(]+)\\s*[(<]') },
        { kind: 'class', expression: after(SWIFT, '(?:class|struct|actor)\\s+(?<name>\\w+)') },
        { kind: 'method', expression: after(SWIFT, '(?<name>init)[?!]?\\s*[(<]') },
        { kind: 'method', expression: after(SWIFT, '(?<name>deinit|subscript)\\b') },
        { kind: 'type', expression: after(SWIFT, '(?:typealias|associatedtype|macro)\\s+(?<name>\\w+)') },
        { kind: 'variable', expression: after(SWIFT, 'var\\s+(?<name>\\w+)\\s*:[^={]*\\{\\s*$') },
        { kind: 'variable', isTopOnly: true, expression: after(SWIFT, '(?:let|var)\\s+(?<name>\\w+)') },
        {
          kind: 'variable',
          expression: /^\s*(?:(?:public|private|internal|fileprivate)\s+)?static\s+(?:let|var)\s+(?<name>\w+)/,
        },
      ],
    },
  ],
  [
    'scala',
    {
      ...SLASH,
      annotation: ANNOTATION,
      patterns: [
        { kind: 'interface', expression: after(SCALA, 'trait\\s+(?<name>\\w+)') },
        { kind: 'enum', expression: after(SCALA, 'enum\\s+(?<name>\\w+)') },
        { kind: 'class', expression: after(SCALA, '(?:class|object)\\s+(?<name>\\w+)') },
        { kind: 'class', expression: /^\s*extension\s*(?:\[[^\]]*\])?\s*\(\s*\w+\s*:\s*(?<name>\w+)/, isScope: true },
        { kind: 'function', expression: after(SCALA, 'def\\s+(?<name>\\w+|`[^`]+`|[^\\s\\w([:=]+)') },
        { kind: 'type', expression: after(SCALA, 'type\\s+(?<name>\\w+)') },
        { kind: 'variable', expression: after(SCALA, 'given\\s+(?<name>\\w+)\\s*[:[(]') },
        { kind: 'variable', isTopOnly: true, expression: after(SCALA, '(?:val|var)\\s+(?<name>\\w+)') },
        { kind: 'variable', expression: after(SCALA, 'val\\s+(?<name>[A-Z]\\w*)\\s*[:=]') },
      ],
    },
  ],
  [
    'dart',
    {
      ...SLASH,
      annotation: ANNOTATION,
      patterns: [
        { kind: 'enum', expression: /^\s*enum\s+(?<name>\w+)/ },
        { kind: 'class', expression: after(DART, '(?:mixin\\s+class|class|mixin)\\s+(?<name>\\w+)') },
        { kind: 'class', expression: /^\s*extension\s+(?:type\s+)?(?<name>\w+)\s+(?:on|\()/ },
        { kind: 'method', expression: /^\s*(?:(?:const|factory)\s+)+(?<name>[A-Z]\w*(?:\.\w+)?)\(/ },
        { kind: 'type', expression: /^\s*typedef\s+(?:[\w<>?, ]+\s+)?(?<name>\w+)\s*(?:=|<|\()/ },
        {
          kind: 'function',
          expression: after(
            DART,
            `${TYPE_WORDS}*(?:operator\\s*)?(?<name>[A-Za-z_$][\\w$.]*|[=<>+\\-*\\/\\[\\]]+)\\s*(?:<[^()]*>)?\\((?!(?:(?!=>).)*\\);\\s*$)`,
          ),
        },
        { kind: 'function', expression: after(DART, `${TYPE_WORDS}?get\\s+(?<name>\\w+)\\s*(?:=>|\\{|async)`) },
        { kind: 'variable', isTopOnly: true, expression: after(DART, `${TYPE_WORDS}?(?<name>\\w+)\\s*=[^=>]`) },
      ],
    },
  ],
  [
    'elixir',
    {
      lineComment: /^\s*#/,
      blockComments: [{ open: /^\s*@(?:doc|moduledoc|typedoc)\s+(?:~\w)?"""/, close: /"""/ }],
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
  ],
  [
    'haskell',
    {
      lineComment: /^\s*--/,
      blockComments: [{ open: /^\s*\{-(?!#)/, close: /-\}/ }],
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
  ],
  [
    'lua',
    {
      ...DASH,
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
  ],
  [
    'zig',
    {
      lineComment: /^\s*\/\//,
      blockComments: [],
      patterns: [
        {
          kind: 'function',
          expression: /^\s*(?:(?:pub|export|extern(?:\s+"[^"]*")?|inline|noinline)\s+)*fn\s+(?<name>\w+|@"[^"]+")/,
        },
        { kind: 'enum', expression: /^\s*(?:pub\s+)?const\s+(?<name>\w+)(?:\s*:\s*type)?\s*=\s*(?:enum|error)\b/ },
        {
          kind: 'class',
          expression:
            /^\s*(?:pub\s+)?const\s+(?<name>\w+)(?:\s*:\s*type)?\s*=\s*(?:(?:packed|extern)\s+)?(?:struct|union|opaque)\b/,
        },
        {
          kind: 'variable',
          isTopOnly: true,
          expression: /^(?:pub\s+)?(?:const|var|threadlocal var)\s+(?<name>\w+)(?!.*@import)/,
        },
      ],
    },
  ],
  [
    'groovy',
    {
      ...SLASH,
      annotation: ANNOTATION,
      patterns: [
        {
          kind: 'class',
          expression: after(
            'public|private|protected|abstract|final|static',
            '(?:class|trait|record)\\s+(?<name>\\w+)',
          ),
        },
        {
          kind: 'interface',
          expression: after('public|private|protected|abstract|static', '@?interface\\s+(?<name>\\w+)'),
        },
        { kind: 'enum', expression: after('public|private|protected|static', 'enum\\s+(?<name>\\w+)') },
        { kind: 'function', expression: /^\s*(?:task|tasks\.register\()\s*['"]?(?<name>\w+)/ },
        C_LIKE,
      ],
    },
  ],
  ['proto3', proto],
  ['thrift', proto],
  ['ini', sections],
  ['toml', sections],
  ['editorconfig', sections],
  ['css', styles],
  ['scss', styles],
  ['less', styles],
  ['clojure', lisp],
  ['lisp', lisp],
  ['scheme', lisp],
  ['racket', lisp],
  ['vue', { ...SLASH, patterns: script }],
  ['svelte', { ...SLASH, patterns: script }],
  ['astro', { ...SLASH, patterns: script }],
  [
    'powershell',
    {
      lineComment: /^\s*#/,
      blockComments: [{ open: /^\s*<#/, close: /#>/ }],
      annotation: /^\s*\[[A-Z]\w+\(/,
      patterns: [
        { kind: 'function', expression: /^\s*(?:function|filter|workflow|configuration)\s+(?:\w+:)?(?<name>[\w-]+)/i },
        { kind: 'class', expression: /^\s*class\s+(?<name>\w+)/i },
        { kind: 'enum', expression: /^\s*enum\s+(?<name>\w+)/i },
      ],
    },
  ],
  [
    'perl',
    {
      lineComment: /^\s*#/,
      blockComments: [{ open: /^=\w/, close: /^=cut/ }],
      patterns: [
        { kind: 'module', expression: /^\s*(?:package|class)\s+(?<name>[\w:]+)/, isFlat: true },
        { kind: 'function', expression: /^\s*(?:sub|method)\s+(?<name>\w+)/ },
      ],
    },
  ],
  [
    'r',
    {
      ...HASH,
      patterns: [
        { kind: 'function', expression: /^\s*(?<name>[\w.]+)\s*(?:<-|=)\s*function\b/ },
        { kind: 'class', expression: /^\s*(?<name>\w+)\s*<-\s*(?:R6Class|setRefClass|setClass)\b/ },
      ],
    },
  ],
  [
    'julia',
    {
      lineComment: /^\s*#/,
      blockComments: [
        { open: /^\s*"""/, close: /"""/ },
        { open: /^\s*#=/, close: /=#/ },
      ],
      annotation: ANNOTATION,
      patterns: [
        { kind: 'module', expression: /^\s*(?:bare)?module\s+(?<name>\w+)/ },
        { kind: 'class', expression: /^\s*(?:mutable\s+)?struct\s+(?<name>\w+)/ },
        { kind: 'type', expression: /^\s*(?:abstract|primitive)\s+type\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:@\w+\s+)?(?:function|macro)\s+(?<name>[\w.!]+)/ },
        { kind: 'function', expression: /^\s*(?<name>[\w.!]+)\([^=]*\)\s*(?:where\s+.*)?=(?!=)/ },
      ],
    },
  ],
]);
