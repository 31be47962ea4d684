/** Ruby and its templates. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from '../chunking/chunk';
import { isTypeKind } from '../chunking/outline';
import { HASH, TEMPLATE } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import { textsOf } from './syntaxNodes';
import type { Place, SyntaxRules } from './syntaxRules';

const rubyRules: SyntaxRules = {
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

export const rubyLanguages: readonly LanguageDefinition[] = [
  {
    id: 'ruby',
    extensions: ['rb', 'rbx', 'rjs', 'gemspec', 'rake', 'ru', 'podspec', 'rbi'],
    filenames: [
      'gemfile',
      'rakefile',
      'guardfile',
      'podfile',
      'vagrantfile',
      'fastfile',
      'brewfile',
      'capfile',
      'appraisals',
    ],
    interpreters: ['ruby', 'jruby', 'rake', 'macruby', 'rbx'],
    comments: { ...HASH, blocks: [{ open: /^=begin/, close: /^=end/ }] },
    grammar: 'ruby',
    syntax: rubyRules,
  },
  {
    id: 'erb',
    extensions: ['erb'],
    comments: { ...TEMPLATE, blocks: [{ open: /^\s*<%#/, close: /%>/ }, ...TEMPLATE.blocks] },
    hasNoDefinitions: true,
  },
  {
    id: 'haml',
    extensions: ['haml'],
    comments: { line: /^\s*(?:-#|\/)/, blocks: [] },
    hasNoDefinitions: true,
  },
];

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
