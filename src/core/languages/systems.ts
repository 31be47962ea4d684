/** Compiled languages between C and a scripting language. */
import { HASH, SLASH, SLASH_LINE } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import { after, C_LIKE } from './scanRules';

export const systemsLanguages: readonly LanguageDefinition[] = [
  {
    id: 'crystal',
    extensions: ['cr'],
    interpreters: ['crystal'],
    comments: HASH,
    scan: {
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
  },
  {
    id: 'd',
    extensions: ['d'],
    interpreters: ['rdmd', 'dmd'],
    comments: SLASH,
    scan: {
      patterns: [
        { kind: 'class', expression: /^\s*(?:\w+\s+)*(?:class|struct|interface|union|template)\s+(?<name>\w+)/ },
        C_LIKE,
      ],
    },
  },
  {
    id: 'haxe',
    extensions: ['hx'],
    comments: SLASH,
    scan: {
      annotation: /^\s*@:?\w/,
      patterns: [
        { kind: 'interface', expression: after('private|extern', 'interface\\s+(?<name>\\w+)') },
        { kind: 'enum', expression: after('private|extern', 'enum\\s+(?:abstract\\s+)?(?<name>\\w+)') },
        { kind: 'class', expression: after('private|extern|final', '(?:class|abstract)\\s+(?<name>\\w+)') },
        { kind: 'type', expression: after('private', 'typedef\\s+(?<name>\\w+)') },
        {
          kind: 'function',
          expression: after(
            'public|private|static|inline|override|dynamic|extern|macro|final|overload',
            'function\\s+(?<name>\\w+)',
          ),
        },
      ],
    },
  },
  {
    id: 'nim',
    extensions: ['nim', 'nims', 'nimble'],
    interpreters: ['nim'],
    comments: HASH,
    scan: {
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
  },
  {
    id: 'odin',
    extensions: ['odin'],
    comments: SLASH,
    scan: {
      annotation: /^\s*@/,
      patterns: [
        { kind: 'function', expression: /^\s*(?<name>\w+)\s*::\s*(?:#\w+\s+)*proc\b/ },
        {
          kind: 'class',
          expression: /^\s*(?<name>\w+)\s*::\s*(?:#\w+\s+)*(?:distinct\s+)?(?:struct|union|bit_field)\b/,
        },
        { kind: 'enum', expression: /^\s*(?<name>\w+)\s*::\s*(?:enum|bit_set)\b/ },
        { kind: 'variable', isTopOnly: true, expression: /^(?<name>\w+)\s*:(?:\s*[\w.[\]^]+\s*)?[:=]/ },
      ],
    },
  },
  {
    id: 'v',
    extensions: ['v', 'vsh'],
    interpreters: ['v'],
    comments: SLASH,
    scan: {
      annotation: /^\s*@?\[/,
      patterns: [
        {
          kind: 'function',
          expression:
            /^(?:pub\s+)?fn\s+(?:\(\s*(?:mut\s+|shared\s+)?\w+\s+&?(?<owner>[\w.]+)(?:\[[^\]]*\])?\s*\)\s*)?(?:C\.)?(?<name>\w+)/,
        },
        { kind: 'class', expression: /^(?:pub\s+)?(?:struct|union)\s+(?<name>[\w.]+)/ },
        { kind: 'interface', expression: /^(?:pub\s+)?interface\s+(?<name>\w+)/ },
        { kind: 'enum', expression: /^(?:pub\s+)?enum\s+(?<name>\w+)/ },
        { kind: 'type', expression: /^(?:pub\s+)?type\s+(?<name>\w+)/ },
        { kind: 'variable', expression: /^(?:pub\s+)?const\s+(?<name>\w+)/ },
      ],
    },
  },
  {
    id: 'vala',
    extensions: ['vala', 'vapi'],
    comments: SLASH,
    scan: {
      patterns: [
        { kind: 'class', expression: /^\s*(?:\w+\s+)*(?:class|interface|struct|enum)\s+(?<name>[\w.]+)/ },
        C_LIKE,
      ],
    },
  },
  {
    id: 'zig',
    extensions: ['zig', 'zon'],
    comments: SLASH_LINE,
    scan: {
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
  },
];
