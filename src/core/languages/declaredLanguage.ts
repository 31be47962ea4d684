/**
 * The language that a text itself declares: by the interpreter in its first line, or by a modeline for Vim or Emacs in
 * its first or last lines. The rules are those of Linguist, which follows the two editors. A name that nobody knows
 * declares nothing.
 */
import { languageByInterpreter, languageByName } from './registry';

/** Editors look for modelines in so many lines at either end. */
const MODELINE_LINES = 5;
/** Longer lines are data, and no editor's line is that long. */
const MAX_LINE_CHARS = 300;
/** So much is looked at on either end; more than the lines need. */
const END_CHARS = MODELINE_LINES * MAX_LINE_CHARS;

/** Id of the language in a modeline; undefined where there is none that is known. */
export function modelineLanguage(text: string): string | undefined {
  const first = linesOf(text.slice(0, END_CHARS)).slice(0, MODELINE_LINES);
  const last = linesOf(text.slice(-END_CHARS)).slice(-MODELINE_LINES - 1);
  for (const line of [...first, ...last]) {
    if (line.length > MAX_LINE_CHARS) continue;
    const name = VIM.exec(line)?.[1] ?? emacsMode(line) ?? EMACS_VARIABLE.exec(line)?.[1];
    const language = name && languageByName(name);
    if (language) return language.id;
  }
  return undefined;
}

/** Id of the language that the first line's `#!` runs; undefined where there is none that is known. */
export function shebangLanguage(text: string): string | undefined {
  if (!text.startsWith('#!')) return undefined;
  const lines = linesOf(text.slice(0, END_CHARS)).slice(0, MODELINE_LINES);
  const [program = '', ...rest] = lines[0]!.slice(2, MAX_LINE_CHARS).trim().split(/\s+/);
  let name = baseName(program);
  // `env` has options (`-S`) and settings (`A=1`) before the program that it runs.
  if (name === 'env') name = baseName(rest.find((word) => !/^-|=/.test(word)) ?? '');
  if (name === 'sh') name = lines.map((line) => EXEC.exec(line)?.[1]).find((each) => each !== undefined) ?? name;
  const bare = name.replace(/\.exe$/i, '').toLowerCase();
  return (languageByInterpreter(bare) ?? languageByInterpreter(bare.replace(/[-\d.]+$/, '')))?.id;
}

/** `vim: set ft=ruby:`, `vi:ft=c`, `ex: syntax=sh`. */
const VIM = /(?:^|\s)(?:vim?|ex)(?:[<=>]?\d+)?:\s*(?:set?\s)?(?:[^\n]*[\s:])?(?:ft|filetype|syntax)\s*=\s*([\w+#.-]+)/i;
/** `-*- C++ -*-`, `-*- mode: python; coding: utf-8 -*-`. */
const EMACS = /-\*-\s*([^*]*?)\s*-\*-/;
/** A line of Emacs' "Local Variables" at the end of a file. */
const EMACS_VARIABLE = /^\W{0,5}mode:\s*([\w+#.-]+)\s*\W{0,5}$/;
/** A script of the shell that starts another language's interpreter on itself: `exec tclsh "$0" "$@"`. */
const EXEC = /^\s*exec\s+"?([\w./-]+)"?\s.*\$(?:0|\{0\}).*\$@/;

function emacsMode(line: string): string | undefined {
  const settings = EMACS.exec(line)?.[1];
  if (settings === undefined) return undefined;
  if (!settings.includes(':')) return settings.trim();
  return /(?:^|;)\s*mode:\s*([\w+#.-]+)/i.exec(settings)?.[1];
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}
