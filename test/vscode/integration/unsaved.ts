import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { suite, suiteSetup, test } from 'mocha';
import * as vscode from 'vscode';
import type { KindredApi } from '../../../src/extension/main';
import type { SearchResult } from '../../../src/protocol/engine';
import { eventually, readyKindred, storedFiles, workspaceFile } from './kindred';

const FILE = 'web/src/billing/invoice.ts';
const ADDED = `/** How many unpaid reminders a customer was sent. */
export function countReminders(customer: { reminders: Date[] }): number {
  return customer.reminders.length;
}

`;
/** Above what is there: every passage of the file moves. */
const LINES = ADDED.split('\n').length - 1;

suite('unsaved edits', () => {
  let api: KindredApi;
  let document: vscode.TextDocument;
  suiteSetup(async () => {
    api = await readyKindred();
    document = await vscode.workspace.openTextDocument(workspaceFile(FILE));
    await vscode.window.showTextDocument(document);
  });

  const inFile = async (question: string) => (await api.search(question)).results.find(({ path }) => path === FILE);
  const insert = async (text: string) => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), text);
    await vscode.workspace.applyEdit(edit);
  };
  const isAdded = (hit: SearchResult | undefined) => hit?.preview.includes('countReminders') ?? false;
  const holds = (place: { startLine: number; endLine: number }, text: string) =>
    document.getText(new vscode.Range(place.startLine, 0, place.endLine + 1, 0)).includes(text);

  test('are found with the lines of the editor, and taken back when they are reverted', async () => {
    const before = storedFiles();
    const [old] = (await api.search('부가세를 더한 합계')).results;
    await insert(ADDED);
    assert.ok(document.isDirty);
    const found = await eventually(() => inFile('countReminders'), isAdded, 'the unsaved edit');
    assert.equal(found!.startLine, 0);
    assert.ok(holds(found!, 'countReminders'));
    const moved = (await api.search('부가세를 더한 합계')).results[0]!;
    assert.equal(moved.path, FILE);
    assert.equal(moved.endLine, old!.endLine + LINES);
    assert.deepEqual(storedFiles(), before, 'nothing of it is written');

    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    const again = await eventually(
      async () => (await api.search('부가세를 더한 합계')).results[0]!,
      (hit) => hit.endLine === old!.endLine,
      'the reverted document',
    );
    assert.deepEqual([again.path, again.startLine], [FILE, old!.startLine]);
  });

  test('stay found across the save', async () => {
    const original = document.getText();
    await insert(ADDED);
    await eventually(() => inFile('countReminders'), isAdded, 'the unsaved edit');
    await document.save();
    for (let i = 0; i < 20; i++) {
      assert.ok(isAdded(await inFile('countReminders')));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const indexed = storedFiles();
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), original);
    await vscode.workspace.applyEdit(edit);
    await document.save();
    await eventually(
      () => inFile('countReminders'),
      (hit) => !isAdded(hit),
      'the original document',
    );
    await eventually(
      async () => storedFiles(),
      (files) => !isDeepStrictEqual(files, indexed),
      'the save in the index',
    );
    await api.whenReady();
  });
});
