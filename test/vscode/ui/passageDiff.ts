/** Two passages side by side, chosen in the results. */
import assert from 'node:assert/strict';
import { runCommand, takeScreenshot } from '../driver/workbench';
import { askInView, resultRow, waitUntilIndexed } from './kindred';
import { scenario } from './session';

scenario('comparing two passages', {
  'two selected results, one key: a diff of the passages alone': async ({ page }) => {
    await waitUntilIndexed(page);
    await askInView(page, 'upload or download a file and check its checksum');
    await resultRow(page, 'downloadWithRetry').click();
    await resultRow(page, 'upload').click({ modifiers: ['Control'] });
    await page.keyboard.press('Control+D');
    const tab = page.locator('.tab.active', { hasText: /downloader\.ts:\d+–\d+ ↔ .*uploader\.ts:\d+–\d+/ });
    await tab.waitFor();
    const modified = page.locator('.monaco-diff-editor .editor.modified .view-line');
    await modified.filter({ hasText: 'async upload(' }).waitFor();
    assert.equal(await modified.filter({ hasText: 'import' }).count(), 0);
    await takeScreenshot(page, 'passage-diff');
  },
  'one alone is asked for a second': async ({ page }) => {
    await resultRow(page, 'upload').click();
    await runCommand(page, 'Kindred: Compare Passages');
    await page.getByText('Select two passages to compare them.').first().waitFor({ state: 'attached' });
  },
});
