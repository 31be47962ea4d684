/** C, C++ and Objective-C. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from '../chunking/chunk';
import { SLASH } from './commentSyntax';
import { readableC } from './cText';
import type { LanguageDefinition } from './languageDefinition';
import { C_LIKE, type ScanRules } from './scanRules';
import type { Place, SyntaxRules } from './syntaxRules';

const cppRules: SyntaxRules = {
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

const objectiveC: ScanRules = {
  patterns: [
    { kind: 'class', expression: /^@(?:interface|implementation)\s+(?<name>\w+)/, isFlat: true },
    { kind: 'interface', expression: /^@protocol\s+(?<name>\w+)(?!.*;)/, isFlat: true },
    { kind: 'method', expression: /^[-+]\s*\([^)]*\)\s*(?<name>\w+)/ },
    C_LIKE,
  ],
};

export const cLanguages: readonly LanguageDefinition[] = [
  {
    id: 'c',
    extensions: ['c', 'i'],
    comments: SLASH,
    grammar: 'cpp',
    readable: readableC,
    syntax: cppRules,
  },
  {
    id: 'cpp',
    aliases: ['c++', 'c++17'],
    extensions: 'cpp cppm cc ccm cxx cxxm c++ hpp hh hxx h++ h ii ino inl ipp ixx tpp txx'.split(' '),
    comments: SLASH,
    grammar: 'cpp',
    readable: readableC,
    syntax: cppRules,
  },
  {
    id: 'cuda-cpp',
    extensions: ['cu', 'cuh'],
    comments: SLASH,
    grammar: 'cpp',
    readable: readableC,
    syntax: cppRules,
  },
  {
    id: 'objective-c',
    aliases: ['objc'],
    extensions: ['m'],
    comments: SLASH,
    scan: objectiveC,
  },
  {
    id: 'objective-cpp',
    extensions: ['mm'],
    comments: SLASH,
    scan: objectiveC,
  },
];

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
