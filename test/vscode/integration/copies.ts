/**
 * What the user can switch on in the editor: Find Similar above definitions, and notes about copies that were just
 * written.
 */
import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { eventually, readyKindred, workspaceFile } from './kindred';

const SOURCE = 'web/src/downloader.ts';
const TARGET = 'web/src/billing/invoice.ts';

async function set(name: string, value: boolean | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('kindred').update(name, value, vscode.ConfigurationTarget.Global);
}

suite('in the editor, switched on', () => {
  suiteSetup(readyKindred);
  suiteTeardown(async () => {
    await set('codeLens.enabled', undefined);
    await set('duplicates.diagnostics', undefined);
  });

  const lenses = async () => {
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      workspaceFile(SOURCE),
      20,
    );
    return all.filter(({ command }) => command?.command === 'kindred.findSimilarAt');
  };

  test('Find Similar stands above definitions, and only then', async () => {
    const document = await vscode.workspace.openTextDocument(workspaceFile(SOURCE));
    assert.deepEqual(await lenses(), []);
    await set('codeLens.enabled', true);
    const found = await eventually(lenses, (all) => all.length > 0, 'the lenses');
    const lines = found.map(({ range }) => document.lineAt(range.start.line).text);
    assert.ok(lines.some((line) => line.startsWith('export async function downloadWithRetry')));
    const { command, arguments: args } = found[0]!.command!;
    await vscode.commands.executeCommand(command, ...args!);
  });

  test('a copy that was just written is noted, with the way to the other place', async () => {
    const source = await vscode.workspace.openTextDocument(workspaceFile(SOURCE));
    const target = await vscode.workspace.openTextDocument(workspaceFile(TARGET));
    await vscode.window.showTextDocument(target);
    const text = source.getText();
    const copy = text.slice(text.indexOf('export async function downloadWithRetry'));
    const notes = () => vscode.languages.getDiagnostics(target.uri).filter(({ source: from }) => from === 'Kindred');
    const insert = async () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(target.uri, new vscode.Position(target.lineCount, 0), `\n${copy}`);
      await vscode.workspace.applyEdit(edit);
    };
    await set('duplicates.diagnostics', true);
    await insert();
    const [note] = await eventually(
      async () => notes(),
      (all) => all.length > 0,
      'the note',
    );
    assert.equal(note!.severity, vscode.DiagnosticSeverity.Information);
    assert.match(note!.message, /copy of web\/src\/(downloader|uploader)\.ts/);
    assert.ok(note!.relatedInformation!.length === 1);
    assert.match(target.lineAt(note!.range.start.line).text, /downloadWithRetry/);
    await set('duplicates.diagnostics', false);
    await eventually(
      async () => notes(),
      (all) => all.length === 0,
      'no notes',
    );
    await vscode.window.showTextDocument(target);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
