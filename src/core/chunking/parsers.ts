/**
 * tree-sitter grammars as WebAssembly, loaded when a language first needs one. Knows nothing of chunks and reads no
 * files itself.
 * Invariants: no exception leaves `parse`; a parse ends at its time limit; trees are deleted; a fault in one grammar
 * leaves the others usable, and its own for the next file where `loadRuntime` is given.
 */

import type { Parser, Tree } from '@vscode/tree-sitter-wasm';
import * as bundled from '@vscode/tree-sitter-wasm';
import { LANGUAGES, languageById } from '../languages/registry';

/** Bytes of `tree-sitter.wasm` or of a grammar, by file name: `dist/grammars/` holds them. */
export type LoadWasm = (file: string) => Promise<Uint8Array>;

export type TreeSitter = Pick<typeof bundled, 'Language' | 'Parser'>;

export interface ParsersOptions {
  /**
   * Longest time for one file. tree-sitter looks at the clock between its steps, and in hostile input one step can be
   * long.
   */
  parseTimeoutMs?: number;
  /**
   * The module `tree-sitter.js`, evaluated anew by each call: the module holds on to one memory for ever, so this is
   * the only way to a fresh one after a fault. Without it a fault costs the grammar for the rest of the session, and
   * perhaps the others.
   */
  loadRuntime?: () => TreeSitter;
  /** Called once for each runtime: the memory that it has to do with, and whose maximum it cannot exceed. */
  createMemory?: () => WebAssembly.Memory;
}

export interface Parsers {
  /**
   * Parses and hands the tree to `use`, which must not keep it. `language` is a VS Code id.
   * `result` is absent when there is no grammar or it could not be used; `note` then says why in the latter case.
   */
  parse<T>(language: string, text: string, use: (tree: Tree) => T): Promise<{ result?: T; note?: string }>;
  hasGrammar(language: string): boolean;
  /** Frees the parsers. The object cannot be used afterwards. */
  dispose(): void;
}

/** A file of the largest size allowed takes 0.3 s on a slow machine; what needs ten times that is pathological. */
const PARSE_TIMEOUT_MS = 3_000;

/** Names of the grammars that `parse` may load. */
export function grammarNames(): string[] {
  return [...new Set(LANGUAGES.flatMap(({ grammar }) => grammar ?? []))];
}

export function createParsers(loadWasm: LoadWasm, options: ParsersOptions = {}): Parsers {
  const timeoutMs = options.parseTimeoutMs ?? PARSE_TIMEOUT_MS;
  const switchedOff = new Map<string, string>();
  let runtime: Promise<TreeSitter> | undefined;
  const parsers = new Map<string, Promise<Parser>>();
  return { parse, hasGrammar: (language) => languageById(language)?.grammar !== undefined, dispose };

  async function parse<T>(
    language: string,
    text: string,
    use: (tree: Tree) => T,
  ): Promise<{ result?: T; note?: string }> {
    const grammar = languageById(language)?.grammar;
    if (!grammar) return {};
    const off = switchedOff.get(grammar);
    if (off) return { note: off };
    let parser: Parser;
    try {
      parser = await parserOf(grammar);
    } catch (error) {
      return switchOff(grammar, `the ${grammar} grammar cannot be loaded: ${messageOf(error)}`);
    }
    try {
      const tree = parseInTime(parser, text);
      if (!tree) return { note: `parsing took longer than ${timeoutMs} ms` };
      try {
        return { result: use(tree) };
      } finally {
        tree.delete();
      }
    } catch (error) {
      const note = `the ${grammar} parser failed: ${messageOf(error)}`;
      return isFault(error) ? recover(grammar, note) : { note };
    }
  }

  function parseInTime(parser: Parser, text: string): Tree | null {
    const deadline = performance.now() + timeoutMs;
    const tree = parser.parse(text, null, { progressCallback: () => performance.now() > deadline });
    if (!tree) parser.reset();
    return tree;
  }

  function parserOf(grammar: string): Promise<Parser> {
    let parser = parsers.get(grammar);
    if (!parser) {
      parser = load(grammar);
      parsers.set(grammar, parser);
    }
    return parser;
  }

  async function load(grammar: string): Promise<Parser> {
    runtime ??= startRuntime(options.loadRuntime?.() ?? bundled, loadWasm, options.createMemory?.());
    const { Language, Parser } = await runtime;
    const language = await Language.load(await loadWasm(`tree-sitter-${grammar}.wasm`));
    return new Parser().setLanguage(language);
  }

  /**
   * All grammars share the runtime's memory, and after a fault that is in doubt: it is left to the garbage collector
   * whole.
   */
  function recover(grammar: string, note: string): { note: string } {
    parsers.clear();
    runtime = undefined;
    return options.loadRuntime ? { note } : switchOff(grammar, note);
  }

  function switchOff(grammar: string, note: string): { note: string } {
    switchedOff.set(grammar, note);
    parsers.delete(grammar);
    return { note };
  }

  function dispose(): void {
    for (const parser of parsers.values()) parser.then((each) => each.delete()).catch(() => undefined);
    parsers.clear();
  }
}

async function startRuntime(
  treeSitter: TreeSitter,
  loadWasm: LoadWasm,
  wasmMemory: WebAssembly.Memory | undefined,
): Promise<TreeSitter> {
  // Options of the emscripten runtime that the type does not list: nothing is looked up on disk, and a fault is not
  // printed but thrown.
  const options = {
    wasmBinary: await loadWasm('tree-sitter.wasm'),
    locateFile: (file: string) => file,
    printErr: () => undefined,
    ...(wasmMemory && { wasmMemory }),
  };
  await treeSitter.Parser.init(options);
  return treeSitter;
}

/** A trap, or a stack overflow inside the module: its memory is in doubt afterwards. */
function isFault(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && error.name === 'RuntimeError');
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // What the runtime says when it gets no more memory, with advice that is none to a user.
  return message.startsWith('Aborted(') ? 'it gave up, most likely for want of memory' : message;
}
