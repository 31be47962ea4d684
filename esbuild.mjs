// Bundles Kindred: `node esbuild.mjs [--production]` writes dist/, `--tests` also bundles every test below test/ into
// out/test/, `--watch` stays and bundles again what a change touches. Each bundle has a size budget; going over it
// fails the build.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import openWabt from 'wabt';

const root = path.dirname(fileURLToPath(import.meta.url));
const at = (...parts) => path.join(root, ...parts);
const production = process.argv.includes('--production');

/** Upper limits in kB of the minified bundles (checked with --production, where they ship). */
const BUDGET_KB = {
  'extension.cjs': 150,
  'engine.cjs': 520,
  'chunkWorker.cjs': 200,
  'scanWorker.cjs': 120,
  'inference.cjs': 700,
  'cli.cjs': 680,
  'download.cjs': 80,
  'library.cjs': 120,
  'mcp.cjs': 420,
  'install.cjs': 60,
  'webview/search.js': 40,
  'webview/map.js': 40,
};

/** WebAssembly text becomes its bytes. */
const webAssemblyText = {
  name: 'wat',
  setup(build) {
    build.onLoad({ filter: /\.wat$/ }, async ({ path: file }) => {
      const wat = (await openWabt()).parseWat(file, fs.readFileSync(file), { simd: true });
      const { buffer } = wat.toBinary({});
      wat.destroy();
      return { contents: buffer, loader: 'binary' };
    });
  },
};

/**
 * transformers.js asks for the native ONNX Runtime by itself and fails where there is none: it gets the one that
 * src/inference has opened.
 */
const openedRuntime = {
  name: 'opened-runtime',
  setup(build) {
    build.onLoad({ filter: /transformers\.node\.[mc]js$/ }, ({ path: file }) => {
      const asked = 'requireFromHere("onnxruntime-node")';
      const parts = fs.readFileSync(file, 'utf8').split(asked);
      if (parts.length !== 2) throw new Error(`${file} asks for onnxruntime-node in another way than it did`);
      const runtime = JSON.stringify(at('src/inference/deep/onnxRuntime.ts'));
      return { contents: parts.join(`require(${runtime}).openedRuntime()`), loader: 'js' };
    });
  },
};

/** zod speaks fifty languages, and only names what is wrong in English. */
const onlyEnglish = {
  name: 'only-english',
  setup(build) {
    build.onLoad({ filter: /zod\/v4\/locales\/index\.c?js$/ }, ({ path: file }) => ({
      contents: `exports.en = require('./en${path.extname(file)}').default;`,
      loader: 'js',
    }));
  },
};

/** Grammars of the package that no language of ours is parsed with (`grammar` in src/core/languages). */
const UNUSED_GRAMMARS = /-(css|ini|powershell|regex)\.wasm$/;

const shared = {
  absWorkingDir: root,
  bundle: true,
  target: 'node20',
  platform: 'node',
  format: 'cjs',
  logLevel: 'warning',
  metafile: true,
  plugins: [webAssemblyText, openedRuntime, onlyEnglish],
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  // Korean words as they are: escapes would take twice the room.
  charset: 'utf8',
  external: ['vscode', 'onnxruntime-node'],
  // transformers.js asks for import.meta.url ?? __filename: in CommonJS the second is what we want.
  logOverride: { 'empty-import-meta': 'silent' },
  alias: {
    sharp: at('stubs/sharp/index.js'),
    // Its entry point for require() loads its parts in a way that no bundler follows.
    'jsonc-parser': at('node_modules/jsonc-parser/lib/esm/main.js'),
    // vectra's entry point drags in 9 MB of English NLP model and gRPC; LocalIndex alone is 37 kB.
    vectra: at('node_modules/vectra/lib/LocalIndex.js'),
    'wink-nlp': at('stubs/empty/index.js'),
    'wink-eng-lite-web-model': at('stubs/empty/index.js'),
    'wink-bm25-text-search': at('stubs/empty/index.js'),
    protobufjs: at('stubs/empty/index.js'),
  },
};

const product = [
  {
    ...shared,
    entryPoints: {
      extension: 'src/extension/main.ts',
      engine: 'src/engine/main.ts',
      chunkWorker: 'src/engine/parsing/chunkWorker.ts',
      scanWorker: 'src/engine/exact/scanWorker.ts',
      inference: 'src/inference/main.ts',
      cli: 'src/cli/main.ts',
      download: 'src/download/main.ts',
      library: 'src/library/main.ts',
      mcp: 'src/mcp/main.ts',
      install: 'src/cli/install/main.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    // For servers that ask a person to fill in forms (src/mcp/server.ts); clients, as in the tests, do need it.
    alias: { ...shared.alias, ajv: at('stubs/empty/index.js'), 'ajv-formats': at('stubs/empty/index.js') },
  },
  {
    ...shared,
    entryPoints: { 'webview/search': 'src/webview/search/main.ts', 'webview/map': 'src/webview/map/main.ts' },
    outdir: 'dist',
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    external: [],
    alias: {},
  },
];
const withTests = process.argv.includes('--tests');
copyGrammars();
copyWebRuntime();
if (withTests) fs.rmSync(at('out/test'), { recursive: true, force: true });
if (process.argv.includes('--watch')) await watch();
else await buildOnce();

async function buildOnce() {
  const tests = withTests ? esbuild.build(unitTests()) : undefined;
  const results = await Promise.all(product.map((options) => esbuild.build(options)));
  await tests;
  fs.writeFileSync(at('dist/meta.json'), JSON.stringify(results.map((r) => r.metafile)));
  fs.chmodSync(at('dist/cli.cjs'), 0o755);
  if (production) checkBudget();
}

/** Until Ctrl+C. A test file that is new is seen after a restart. */
async function watch() {
  const said = (name) => ({
    name: 'said',
    setup(build) {
      build.onEnd(({ errors }) => console.log(`${name}: ${errors.length ? `${errors.length} errors` : 'bundled'}`));
    },
  });
  const named = [...product.map((options) => ['dist', options]), ...(withTests ? [['out/test', unitTests()]] : [])];
  for (const [name, options] of named) {
    const context = await esbuild.context({ ...options, plugins: [...options.plugins, said(name)] });
    await context.watch();
  }
}

function copyGrammars() {
  const from = at('node_modules/@vscode/tree-sitter-wasm/wasm');
  fs.rmSync(at('dist/grammars'), { recursive: true, force: true });
  fs.mkdirSync(at('dist/grammars'), { recursive: true });
  for (const file of fs.readdirSync(from)) {
    // The runtime's script too: after a fault it is evaluated anew (src/engine/parsing/treeSitter.ts).
    if ((file.endsWith('.wasm') && !UNUSED_GRAMMARS.test(file)) || file === 'tree-sitter.js')
      fs.copyFileSync(path.join(from, file), at('dist/grammars', file));
  }
}

/**
 * ONNX Runtime for machines where the native one cannot be loaded: the build without graphics, whose script is in
 * inference.cjs.
 */
function copyWebRuntime() {
  fs.mkdirSync(at('dist/onnxruntime-web'), { recursive: true });
  for (const file of ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'])
    fs.copyFileSync(at('node_modules/onnxruntime-web/dist', file), at('dist/onnxruntime-web', file));
}

function checkBudget() {
  const over = Object.entries(BUDGET_KB)
    .map(([file, limitKb]) => ({ file, limitKb, sizeKb: Math.ceil(fs.statSync(at('dist', file)).size / 1000) }))
    .filter(({ sizeKb, limitKb }) => sizeKb > limitKb);
  for (const { file, sizeKb, limitKb } of over)
    console.error(`dist/${file} has ${sizeKb} kB, its budget is ${limitKb} kB`);
  if (over.length) process.exit(1);
}

/** The tests and what else runs by itself below test/ and bench/, each a bundle at its own path below out/test/. */
function unitTests() {
  const entryPoints = ['test', 'bench'].flatMap((folder) =>
    fs
      .readdirSync(at(folder), { recursive: true })
      .map((file) => path.join(folder, String(file)))
      .filter((file) => !file.includes('fixtures') && (file.endsWith('.test.ts') || file.endsWith('.main.ts'))),
  );
  return {
    ...shared,
    minify: false,
    sourcemap: 'inline',
    entryPoints,
    outbase: root,
    outdir: 'out/test',
    outExtension: { '.js': '.cjs' },
    external: [...shared.external, 'playwright-core', 'mocha', '@vscode/test-electron', 'esbuild', 'typescript'],
  };
}
