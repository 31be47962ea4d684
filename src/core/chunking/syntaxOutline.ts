/**
 * The outline of a document from its syntax tree. Walks with one cursor and a stack of its own, so no tree is too deep for it, and looks only where
 * definitions can be: a statement that fits into a chunk is not entered.
 */
import type { Language, Node, Tree, TreeCursor } from '@vscode/tree-sitter-wasm';
import type { ChunkKind } from './chunk';
import type { Lines } from './lines';
import { addDefinition, type Definition, type Outline } from './outline';
import { signatureOf } from './signature';
import { WHOLE_CHARS } from './sizes';
import { syntaxDepths } from './syntaxDepths';
import type { DefinitionRule, SyntaxRules } from './syntaxRules';

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

export const Role = { Named: 1, Lead: 2, Wrapper: 4, Through: 8, Definition: 16 } as const;

interface CompiledRules {
  /** Bits of `Role` by node type id. */
  roles: Uint8Array;
  definitions: (DefinitionRule | undefined)[];
}

const compiledByLanguage = new WeakMap<Language, CompiledRules>();

function compiledRules(language: Language, rules: SyntaxRules): CompiledRules {
  let compiled = compiledByLanguage.get(language);
  if (compiled) return compiled;
  const bits = new Map<string, number>();
  const mark = (types: readonly string[], bit: number): void => {
    for (const type of types) bits.set(type, (bits.get(type) ?? 0) | bit);
  };
  mark(rules.leads, Role.Lead);
  mark(rules.wrappers, Role.Wrapper);
  mark(rules.through, Role.Through);
  mark(Object.keys(rules.definitions), Role.Definition);
  compiled = { roles: new Uint8Array(0x10000), definitions: [] };
  for (let id = 0; id < language.nodeTypeCount; id++) {
    if (!language.nodeTypeIsNamed(id)) continue;
    const type = language.nodeTypeForId(id) ?? '';
    compiled.roles[id] = Role.Named | (bits.get(type) ?? 0);
    compiled.definitions[id] = rules.definitions[type];
  }
  compiled.roles[ERROR_TYPE_ID] = Role.Named | Role.Through;
  compiledByLanguage.set(language, compiled);
  return compiled;
}

/** tree-sitter's symbol for what it could not parse; the same in all grammars. */
const ERROR_TYPE_ID = 0xffff;

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

const TYPE_KINDS = new Set<ChunkKind | undefined>(['class', 'interface', 'enum', 'type']);

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
  const typeId = cursor.nodeTypeId;
  const role = rules.roles[typeId]!;
  if (role === 0) return undefined;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const startLine = lines.lineAt(start);
  const endLine = lines.lineAt(trimmedEnd(lines.text, start, end));
  if (role & Role.Lead) {
    noteLead(frame, startLine, endLine, lines.text.startsWith('/**', start));
    return undefined;
  }
  const hasLead = frame.leadLine >= 0 && frame.leadEndLine + (frame.isLeadDoc ? 2 : 1) >= startLine;
  const firstLine = hasLead ? frame.leadLine : startLine;
  frame.leadLine = -1;
  frame.previousEndLine = endLine;
  const isLarge = end - start > WHOLE_CHARS;

  if (role & Role.Definition) {
    const rule = rules.definitions[typeId]!;
    const definition = define(cursor.currentNode, rule, frame, lines, firstLine, endLine);
    if (definition) {
      const hidesVariables = definition.kind === 'function' || definition.kind === 'method';
      const path = rule.isPathless ? frame.path : definition.symbol;
      addDefinition(frame.siblings, definition, frame.owner);
      if (endLine === startLine || !(rule.hasMembers || isLarge)) return undefined;
      // A folded definition has no lines of its own; what is in it goes to the one that took it in.
      const kept = frame.siblings.at(-1) === definition ? definition : undefined;
      return kept ? frameFor(kept, kept.members, path, hidesVariables || frame.isLocal) : undefined;
    }
  }
  if (role & Role.Wrapper) {
    const inner = frameFor(frame.owner, frame.siblings, frame.path, frame.isLocal);
    const startOffset =
      frame.wrapper && lines.lineAt(frame.wrapper.startOffset) === startLine ? frame.wrapper.startOffset : start;
    inner.wrapper = { startLine: firstLine, endLine, startOffset, siblingsBefore: frame.siblings.length };
    return inner;
  }
  if (endLine === startLine) return undefined;
  if (role & Role.Through) return frameFor(frame.owner, frame.siblings, frame.path, frame.isLocal);
  return isLarge ? frameFor(frame.owner, frame.siblings, frame.path, true) : undefined;
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
  firstLine: number,
  endLine: number,
): Definition | undefined {
  const isInType = TYPE_KINDS.has(frame.owner?.kind);
  const ruledKind = typeof rule.kind === 'function' ? rule.kind(node, { isLocal: frame.isLocal, isInType }) : rule.kind;
  if (!ruledKind) return undefined;
  const names = rule.names ? rule.names(node) : nameOf(node);
  const own = rule.path ? rule.path(node) : (names[0] ?? '');
  const isFirstInWrapper = frame.wrapper && frame.siblings.length === frame.wrapper.siblingsBefore;
  return {
    kind: ruledKind === 'function' && isInType ? 'method' : ruledKind,
    names: rule.isScope ? [] : names,
    symbol: frame.path && own ? `${frame.path}.${own}` : own || frame.path,
    signature: signatureOf(node, lines, isFirstInWrapper ? frame.wrapper!.startOffset : node.startIndex),
    startLine: isFirstInWrapper ? Math.min(firstLine, frame.wrapper!.startLine) : firstLine,
    endLine,
    headLine: lines.lineAt(node.childForFieldName('name')?.startIndex ?? node.startIndex),
    members: [],
  };
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

/** Offset of the last character that is not white space: some grammars count the line end, or the blank lines after it, to the node. */
function trimmedEnd(text: string, start: number, end: number): number {
  let last = end - 1;
  while (last > start && text.charCodeAt(last) <= 0x20) last--;
  return Math.max(last, start);
}
