/**
 * "Kindred: Search" beyond a question and its answer: how it is found, past questions, filters, this file alone, to the
 * side.
 */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { activeTab, openFile, quickPickRows, runCommand, takeScreenshot, typeInQuickPick } from '../driver/workbench';
import { askInPalette, waitUntilIndexed, waitUntilReads } from './kindred';
import { scenario } from './session';

const box = '.quick-input-widget input.input';

scenario('the search palette', {
  'is what "kindred search" finds first': async ({ page }) => {
    await waitUntilIndexed(page);
    await page.keyboard.press('F1');
    await typeInQuickPick(page, 'kindred search');
    await quickPickRows(page).filter({ hasText: 'Kindred: Search' }).first().waitFor();
    assert.match((await quickPickRows(page).first().locator('.label-name').textContent()) ?? '', /^Kindred: Search$/);
    await page.keyboard.press('Escape');
  },
  'opens by its key, and takes what is selected for its question': async ({ page }) => {
    await openFile(page, 'downloader.ts');
    await page
      .locator('.view-line', { hasText: 'downloadWithRetry' })
      .getByText('downloadWithRetry')
      .first()
      .dblclick();
    await page.keyboard.press('Control+Alt+K');
    await quickPickRows(page).filter({ hasText: 'web/src/downloader.ts' }).first().waitFor();
    await waitUntilReads(page.locator(box), 'downloadWithRetry');
    await page.keyboard.press('Escape');
  },
  'takes filters': async ({ page }) => {
    await askInPalette(page, 'lang:python read tables', 'dataset.py');
    for (const row of await quickPickRows(page).allTextContents())
      assert.match(row, /\.py:\d|Show all in the Kindred view/);
    await page.keyboard.press('Escape');
  },
  'looks in this file alone, by a button that writes the filter': async ({ page }) => {
    await openFile(page, 'downloader.ts');
    await askInPalette(page, 'retry uploads', 'uploader.ts');
    await page.locator('.quick-input-titlebar').getByRole('button', { name: 'In This File' }).click();
    await quickPickRows(page).filter({ hasText: 'uploader.ts' }).first().waitFor({ state: 'detached' });
    await waitUntilReads(page.locator(box), 'retry uploads in:file');
    await quickPickRows(page).filter({ hasText: 'downloader.ts' }).first().waitFor();
    await takeScreenshot(page, 'palette-in-file');
  },
  'opens to the side by key, and what was there stays': async ({ page }) => {
    await page.locator(box).fill('how are passwords hashed');
    await quickPickRows(page).filter({ hasText: 'password.ts' }).first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await activeTab(page, 'password.ts').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.locator('.editor-group-container').nth(1).waitFor();
    const groups = page.locator('.editor-group-container');
    await groups.nth(0).locator('.tab.active[data-resource-name="downloader.ts"]').waitFor();
    await groups.nth(1).locator('.tab.active[data-resource-name="password.ts"]').waitFor();
  },
  'shows recent questions while it is empty, and Enter asks one again': async ({ page }) => {
    await runCommand(page, 'Kindred: Search');
    const first = quickPickRows(page).first();
    await first.filter({ hasText: 'how are passwords hashed' }).waitFor();
    await takeScreenshot(page, 'palette-recent');
    await page.keyboard.press('Enter');
    await quickPickRows(page).filter({ hasText: 'web/src/auth/password.ts' }).first().waitFor();
    await page.keyboard.press('Escape');
  },
  ...typedAt(20),
  ...typedAt(90),
  ...typedAt(120),
  ...typedAt(250),
});

/** However slowly a question is typed: nobody has moved to a row, so nothing but the list is shown. */
function typedAt(delay: number): Record<string, (session: { page: Page }) => Promise<void>> {
  return {
    [`typed at ${delay} ms a key, nothing is previewed`]: async ({ page }) => {
      const tabs = () => page.locator('.tabs-container .tab').allTextContents();
      const before = await tabs();
      for (const question of ['where is the session cookie signed', 'read tables in batches', 'retry failed uploads']) {
        await runCommand(page, 'Kindred: Search');
        await page.locator(box).waitFor();
        await page.keyboard.type(question, { delay });
        await page.locator('.quick-input-title').filter({ hasText: ' · ' }).waitFor();
        await page.locator('.quick-input-widget .monaco-progress-container.active').waitFor({ state: 'detached' });
        // A preview opens within a tenth of a second of what asked for it.
        await page.waitForTimeout(500);
        assert.deepEqual(await tabs(), before, question);
        await page.keyboard.press('Escape');
        assert.deepEqual(await tabs(), before, question);
      }
    },
  };
}
