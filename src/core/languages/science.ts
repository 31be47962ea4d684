/** Languages of computing with numbers. */
import { HASH, PERCENT, SLASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import { ANNOTATION } from './scanRules';

export const scienceLanguages: readonly LanguageDefinition[] = [
  {
    id: 'fortran-modern',
    extensions: ['f', 'f90', 'f95', 'f03', 'f08', 'for'],
    comments: { line: /^\s*!/, trailing: /\s!\s/, blocks: [] },
    scan: {
      patterns: [
        { kind: 'module', expression: /^\s*(?:module|program|submodule)\s+(?!procedure)(?<name>\w+)/i },
        { kind: 'function', expression: /^\s*(?!end\b)(?:[\w()=*, ]+\s)?(?:subroutine|function)\s+(?<name>\w+)\s*\(/i },
        { kind: 'class', expression: /^\s*type\s*(?:,[^:]*)?(?:::)?\s*(?<name>\w+)\s*$/i },
      ],
    },
  },
  {
    id: 'julia',
    extensions: ['jl'],
    interpreters: ['julia'],
    comments: {
      ...HASH,
      blocks: [
        { open: /^\s*"""/, close: /"""/ },
        { open: /^\s*#=/, close: /=#/ },
      ],
    },
    scan: {
      annotation: ANNOTATION,
      patterns: [
        { kind: 'module', expression: /^\s*(?:bare)?module\s+(?<name>\w+)/ },
        { kind: 'class', expression: /^\s*(?:mutable\s+)?struct\s+(?<name>\w+)/ },
        { kind: 'type', expression: /^\s*(?:abstract|primitive)\s+type\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:@\w+\s+)?(?:function|macro)\s+(?<name>[\w.!]+)/ },
        { kind: 'function', expression: /^\s*(?<name>[\w.!]+)\([^=]*\)\s*(?:where\s+.*)?=(?!=)/ },
      ],
    },
  },
  {
    id: 'matlab',
    extensions: ['matlab'],
    interpreters: ['octave', 'matlab'],
    comments: { ...PERCENT, blocks: [{ open: /^\s*%\{\s*$/, close: /^\s*%\}\s*$/ }] },
    scan: {
      patterns: [
        { kind: 'class', expression: /^\s*classdef\s*(?:\([^)]*\)\s*)?(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*function\s+(?:(?:\[[^\]]*\]|\w+)\s*=\s*)?(?<name>[\w.]+)/ },
        { kind: 'section', expression: /^%%\s+(?<name>\S.*\S)\s*$/, isTopOnly: true, isFlat: true },
      ],
    },
  },
  {
    id: 'modelica',
    extensions: ['mo'],
    comments: SLASH,
    scan: {
      patterns: [
        {
          kind: 'module',
          expression: /^\s*(?:within\s+[\w.]*;\s*)?(?:(?:encapsulated|partial)\s+)*package\s+(?<name>\w+)/,
        },
        {
          kind: 'function',
          expression: /^\s*(?:(?:encapsulated|partial|pure|impure|operator)\s+)*function\s+(?<name>\w+)/,
        },
        { kind: 'type', expression: /^\s*type\s+(?<name>\w+)/ },
        {
          kind: 'class',
          expression:
            /^\s*(?:(?:encapsulated|partial|expandable|operator|final|replaceable)\s+)*(?:model|class|block|connector|record)\s+(?<name>\w+)/,
        },
      ],
    },
  },
  {
    id: 'r',
    extensions: ['r', 'rhistory', 'rprofile', 'rt'],
    interpreters: ['rscript', 'r', 'littler'],
    comments: HASH,
    scan: {
      patterns: [
        { kind: 'function', expression: /^\s*(?<name>[\w.]+)\s*(?:<-|=)\s*function\b/ },
        { kind: 'class', expression: /^\s*(?<name>\w+)\s*<-\s*(?:R6Class|setRefClass|setClass)\b/ },
      ],
    },
  },
];
