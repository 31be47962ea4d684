// Bundles what runs in, or drives, the VS Code of the tests into out/vscode-tests/ (the product itself comes from
// esbuild.mjs).
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

export async function bundleVscodeTests() {
  fs.rmSync(path.join(root, 'out/vscode-tests'), { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: {
      integration: 'test/vscode/integration/index.ts',
      runIntegration: 'test/vscode/runIntegration.ts',
      runElectron: 'test/vscode/runElectron.ts',
      ui: 'test/vscode/ui/index.ts',
      open: 'test/vscode/open.ts',
      mapFrames: 'test/vscode/mapFrames.ts',
      activationTime: 'test/vscode/activationTime.ts',
    },
    outdir: 'out/vscode-tests',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
    external: ['vscode', 'mocha', 'playwright-core', '@vscode/test-electron'],
  });
  await bundleSmallModelExtension();
}

/**
 * The extension as it is in dist/, but for the default model, which is the small one of the tests: what the download
 * tests load.
 */
async function bundleSmallModelExtension() {
  const folder = path.join(root, 'out/vscode-tests/small-model-extension');
  fs.mkdirSync(path.join(folder, 'dist'), { recursive: true });
  const link = (name) => fs.symlinkSync(path.join(root, name), path.join(folder, name));
  const texts = fs.readdirSync(root).filter((file) => /^package(\.nls.*)?\.json$/.test(file));
  for (const name of [...texts, 'media', 'l10n', 'models', 'node_modules']) link(name);
  for (const name of [
    'engine.cjs',
    'chunkWorker.cjs',
    'scanWorker.cjs',
    'inference.cjs',
    'download.cjs',
    'webview',
    'grammars',
  ])
    link(`dist/${name}`);
  let isReplaced = false;
  const smallModels = {
    name: 'small-models',
    setup(build) {
      build.onResolve({ filter: /\/presets$/ }, ({ importer }) => {
        if (!importer.endsWith(path.join('inference', 'customModel.ts'))) return undefined;
        isReplaced = true;
        return { path: path.join(root, 'test/vscode/support/smallModels.ts') };
      });
    },
  };
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/extension/main.ts'],
    outfile: path.join(folder, 'dist/extension.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
    external: ['vscode'],
    plugins: [smallModels],
  });
  if (!isReplaced) throw new Error('no module asks for the presets any more where the small ones take their place');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleVscodeTests();
