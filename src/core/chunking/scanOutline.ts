/**
 * The outline of a document in a language without a grammar: declarations are recognized line by line
 * (languages/scanRules.ts), and a definition lasts as long as the lines are indented deeper or close it. This reads any
 * code that is laid out as its community does, whatever its strings and comments hold; in code without indentation only
 * the first line of each definition is sure.
 */
import { type CommentSyntax, trackComments } from '../languages/commentSyntax';
import type { ScanPattern, ScanRules } from '../languages/scanRules';
import { indentationDepths } from './breaks';
import type { Lines } from './lines';
import { addDefinition, type Definition, isTypeKind, type Outline } from './outline';
import { cleanSignature } from './signature';

export function scanOutline(lines: Lines, rules: ScanRules, syntax: CommentSyntax): Outline {
  const definitions: Definition[] = [];
  const open: OpenDefinition[] = [];
  const comments = trackComments(syntax);
  let leadLine = -1;

  for (let line = 0; line < lines.count; line++) {
    if (lines.isBlank(line)) {
      if (!comments.isInside()) leadLine = -1;
      continue;
    }
    const text = lines.textOf(line, MAX_DECLARATION_CHARS);
    if (comments.isComment(text) || syntax.blockLine?.test(text)) {
      if (leadLine < 0) leadLine = line;
      continue;
    }
    const indent = indentOf(text);
    closeEnded(open, indent, text, rules);
    const owner = open.at(-1);
    const found = canHold(owner) ? match(text, indent, owner, rules) : undefined;
    if (owner) owner.definition.endLine = line;
    if (!found) {
      if (!rules.annotation?.test(text)) leadLine = -1;
      else if (leadLine < 0) leadLine = line;
      continue;
    }
    const definition = define(found, owner, lines, line, leadLine < 0 ? line : leadLine);
    const siblings = owner ? owner.definition.members : definitions;
    addDefinition(siblings, definition, owner?.definition);
    if (siblings.at(-1) === definition)
      open.push({ definition, indent, isFlat: found.pattern.isFlat === true, name: found.name });
    leadLine = -1;
  }
  closeEnded(open, -1, '', rules);
  return { definitions, depths: () => indentationDepths(lines) };
}

interface OpenDefinition {
  definition: Definition;
  indent: number;
  /** Lasts until the next definition. */
  isFlat: boolean;
  name: string;
}

interface Found {
  pattern: ScanPattern;
  name: string;
  owner: string;
}

/** What is declared inside a function is its own business. */
function canHold(owner: OpenDefinition | undefined): boolean {
  return !owner || owner.isFlat || owner.definition.kind === 'module' || isTypeKind(owner.definition.kind);
}

function closeEnded(open: OpenDefinition[], indent: number, text: string, rules: ScanRules): void {
  for (let last = open.at(-1); last; last = open.at(-1)) {
    if (last.isFlat && indent >= 0 && !rules.patterns.some(({ expression }) => expression.test(text))) return;
    if (!last.isFlat && indent > last.indent) return;
    if (!last.isFlat && indent === last.indent && continues(text, last, rules)) return;
    open.pop();
    const parent = open.at(-1);
    if (parent) parent.definition.endLine = Math.max(parent.definition.endLine, last.definition.endLine);
  }
}

/** Closing and middle parts stand as deep as the definition's first line. */
const CLOSING =
  /^\s*(?:[})\]{]|end\b|else\b|catch\b|rescue\b|ensure\b|after\b|finally\b|where\b|then\b|begin\b|in\b|#(?:if|else|elseif|endif)\b)/i;

function continues(text: string, { name }: OpenDefinition, rules: ScanRules): boolean {
  if (CLOSING.test(text)) return true;
  if (!rules.isByClauses || !text.startsWith(name)) return false;
  return !/[\w']/.test(text.charAt(name.length));
}

function match(text: string, indent: number, owner: OpenDefinition | undefined, rules: ScanRules): Found | undefined {
  for (const pattern of rules.patterns) {
    if (pattern.isTopOnly && (indent > 0 || (owner && !owner.isFlat))) continue;
    const groups = pattern.expression.exec(text)?.groups;
    const name = groups?.name ?? groups?.name2 ?? (groups && pattern.defaultName);
    if (name && !NOT_A_NAME.has(name)) return { pattern, name, owner: groups?.owner ?? '' };
  }
  return undefined;
}

/** Statements look like declarations to the patterns of C-like languages. */
const NOT_A_NAME = new Set([
  'if',
  'for',
  'while',
  'switch',
  'return',
  'catch',
  'else',
  'do',
  'await',
  'assert',
  'throw',
  'new',
  'sizeof',
  'super',
  'this',
  'print',
  'require',
]);

function define(
  { pattern, name, owner }: Found,
  outer: OpenDefinition | undefined,
  lines: Lines,
  line: number,
  startLine: number,
): Definition {
  const bare = name.replace(/^[`"']|[`"']$/g, '');
  // `::net::open` begins at the root, wherever it is written.
  const isAbsolute = bare.startsWith('::') && isWords(bare);
  const plain = isWords(bare) ? bare.replace(/^::/, '').replace(/:{1,2}/g, '.') : bare;
  const prefix = isAbsolute
    ? ''
    : owner
      ? owner.replace(/:{1,2}/g, '.')
      : outer && !outer.isFlat
        ? outer.definition.symbol
        : '';
  const outerKind = outer?.definition.kind;
  const isMember = pattern.kind === 'function' && (owner !== '' || isTypeKind(outerKind));
  return {
    kind: isMember ? 'method' : pattern.kind,
    names: pattern.isScope
      ? []
      : [pattern.kind === 'module' || !isWords(bare) ? plain : plain.slice(plain.lastIndexOf('.') + 1)],
    symbol: prefix ? `${prefix}.${plain}` : plain,
    signature: declarationAt(lines, line),
    startLine,
    endLine: line,
    headLine: line,
    members: [],
  };
}

/** A path of names, `Pool:submit`; not a style sheet's selector or a pattern of make. */
function isWords(name: string): boolean {
  return /^[\w$.:?!]+$/.test(name) && !name.startsWith('.');
}

/** The line, and those after it until its parentheses close. */
function declarationAt(lines: Lines, line: number): string {
  let declaration = lines.textOf(line, MAX_DECLARATION_CHARS);
  for (let next = line + 1; next < lines.count && next <= line + MAX_DECLARATION_LINES; next++) {
    if (count(declaration, '(') <= count(declaration, ')')) break;
    declaration += ` ${lines.textOf(next, 200)}`;
  }
  return cleanSignature(declaration.slice(0, bodyAt(declaration)));
}

/** Where ` {` opens a body and not a default value among the parameters. */
function bodyAt(declaration: string): number {
  let depth = 0;
  for (let at = 0; at < declaration.length; at++) {
    const char = declaration[at];
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === '{' && depth === 0 && declaration[at - 1] === ' ') return at;
  }
  return declaration.length;
}

const MAX_DECLARATION_LINES = 8;

/** Longer lines are no declarations, and the expressions would take their time over them. */
const MAX_DECLARATION_CHARS = 400;

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

/** A tab counts as four columns: mixed files are compared well enough. */
function indentOf(text: string): number {
  let columns = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\t') columns += 4;
    else if (text[at] === ' ') columns++;
    else break;
  }
  return columns;
}
