/**
 * The row of a tree where the keyboard is. VS Code tells an extension only what is selected, and arrow keys move
 * without selecting; so the row is taken into the selection, or out of it, and back.
 */
import * as vscode from 'vscode';

/** A selection is told well within this; when nothing has the focus none is. */
const TOLD_MS = 500;

export async function focusedNode<T>(tree: vscode.TreeView<T>): Promise<T | undefined> {
  const before = tree.selection;
  const after = await toggleFocused(tree);
  if (after === before) return undefined;
  await toggleFocused(tree);
  return after.find((node) => !before.includes(node)) ?? before.find((node) => !after.includes(node));
}

async function toggleFocused<T>(tree: vscode.TreeView<T>): Promise<readonly T[]> {
  const isToggled = new Promise<void>((resolve) => {
    const timer = setTimeout(done, TOLD_MS);
    const subscription = tree.onDidChangeSelection(done);
    function done(): void {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    }
  });
  await vscode.commands.executeCommand('list.toggleSelection');
  await isToggled;
  return tree.selection;
}
