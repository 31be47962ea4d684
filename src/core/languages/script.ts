/** JavaScript and TypeScript, what is compiled to them, and components whose script is one of them. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from '../chunking/chunk';
import { HASH, SLASH } from './commentSyntax';
import { astroParts, componentParts, markupAroundParts } from './componentParts';
import type { LanguageDefinition } from './languageDefinition';
import { FLOW, flowAsTypeScript, readableScript } from './scriptText';
import { textsOf } from './syntaxNodes';
import type { Place, SyntaxRules } from './syntaxRules';

/** One table, because the grammars share their names. */
const scriptRules: SyntaxRules = {
  leads: ['comment', 'decorator'],
  wrappers: ['export_statement', 'ambient_declaration', 'expression_statement'],
  through: [
    'program',
    'statement_block',
    'class_body',
    'interface_body',
    'object_type',
    'variable_declarator',
    'assignment_expression',
    'object',
    'pair',
    'as_expression',
    'satisfies_expression',
    'ERROR',
  ],
  definitions: {
    function_declaration: { kind: 'function' },
    generator_function_declaration: { kind: 'function' },
    function_signature: { kind: 'function' },
    function_expression: { kind: exportedDefault, names: nameOrDefault },
    arrow_function: { kind: exportedDefault, names: nameOrDefault },
    class: { kind: (node) => (exportedDefault(node) ? 'class' : undefined), names: nameOrDefault, hasMembers: true },
    class_declaration: { kind: 'class', hasMembers: true },
    abstract_class_declaration: { kind: 'class', hasMembers: true },
    interface_declaration: { kind: 'interface', hasMembers: true },
    type_alias_declaration: { kind: 'type' },
    enum_declaration: { kind: 'enum' },
    internal_module: { kind: 'module', names: moduleName, hasMembers: true },
    module: { kind: 'module', names: moduleName, hasMembers: true },
    method_definition: { kind: 'method' },
    method_signature: { kind: 'method' },
    abstract_method_signature: { kind: 'method' },
    public_field_definition: { kind: fieldKind, hasMembers: true },
    field_definition: {
      kind: fieldKind,
      names: (node) => textsOf(node.childForFieldName('property')),
      hasMembers: true,
    },
    pair: { kind: pairKind, names: (node) => textsOf(node.childForFieldName('key')) },
    lexical_declaration: { kind: variableKind, names: variableNames, hasMembers: true },
    variable_declaration: { kind: variableKind, names: variableNames, hasMembers: true },
    assignment_expression: { kind: assignmentKind, names: assignedNames, hasMembers: true },
  },
};

const flow = { sign: FLOW, language: 'typescriptreact', readable: flowAsTypeScript };

export const scriptLanguages: readonly LanguageDefinition[] = [
  {
    id: 'typescript',
    extensions: ['ts', 'cts', 'mts'],
    interpreters: ['deno', 'ts-node', 'tsx', 'bun'],
    comments: SLASH,
    grammar: 'typescript',
    readable: readableScript,
    syntax: scriptRules,
  },
  {
    id: 'typescriptreact',
    aliases: ['react'],
    extensions: ['tsx'],
    comments: SLASH,
    grammar: 'tsx',
    readable: readableScript,
    syntax: scriptRules,
  },
  {
    id: 'javascript',
    extensions: ['js', 'es6', 'mjs', 'cjs', 'pac'],
    interpreters: ['node', 'nodejs', 'qjs', 'gjs', 'zx'],
    comments: SLASH,
    grammar: 'javascript',
    readable: readableScript,
    dialect: flow,
    syntax: scriptRules,
  },
  {
    id: 'javascriptreact',
    extensions: ['jsx'],
    comments: SLASH,
    grammar: 'javascript',
    readable: readableScript,
    dialect: flow,
    syntax: scriptRules,
  },
  {
    id: 'vue',
    extensions: ['vue'],
    comments: SLASH,
    parts: componentParts,
  },
  {
    id: 'svelte',
    extensions: ['svelte'],
    comments: SLASH,
    parts: markupAroundParts,
  },
  {
    id: 'astro',
    extensions: ['astro'],
    comments: SLASH,
    parts: astroParts,
  },
  {
    id: 'coffeescript',
    extensions: ['coffee', 'cson'],
    interpreters: ['coffee'],
    comments: { ...HASH, blocks: [{ open: /^\s*###(?!#)/, close: /###/ }] },
    scan: {
      patterns: [
        { kind: 'class', expression: /^\s*(?:[\w.]+\s*=\s*)?class\s+(?<name>[\w$.]+)/ },
        { kind: 'function', expression: /^\s*@?(?<name>[\w$.]+)\s*[:=]\s*(?:\([^()]*\)\s*)?[-=]>/ },
      ],
    },
  },
  {
    id: 'qml',
    extensions: ['qml'],
    comments: SLASH,
    scan: {
      patterns: [
        { kind: 'class', expression: /^\s*component\s+(?<name>\w+)\s*:/ },
        { kind: 'function', expression: /^\s*function\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*signal\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?<name>on[A-Z]\w*)\s*:\s*\{/ },
        { kind: 'variable', expression: /^\s*(?:(?:readonly|required|default)\s+)*property\s+[\w.<>]+\s+(?<name>\w+)/ },
        { kind: 'class', expression: /^(?<name>[A-Z][\w.]*)\s*\{/ },
      ],
    },
  },
];

const FUNCTIONS = new Set(['arrow_function', 'function_expression', 'generator_function', 'function']);

function valueKind(value: Node | null): ChunkKind | undefined {
  if (!value) return undefined;
  if (FUNCTIONS.has(value.type)) return 'function';
  return value.type === 'class' ? 'class' : undefined;
}

function isMultiLine(node: Node): boolean {
  return node.startPosition.row !== node.endPosition.row;
}

/** `export default () => …`; the same expressions elsewhere have their name outside. */
function exportedDefault(node: Node): ChunkKind | undefined {
  return node.parent?.type === 'export_statement' ? 'function' : undefined;
}

function nameOrDefault(node: Node): string[] {
  const names = textsOf(node.childForFieldName('name'));
  return names.length > 0 ? names : ['default'];
}

function moduleName(node: Node): string[] {
  return textsOf(node.childForFieldName('name')).map((name) => name.replace(/^['"]|['"]$/g, ''));
}

/** Plain fields are part of their class; functions and statics are looked for by name. */
function fieldKind(node: Node): ChunkKind | undefined {
  const kind = valueKind(node.childForFieldName('value'));
  if (kind) return kind === 'function' ? 'method' : kind;
  return node.children.some((child) => child?.type === 'static') ? 'variable' : undefined;
}

function pairKind(node: Node): ChunkKind | undefined {
  return isMultiLine(node) && valueKind(node.childForFieldName('value')) === 'function' ? 'method' : undefined;
}

/** What `require` binds is imported and not defined. */
function variableKind(node: Node, place: Place): ChunkKind | undefined {
  if (/^(?:const|let|var)\s[^=]*=\s*(?:require\(|await import\()/.test(node.text.slice(0, 300))) return undefined;
  const declarators = node.namedChildren.filter((child) => child?.type === 'variable_declarator');
  const kind = declarators.length === 1 ? valueKind(declarators[0]!.childForFieldName('value')) : undefined;
  if (place.isLocal) return kind && isMultiLine(node) ? kind : undefined;
  return variableNames(node).length > 0 ? (kind ?? 'variable') : undefined;
}

function variableNames(node: Node): string[] {
  return node.namedChildren.flatMap((child) => {
    const name = child?.type === 'variable_declarator' ? child.childForFieldName('name') : null;
    return name?.type === 'identifier' ? [name.text] : [];
  });
}

function assignmentKind(node: Node): ChunkKind | undefined {
  const kind = valueKind(node.childForFieldName('right'));
  if (!kind || !isMultiLine(node)) return undefined;
  return kind === 'function' && /\.prototype\./.test(node.childForFieldName('left')?.text ?? '') ? 'method' : kind;
}

/** `exports.retry`, `this.retry`, `Uploader.prototype.retry`: what is in front only says where it hangs. */
function assignedNames(node: Node): string[] {
  const left = node.childForFieldName('left')?.text ?? '';
  const name = left.replace(/^(?:module\.)?exports\.?|^this\.|^window\.|^globalThis\./, '').replace('.prototype.', '.');
  if (/^[\w$.#]+$/.test(name)) return [name];
  return textsOf(node.childForFieldName('right')?.childForFieldName('name') ?? null);
}
