/** C and C++ (one grammar), C#, Java. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from './chunk';
import type { Place, SyntaxRules } from './syntaxRules';

export const cppRules: SyntaxRules = {
  leads: ['comment', 'attribute_declaration'],
  wrappers: ['template_declaration', 'export_declaration'],
  through: [
    'translation_unit',
    'declaration_list',
    'field_declaration_list',
    'linkage_specification',
    'declaration',
    'field_declaration',
    'preproc_if',
    'preproc_ifdef',
    'preproc_else',
    'preproc_elif',
    'ERROR',
  ],
  definitions: {
    function_definition: { kind: cppFunctionKind, names: declaredNames },
    declaration: { kind: prototypeKind, names: declaredNames },
    field_declaration: { kind: prototypeKind, names: declaredNames },
    class_specifier: { kind: withBody('class'), names: cppTypeNames, hasMembers: true },
    struct_specifier: { kind: withBody('class'), names: cppTypeNames, hasMembers: true },
    union_specifier: { kind: withBody('class'), names: cppTypeNames, hasMembers: true },
    enum_specifier: { kind: withBody('enum'), names: cppTypeNames },
    type_definition: { kind: typedefKind, names: declaredNames },
    alias_declaration: { kind: 'type' },
    concept_definition: { kind: 'interface' },
    namespace_definition: { kind: 'module', names: cppTypeNames, hasMembers: true },
    preproc_function_def: { kind: 'function' },
    preproc_def: { kind: (node) => (node.childForFieldName('value') ? 'variable' : undefined) },
  },
};

export const csharpRules: SyntaxRules = {
  leads: ['comment', 'attribute_list', 'preproc_region'],
  wrappers: [],
  through: [
    'compilation_unit',
    'declaration_list',
    'global_statement',
    'block',
    'preproc_if',
    'preproc_else',
    'preproc_elif',
    'ERROR',
  ],
  definitions: {
    namespace_declaration: { kind: 'module', hasMembers: true, isPathless: true },
    file_scoped_namespace_declaration: { kind: 'module', hasMembers: true, isPathless: true },
    class_declaration: { kind: 'class', hasMembers: true },
    struct_declaration: { kind: 'class', hasMembers: true },
    record_declaration: { kind: 'class', hasMembers: true },
    interface_declaration: { kind: 'interface', hasMembers: true },
    enum_declaration: { kind: 'enum' },
    delegate_declaration: { kind: 'type' },
    method_declaration: { kind: 'method' },
    constructor_declaration: { kind: 'method' },
    destructor_declaration: { kind: 'method' },
    operator_declaration: { kind: 'method', names: (node) => [`operator ${textOf(node, 'operator')}`] },
    conversion_operator_declaration: { kind: 'method', names: (node) => [`operator ${textOf(node, 'type')}`] },
    indexer_declaration: { kind: 'method', names: () => ['this[]'] },
    property_declaration: { kind: 'variable' },
    event_declaration: { kind: 'variable' },
    event_field_declaration: { kind: 'variable', names: declaratorNames },
    field_declaration: { kind: constantKind, names: declaratorNames },
    local_function_statement: { kind: 'function' },
  },
};

export const javaRules: SyntaxRules = {
  leads: ['line_comment', 'block_comment'],
  wrappers: [],
  through: [
    'program',
    'class_body',
    'interface_body',
    'annotation_type_body',
    'enum_body',
    'enum_body_declarations',
    'ERROR',
  ],
  definitions: {
    class_declaration: { kind: 'class', hasMembers: true },
    record_declaration: { kind: 'class', hasMembers: true },
    interface_declaration: { kind: 'interface', hasMembers: true },
    annotation_type_declaration: { kind: 'interface', hasMembers: true },
    enum_declaration: { kind: 'enum', hasMembers: true },
    module_declaration: { kind: 'module' },
    method_declaration: { kind: 'method' },
    constructor_declaration: { kind: 'method' },
    compact_constructor_declaration: { kind: 'method' },
    annotation_type_element_declaration: { kind: 'method' },
    field_declaration: { kind: constantKind, names: declaratorNames },
    constant_declaration: { kind: 'variable', names: declaratorNames },
  },
};

function textOf(node: Node, field: string): string {
  return node.childForFieldName(field)?.text ?? '';
}

/** Statics and constants are looked for by name; the other fields are part of their class. */
function constantKind(node: Node, place: Place): ChunkKind | undefined {
  if (place.isLocal) return undefined;
  const isShared = node.children.some(
    (child) => child && /modifier/.test(child.type) && /\b(?:static|const)\b/.test(child.text),
  );
  return isShared ? 'variable' : undefined;
}

/** Java has the declarators as children, C# inside a `variable_declaration`. */
function declaratorNames(node: Node): string[] {
  const holder = node.namedChildren.find((child) => child?.type === 'variable_declaration') ?? node;
  return holder.namedChildren.flatMap((child) =>
    child?.type === 'variable_declarator' ? [textOf(child, 'name')] : [],
  );
}

function cppFunctionKind(node: Node): ChunkKind | undefined {
  const declarator = innerDeclarator(node);
  if (!declarator) return undefined;
  return declarator.type === 'qualified_identifier' ? 'method' : 'function';
}

/** A header's prototypes are where a C API is documented; a variable is none. */
function prototypeKind(node: Node, place: Place): ChunkKind | undefined {
  if (place.isLocal) return undefined;
  for (let each = node.childForFieldName('declarator'); each; each = each.childForFieldName('declarator')) {
    if (each.type !== 'function_declarator') continue;
    // `int (*callback)(int)` declares a variable.
    return each.childForFieldName('declarator')?.type === 'parenthesized_declarator' ? undefined : 'function';
  }
  return undefined;
}

function typedefKind(node: Node): ChunkKind {
  const type = node.childForFieldName('type');
  if (!type?.childForFieldName('body')) return 'type';
  return type.type === 'enum_specifier' ? 'enum' : 'class';
}

function withBody(kind: ChunkKind): (node: Node) => ChunkKind | undefined {
  return (node) => (node.childForFieldName('body') ? kind : undefined);
}

function cppTypeNames(node: Node): string[] {
  const name = node.childForFieldName('name');
  return name ? [plainPath(name.text)] : [];
}

function declaredNames(node: Node): string[] {
  const declarator = innerDeclarator(node);
  return declarator ? [plainPath(declarator.text)] : [];
}

/** Through pointers, references and parameter lists to the name. */
function innerDeclarator(node: Node): Node | null {
  let inner = node.childForFieldName('declarator');
  for (let depth = 0; inner && depth < MAX_DECLARATORS; depth++) {
    const next = inner.childForFieldName('declarator') ?? (isAroundOne(inner) ? inner.namedChildren.at(-1) : null);
    if (!next) return inner;
    inner = next;
  }
  return inner;
}

const MAX_DECLARATORS = 20;

/** These hold their declarator without a field name. */
function isAroundOne(node: Node): boolean {
  return node.type === 'reference_declarator' || node.type === 'parenthesized_declarator';
}

/** `Cache<K, V>::get` -> `Cache.get`. */
function plainPath(name: string): string {
  return name
    .slice(0, 500)
    .replace(/<[^<>]*(?:<[^<>]*>[^<>]*)*>(?=\s*::)/g, '')
    .replace(/\s*::\s*/g, '.')
    .replace(/^\./, '')
    .replace(/\s+/g, ' ');
}
