/** Compiled languages between C and a scripting language. */
import { HASH, SLASH, SLASH_LINE } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import { C_LIKE } from './scanRules';

export const systemsLanguages: readonly LanguageDefinition[] = [
  {
    id: 'crystal',
    extensions: ['cr'],
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
    hasNoDefinitions: true,
  },
  {
    id: 'nim',
    extensions: ['nim', 'nims', 'nimble'],
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
    hasNoDefinitions: true,
  },
  {
    id: 'v',
    extensions: ['v', 'vsh'],
    comments: SLASH,
    hasNoDefinitions: true,
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
