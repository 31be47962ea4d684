/**
 * Names that a text defines, found by the keywords that languages put before a name. For languages without a grammar: it reads lines, not
 * syntax, so it also finds what only looks like a definition, and misses what no keyword announces.
 */

/** Keywords that stand directly before the name they define, over all languages that people write. */
const KEYWORD =
  'class|struct|enum|interface|trait|protocol|object|record|union|extension|actor|mixin|module|namespace|package|impl|' +
  'fn|fun|func|function|def|defp|defmodule|defmacro|defmacrop|defprotocol|defimpl|defstruct|sub|proc|macro|method|procedure|' +
  'type|typealias|typedef|newtype|data|instance|let|var|val|const|lemma|theorem|contract|event|modifier|library';
const BY_KEYWORD = new RegExp(
  `^[ \\t]*(?:(?:[a-z@][\\w@]*(?:\\([^)\\n]*\\))?|"[^"\\n]*")[ \\t]+){0,5}?(?:${KEYWORD})[ \\t]+(?:\\([^)\\n]*\\)[ \\t]*)?(?:<[^>\\n]*>[ \\t]*)?([A-Za-z_$][\\w$.:?!]*)`,
  'gm',
);
const IS_KEYWORD = new RegExp(`^(?:${KEYWORD}|mut|self)$`);
/** Haskell, Elm, Idris: `name :: Type`. */
const BY_SIGNATURE = /^([a-z_][\w']*)(?:\s*,\s*[a-z_][\w']*)*\s+::/gm;
/** Lua: `M.name = function` and `function M.name`; the second is found by its keyword. */
const BY_ASSIGNMENT = /^[ \t]*(?:local[ \t]+)?([A-Za-z_][\w.]*)[ \t]*=[ \t]*(?:async[ \t]+)?function\b/gm;
const MAX_NAMES = 40;
/** Locals of a body are no definitions: a name counts when its line is indented at most this far. */
const LOCAL = /^(?:let|var|val|const)$/;
const MAX_INDENT = 4;

/** In order of the text, each once, without the part before the last `.` or `:`. */
export function findDefinitions(text: string, language: string): string[] {
  const found: { name: string; at: number }[] = [];
  const collect = (pattern: RegExp) => {
    for (const match of text.matchAll(pattern)) {
      const name = match[1]!
        .replace(/[.:?!]+$/, '')
        .split(/[.:]+/)
        .at(-1)!;
      if (name.length > 1 && !IS_KEYWORD.test(name) && !isLocal(match[0])) found.push({ name, at: match.index });
    }
  };
  collect(BY_KEYWORD);
  if (language === 'haskell' || language === 'elm' || language === 'idris' || language === 'purescript')
    collect(BY_SIGNATURE);
  if (language === 'lua') collect(BY_ASSIGNMENT);
  found.sort((a, b) => a.at - b.at);
  return [...new Set(found.map(({ name }) => name))].slice(0, MAX_NAMES);
}

function isLocal(declaration: string): boolean {
  const words = declaration.trim().split(/\s+/);
  const indent = declaration.length - declaration.trimStart().length;
  return indent > MAX_INDENT && words.some((word) => LOCAL.test(word));
}
