/**
 * What counts as a definition in each grammar: tables of node types. How trees are walked is in syntaxOutline.ts;
 * where a table needs more than a type, it has a small function over the node.
 */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from './chunk';
import { cppRules, csharpRules, javaRules } from './syntaxRulesC';
import { bashRules, phpRules, pythonRules, rubyRules } from './syntaxRulesDynamic';
import { goRules, rustRules } from './syntaxRulesGoRust';
import { scriptRules } from './syntaxRulesScript';

export interface SyntaxRules {
  /** Comments, decorators and attributes that stand before a definition as siblings and belong to it. */
  leads: readonly string[];
  /** Nodes around one definition whose whole range counts as the definition's: `export …`, decorators, `template <…>`. */
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

export function syntaxRulesOf(language: string): SyntaxRules | undefined {
  return RULES[language];
}

const RULES: Record<string, SyntaxRules | undefined> = {
  typescript: scriptRules,
  typescriptreact: scriptRules,
  javascript: scriptRules,
  javascriptreact: scriptRules,
  python: pythonRules,
  go: goRules,
  rust: rustRules,
  java: javaRules,
  c: cppRules,
  cpp: cppRules,
  'cuda-cpp': cppRules,
  csharp: csharpRules,
  ruby: rubyRules,
  php: phpRules,
  shellscript: bashRules,
};
