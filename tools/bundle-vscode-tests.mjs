// Bundles what runs in, or drives, the VS Code of the tests into out/vscode-tests/ (the product itself comes from esbuild.mjs).
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
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleVscodeTests();
