/** More tables for scanRules.ts: languages that are met less often, and formats whose declarations are worth finding. */
import { C_LIKE, HASH, type ScanRules, SLASH } from './scanPattern';

const ML = { lineComment: /^\s*\/\//, blockComments: [{ open: /^\s*\(\*/, close: /\*\)/ }] };

const shader: ScanRules = {
  ...SLASH,
  patterns: [
    { kind: 'class', expression: /^\s*(?:struct|cbuffer|Shader)\s+"?(?<name>[\w/]+)/ },
    { kind: 'function', expression: /^\s*(?:@\w+(?:\([^)]*\))?\s+)*fn\s+(?<name>\w+)/ },
    C_LIKE,
  ],
};

const objectiveC: ScanRules = {
  ...SLASH,
  patterns: [
    { kind: 'class', expression: /^@(?:interface|implementation)\s+(?<name>\w+)/, isFlat: true },
    { kind: 'interface', expression: /^@protocol\s+(?<name>\w+)(?!.*;)/, isFlat: true },
    { kind: 'function', expression: /^[-+]\s*\([^)]*\)\s*(?<name>\w+)/ },
    C_LIKE,
  ],
};

export const MORE_RULES: readonly (readonly [string, ScanRules])[] = [
  ['objective-c', objectiveC],
  ['objective-cpp', objectiveC],
  ['glsl', shader],
  ['hlsl', shader],
  ['wgsl', shader],
  ['shaderlab', shader],
  [
    'vala',
    {
      ...SLASH,
      patterns: [
        { kind: 'class', expression: /^\s*(?:\w+\s+)*(?:class|interface|struct|enum)\s+(?<name>[\w.]+)/ },
        C_LIKE,
      ],
    },
  ],
  [
    'd',
    {
      ...SLASH,
      patterns: [
        { kind: 'class', expression: /^\s*(?:\w+\s+)*(?:class|struct|interface|union|template)\s+(?<name>\w+)/ },
        C_LIKE,
      ],
    },
  ],
  [
    'solidity',
    {
      ...SLASH,
      patterns: [
        { kind: 'class', expression: /^\s*(?:abstract\s+)?(?:contract|library|struct)\s+(?<name>\w+)/ },
        { kind: 'interface', expression: /^\s*interface\s+(?<name>\w+)/ },
        { kind: 'enum', expression: /^\s*enum\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:function|modifier|event|error)\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?<name>constructor|receive|fallback)\s*\(/ },
      ],
    },
  ],
  [
    'fsharp',
    {
      ...ML,
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
  ],
  [
    'ocaml',
    {
      lineComment: /^\s*\(\*.*\*\)\s*$/,
      blockComments: [{ open: /^\s*\(\*/, close: /\*\)/ }],
      patterns: [
        { kind: 'module', expression: /^\s*module\s+(?:type\s+|rec\s+)?(?<name>\w+)/ },
        { kind: 'type', expression: /^\s*(?:type|exception)\s+(?:nonrec\s+)?(?:\([^)]*\)\s*|'\w+\s+)?(?<name>\w+)/ },
        { kind: 'class', expression: /^\s*class\s+(?:virtual\s+)?(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:let|and|val|external)\s+(?:rec\s+)?(?<name>[a-z]\w*'?)(?!.*\bin\s*$)/ },
      ],
    },
  ],
  [
    'elm',
    {
      lineComment: /^\s*--/,
      blockComments: [{ open: /^\s*\{-/, close: /-\}/ }],
      isByClauses: true,
      patterns: [
        { kind: 'type', expression: /^type\s+(?:alias\s+)?(?<name>\w+)/ },
        { kind: 'function', expression: /^(?<name>[a-z]\w*)\s*:/ },
      ],
    },
  ],
  [
    'purescript',
    {
      lineComment: /^\s*--/,
      blockComments: [{ open: /^\s*\{-/, close: /-\}/ }],
      isByClauses: true,
      patterns: [
        { kind: 'type', expression: /^(?:data|newtype|type)\s+(?<name>[A-Z]\w*)/ },
        { kind: 'interface', expression: /^class\s+(?:.*<=\s*)?(?<name>[A-Z]\w*)/ },
        { kind: 'function', expression: /^(?:foreign\s+import\s+)?(?<name>[a-z_][\w']*)\s*::/ },
      ],
    },
  ],
  [
    'erlang',
    {
      lineComment: /^\s*%/,
      blockComments: [],
      annotation: /^-(?:spec|doc)\b/,
      isByClauses: true,
      patterns: [
        { kind: 'class', expression: /^-record\(\s*(?<name>\w+)/ },
        { kind: 'type', expression: /^-(?:type|opaque|callback)\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^(?<name>[a-z]\w*)\s*\(/ },
      ],
    },
  ],
  [
    'gleam',
    {
      ...SLASH,
      annotation: /^\s*@/,
      patterns: [
        { kind: 'type', expression: /^(?:pub\s+)?(?:opaque\s+)?type\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^(?:pub\s+)?fn\s+(?<name>\w+)/ },
        { kind: 'variable', expression: /^(?:pub\s+)?const\s+(?<name>\w+)/ },
      ],
    },
  ],
  [
    'nim',
    {
      ...HASH,
      patterns: [
        {
          kind: 'function',
          expression: /^\s*(?:proc|func|method|iterator|template|macro|converter)\s+(?<name>[\w`]+)/,
        },
        {
          kind: 'type',
          expression:
            /^\s*(?:type\s+)?(?<name>[A-Z]\w*)\*?(?:\[[^\]]*\])?\s*(?:\{\.[^}]*\.\}\s*)?=\s*(?:ref\s+|ptr\s+)?(?:object|enum|tuple|distinct|concept)/,
        },
      ],
    },
  ],
  [
    'crystal',
    {
      ...HASH,
      annotation: /^\s*@\[/,
      patterns: [
        { kind: 'module', expression: /^\s*(?:private\s+)?(?:module|lib)\s+(?<name>[\w:]+)/ },
        {
          kind: 'class',
          expression: /^\s*(?:private\s+)?(?:abstract\s+)?(?:class|struct|annotation)\s+(?<name>[\w:]+)/,
        },
        { kind: 'enum', expression: /^\s*enum\s+(?<name>[\w:]+)/ },
        {
          kind: 'function',
          expression: /^\s*(?:private\s+|protected\s+)?(?:abstract\s+)?(?:def|macro|fun)\s+(?:self\.)?(?<name>[^\s(]+)/,
        },
      ],
    },
  ],
  [
    'gdscript',
    {
      ...HASH,
      annotation: /^\s*@/,
      patterns: [
        { kind: 'class', expression: /^\s*class(?:_name)?\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:static\s+)?func\s+(?<name>\w+)/ },
        { kind: 'enum', expression: /^\s*enum\s+(?<name>\w+)/ },
        { kind: 'variable', expression: /^(?:@\w+(?:\([^)]*\))?\s+)*(?:const|signal)\s+(?<name>\w+)/ },
      ],
    },
  ],
  [
    'terraform',
    {
      lineComment: /^\s*(?:#|\/\/)/,
      blockComments: [{ open: /^\s*\/\*/, close: /\*\// }],
      patterns: [
        { kind: 'block', expression: /^(?:resource|data)\s+"(?<owner>[^"]+)"\s+"(?<name>[^"]+)"/ },
        { kind: 'block', expression: /^(?<owner>module|variable|output|provider|check)\s+"(?<name>[^"]+)"/ },
        { kind: 'block', expression: /^(?<name>locals|terraform)\s*\{/ },
      ],
    },
  ],
  [
    'sql',
    {
      lineComment: /^\s*--/,
      blockComments: [{ open: /^\s*\/\*/, close: /\*\// }],
      patterns: [
        {
          kind: 'function',
          expression:
            /^\s*create\s+(?:or\s+(?:replace|alter)\s+)?(?:function|procedure|trigger|proc|macro)\s+(?:if\s+not\s+exists\s+)?(?<name>["`[\]\w.]+)/i,
          isFlat: true,
        },
        {
          kind: 'class',
          expression:
            /^\s*create\s+(?:or\s+replace\s+)?(?:(?:global|local|temp|temporary|unlogged|external|materialized)\s+)*(?:table|view|type|schema|sequence)\s+(?:if\s+not\s+exists\s+)?(?<name>["`[\]\w.]+)/i,
        },
      ],
    },
  ],
  [
    'graphql',
    {
      ...HASH,
      patterns: [
        { kind: 'class', expression: /^\s*(?:extend\s+)?(?:type|input)\s+(?<name>\w+)/ },
        { kind: 'interface', expression: /^\s*(?:extend\s+)?interface\s+(?<name>\w+)/ },
        { kind: 'enum', expression: /^\s*(?:extend\s+)?enum\s+(?<name>\w+)/ },
        { kind: 'type', expression: /^\s*(?:extend\s+)?(?:union|scalar|directive)\s+@?(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:query|mutation|subscription|fragment)\s+(?<name>\w+)/ },
      ],
    },
  ],
  [
    'prisma',
    {
      ...SLASH,
      patterns: [
        { kind: 'class', expression: /^\s*(?:model|type|view|datasource|generator)\s+(?<name>\w+)/ },
        { kind: 'enum', expression: /^\s*enum\s+(?<name>\w+)/ },
      ],
    },
  ],
  [
    'makefile',
    {
      ...HASH,
      patterns: [
        {
          kind: 'function',
          expression: /^(?!\.PHONY)(?<name>[\w.%/$(){}-]+)(?:\s+[\w.%/$(){}-]+)*\s*::?(?!=)(?:\s|$)/,
        },
      ],
    },
  ],
  ['just', { ...HASH, patterns: [{ kind: 'function', expression: /^@?(?<name>[\w-]+)(?:\s[^:=]*)?:(?!=)/ }] }],
  [
    'dockerfile',
    {
      ...HASH,
      patterns: [
        {
          kind: 'section',
          expression: /^FROM\s+(?:--\S+\s+)*[^\s-]\S*(?:\s+AS\s+(?<name>\S+))?\s*$/i,
          defaultName: 'stage',
          isFlat: true,
        },
      ],
    },
  ],
  ['cmake', { ...HASH, patterns: [{ kind: 'function', expression: /^\s*(?:function|macro)\s*\(\s*(?<name>\w+)/i }] }],
  ['fish', { ...HASH, patterns: [{ kind: 'function', expression: /^\s*function\s+(?<name>[\w-]+)/ }] }],
  [
    'bat',
    {
      lineComment: /^\s*(?:::|rem\b)/i,
      blockComments: [],
      patterns: [{ kind: 'function', expression: /^:(?<name>[A-Za-z]\w*)/, isFlat: true }],
    },
  ],
  [
    'viml',
    {
      lineComment: /^\s*"/,
      blockComments: [],
      patterns: [{ kind: 'function', expression: /^\s*(?:export\s+)?(?:fu(?:nction)?|def)!?\s+(?<name>[\w:.#<>]+)/ }],
    },
  ],
  ['tcl', { ...HASH, patterns: [{ kind: 'function', expression: /^\s*(?:proc|method)\s+(?<name>[\w:]+)/ }] }],
  ['awk', { ...HASH, patterns: [{ kind: 'function', expression: /^\s*func(?:tion)?\s+(?<name>\w+)/ }] }],
  [
    'vb',
    {
      lineComment: /^\s*'/,
      blockComments: [],
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
  ],
  [
    'pascal',
    {
      lineComment: /^\s*\/\//,
      blockComments: [{ open: /^\s*\{(?!\$)/, close: /\}/ }],
      patterns: [
        { kind: 'class', expression: /^\s*(?<name>\w+)\s*=\s*(?:packed\s+)?(?:class|record|interface|object)\b/i },
        {
          kind: 'function',
          expression: /^\s*(?:class\s+)?(?:procedure|function|constructor|destructor)\s+(?<name>[\w.]+)/i,
        },
      ],
    },
  ],
  [
    'fortran-modern',
    {
      lineComment: /^\s*!/,
      blockComments: [],
      patterns: [
        { kind: 'module', expression: /^\s*(?:module|program|submodule)\s+(?!procedure)(?<name>\w+)/i },
        { kind: 'function', expression: /^\s*(?!end\b)(?:[\w()=*, ]+\s)?(?:subroutine|function)\s+(?<name>\w+)\s*\(/i },
        { kind: 'class', expression: /^\s*type\s*(?:,[^:]*)?(?:::)?\s*(?<name>\w+)\s*$/i },
      ],
    },
  ],
  [
    'verilog',
    {
      ...SLASH,
      patterns: [
        { kind: 'module', expression: /^\s*(?:module|package|interface)\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:function|task)\s+.*?(?<name>\w+)\s*[(;]/ },
      ],
    },
  ],
  [
    'systemverilog',
    {
      ...SLASH,
      patterns: [
        { kind: 'module', expression: /^\s*(?:module|package|interface|class)\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:virtual\s+)?(?:function|task)\s+.*?(?<name>\w+)\s*[(;]/ },
      ],
    },
  ],
  [
    'vhdl',
    {
      lineComment: /^\s*--/,
      blockComments: [],
      patterns: [
        { kind: 'module', expression: /^\s*(?:entity|package(?:\s+body)?)\s+(?<name>\w+)\s+is/i },
        { kind: 'class', expression: /^\s*architecture\s+\w+\s+of\s+(?<name>\w+)/i },
        { kind: 'function', expression: /^\s*(?:function|procedure)\s+(?<name>\w+)/i },
      ],
    },
  ],
  [
    'latex',
    {
      lineComment: /^\s*%/,
      blockComments: [],
      patterns: [
        {
          kind: 'section',
          expression: /^\s*\\(?:part|chapter|(?:sub)*section)\*?(?:\[[^\]]*\])?\{(?<name>[^}]+)\}/,
          isFlat: true,
        },
      ],
    },
  ],
];
