import assert from 'node:assert/strict';
import { suite, suiteSetup, test } from 'mocha';
import * as vscode from 'vscode';
import type { KindredApi } from '../../../src/extension/main';
import { DOCUMENTS, eventually, readyKindred, workspaceFile } from './kindred';

suite('search', () => {
  let api: KindredApi;
  suiteSetup(async () => {
    api = await readyKindred();
  });

  const questions: [question: string, path: string][] = [
    ['where do we retry failed uploads', 'web/src/uploader.ts'],
    ['how are passwords hashed', 'web/src/auth/password.ts'],
    ['read tables batch by batch', 'loader/dataset.py'],
    ['RequireSession', 'server/middleware.go'],
    ['부가세를 더한 합계', 'web/src/billing/invoice.ts'],
  ];
  for (const [question, expected] of questions) {
    test(`“${question}” finds ${expected}`, async () => {
      const { results, query } = await api.search(question);
      assert.equal(query, question);
      assert.equal(results[0]?.path, expected);
    });
  }

  test('a result names lines that hold its text, and why it is there', async () => {
    const { results } = await api.search('sessionCookie');
    const [first] = results;
    assert.ok(first);
    const document = await vscode.workspace.openTextDocument(workspaceFile(first.path));
    const lines = document.getText(new vscode.Range(first.startLine, 0, first.endLine + 1, 0));
    assert.match(lines, /export function sessionCookie/);
    const sum = first.reasons.reduce((total, { value }) => total + value, 0);
    assert.ok(Math.abs(sum - first.score) < 1e-6, `the reasons add up to ${sum}, the score is ${first.score}`);
  });

  test('the counts are those of the folder', async () => {
    const { corpora } = await api.status();
    assert.deepEqual(
      corpora.map(({ state, documents, failed }) => ({ state, documents, failed })),
      [{ state: 'ready', documents: DOCUMENTS, failed: [] }],
    );
  });

  test('an ignored file is not found', async () => {
    const { results } = await api.search('ignoredGeneratedEndpoint');
    assert.deepEqual(
      results.filter(({ path }) => path.startsWith('generated/')),
      [],
    );
  });
});

suite('find similar', () => {
  suiteSetup(readyKindred);

  test('the twin of a function comes first, the function itself not at all', async () => {
    const editor = await vscode.window.showTextDocument(workspaceFile('web/src/downloader.ts'));
    editor.selection = new vscode.Selection(8, 4, 8, 4);
    await vscode.commands.executeCommand('kindred.findSimilar');
    const [first, ...rest] = await shownPlaces('Similar to web/src/downloader.ts');
    assert.match(first ?? '', /^web\/src\/uploader\.ts:/);
    assert.deepEqual(
      rest.filter((place) => place.startsWith('web/src/downloader.ts:6')),
      [],
    );
  });

  test('a whole file has kin too', async () => {
    await vscode.commands.executeCommand('kindred.findSimilarFile', workspaceFile('web/src/auth/login.ts'));
    const places = await shownPlaces('Similar to web/src/auth/login.ts');
    assert.ok(places.length > 0);
    assert.deepEqual(
      places.filter((place) => place.startsWith('web/src/auth/login.ts')),
      [],
    );
  });

  test('F4 opens the first result, and the next, at the line of its definition', async () => {
    const expected = (await shownPlaces('Similar to web/src/auth/login.ts')).slice(0, 2);
    assert.equal(expected.length, 2);
    for (const place of expected) {
      await vscode.commands.executeCommand('kindred.results.next');
      const editor = vscode.window.activeTextEditor!;
      const line = editor.selection.active.line + 1;
      const [, file, first, last] = /^(.+):(\d+)–(\d+)$/.exec(place)!;
      assert.equal(vscode.workspace.asRelativePath(editor.document.uri), file);
      assert.ok(line >= Number(first) && line <= Number(last), `line ${line} lies in ${place}`);
      assert.match(editor.document.lineAt(line - 1).text, /^export function/);
    }
  });
});

suite('the index follows the folder', () => {
  let api: KindredApi;
  suiteSetup(async () => {
    api = await readyKindred();
  });

  const file = 'web/src/audit/ledger.ts';
  const paths = async (question: string) => (await api.search(question)).results.map(({ path }) => path);

  test('a new file is found', async () => {
    const text =
      '/** Keeps an audit ledger of every zebra crossing. */\nexport function recordZebraCrossing() {\n  return 1;\n}\n';
    await vscode.workspace.fs.writeFile(workspaceFile(file), Buffer.from(text));
    await eventually(
      () => paths('recordZebraCrossing'),
      ([first]) => first === file,
      'the new file',
    );
    assert.equal((await api.status()).corpora[0]?.documents, DOCUMENTS + 1);
  });

  test('a change is found, and what it replaced is not', async () => {
    const text = '/** Counts the walruses. */\nexport function countWalruses() {\n  return 2;\n}\n';
    await vscode.workspace.fs.writeFile(workspaceFile(file), Buffer.from(text));
    await eventually(
      () => paths('countWalruses'),
      ([first]) => first === file,
      'the changed file',
    );
    const { results } = await api.search('recordZebraCrossing');
    assert.ok(results.every(({ preview }) => !preview.includes('recordZebraCrossing')));
  });

  test('a deleted file is not found any more', async () => {
    await vscode.workspace.fs.delete(workspaceFile(file));
    await eventually(
      () => paths('countWalruses'),
      (found) => !found.includes(file),
      'the deleted file',
    );
    assert.equal((await api.status()).corpora[0]?.documents, DOCUMENTS);
  });

  test('an ignored file stays out also when it changes', async () => {
    await vscode.workspace.fs.writeFile(
      workspaceFile('generated/fresh.ts'),
      Buffer.from('export const freshSecret = 1;\n'),
    );
    const marker = 'web/src/marker.ts';
    await vscode.workspace.fs.writeFile(workspaceFile(marker), Buffer.from('export const markerOfTime = 1;\n'));
    // Once the later file is there the earlier one has been looked at as well.
    await eventually(
      () => paths('markerOfTime'),
      (found) => found.includes(marker),
      'the later file',
    );
    assert.equal((await paths('freshSecret')).includes('generated/fresh.ts'), false);
    await vscode.workspace.fs.delete(workspaceFile(marker));
    await eventually(
      () => paths('markerOfTime'),
      (found) => !found.includes(marker),
      'the deletion',
    );
  });
});

/**
 * `path:lines` of the results that the view shows, through the command that writes them into an editor. VS Code fetches
 * the text of a document that is open already a moment later, so the wanted title is waited for.
 */
async function shownPlaces(title: string): Promise<string[]> {
  await vscode.commands.executeCommand('kindred.results.openInEditor');
  const text = await eventually(
    async () => vscode.window.activeTextEditor?.document.getText() ?? '',
    (written) => written.startsWith(`# ${title}`),
    'the written results',
  );
  return [...text.matchAll(/^## \d+\.[^—]* — ([^—]+:\d+(?:–\d+)?)(?: — .+)?$/gm)].map((match) => match[1]!);
}
