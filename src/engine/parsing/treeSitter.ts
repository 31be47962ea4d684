/** The parsers with the grammars of a folder: the only place where chunking meets the file system. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createParsers, type Parsers, type ParsersOptions, type TreeSitter } from '../../core/chunking/parsers';

/** `grammarsDir` holds `tree-sitter.js`, `tree-sitter.wasm` and the grammars (`dist/grammars`). */
export function createGrammarParsers(grammarsDir: string, options: ParsersOptions = {}): Parsers {
  return createParsers((file) => fs.promises.readFile(path.join(grammarsDir, file)), {
    loadRuntime: () => loadRuntime(grammarsDir),
    ...options,
  });
}

/** A fresh copy of the module each time; the copy before it is not needed any more. */
function loadRuntime(grammarsDir: string): TreeSitter {
  const script = path.join(path.resolve(grammarsDir), 'tree-sitter.js');
  const require = createRequire(script);
  delete require.cache[script];
  return require(script) as TreeSitter;
}
