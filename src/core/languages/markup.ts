/** Markup, and templates that make it. */
import { NO_COMMENTS, TEMPLATE } from './commentSyntax';
import { pageParts } from './componentParts';
import type { LanguageDefinition } from './languageDefinition';
import type { ScanRules } from './scanRules';

/** `{% block title %}`, `{% macro input(name) %}`: what other templates fill and call. */
const templateBlocks: ScanRules = {
  patterns: [
    { kind: 'function', expression: /^\s*\{%[-~+]?\s*macro\s+(?<name>\w+)/ },
    {
      kind: 'block',
      expression: /^\s*\{%[-~+]?\s*(?:block|embed|set)\s+["']?(?<name>[\w./-]+)["']?\s*(?:\w+\s*)?[-~+]?%\}/,
    },
  ],
};

export const markupLanguages: readonly LanguageDefinition[] = [
  {
    id: 'ejs',
    extensions: ['ejs'],
    comments: { ...TEMPLATE, blocks: [{ open: /^\s*<%#/, close: /%>/ }, ...TEMPLATE.blocks] },
    hasNoDefinitions: true,
  },
  {
    id: 'handlebars',
    extensions: ['handlebars', 'hbs', 'hjs'],
    comments: {
      ...TEMPLATE,
      blocks: [
        { open: /^\s*\{\{!--/, close: /--\}\}/ },
        { open: /^\s*\{\{!(?!--)/, close: /\}\}/ },
        ...TEMPLATE.blocks,
      ],
    },
    hasNoDefinitions: true,
  },
  {
    id: 'html',
    extensions: ['html', 'htm', 'shtml', 'xhtml', 'xht', 'mdoc', 'jsp', 'asp', 'aspx', 'jshtm'],
    comments: NO_COMMENTS,
    content: 'data',
    parts: pageParts,
  },
  {
    id: 'jinja',
    extensions: ['jinja', 'jinja2', 'j2'],
    comments: { ...TEMPLATE, blocks: [{ open: /^\s*\{#/, close: /#\}/ }, ...TEMPLATE.blocks] },
    scan: templateBlocks,
  },
  {
    id: 'liquid',
    extensions: ['liquid'],
    comments: {
      ...TEMPLATE,
      blocks: [{ open: /^\s*\{%-?\s*comment\s*-?%\}/, close: /\{%-?\s*endcomment\s*-?%\}/ }, ...TEMPLATE.blocks],
    },
    hasNoDefinitions: true,
  },
  {
    id: 'pug',
    extensions: ['pug', 'jade'],
    comments: { line: /^\s*\/\//, blocks: [] },
    scan: {
      patterns: [
        { kind: 'function', expression: /^\s*mixin\s+(?<name>[\w-]+)/ },
        { kind: 'block', expression: /^\s*(?:block|append|prepend)\s+(?:append\s+|prepend\s+)?(?<name>[\w-]+)/ },
      ],
    },
  },
  {
    id: 'svg',
    extensions: ['svg'],
    comments: NO_COMMENTS,
    content: 'data',
  },
  {
    id: 'twig',
    extensions: ['twig'],
    comments: { ...TEMPLATE, blocks: [{ open: /^\s*\{#/, close: /#\}/ }, ...TEMPLATE.blocks] },
    scan: templateBlocks,
  },
  {
    id: 'xml',
    aliases: ['nxml'],
    extensions:
      'xml xsd xsl xslt rss atom csproj vbproj fsproj props targets plist xaml axml resx storyboard xib wsdl dtd ent proj nuspec config xcprivacy'.split(
        ' ',
      ),
    comments: NO_COMMENTS,
    content: 'data',
  },
];
