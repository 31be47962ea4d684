// `npm run package [-- target … | all]`: writes out/kindred-<target>.vsix, by default for this machine, with that
// platform's ONNX Runtime alone. `--built`: dist/ holds a production build. Needs no network.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { thirdPartyNotices } from './third-party-notices.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => path.join(root, ...parts);

/**
 * VS Code's target -> folder of ONNX Runtime's binary; null where there is none: its WebAssembly build does the work
 * there.
 */
const TARGETS = {
  'linux-x64': 'linux/x64',
  'linux-arm64': 'linux/arm64',
  'linux-armhf': null,
  'alpine-x64': null,
  'alpine-arm64': null,
  'darwin-x64': null,
  'darwin-arm64': 'darwin/arm64',
  'win32-x64': 'win32/x64',
  'win32-arm64': 'win32/arm64',
};

/**
 * macOS ships its library twice; DirectML and the WebGPU shader compilers are for graphics cards, Kindred runs on the
 * processor.
 */
const NOT_NEEDED = /^(libonnxruntime\.\d+\.\d+.*\.dylib|DirectML\.dll|dxcompiler\.dll|dxil\.dll)$/;

const BUNDLES = [
  'extension.cjs',
  'engine.cjs',
  'chunkWorker.cjs',
  'scanWorker.cjs',
  'inference.cjs',
  'cli.cjs',
  'download.cjs',
  'library.cjs',
  'mcp.cjs',
  'install.cjs',
];
const WHOLE = ['README.md', 'CHANGELOG.md', 'LICENSE', '.vscodeignore', 'media', 'l10n', 'models'];

const targets = readTargets(process.argv.slice(2).filter((argument) => argument !== '--built'));
if (!process.argv.includes('--built')) {
  const build = spawnSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
  if (build.status !== 0) process.exit(1);
}
checkEverythingIsThere();
for (const target of targets) {
  const stage = stageFor(target);
  const packagePath = at('out', `kindred-${target}.vsix`);
  fs.rmSync(packagePath, { force: true });
  await createVSIX({
    cwd: stage,
    target,
    dependencies: false,
    packagePath,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  console.log(`out/kindred-${target}.vsix: ${(fs.statSync(packagePath).size / 1e6).toFixed(1)} MB`);
}

function readTargets(given) {
  const wanted = given.includes('all') ? Object.keys(TARGETS) : given.length ? given : [thisMachine()];
  const unknown = wanted.filter((target) => !(target in TARGETS));
  if (unknown.length === 0) return wanted;
  console.error(`There is no target ${unknown.join(', ')}. Targets: ${Object.keys(TARGETS).join(', ')}, all.`);
  process.exit(2);
}

function thisMachine() {
  const isMusl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  return `${isMusl ? 'alpine' : process.platform}-${process.arch === 'arm' ? 'armhf' : process.arch}`;
}

function checkEverythingIsThere() {
  const needed = [
    ...WHOLE,
    'package.nls.json',
    ...BUNDLES.map((bundle) => `dist/${bundle}`),
    'dist/webview',
    'dist/grammars',
    'dist/onnxruntime-web',
  ];
  const missing = needed.filter((file) => !fs.existsSync(at(file)));
  if (missing.length === 0) return;
  console.error(`The package cannot be made, because this is missing: ${missing.join(', ')}`);
  process.exit(1);
}

function stageFor(target) {
  const stage = at('out/stage', target);
  fs.rmSync(stage, { recursive: true, force: true });
  fs.mkdirSync(path.join(stage, 'dist'), { recursive: true });
  const copy = (from, to = from) => fs.cpSync(at(from), path.join(stage, to), { recursive: true });

  const texts = fs.readdirSync(root).filter((file) => /^package\.nls(\.[\w-]+)?\.json$/.test(file));
  for (const file of [...WHOLE, ...texts]) copy(file);
  for (const file of [...BUNDLES, 'webview', 'grammars', 'onnxruntime-web']) copy(`dist/${file}`);
  fs.rmSync(path.join(stage, 'dist/webview/search.js.map'), { force: true });
  const runtime = TARGETS[target];
  if (runtime) stageOnnxRuntime(stage, runtime);
  const shipped = [
    '@vscode/tree-sitter-wasm',
    'onnxruntime-web',
    ...(runtime ? ['onnxruntime-node', 'onnxruntime-common'] : []),
  ];
  fs.writeFileSync(path.join(stage, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(root, shipped));
  fs.writeFileSync(path.join(stage, 'package.json'), JSON.stringify(shippedManifest(), null, 2));
  return stage;
}

/** Beside the bundles, where `require('onnxruntime-node')` of dist/inference.cjs looks first. */
function stageOnnxRuntime(stage, runtime) {
  const modules = path.join(stage, 'dist/node_modules');
  const copy = (file) =>
    fs.cpSync(at('node_modules', file), path.join(modules, file), { recursive: true, filter: isNeeded });
  copy('onnxruntime-node/package.json');
  copy('onnxruntime-node/dist');
  copy(`onnxruntime-node/bin/napi-v6/${runtime}`);
  copy('onnxruntime-common/package.json');
  copy('onnxruntime-common/dist/cjs');
}

function isNeeded(file) {
  return !NOT_NEEDED.test(path.basename(file)) && !/\.(map|d\.ts)$/.test(file);
}

/** What only a developer needs stays out; the bundles hold the dependencies. */
function shippedManifest() {
  const {
    scripts,
    devDependencies,
    dependencies,
    allowScripts,
    overrides,
    private: _private,
    ...manifest
  } = JSON.parse(fs.readFileSync(at('package.json'), 'utf8'));
  return manifest;
}
