/** The deep model from the question to the better results, against a hub on the loopback address. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DEFAULT_MODEL_ID } from '../../../src/inference/presets';
import { type Hub, startHub } from '../../support/hub';
import { writeJinaModel } from '../../support/jinaModel';
import { signalProcesses } from '../driver/processes';
import {
  activeTab,
  fillQuickPick,
  openNotification,
  quickPickRows,
  reloadWorkbench,
  runCommand,
  takeScreenshot,
  treeRows,
  waitForCursorLine,
} from '../driver/workbench';
import { askInView, coverage, openContainer, resultsMessage, waitUntilIndexed } from './kindred';
import { scenario } from './session';

let hub: Hub | undefined;
let modelFolder = '';

/** Whether a part of the weights lies below the folder. */
function hasPart(folder: string): boolean {
  const parts = fs.readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.onnx.part'));
  return parts.some((name) => fs.statSync(path.join(folder, String(name))).size > 0);
}

scenario(
  'the deep model',
  {
    'is offered with its name, size, license and source, and nothing is asked of the network': async ({ page }) => {
      await waitUntilIndexed(page);
      const question = await openNotification(page, 'A deep model makes its ranking better');
      const text = (await question.textContent()) ?? '';
      for (const part of [DEFAULT_MODEL_ID, 'Apache-2.0', new URL(hub!.endpoint).host])
        assert.ok(text.includes(part), text);
      assert.deepEqual(hub!.requests, []);
      await takeScreenshot(page, 'model-question');
    },
    'a proxy that sends its own page is reported, and nothing is installed': async ({ page }) => {
      hub!.faults.push({ kind: 'page', file: 'config.json' });
      const question = await openNotification(page, 'A deep model makes its ranking better');
      await question.getByRole('button', { name: 'Download' }).click();
      const failure = await openNotification(page, /Downloading .* failed/);
      await takeScreenshot(page, 'model-failure');
      hub!.faults.length = 0;
      assert.equal(await failure.getByRole('button', { name: 'Retry' }).count(), 1);
    },
    'a second try that is cut off once goes on where it was and succeeds': async ({ page, server }) => {
      const when = () => hasPart(server.home);
      hub!.faults.push({ kind: 'cut', file: '.onnx', afterBytes: 50_000, times: 1, when });
      const failure = await openNotification(page, /Downloading .* failed/);
      await failure.getByRole('button', { name: 'Retry' }).click();
      await openNotification(page, 'The deep model is installed');
      const ranged = hub!.requests.filter(({ headers }) => headers.range !== undefined);
      assert.ok(ranged.length > 0, 'the rest was asked for by its range');
    },
    'works through the documents in the background and ranks the results': async ({ page }) => {
      await page.keyboard.press('Escape');
      await openContainer(page);
      await coverage(page).filter({ hasText: 'deep 100' }).waitFor();
      await askInView(page, 'how are passwords hashed');
      await resultsMessage(page).filter({ hasText: 'with the deep model' }).waitFor();
      await takeScreenshot(page, 'model-results');
    },
    'a better list leaves the row that somebody is on where it is, and says what ranked it': async ({
      page,
      server,
    }) => {
      await runCommand(page, 'Kindred: Search');
      // The better list waits until the keyboard has moved in the first one.
      assert.ok(signalProcesses(server, 'inference.cjs', 'SIGSTOP') > 0, 'the deep model was at work');
      const title = page.locator('.quick-input-title');
      const focused = quickPickRows(page).and(page.locator('.focused'));
      const place = async () => [await focused.getAttribute('data-index'), await focused.textContent()];
      let before: (string | null)[];
      try {
        await fillQuickPick(page, 'where is the session cookie signed');
        await title.filter({ hasText: 'by words and meaning' }).waitFor();
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('ArrowDown');
        before = await place();
        assert.equal(before[0], '2');
        // The preview shows that the extension has heard of the row; a better list that was sent before knows nothing
        // of it.
        const [, file, line] = before[1]?.match(/([\w.]+):(\d+)/) ?? [];
        await activeTab(page, file ?? '').waitFor();
        await waitForCursorLine(page, Number(line));
      } finally {
        signalProcesses(server, 'inference.cjs', 'SIGCONT');
      }
      await title.filter({ hasText: 'with the deep model' }).waitFor();
      // The new rows are drawn before the keyboard is put back to its row.
      await focused.and(page.locator('[data-index="2"]')).waitFor();
      assert.deepEqual(await place(), before);
      await page.keyboard.press('Escape');
    },
    'a better list leaves the keyboard on the last row': async ({ page, server }) => {
      await runCommand(page, 'Kindred: Search');
      assert.ok(signalProcesses(server, 'inference.cjs', 'SIGSTOP') > 0, 'the deep model is there');
      const title = page.locator('.quick-input-title');
      const focused = quickPickRows(page).and(page.locator('.focused'));
      try {
        await fillQuickPick(page, 'what happens to an upload that is interrupted');
        await title.filter({ hasText: 'by words and meaning' }).waitFor();
        await page.keyboard.press('ArrowUp');
        await focused.filter({ hasText: 'Show all in the Kindred view' }).waitFor();
      } finally {
        signalProcesses(server, 'inference.cjs', 'SIGCONT');
      }
      await title.filter({ hasText: 'with the deep model' }).waitFor();
      // What puts the keyboard elsewhere does so with the new rows.
      await page.waitForTimeout(500);
      await focused.filter({ hasText: 'Show all in the Kindred view' }).waitFor();
      await page.keyboard.press('Escape');
    },
    'is paused by a command; a new start and a changed file leave it so until it is resumed': async ({
      page,
      workspace,
    }) => {
      const deepCoverage = treeRows(page, 'Index').filter({ hasText: 'Deep coverage' }).first();
      await runCommand(page, 'Kindred: Focus on Index View');
      await runCommand(page, 'Kindred: Pause Deep Indexing');
      await deepCoverage.filter({ hasText: 'paused' }).waitFor();
      workspace.write('src/pausedMeanwhile.ts', 'export const pausedMeanwhile = "waits for its vector";\n');
      await coverage(page)
        .filter({ hasText: /deep 9\d/ })
        .waitFor();
      await reloadWorkbench(page);
      await openContainer(page);
      await runCommand(page, 'Kindred: Focus on Index View');
      await deepCoverage.filter({ hasText: 'paused' }).waitFor();
      await takeScreenshot(page, 'deep-indexing-paused');
      await runCommand(page, 'Kindred: Resume Deep Indexing');
      await coverage(page).filter({ hasText: 'deep 100' }).waitFor();
      await deepCoverage.filter({ hasNotText: 'paused' }).waitFor();
    },
  },
  {
    server: async () => {
      modelFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-hub-'));
      writeJinaModel(modelFolder, ['q8']);
      hub = await startHub([{ id: DEFAULT_MODEL_ID, dir: modelFolder, commit: 'c0ffee'.repeat(7).slice(0, 40) }]);
      return { env: { HF_ENDPOINT: hub.endpoint }, settings: { 'kindred.model.ask': true } };
    },
    open: (workspace) => ({
      folder: workspace.folder,
      extensionDevelopmentPath: path.join(process.cwd(), 'out/vscode-tests/small-model-extension'),
    }),
    close: async () => {
      await hub?.close();
      fs.rmSync(modelFolder, { recursive: true, force: true });
    },
  },
);
