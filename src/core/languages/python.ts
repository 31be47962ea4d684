/** Python and the languages written like it. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from '../chunking/chunk';
import { isTypeKind } from '../chunking/outline';
import { type CommentSyntax, HASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import { textsOf } from './syntaxNodes';
import type { Place, SyntaxRules } from './syntaxRules';

/** A text in three quotation marks at the start of a line documents what stands around it. */
const PYTHON: CommentSyntax = { ...HASH, blocks: [{ open: /^\s*[rRbBuU]{0,2}("""|''')/, close: /("""|''')\s*$/ }] };

const pythonRules: SyntaxRules = {
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

export const pythonLanguages: readonly LanguageDefinition[] = [
  {
    id: 'python',
    aliases: ['ipython', 'python3'],
    extensions: ['py', 'rpy', 'pyw', 'cpy', 'gyp', 'gypi', 'pyi', 'ipy', 'pyt'],
    comments: PYTHON,
    grammar: 'python',
    syntax: pythonRules,
  },
  {
    id: 'mojo',
    extensions: ['mojo'],
    comments: PYTHON,
    hasNoDefinitions: true,
  },
  {
    id: 'starlark',
    extensions: ['bzl', 'bazel', 'star'],
    filenames: ['build', 'workspace', 'tiltfile', 'buck'],
    comments: PYTHON,
    hasNoDefinitions: true,
  },
];

/** At the top of a module every plain name; in a class only constants, for attributes are part of it. */
function pythonVariableKind(node: Node, place: Place): ChunkKind | undefined {
  const left = node.childForFieldName('left');
  if (place.isLocal || left?.type !== 'identifier') return undefined;
  return !isTypeKind(place.ownerKind) || /^[A-Z][A-Z0-9_]+$/.test(left.text) ? 'variable' : undefined;
}
