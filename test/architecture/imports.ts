/**
 * Who may import what below src/: one entry per folder, an allow list, type-only imports included. The checker is a
 * function over the imports of each file, so that a test can feed it violations; reading the files is apart from it.
 */
import fs from 'node:fs';
import path from 'node:path';

/** Path of a file (from the project's root, with `/`) -> the specifiers it imports, as they are written. */
export type Imports = ReadonlyMap<string, readonly string[]>;

interface Rule {
  /**
   * Other folders or single modules below src/ that it may import, without extension; its own folder is always allowed.
   */
  sources: readonly string[];
  packages: readonly string[];
  /** Whether Node's own modules are allowed. */
  node: boolean;
}

export const RULES: Readonly<Record<string, Rule>> = {
  core: { sources: [], packages: ['picomatch', '@vscode/tree-sitter-wasm'], node: false },
  // What crosses a process boundary: schemas, errors, the channel. It knows none of those who talk over it.
  protocol: { sources: [], packages: ['valibot', 'birpc'], node: false },
  // What keeps a child process alive; it knows none of those processes.
  process: { sources: ['protocol/errors'], packages: [], node: true },
  storage: { sources: ['core', 'protocol/errors'], packages: ['vectra', 'valibot'], node: true },
  inference: {
    sources: ['core', 'protocol/errors', 'protocol/runtimeInUse'],
    packages: ['@huggingface/transformers', 'onnxruntime-node', 'onnxruntime-web', 'onnxruntime-common', 'valibot'],
    node: true,
  },
  // The only folder that talks to a network (see network.test.ts); who calls it has asked the user.
  download: {
    sources: ['protocol/errors', 'inference/presets', 'inference/installedModels'],
    packages: ['modern-tar', 'valibot', 'yauzl'],
    node: true,
  },
  map: { sources: ['core', 'protocol/engine', 'protocol/errors', 'storage/store'], packages: [], node: true },
  // Storage is an interface; only its implementation on this machine is named, as the default, and the lock that
  // processes share.
  engine: {
    sources: [
      'core',
      'inference',
      'map',
      'process',
      'protocol',
      'storage/store',
      'storage/localStorage',
      'storage/disk/machineLock',
    ],
    packages: ['valibot'],
    node: true,
  },
  evaluation: { sources: ['core', 'engine', 'protocol/errors'], packages: [], node: true },
  // Results packed into so many tokens; texts and the count of tokens are given to it.
  context: { sources: ['protocol/engine'], packages: ['tokenx'], node: false },
  // The server for agents carries the protocol alone: the process that runs it hands it the engine, whose types it names.
  mcp: {
    sources: ['context', 'core', 'engine/engine', 'engine/symbolSearch', 'protocol/engine'],
    packages: ['@modelcontextprotocol/sdk', 'zod'],
    node: true,
  },
  // The CLI runs the engine in its own process, so it hands it the models as the engine's process does; `kindred model`
  // brings them.
  cli: {
    sources: [
      'context',
      'core',
      'engine',
      'evaluation',
      'protocol',
      'download',
      'mcp/host',
      'inference/embedded/loadEmbedded',
      'inference/installedModels',
      'inference/presets',
      'inference/customModel',
    ],
    packages: ['jsonc-parser'],
    node: true,
  },
  // What other programs load: it opens an index and reads it.
  library: {
    sources: [
      'core/embedder',
      'engine/resources',
      'inference/embedded/loadEmbedded',
      'storage/vectraSnapshot',
      'storage/format/vectraIndex',
      'storage/format/vectraItems',
    ],
    packages: [],
    node: true,
  },
  webview: {
    sources: ['protocol/announcements', 'protocol/searchBox', 'protocol/map'],
    packages: ['valibot'],
    node: false,
  },
  extension: {
    sources: [
      // One grammar of questions for the engine and the chips.
      'core/query/tokens',
      'core/text/duration',
      'download',
      'process',
      'protocol',
      'inference/presets',
      'inference/installedModels',
      'inference/customModel',
    ],
    packages: ['vscode', 'valibot', 'picomatch'],
    node: true,
  },
};

/** One sentence per forbidden import, sorted; empty when all is well. */
export function findViolations(imports: Imports): string[] {
  return [...imports].flatMap(([file, specifiers]) => specifiers.flatMap((specifier) => check(file, specifier))).sort();
}

function check(file: string, specifier: string): string[] {
  const [, folder = ''] = file.split('/');
  const rule = RULES[folder];
  if (!rule) return [`${file}: src/${folder} has no rule`];
  if (isAllowed(file, folder, specifier, rule)) return [];
  return [`${file}: src/${folder} may not import ${specifier}`];
}

function isAllowed(file: string, folder: string, specifier: string, rule: Rule): boolean {
  if (specifier.startsWith('node:')) return rule.node;
  if (!specifier.startsWith('.')) {
    return rule.packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  }
  const target = path.posix.join(path.posix.dirname(file), specifier).replace(/\.(ts|tsx|js|json)$/, '');
  const within = (source: string) => target === `src/${source}` || target.startsWith(`src/${source}/`);
  return [folder, ...rule.sources].some(within);
}

export function readImports(root: string): Imports {
  return new Map(sourceFiles(root).map((file) => [file, importsOf(fs.readFileSync(path.join(root, file), 'utf8'))]));
}

/** Every source file below src/, with `/`. */
export function sourceFiles(root: string): string[] {
  return fs
    .readdirSync(path.join(root, 'src'), { recursive: true })
    .map((file) => path.posix.join('src', String(file).split(path.sep).join('/')))
    .filter((file) => /\.(ts|tsx|js|mjs|cjs)$/.test(file))
    .sort();
}

/** `import … from 'x'`, `import 'x'`, `export … from 'x'`, `import('x')`, `require('x')` and `require.resolve('x')`. */
export function importsOf(source: string): string[] {
  const withoutComments = source.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '$1');
  const statement = /(?<![.\w$])(?:from\s*|import\s*\(?\s*|require(?:\.resolve)?\s*\(\s*)(['"`])([^'"`\n]+)\1/g;
  return [...withoutComments.matchAll(statement)].map((match) => match[2]!);
}
