/** Python and the languages written like it. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from '../chunking/chunk';
import { isTypeKind } from '../chunking/outline';
import { type CommentSyntax, HASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import { ANNOTATION } from './scanRules';
import { textOf, textsOf } from './syntaxNodes';
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

/** Targets are calls with a name: `cc_library(name = "a")`. */
const starlarkRules: SyntaxRules = {
  ...pythonRules,
  definitions: { ...pythonRules.definitions, call: { kind: targetKind, names: targetNames } },
};

export const pythonLanguages: readonly LanguageDefinition[] = [
  {
    id: 'python',
    aliases: ['ipython', 'python3'],
    filenames: ['sconstruct', 'sconscript', 'snakefile', 'wscript', '.pythonrc'],
    extensions: ['py', 'rpy', 'pyw', 'cpy', 'gyp', 'gypi', 'pyi', 'ipy', 'pyt'],
    interpreters: ['python', 'pypy', 'uv'],
    comments: PYTHON,
    grammar: 'python',
    syntax: pythonRules,
  },
  {
    id: 'cython',
    aliases: ['pyrex'],
    extensions: ['pyx', 'pxd', 'pxi'],
    comments: PYTHON,
    scan: {
      annotation: ANNOTATION,
      patterns: [
        {
          kind: 'class',
          expression:
            /^\s*(?:(?:cdef|cpdef|ctypedef|public|api|packed|extern)\s+)*(?:class|struct|union|cppclass|fused)\s+(?<name>\w+)/,
        },
        { kind: 'enum', expression: /^\s*(?:(?:cdef|cpdef|ctypedef|public)\s+)*enum\s+(?:class\s+)?(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:async\s+)?def\s+(?<name>\w+)/ },
        {
          kind: 'function',
          expression:
            /^\s*(?:cdef|cpdef)\s+(?:[\w.*&<>[\],:]+\s+)*[*&]*(?<name>\w+)\s*\([^=]*$|^\s*(?:cdef|cpdef)\s+(?:[\w.*&<>[\],:]+\s+)*[*&]*(?<name2>\w+)\s*\(.*:\s*$/,
        },
        { kind: 'variable', isTopOnly: true, expression: /^(?<name>[A-Za-z_]\w*)\s*=(?!=)/ },
      ],
    },
  },
  {
    id: 'mojo',
    extensions: ['mojo'],
    comments: PYTHON,
    scan: {
      annotation: ANNOTATION,
      patterns: [
        { kind: 'class', expression: /^\s*(?:struct|class)\s+(?<name>\w+)/ },
        { kind: 'interface', expression: /^\s*trait\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:async\s+)?(?:fn|def)\s+(?<name>\w+)/ },
        { kind: 'variable', isTopOnly: true, expression: /^(?:alias|comptime|var)\s+(?<name>\w+)/ },
      ],
    },
  },
  {
    id: 'starlark',
    aliases: ['bazel'],
    extensions: ['bzl', 'star'],
    filenames: ['build', 'build.bazel', 'module.bazel', 'workspace', 'workspace.bazel', 'tiltfile', 'buck'],
    comments: PYTHON,
    grammar: 'python',
    syntax: starlarkRules,
  },
];

/** At the top of a module every plain name; in a class only constants, for attributes are part of it. */
function pythonVariableKind(node: Node, place: Place): ChunkKind | undefined {
  const left = node.childForFieldName('left');
  if (place.isLocal || left?.type !== 'identifier') return undefined;
  return !isTypeKind(place.ownerKind) || /^[A-Z][A-Z0-9_]+$/.test(left.text) ? 'variable' : undefined;
}

/** Only where the call is a statement of its own. */
function targetKind(node: Node, place: Place): ChunkKind | undefined {
  const isStatement = node.parent?.type === 'expression_statement' || node.parent?.type === 'module';
  return isStatement && !place.isLocal && targetNames(node).length > 0 ? 'block' : undefined;
}

function targetNames(node: Node): string[] {
  const given = node.childForFieldName('arguments')?.namedChildren ?? [];
  return given.flatMap((each) => {
    if (each?.type !== 'keyword_argument' || textOf(each, 'name') !== 'name') return [];
    const value = each.childForFieldName('value');
    return value?.type === 'string' ? [value.text.replace(/^["']|["']$/g, '')] : [];
  });
}
