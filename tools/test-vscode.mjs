// The tests in a real VS Code: `npm run test:vscode [-- integration | ui [<part of a scenario's title> …]]`. Builds,
// packages and bundles first; `--built`: that is done.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { bundleVscodeTests, root } from './bundle-vscode-tests.mjs';

const SUITES = {
  integration: ['out/vscode-tests/runIntegration.cjs'],
  ui: [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=./tools/count-reporter.mjs', '--test-reporter-destination=out/test-counts/ui.json'],
    'out/vscode-tests/ui.cjs',
  ],
};

const [named, ...titles] = process.argv.slice(2).filter((argument) => argument !== '--built');
if (named !== undefined && (!(named in SUITES) || (titles.length > 0 && named !== 'ui'))) {
  console.error(
    `There is no suite ${named}; there are ${Object.keys(SUITES).join(' and ')}. Titles of scenarios follow ui.`,
  );
  process.exit(2);
}

if (!process.argv.includes('--built')) {
  const packaged = spawnSync(process.execPath, ['tools/package.mjs'], { cwd: root, stdio: 'inherit' });
  if (packaged.status !== 0) process.exit(1);
  await bundleVscodeTests();
}
fs.mkdirSync(path.join(root, 'out/test-counts'), { recursive: true });
let isGood = true;
for (const suite of named ? [named] : Object.keys(SUITES)) {
  const counts = path.join(root, 'out/test-counts', `${suite}.json`);
  fs.rmSync(counts, { force: true });
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', ...SUITES[suite], ...titles], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) isGood = false;
  if (!fs.existsSync(counts)) {
    console.error(`${suite}: ended without a result`);
    isGood = false;
  }
}
process.exit(isGood ? 0 : 1);
