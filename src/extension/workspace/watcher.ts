/**
 * Follows the files of the workspace folders: VS Code's watcher, and saves besides (a watcher may be switched off by
 * `files.watcherExclude` or late on a network drive). Which of the paths matter is the engine's to decide; here they
 * are only collected.
 */
import * as vscode from 'vscode';
import { type ChangeBatch, createChangeBatch, isGitAtWork } from './changeBatch';

export interface WatchedFolder {
  corpusId: string;
  uri: vscode.Uri;
  /** Corpus-relative path with `/`, undefined for what does not belong to the folder. */
  pathOf(uri: vscode.Uri): string | undefined;
}

/** `update` is told what changed; `paths` undefined means the whole folder. */
export function watchFolder(
  folder: WatchedFolder,
  update: (corpusId: string, paths: string[] | undefined) => Promise<void>,
): vscode.Disposable {
  const batch: ChangeBatch = createChangeBatch({
    flush: (paths) => update(folder.corpusId, paths),
    isHeld: () => isGitAtWork(folder.uri.fsPath),
  });
  const add = (uri: vscode.Uri): void => {
    const path = uri.scheme === 'file' ? folder.pathOf(uri) : undefined;
    if (path !== undefined) batch.add(path);
  };
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder.uri, '**/*'));
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(add),
    watcher.onDidChange(add),
    watcher.onDidDelete(add),
    vscode.workspace.onDidSaveTextDocument((document) => add(document.uri)),
    vscode.workspace.onDidSaveNotebookDocument((notebook) => add(notebook.uri)),
    vscode.workspace.onDidDeleteFiles((event) => event.files.forEach(add)),
    vscode.workspace.onDidRenameFiles((event) => {
      for (const { oldUri, newUri } of event.files) {
        add(oldUri);
        add(newUri);
      }
    }),
    new vscode.Disposable(() => batch.dispose()),
  );
}
