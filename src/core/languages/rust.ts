/** Rust. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from '../chunking/chunk';
import { isTypeKind } from '../chunking/outline';
import { SLASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import type { Place, SyntaxRules } from './syntaxRules';

const rustRules: SyntaxRules = {
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
    const_item: { kind: rustConstantKind },
    static_item: { kind: rustConstantKind },
    macro_definition: { kind: 'function' },
  },
};

export const rustLanguages: readonly LanguageDefinition[] = [
  {
    id: 'rust',
    extensions: ['rs'],
    interpreters: ['rust-script', 'cargo'],
    comments: SLASH,
    grammar: 'rust',
    syntax: rustRules,
  },
];

/** `const _: () = …` only makes the compiler check something. */
function rustConstantKind(node: Node, place: Place): ChunkKind | undefined {
  return node.childForFieldName('name')?.text === '_' || place.isLocal ? undefined : 'variable';
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
