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
    interpreters: ['clojure', 'bb', 'clj'],
    comments: LISP,
    scan: lisp,
  },
  {
    id: 'lisp',
    aliases: ['emacs-lisp', 'common-lisp'],
    extensions: ['lisp', 'lsp', 'el', 'cl', 'asd'],
    interpreters: ['sbcl', 'clisp', 'ecl', 'emacs', 'ccl'],
    comments: LISP,
    scan: lisp,
  },
  {
    id: 'racket',
    extensions: ['rkt'],
    interpreters: ['racket'],
    comments: LISP,
    scan: lisp,
  },
  {
    id: 'scheme',
    extensions: ['scm', 'ss', 'sld'],
    interpreters: ['guile', 'scheme', 'chez', 'gosh', 'csi'],
    comments: LISP,
    scan: lisp,
  },
];
