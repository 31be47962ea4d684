/**
 * The outline of a document from its syntax tree. Walks with one cursor and a stack of its own, so no tree is too deep
 * for it, and looks only where definitions can be: a statement that fits into a chunk is not entered.
 */
import type { Node, Tree, TreeCursor } from '@vscode/tree-sitter-wasm';
import type { DefinitionRule, SyntaxRules } from '../languages/syntaxRules';
import { type CompiledRules, compiledRules, Role } from './compiledRules';
import type { Lines } from './lines';
import { addDefinition, type Definition, isTypeKind, type Outline } from './outline';
import { signatureOf } from './signature';
import { WHOLE_CHARS } from './sizes';
import { lastInk, syntaxDepths } from './syntaxDepths';

export function syntaxOutline(tree: Tree, lines: Lines, rules: SyntaxRules): Outline {
  const compiled = compiledRules(tree.language, rules);
  const definitions: Definition[] = [];
  const cursor = tree.walk();
  try {
    collect(cursor, lines, compiled, definitions);
  } finally {
    cursor.delete();
  }
  return { definitions, depths: () => syntaxDepths(tree, lines, compiled.roles) };
}

/** One node being looked into. */
interface Frame {
  owner: Definition | undefined;
  siblings: Definition[];
  path: string;
  isLocal: boolean;
  /** Comments and decorators right before the next sibling, -1 for none. */
  leadLine: number;
  leadEndLine: number;
  /** The last of them is a doc comment: one blank line may follow it. */
  isLeadDoc: boolean;
  previousEndLine: number;
  /** The wrapper whose lines belong to the definition inside it. */
  wrapper: { startLine: number; endLine: number; startOffset: number; siblingsBefore: number } | undefined;
}

/** Frames on the stack: code of people stays below a fifth of it, generated nests are cut here. */
const MAX_FRAMES = 500;

function collect(cursor: TreeCursor, lines: Lines, rules: CompiledRules, definitions: Definition[]): void {
  const frames: Frame[] = [frameFor(undefined, definitions, '', false)];
  if (!cursor.gotoFirstChild()) return;
  for (;;) {
    const inner = visit(cursor, frames.at(-1)!, lines, rules);
    if (inner && frames.length < MAX_FRAMES && cursor.gotoFirstChild()) {
      frames.push(inner);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      closeFrame(frames.pop()!);
      if (frames.length === 0 || !cursor.gotoParent()) return;
    }
  }
}

function frameFor(owner: Definition | undefined, siblings: Definition[], path: string, isLocal: boolean): Frame {
  return {
    owner,
    siblings,
    path,
    isLocal,
    leadLine: -1,
    leadEndLine: -1,
    isLeadDoc: false,
    previousEndLine: -1,
    wrapper: undefined,
  };
}

/** Notes what the cursor is on; returns a frame when its children are to be visited. */
function visit(cursor: TreeCursor, frame: Frame, lines: Lines, rules: CompiledRules): Frame | undefined {
  const role = rules.roles[cursor.nodeTypeId]!;
  if (role === 0) return undefined;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const startLine = lines.lineAt(start);
  const endLine = lines.lineAt(lastInk(lines.text, start, end));
  if (role & Role.Lead) {
    noteLead(frame, startLine, endLine, lines.text.startsWith('/**', start));
    return undefined;
  }
  const hasLead = frame.leadLine >= 0 && frame.leadEndLine + (frame.isLeadDoc ? 2 : 1) >= startLine;
  const span = {
    start,
    startLine,
    endLine,
    firstLine: hasLead ? frame.leadLine : startLine,
    isLarge: end - start > WHOLE_CHARS,
  };
  frame.leadLine = -1;
  frame.previousEndLine = endLine;
  if (role & Role.Definition) {
    const rule = rules.definitions[cursor.nodeTypeId]!;
    const definition = define(cursor.currentNode, rule, frame, lines, span);
    if (definition) return frameOfDefinition(definition, rule, frame, span);
  }
  if (role & Role.Wrapper) return frameOfWrapper(frame, lines, span);
  if (endLine === startLine) return undefined;
  if (role & Role.Through) return frameInside(frame, span, frame.isLocal);
  return span.isLarge ? frameInside(frame, span, true) : undefined;
}

/** Where a node lies; `firstLine` counts its comments and decorators in. */
interface Span {
  start: number;
  startLine: number;
  endLine: number;
  firstLine: number;
  isLarge: boolean;
}

function frameOfDefinition(added: Definition, rule: DefinitionRule, frame: Frame, span: Span): Frame | undefined {
  addDefinition(frame.siblings, added, frame.owner);
  // One that shares its line with an older sibling has become part of it and keeps no members.
  if (frame.siblings.at(-1) !== added) return undefined;
  if (span.startLine === span.endLine || !(rule.hasMembers || span.isLarge)) return undefined;
  const isFunction = added.kind === 'function' || added.kind === 'method';
  return frameFor(added, added.members, rule.isPathless ? frame.path : added.symbol, isFunction || frame.isLocal);
}

function frameOfWrapper(frame: Frame, lines: Lines, { start, startLine, firstLine, endLine }: Span): Frame {
  const outer = frame.wrapper;
  const startOffset = outer && lines.lineAt(outer.startOffset) === startLine ? outer.startOffset : start;
  const inner = frameFor(frame.owner, frame.siblings, frame.path, frame.isLocal);
  inner.wrapper = { startLine: firstLine, endLine, startOffset, siblingsBefore: frame.siblings.length };
  return inner;
}

/** Some grammars leave a comment outside the body that its definition is in: what leads is handed down. */
function frameInside(frame: Frame, { startLine, firstLine }: Span, isLocal: boolean): Frame {
  const inner = frameFor(frame.owner, frame.siblings, frame.path, isLocal);
  if (firstLine < startLine) {
    inner.leadLine = firstLine;
    inner.leadEndLine = startLine - 1;
  }
  return inner;
}

function noteLead(frame: Frame, startLine: number, endLine: number, isDoc: boolean): void {
  if (startLine <= frame.previousEndLine) return; // behind code on the same line: a remark on that
  if (frame.leadLine < 0 || startLine > frame.leadEndLine + 1) frame.leadLine = startLine;
  frame.leadEndLine = endLine;
  frame.isLeadDoc = isDoc;
}

function define(
  node: Node,
  rule: DefinitionRule,
  frame: Frame,
  lines: Lines,
  { firstLine, endLine }: Span,
): Definition | undefined {
  const place = { isLocal: frame.isLocal, ownerKind: frame.owner?.kind };
  const ruledKind = typeof rule.kind === 'function' ? rule.kind(node, place) : rule.kind;
  if (!ruledKind) return undefined;
  // A name that the parser put in to go on is empty; one that it made of half a file is none.
  const all = rule.names ? rule.names(node) : nameOf(node);
  const names = all.filter((name) => name !== '' && name.length <= MAX_NAME_CHARS);
  const own = rule.path ? rule.path(node) : (names[0] ?? '');
  const isFirstInWrapper = frame.wrapper && frame.siblings.length === frame.wrapper.siblingsBefore;
  return {
    kind: ruledKind === 'function' && isTypeKind(place.ownerKind) ? 'method' : ruledKind,
    names: rule.isScope ? [] : ruledKind === 'module' ? names : names.map(simpleName),
    symbol: frame.path && own ? `${frame.path}.${own}` : own || frame.path,
    signature: signatureOf(node, lines, isFirstInWrapper ? frame.wrapper!.startOffset : node.startIndex),
    startLine: isFirstInWrapper ? Math.min(firstLine, frame.wrapper!.startLine) : firstLine,
    endLine,
    headLine: lines.lineAt(node.childForFieldName('name')?.startIndex ?? node.startIndex),
    members: [],
  };
}

const MAX_NAME_CHARS = 200;

/** `app.use` is found as `use`; its symbol keeps the path. */
function simpleName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1) || name;
}

function nameOf(node: Node): string[] {
  const name = node.childForFieldName('name');
  return name ? [name.text] : [];
}

/** What a wrapper holds behind the definition (a closing bracket, a semicolon) is the last definition's. */
function closeFrame({ wrapper, siblings }: Frame): void {
  const last = siblings.at(-1);
  if (wrapper && last && siblings.length > wrapper.siblingsBefore)
    last.endLine = Math.max(last.endLine, wrapper.endLine);
}
