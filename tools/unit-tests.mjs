// Bundles and runs the unit tests: `npm run test:unit [-- part-of-a-file-name …]`; `--built`: the bundles in out/test are fresh.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--built');
if (!process.argv.includes('--built')) {
  execFileSync(process.execPath, ['esbuild.mjs', '--tests'], { cwd: root, stdio: 'inherit' });
}

const files = fs
  .readdirSync(path.join(root, 'out/test'), { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.test.cjs') && !file.includes(`test${path.sep}vscode`))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .map((file) => path.join('out/test', file));
if (files.length === 0) {
  console.error(`no unit test matches ${wanted.join(' ')}`);
  process.exit(1);
}
fs.mkdirSync(path.join(root, 'out/test-counts'), { recursive: true });
const reporters = [
  ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
  ...['--test-reporter=./tools/count-reporter.mjs', '--test-reporter-destination=out/test-counts/unit.json'],
];
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...reporters, ...files], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
