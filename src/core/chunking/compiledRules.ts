/** A grammar's table of rules (languages/syntaxRules.ts) by node type id, made once. */

import type { Language } from '@vscode/tree-sitter-wasm';
import type { DefinitionRule, SyntaxRules } from '../languages/syntaxRules';
import { memoize } from '../memo';

/** Bits by node type; none for punctuation. */
export const Role = { Named: 1, Lead: 2, Wrapper: 4, Through: 8, Definition: 16 } as const;

export interface CompiledRules {
  /** Bits of `Role` by node type id. */
  roles: Uint8Array;
  definitions: (DefinitionRule | undefined)[];
}

/** Several languages may read one grammar by rules of their own. */
const rulesOf = memoize((language: Language) => memoize((rules: SyntaxRules) => compile(language, rules)));

export function compiledRules(language: Language, rules: SyntaxRules): CompiledRules {
  return rulesOf(language)(rules);
}

function compile(language: Language, rules: SyntaxRules): CompiledRules {
  const bits = new Map<string, number>();
  const mark = (types: readonly string[], bit: number): void => {
    for (const type of types) bits.set(type, (bits.get(type) ?? 0) | bit);
  };
  mark(rules.leads, Role.Lead);
  mark(rules.wrappers, Role.Wrapper);
  mark(rules.through, Role.Through);
  mark(Object.keys(rules.definitions), Role.Definition);
  const compiled: CompiledRules = { roles: new Uint8Array(0x10000), definitions: [] };
  for (let id = 0; id < language.nodeTypeCount; id++) {
    if (!language.nodeTypeIsNamed(id)) continue;
    const type = language.nodeTypeForId(id) ?? '';
    compiled.roles[id] = Role.Named | (bits.get(type) ?? 0);
    compiled.definitions[id] = rules.definitions[type];
  }
  compiled.roles[ERROR_TYPE_ID] = Role.Named | Role.Through;
  return compiled;
}

/** tree-sitter's symbol for what it could not parse; the same in all grammars. */
const ERROR_TYPE_ID = 0xffff;
