// `npm start -- [folder] ["question"]`: indexes a folder (this repository by default) and answers a question in the
// terminal.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const DEFAULT_QUESTION = 'where is a broken download continued';

const [folder, question] = readArguments(process.argv.slice(2));
if (!isBuilt()) {
  console.error('Building Kindred …');
  const build = spawnSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
  if (build.status !== 0) process.exit(2);
}
const ended = spawnSync(process.execPath, ['dist/cli.cjs', 'search', question, folder], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(ended.status ?? 2);

/** One argument alone is a folder when there is such a folder, and a question otherwise. */
function readArguments(given) {
  if (given.length > 2) {
    console.error('Usage: npm start -- [folder] ["question"]');
    process.exit(2);
  }
  const from = process.env.INIT_CWD ?? process.cwd();
  const [first, second] = given;
  if (first === undefined) return [root, DEFAULT_QUESTION];
  if (second !== undefined) return [path.resolve(from, first), second];
  const asFolder = path.resolve(from, first);
  return fs.existsSync(asFolder) ? [asFolder, DEFAULT_QUESTION] : [root, first];
}

/** Whether the bundle is newer than everything that it is made of. */
function isBuilt() {
  const bundle = fs.statSync(path.join(root, 'dist/cli.cjs'), { throwIfNoEntry: false });
  if (!bundle) return false;
  const sources = fs
    .readdirSync(path.join(root, 'src'), { recursive: true })
    .map((file) => path.join('src', String(file)));
  return ['esbuild.mjs', 'package.json', 'package-lock.json', ...sources].every(
    (file) => fs.statSync(path.join(root, file)).mtimeMs <= bundle.mtimeMs,
  );
}
