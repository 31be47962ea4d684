/**
 * What counts as a definition in a grammar: tables of node types. How trees are walked is in chunking/syntaxOutline.ts;
 * where a table needs more than a type, it has a small function over the node.
 */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from '../chunking/chunk';

export interface SyntaxRules {
  /** Comments, decorators and attributes that stand before a definition as siblings and belong to it. */
  leads: readonly string[];
  /**
   * Nodes around one definition whose whole range counts as the definition's: `export …`, decorators, `template <…>`.
   */
  wrappers: readonly string[];
  /** Nodes that may hold definitions and are looked into, whatever their size, when they span lines. */
  through: readonly string[];
  definitions: Record<string, DefinitionRule>;
}

export interface DefinitionRule {
  /** Undefined from the function: no definition here. A `function` directly inside a type becomes a `method`. */
  kind: ChunkKind | ((node: Node, place: Place) => ChunkKind | undefined);
  /** Default: the field `name`. Empty: a definition without a name. */
  names?: (node: Node) => string[];
  /** Its part of the symbol path where that is not the first name: Go's receiver. */
  path?: (node: Node) => string;
  /** Look for members whatever the size. */
  hasMembers?: boolean;
  /** Prefixes the path of its members and defines nothing itself: a Rust `impl`. */
  isScope?: boolean;
  /** Members do not carry its name: a C# namespace. */
  isPathless?: boolean;
}

export interface Place {
  /** Inside a function, or inside a statement that was only looked into for its size. */
  isLocal: boolean;
  /** Kind of the definition directly around, undefined at the top. */
  ownerKind: ChunkKind | undefined;
}
