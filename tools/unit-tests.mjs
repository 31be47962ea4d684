// Bundles and runs the unit tests: `npm run test:unit [-- <part of a path> … [--name <part of a test's name>]]`;
// `--built`: the bundles in out/test are fresh.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { NOT_NAMED } from './count-reporter.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values, positionals: wanted } = parseArgs({
  options: { built: { type: 'boolean' }, name: { type: 'string' } },
  allowPositionals: true,
});
if (!values.built) execFileSync(process.execPath, ['esbuild.mjs', '--tests'], { cwd: root, stdio: 'inherit' });

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
const options = [
  ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
  ...['--test-reporter=./tools/count-reporter.mjs', '--test-reporter-destination=out/test-counts/unit.json'],
  // Node leaves one core out by itself, though many files wait for processes and clocks most of the time.
  `--test-concurrency=${os.availableParallelism()}`,
  ...(values.name ? [`--test-name-pattern=${escaped(values.name)}`] : []),
];
const command = ['--enable-source-maps', '--test', ...options, ...files];
const child = spawn(process.execPath, command, {
  cwd: root,
  stdio: ['inherit', values.name ? 'pipe' : 'inherit', 'inherit'],
});
const ended = once(child, 'exit');
if (child.stdout) {
  for await (const line of readline.createInterface({ input: child.stdout }))
    if (!line.includes(NOT_NAMED)) console.log(line);
}
const [status] = await ended;
process.exit(status ?? 1);

/** The text as a regular expression. */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
