/** What the suites ask of the extension and of the editor. */
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { KindredApi } from '../../../src/extension/main';

/** Files of the fixture workspace with passages: all but .gitignore and the one that it names. */
export const DOCUMENTS = 23;

export function kindred(): vscode.Extension<KindredApi> {
  const extension = vscode.extensions.getExtension<KindredApi>('kindred.kindred');
  if (!extension) throw new Error('the extension kindred.kindred is not there');
  return extension;
}

/** The activated extension, its index up to date. */
export async function readyKindred(): Promise<KindredApi> {
  const api = await kindred().activate();
  await api.whenReady();
  return api;
}

export function workspaceFile(file: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, file);
}

const PATIENCE_MS = 120_000;

/**
 * Asks until the answer is as wanted; what is followed arrives within seconds, so the limit is one of patience only.
 */
export async function eventually<T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean, what: string): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > deadline)
      throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s; the last answer was ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * Size and time of every file that Kindred keeps below VS Code's storage, without those that come and go with a
 * process.
 */
export function storedFiles(): Record<string, string> {
  const home = process.env.KINDRED_TEST_HOME!;
  // Deep vectors come when the machine is idle, in the first run or in the second.
  const isIndex = (file: string) =>
    /[\\/]kindred\.kindred[\\/](?!(?:.*[\\/])?vectors[\\/])/.test(file) &&
    !/lock|\.log$|\.tmp/.test(path.basename(file));
  const files = fs.readdirSync(home, { recursive: true }).map(String).filter(isIndex).sort();
  const described = files.map((file) => [file, fs.statSync(path.join(home, file))] as const);
  return Object.fromEntries(
    described.filter(([, stat]) => stat.isFile()).map(([file, stat]) => [file, `${stat.size} bytes, ${stat.mtimeMs}`]),
  );
}

/** Where the first run leaves what the run after the restart compares with. */
export const storedFilesRecord = (): string => path.join(process.env.KINDRED_TEST_HOME!, 'stored-files.json');
