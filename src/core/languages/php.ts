/** PHP and its templates. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { SLASH, TEMPLATE } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import type { SyntaxRules } from './syntaxRules';

const phpRules: SyntaxRules = {
  leads: ['comment', 'attribute_list'],
  wrappers: [],
  through: ['program', 'declaration_list', 'enum_declaration_list', 'compound_statement', 'if_statement', 'ERROR'],
  definitions: {
    namespace_definition: { kind: 'module', hasMembers: true, isPathless: true },
    class_declaration: { kind: 'class', hasMembers: true },
    interface_declaration: { kind: 'interface', hasMembers: true },
    trait_declaration: { kind: 'class', hasMembers: true },
    enum_declaration: { kind: 'enum', hasMembers: true },
    function_definition: { kind: 'function' },
    method_declaration: { kind: 'method' },
    const_declaration: { kind: 'variable', names: phpConstants },
  },
};

export const phpLanguages: readonly LanguageDefinition[] = [
  {
    id: 'php',
    extensions: ['php', 'php4', 'php5', 'phtml', 'ctp', 'inc'],
    interpreters: ['php'],
    comments: { ...SLASH, line: /^\s*(?:\/\/|#(?!\[))/ },
    grammar: 'php',
    syntax: phpRules,
  },
  {
    id: 'blade',
    extensions: ['blade'],
    comments: { ...TEMPLATE, blocks: [{ open: /^\s*\{\{--/, close: /--\}\}/ }, ...TEMPLATE.blocks] },
    scan: {
      patterns: [
        {
          kind: 'block',
          expression: /^\s*@(?:section|push|prepend|component|slot|fragment)\s*\(\s*['"](?<name>[^'"]+)['"]\s*\)/,
        },
        { kind: 'function', expression: /^\s*(?:(?:public|private|protected|static)\s+)*function\s+(?<name>\w+)/ },
      ],
    },
  },
];

function phpConstants(node: Node): string[] {
  return node.namedChildren.flatMap((child) => {
    const name = child?.type === 'const_element' ? child.namedChildren[0] : undefined;
    return name ? [name.text] : [];
  });
}
