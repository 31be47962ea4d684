import assert from 'node:assert/strict';
import { suite, suiteSetup, test } from 'mocha';
import * as vscode from 'vscode';
import { kindred } from './kindred';

suite('activation', () => {
  suiteSetup(() => kindred().activate());

  test('activates without an error', () => {
    assert.equal(kindred().isActive, true);
  });

  test('registers every command of its manifest', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const declared: { command: string }[] = kindred().packageJSON.contributes?.commands ?? [];
    assert.deepEqual(
      declared.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});
