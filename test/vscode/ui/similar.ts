/** Find Similar from everywhere it is offered, how alike its results are, and the difference on one key. */
import assert from 'node:assert/strict';
import { chooseInMenu, openFile, runCommand, takeScreenshot, typeInQuickPick } from '../driver/workbench';
import {
  DOCUMENTS,
  resultRow,
  resultRows,
  resultsMessage,
  waitForText,
  waitUntilIndexed,
  waitUntilResultsHaveFocus,
} from './kindred';
import { scenario } from './session';

const LIKENESS = /0\.\d\d, (nearly the same|very similar|similar|related)/;

scenario('Find Similar', {
  'in the editor, for the function around the cursor': async ({ page }) => {
    await waitUntilIndexed(page);
    await openFile(page, 'downloader.ts');
    await page
      .locator('.view-line', { hasText: 'response.blob' })
      .click({ button: 'right', position: { x: 80, y: 8 } });
    const item = page.getByRole('menuitem', { name: /Find Similar/ });
    await item.waitFor();
    await takeScreenshot(page, 'similar-editor-menu');
    await chooseInMenu(page, /Find Similar/);
    await resultRow(page, 'uploader.ts').waitFor();
    await takeScreenshot(page, 'similar-editor');
    const first = await resultRows(page).first().textContent();
    assert.match(first ?? '', /uploader\.ts/);
  },
  'in the explorer, for a file': async ({ page }) => {
    await runCommand(page, 'View: Show Explorer');
    const explorer = page.locator('.explorer-folders-view');
    await explorer.getByText('downloader.ts').click({ button: 'right' });
    const item = page.getByRole('menuitem', { name: /Find Similar/ });
    await item.waitFor();
    await takeScreenshot(page, 'similar-explorer-menu');
    await chooseInMenu(page, /Find Similar/);
    await resultRow(page, 'uploader.ts').waitFor();
  },
  'each result says how alike it is, in a word and a number': async ({ page }) => {
    await openFile(page, 'downloader.ts');
    await page.keyboard.press('Control+G');
    await typeInQuickPick(page, '8');
    await page.keyboard.press('Enter');
    await runCommand(page, 'Kindred: Find Similar');
    await resultsMessage(page).filter({ hasText: 'Similar to web/src/downloader.ts:8' }).waitFor();
    const row = resultRow(page, 'Uploader');
    await waitForText(row, LIKENESS);
    assert.match((await row.getAttribute('aria-label')) ?? '', LIKENESS);
    await row.hover();
    const hover = page.locator('.monaco-hover').filter({ hasText: 'Why this result' });
    await hover.waitFor();
    await waitForText(hover, LIKENESS);
    await page.mouse.move(900, 600);
  },
  'a copy is nearly the same, also for a selection': async ({ page, workspace }) => {
    workspace.write('web/src/copied.ts', workspace.read('web/src/downloader.ts').replaceAll('attempt', 'round'));
    await waitUntilIndexed(page, DOCUMENTS + 1);
    await openFile(page, 'downloader.ts');
    await page.keyboard.press('Control+A');
    await page
      .locator('.view-line', { hasText: 'response.blob' })
      .click({ button: 'right', position: { x: 80, y: 8 } });
    await chooseInMenu(page, /Find Similar/);
    await resultsMessage(page).filter({ hasText: 'Similar to web/src/downloader.ts:1–19' }).waitFor();
    await resultRows(page).filter({ hasText: 'nearly the same' }).first().waitFor();
    await takeScreenshot(page, 'similar-likeness');
  },
  'from a passage of the results': async ({ page }) => {
    await resultRow(page, 'Uploader').click({ button: 'right' });
    await chooseInMenu(page, /Find Similar/);
    await resultsMessage(page).filter({ hasText: 'Similar to Uploader' }).waitFor();
    // The rows of the search before go: they had the passage itself.
    await resultRow(page, 'Uploader').waitFor({ state: 'detached' });
    await resultRow(page, 'downloader.ts').waitFor();
  },
  'one key shows the difference to what it is similar to': async ({ page }) => {
    await runCommand(page, 'Kindred: Focus on Results View');
    await waitUntilResultsHaveFocus(page);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+D');
    await page.locator('.tab.active', { hasText: /uploader\.ts:11–51 ↔ .*downloader\.ts/ }).waitFor();
    await takeScreenshot(page, 'similar-diff');
  },
});
