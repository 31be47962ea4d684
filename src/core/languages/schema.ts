/** Schemas, interfaces and queries. */
import { DASH, HASH, SLASH, SLASH_BLOCK } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import type { ScanRules } from './scanRules';

const proto: ScanRules = {
  patterns: [
    { kind: 'class', expression: /^\s*(?:message|struct|exception|union)\s+(?<name>\w+)/ },
    { kind: 'interface', expression: /^\s*service\s+(?<name>\w+)/ },
    { kind: 'enum', expression: /^\s*enum\s+(?<name>\w+)/ },
    { kind: 'method', expression: /^\s*rpc\s+(?<name>\w+)/ },
    { kind: 'type', expression: /^\s*(?:extend|typedef\s+\S+)\s+(?<name>[\w.]+)/ },
  ],
};

export const schemaLanguages: readonly LanguageDefinition[] = [
  {
    id: 'graphql',
    extensions: ['graphql', 'gql', 'graphqls'],
    comments: HASH,
    scan: {
      patterns: [
        { kind: 'class', expression: /^\s*(?:extend\s+)?(?:type|input)\s+(?<name>\w+)/ },
        { kind: 'interface', expression: /^\s*(?:extend\s+)?interface\s+(?<name>\w+)/ },
        { kind: 'enum', expression: /^\s*(?:extend\s+)?enum\s+(?<name>\w+)/ },
        { kind: 'type', expression: /^\s*(?:extend\s+)?(?:union|scalar|directive)\s+@?(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:query|mutation|subscription|fragment)\s+(?<name>\w+)/ },
      ],
    },
  },
  {
    id: 'prisma',
    extensions: ['prisma'],
    comments: SLASH,
    scan: {
      patterns: [
        { kind: 'class', expression: /^\s*(?:model|type|view|datasource|generator)\s+(?<name>\w+)/ },
        { kind: 'enum', expression: /^\s*enum\s+(?<name>\w+)/ },
      ],
    },
  },
  {
    id: 'proto3',
    extensions: ['proto'],
    comments: SLASH,
    scan: proto,
  },
  {
    id: 'sql',
    extensions: ['sql', 'dsql', 'ddl', 'psql', 'pgsql', 'plsql'],
    comments: { ...DASH, blocks: [SLASH_BLOCK] },
    scan: {
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
  },
  {
    id: 'thrift',
    extensions: ['thrift'],
    comments: SLASH,
    scan: proto,
  },
];
