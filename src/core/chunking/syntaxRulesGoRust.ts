/** Go and Rust. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from './chunk';
import { isTypeKind } from './outline';
import type { Place, SyntaxRules } from './syntaxRules';

export const goRules: SyntaxRules = {
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

export const rustRules: SyntaxRules = {
  leads: ['line_comment', 'block_comment', 'attribute_item'],
  wrappers: [],
  through: ['source_file', 'declaration_list', 'foreign_mod_item', 'block', 'ERROR'],
  definitions: {
    function_item: { kind: 'function' },
    function_signature_item: { kind: 'function' },
    struct_item: { kind: 'class' },
    union_item: { kind: 'class' },
    enum_item: { kind: 'enum' },
    trait_item: { kind: 'interface', hasMembers: true },
    impl_item: { kind: 'class', names: implementedType, hasMembers: true, isScope: true },
    mod_item: { kind: (node) => (node.childForFieldName('body') ? 'module' : undefined), hasMembers: true },
    type_item: { kind: (_node, { ownerKind }) => (isTypeKind(ownerKind) ? undefined : 'type') },
    const_item: { kind: constantKind },
    static_item: { kind: constantKind },
    macro_definition: { kind: 'function' },
  },
};

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

/** `const _: () = …` only makes the compiler check something. */
function constantKind(node: Node, place: Place): ChunkKind | undefined {
  return node.childForFieldName('name')?.text === '_' ? undefined : unlessLocal(node, place);
}

/** `impl<T> Display for &Stack<T>` -> `Stack`. */
function implementedType(node: Node): string[] {
  let type = node.childForFieldName('type');
  while (type?.type === 'generic_type' || type?.type === 'reference_type') type = type.childForFieldName('type');
  const name = type?.text
    .replace(/^dyn\s+/, '')
    .split('::')
    .at(-1);
  return name ? [name] : [];
}
