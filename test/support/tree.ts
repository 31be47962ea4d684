/** Folders for tests, on disk. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Files by relative path; a value ending up as an empty folder has a key with a trailing slash. Removed with
 * `removeTree`.
 */
export function makeTree(files: Record<string, string>): string {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-tree-')));
  writeTree(root, files);
  return root;
}

export function writeTree(root: string, files: Record<string, string>): void {
  for (const [file, content] of Object.entries(files)) {
    const full = path.join(root, file);
    fs.mkdirSync(file.endsWith('/') ? full : path.dirname(full), { recursive: true });
    if (!file.endsWith('/')) fs.writeFileSync(full, content);
  }
}

/** Relative paths of all files, in no order; folders are not among them. */
export function filesBelow(root: string): string[] {
  const all = fs.readdirSync(root, { recursive: true, encoding: 'utf8' });
  return all.filter((file) => !fs.statSync(path.join(root, file)).isDirectory());
}

export function removeTree(root: string): void {
  fs.rmSync(root, { recursive: true, force: true });
}

/** git without the settings of the machine it runs on. */
export function git(root: string, arguments_: string[], input?: string): string {
  return execFileSync('git', ['-c', 'core.excludesFile=', '-c', 'core.quotePath=false', ...arguments_], {
    cwd: root,
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: os.devNull,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CEILING_DIRECTORIES: os.tmpdir(),
    },
  });
}
