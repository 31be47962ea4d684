/** What the suites ask of the extension. */
import * as vscode from 'vscode';

export function kindred(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('kindred.kindred');
  if (!extension) throw new Error('the extension kindred.kindred is not there');
  return extension;
}
