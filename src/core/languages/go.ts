/** Go, its modules and templates. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from '../chunking/chunk';
import { SLASH, SLASH_LINE } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import type { Place, SyntaxRules } from './syntaxRules';

const goRules: SyntaxRules = {
  leads: ['comment'],
  wrappers: ['type_declaration'],
  through: ['source_file', 'interface_type', 'block', 'statement_list', 'ERROR'],
  definitions: {
    function_declaration: { kind: 'function' },
    method_declaration: { kind: 'method', path: receiverPath },
    type_spec: { kind: goTypeKind, hasMembers: true },
    type_alias: { kind: 'type' },
    method_elem: { kind: 'method' },
    const_declaration: { kind: unlessLocal, names: specNames },
    var_declaration: { kind: unlessLocal, names: specNames },
  },
};

export const goLanguages: readonly LanguageDefinition[] = [
  {
    id: 'go',
    aliases: ['golang'],
    extensions: ['go'],
    interpreters: ['gorun', 'yaegi'],
    comments: SLASH,
    grammar: 'go',
    syntax: goRules,
    isExported: (name) => /^[A-Z]/.test(name),
  },
  {
    id: 'go.mod',
    filenames: ['go.mod', 'go.work'],
    comments: SLASH_LINE,
    content: 'data',
  },
  {
    id: 'templ',
    extensions: ['templ'],
    comments: SLASH,
    scan: {
      patterns: [
        {
          kind: 'function',
          expression: /^(?:templ|css|script)\s+(?:\(\s*(?:\w+\s+)?\*?(?<owner>\w+)\s*\)\s+)?(?<name>\w+)\s*\(/,
        },
        {
          kind: 'function',
          expression: /^func\s+(?:\(\s*(?:\w+\s+)?\*?(?<owner>\w+)(?:\[[^\]]*\])?\s*\)\s+)?(?<name>\w+)\s*[([]/,
        },
        { kind: 'class', expression: /^type\s+(?<name>\w+)\s+(?:struct|interface)\b/ },
        { kind: 'type', expression: /^type\s+(?<name>\w+)/ },
        { kind: 'variable', expression: /^(?:var|const)\s+(?<name>\w+)/ },
      ],
    },
  },
];

function unlessLocal(_node: Node, place: Place): ChunkKind | undefined {
  return place.isLocal ? undefined : 'variable';
}

function goTypeKind(node: Node): ChunkKind {
  const type = node.childForFieldName('type')?.type;
  if (type === 'struct_type') return 'class';
  return type === 'interface_type' ? 'interface' : 'type';
}

/** `func (q *Queue[T]) Push()` -> `Queue.Push`. */
function receiverPath(node: Node): string {
  const receiver = node.childForFieldName('receiver')?.text ?? '';
  const type = /([\p{L}_][\p{L}\p{N}_]*)\s*(?:\[[^\]]*\])?\s*\)$/u.exec(receiver)?.[1];
  const name = node.childForFieldName('name')?.text ?? '';
  return type ? `${type}.${name}` : name;
}

/** Names of `const ( … )`, one or more a line. */
function specNames(node: Node): string[] {
  return node
    .descendantsOfType(['const_spec', 'var_spec'])
    .flatMap((spec) => spec?.childrenForFieldName('name') ?? [])
    .flatMap((name) => (name && name.type === 'identifier' && name.text !== '_' ? [name.text] : []));
}
