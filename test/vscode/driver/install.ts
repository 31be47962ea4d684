/**
 * Installs the VS Code that the tests run: code-server's copy of it (server and web workbench) with the Node.js it
 * needs, from the npm registry alone, without a compiler and without install scripts. Kept in the user's cache folder
 * under a key made of the lock file, so that a second clone, or a clean one, finds it there. Does not start anything.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface VscodeUnderTest {
  /** The Node.js binary that this VS Code asks for (24; the tests themselves run on 20). */
  node: string;
  serverMain: string;
  version: string;
}

const HOST_FOLDER = path.join(process.cwd(), 'test/vscode/host');
const FILES = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'stubs/spdlog/package.json',
  'stubs/spdlog/index.js',
  'stubs/native-watchdog/package.json',
  'stubs/native-watchdog/index.js',
];

/** `KINDRED_VSCODE_CACHE` overrides the cache folder. */
export function installVscode(): VscodeUnderTest {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new Error(
      `The VS Code of the tests runs on Linux (x64, arm64), not on ${process.platform}-${process.arch}. ` +
        'Run the suite in a desktop VS Code instead: npm run test:electron',
    );
  }
  const folder = path.join(cacheFolder(), cacheKey());
  const ready = path.join(folder, 'ready');
  if (!fs.existsSync(ready)) installInto(folder);
  return { ...locate(folder), version: fs.readFileSync(ready, 'utf8').trim() };
}

function cacheFolder(): string {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return process.env.KINDRED_VSCODE_CACHE || path.join(cache, 'kindred-vscode-under-test');
}

function cacheKey(): string {
  const hash = createHash('sha256').update(process.arch);
  for (const file of FILES) hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(HOST_FOLDER, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Fills a folder beside the final one and renames it, so that a broken or a concurrent installation is never seen. */
function installInto(folder: string): void {
  console.error(`Installing VS Code for the tests into ${folder} (once, about 160 MB) …`);
  const partial = `${folder}.partial-${process.pid}`;
  try {
    for (const file of FILES) {
      fs.mkdirSync(path.dirname(path.join(partial, file)), { recursive: true });
      fs.copyFileSync(path.join(HOST_FOLDER, file), path.join(partial, file));
    }
    const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: partial,
      stdio: ['ignore', process.stderr, process.stderr],
    });
    if (npm.status !== 0) throw new Error('npm could not install the VS Code of the tests (its messages are above).');
    // The workbench asks the server for `node_modules/…` below its own folder.
    const vscodeFolder = path.join(partial, 'node_modules/code-server/lib/vscode');
    fs.symlinkSync('../../../../node_modules', path.join(vscodeFolder, 'node_modules'));
    const { node, serverMain } = locate(partial);
    const version = execFileSync(node, [serverMain, '--version'], { encoding: 'utf8' }).split('\n')[0] ?? '';
    fs.writeFileSync(path.join(partial, 'ready'), version);
    fs.renameSync(partial, folder);
  } catch (error) {
    fs.rmSync(partial, { recursive: true, force: true });
    if (!fs.existsSync(path.join(folder, 'ready'))) throw error;
  }
}

function locate(folder: string): { node: string; serverMain: string } {
  return {
    node: path.join(folder, `node_modules/node-linux-${process.arch}/bin/node`),
    serverMain: path.join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}
