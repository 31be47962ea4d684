/**
 * Where the files that ship beside the bundles are: below the nearest folder that holds Kindred's package.json, in a
 * clone as in an installed extension.
 */
import fs from 'node:fs';
import path from 'node:path';

export interface Resources {
  root: string;
  /** tree-sitter's runtime and grammars (`*.wasm`). */
  grammarsDir: string;
  embeddedModelDir: string;
  /** The deep model that ships with Kindred, laid out as an installed one. */
  bundledModelDir: string;
  /** Entry point of a parsing thread. */
  chunkWorkerEntry: string;
  /** Entry point of a thread that looks for texts in files. */
  scanWorkerEntry: string;
  /** Entry point of the inference process. */
  inferenceEntry: string;
  version: string;
}

/** @throws Error when no package.json lies above `from`: the installation is broken. */
export function locateResources(from: string = __dirname): Resources {
  for (let dir = from; ; dir = path.dirname(dir)) {
    const manifest = path.join(dir, 'package.json');
    if (fs.existsSync(manifest)) {
      const { name, version } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { name?: string; version?: string };
      if (name === 'kindred') {
        return {
          root: dir,
          grammarsDir: path.join(dir, 'dist', 'grammars'),
          embeddedModelDir: path.join(dir, 'models', 'embedded'),
          bundledModelDir: path.join(dir, 'models', 'bundled', 'Xenova', 'all-MiniLM-L6-v2'),
          chunkWorkerEntry: path.join(dir, 'dist', 'chunkWorker.cjs'),
          scanWorkerEntry: path.join(dir, 'dist', 'scanWorker.cjs'),
          inferenceEntry: path.join(dir, 'dist', 'inference.cjs'),
          version: version ?? '0.0.0',
        };
      }
    }
    if (dir === path.dirname(dir)) throw new Error(`Kindred's package.json was not found above ${from}`);
  }
}
