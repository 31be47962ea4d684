/** Lisps. */
import { type CommentSyntax, SEMICOLON } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import type { ScanRules } from './scanRules';

const LISP: CommentSyntax = { ...SEMICOLON, blocks: [{ open: /^\s*#\|/, close: /\|#/ }] };

const lisp: ScanRules = {
  patterns: [
    { kind: 'class', expression: /^\((?:defrecord|deftype|defstruct|defclass|struct)\s+\(?(?<name>[^\s()[\]]+)/ },
    { kind: 'interface', expression: /^\((?:defprotocol|definterface|defgeneric)\s+(?<name>[^\s()[\]]+)/ },
    {
      kind: 'variable',
      expression: /^\((?:def|defvar|defparameter|defconstant|defcustom|defonce)\s+(?:\^\S+\s+)*(?<name>[^\s()[\]]+)/,
    },
    {
      kind: 'function',
      expression: /^\((?:def[\w-]*\*?|cl-defun|define(?:-[\w-]+)?)\s+(?:\^\S+\s+)*\(?(?<name>[^\s()[\]]+)/,
    },
  ],
};

export const lispLanguages: readonly LanguageDefinition[] = [
  {
    id: 'clojure',
    extensions: ['clj', 'cljs', 'cljc', 'edn'],
    comments: LISP,
    scan: lisp,
  },
  {
    id: 'lisp',
    extensions: ['lisp', 'lsp', 'el', 'cl', 'asd'],
    comments: LISP,
    scan: lisp,
  },
  {
    id: 'racket',
    extensions: ['rkt'],
    comments: LISP,
    scan: lisp,
  },
  {
    id: 'scheme',
    extensions: ['scm', 'ss', 'sld'],
    comments: LISP,
    scan: lisp,
  },
];
