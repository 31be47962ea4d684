/** Parsers for tests, over the grammars as npm installed them. */
import path from 'node:path';
import type { Parsers, ParsersOptions } from '../../../src/core/chunking/parsers';
import { createGrammarParsers } from '../../../src/engine/parsing/treeSitter';

export const GRAMMARS_DIR = path.join(process.cwd(), 'node_modules/@vscode/tree-sitter-wasm/wasm');

export function testParsers(options?: ParsersOptions): Parsers {
  return createGrammarParsers(GRAMMARS_DIR, options);
}
