/** What several grammars have in common. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from '../chunking/chunk';
import type { Place } from './syntaxRules';

/** Text of the node in a field, '' where there is none. */
export function textOf(node: Node, field: string): string {
  return node.childForFieldName(field)?.text ?? '';
}

/** Text of a node that may be missing, as a list of names. */
export function textsOf(node: Node | null): string[] {
  return node ? [node.text] : [];
}

/** Statics and constants are looked for by name; the other fields are part of their class. */
export function constantKind(node: Node, place: Place): ChunkKind | undefined {
  if (place.isLocal) return undefined;
  const isShared = node.children.some(
    (child) => child && /modifier/.test(child.type) && /\b(?:static|const)\b/.test(child.text),
  );
  return isShared ? 'variable' : undefined;
}

/** Java has the declarators as children, C# inside a `variable_declaration`. */
export function declaratorNames(node: Node): string[] {
  const holder = node.namedChildren.find((child) => child?.type === 'variable_declaration') ?? node;
  return holder.namedChildren.flatMap((child) =>
    child?.type === 'variable_declarator' ? [textOf(child, 'name')] : [],
  );
}
