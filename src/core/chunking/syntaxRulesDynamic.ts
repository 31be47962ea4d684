/** Python, Ruby, PHP and shell scripts. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from './chunk';
import { isTypeKind } from './outline';
import type { Place, SyntaxRules } from './syntaxRules';

export const pythonRules: SyntaxRules = {
  leads: ['comment'],
  wrappers: ['decorated_definition', 'expression_statement'],
  through: [
    'module',
    'block',
    'if_statement',
    'elif_clause',
    'else_clause',
    'try_statement',
    'except_clause',
    'finally_clause',
    'with_statement',
    'ERROR',
  ],
  definitions: {
    function_definition: { kind: 'function' },
    class_definition: { kind: 'class', hasMembers: true },
    type_alias_statement: { kind: 'type', names: (node) => textsOf(node.childForFieldName('left')) },
    assignment: { kind: pythonVariableKind, names: (node) => textsOf(node.childForFieldName('left')) },
  },
};

export const rubyRules: SyntaxRules = {
  leads: ['comment'],
  wrappers: [],
  through: [
    'program',
    'body_statement',
    'singleton_class',
    'call',
    'argument_list',
    'do_block',
    'block',
    'block_body',
    'begin',
    'if',
    'unless',
    'then',
    'ERROR',
  ],
  definitions: {
    class: { kind: 'class', names: rubyPath, hasMembers: true },
    module: { kind: 'module', names: rubyPath, hasMembers: true },
    method: { kind: rubyMethodKind },
    singleton_method: { kind: rubyMethodKind },
    assignment: { kind: rubyConstantKind, names: (node) => textsOf(node.childForFieldName('left')), hasMembers: true },
  },
};

export const phpRules: SyntaxRules = {
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

export const bashRules: SyntaxRules = {
  leads: ['comment'],
  wrappers: [],
  through: ['program', 'if_statement', 'else_clause', 'compound_statement', 'ERROR'],
  definitions: {
    function_definition: { kind: 'function' },
    variable_assignment: { kind: (_node, place) => (place.isLocal ? undefined : 'variable') },
  },
};

/** At the top of a module every plain name; in a class only constants, for attributes are part of it. */
function pythonVariableKind(node: Node, place: Place): ChunkKind | undefined {
  const left = node.childForFieldName('left');
  if (place.isLocal || left?.type !== 'identifier') return undefined;
  return !isTypeKind(place.ownerKind) || /^[A-Z][A-Z0-9_]+$/.test(left.text) ? 'variable' : undefined;
}

/** A Ruby module is as much a type as a namespace. */
function rubyMethodKind(_node: Node, { ownerKind }: Place): ChunkKind {
  return ownerKind === 'module' || isTypeKind(ownerKind) ? 'method' : 'function';
}

function rubyConstantKind(node: Node): ChunkKind | undefined {
  const left = node.childForFieldName('left');
  if (left?.type !== 'constant' && left?.type !== 'scope_resolution') return undefined;
  return /^(?:Struct|Class|Data|Module)\.(?:new|define)\b/.test(node.childForFieldName('right')?.text ?? '')
    ? 'class'
    : 'variable';
}

function rubyPath(node: Node): string[] {
  return textsOf(node.childForFieldName('name')).map((name) => name.replace(/^::/, '').replace(/::/g, '.'));
}

function phpConstants(node: Node): string[] {
  return node.namedChildren.flatMap((child) => {
    const name = child?.type === 'const_element' ? child.namedChildren[0] : undefined;
    return name ? [name.text] : [];
  });
}

function textsOf(node: Node | null): string[] {
  return node ? [node.text] : [];
}
