/** What can be done with results: two layouts, the hover, opening, copying, dismissing, reading them as a document. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { until } from '../../support/until';
import {
  activeTab,
  copiedBy,
  reloadWorkbench,
  runCommand,
  takeScreenshot,
  typeInQuickPick,
  webviewFrame,
} from '../driver/workbench';
import {
  askInView,
  clickTitleButton,
  focusResults,
  isThere,
  openContainer,
  outcome,
  resultRow,
  resultRows,
  resultsMessage,
  waitUntilIndexed,
} from './kindred';
import { scenario } from './session';

const QUESTION = 'where do we retry failed uploads';

const countIn = (text: string | null): number => Number(text?.match(/\d+/)?.[0]);

scenario('the results', {
  'are counted at the icon': async ({ page }) => {
    await waitUntilIndexed(page);
    await askInView(page, QUESTION);
    await resultRow(page, 'sendWithRetry').waitFor();
    const badge = page.locator('.activitybar .badge-content').filter({ hasText: /\d/ });
    await badge.waitFor();
    assert.equal(countIn(await badge.textContent()), countIn(await outcome(page).textContent()));
  },
  'show the matched words, and on hover the code in colors and why it is there': async ({ page }) => {
    await resultRows(page).locator('.highlight', { hasText: 'Retry' }).first().waitFor();
    const hover = page
      .locator('.monaco-hover')
      .filter({ hasText: 'Why this result' })
      .filter({ hasText: /\+\d\.\d\d words found in the passage/ });
    // A better list that comes meanwhile takes the hover away until the mouse moves again.
    const showHover = () =>
      until(async () => {
        await page.mouse.move(900, 600);
        await resultRow(page, 'downloadWithRetry').hover();
        return isThere(hover);
      }, 'the hover of a result');
    await showHover();
    const words = hover.locator('.monaco-tokenized-source span[class^="mtk"]');
    const colors = () =>
      words.evaluateAll((spans) => spans.map((span) => (span as unknown as { className: string }).className));
    await until(async () => {
      if (!(await hover.isVisible())) await showHover();
      return new Set(await colors()).size > 2;
    }, 'syntax colors');
    await takeScreenshot(page, 'results-hover');
    await page.mouse.move(900, 600);
  },
  'Ctrl+Enter opens one to the side': async ({ page }) => {
    await resultRow(page, 'sendWithRetry').click();
    await activeTab(page, 'uploader.ts').waitFor();
    // Two rows below: over the other passage and the next file.
    await focusResults(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+Enter');
    await page
      .locator('.editor-group-container')
      .nth(1)
      .locator('.tab.active[data-resource-name="downloader.ts"]')
      .waitFor();
  },
  'are copied: one, its path, all': async ({ page, workspace }) => {
    await resultRow(page, 'sendWithRetry').click();
    const one = await copiedBy(page, () => page.keyboard.press('Control+C'));
    assert.match(one, /^web\/src\/uploader\.ts:11–51\n[\s\S]*class Uploader/);
    const place = await copiedBy(page, () => page.keyboard.press('Shift+Alt+C'));
    assert.equal(place, path.join(workspace.folder, 'web/src/uploader.ts'));
    const all = await copiedBy(page, () => runCommand(page, 'Kindred: Copy All Results'));
    assert.ok(all.includes(one) && all.includes('web/src/downloader.ts:6'));
  },
  'are written as a document': async ({ page }) => {
    await runCommand(page, 'Kindred: Open Results in Editor');
    await activeTab(page, 'Kindred Results.md').waitFor();
    await page.locator('.view-line', { hasText: '1. Uploader' }).first().waitFor();
    await takeScreenshot(page, 'results-document');
  },
  'as a list the best passage is first, and F4 follows the list': async ({ page }) => {
    await clickTitleButton(page, 'View Results as List');
    await resultRow(page, 'uploader.ts').waitFor({ state: 'detached' });
    const [first, second] = await resultRows(page).allTextContents();
    assert.match(first ?? '', /sendWithRetry.*uploader\.ts:30–41/);
    assert.match(second ?? '', /downloadWithRetry.*downloader\.ts/);
    await takeScreenshot(page, 'results-list');
    await focusResults(page);
    await page.keyboard.press('F4');
    await activeTab(page, 'downloader.ts').waitFor();
  },
  'the layout is remembered': async ({ page }) => {
    await reloadWorkbench(page);
    await waitUntilIndexed(page);
    await openContainer(page);
    await askInView(page, QUESTION);
    await resultRow(page, 'sendWithRetry').waitFor();
    assert.equal(await resultRow(page, 'uploader.ts').count(), 0);
    await clickTitleButton(page, 'View Results by File');
    await resultRow(page, 'uploader.ts').waitFor();
  },
  'are refined by a question of their own, until its chip is pressed': async ({ page }) => {
    await askInView(page, 'password cookie lang:typescript');
    await resultRow(page, 'session.ts').waitFor();
    // In the box the palette's Escape would clear the search.
    await focusResults(page);
    await runCommand(page, 'Kindred: Refine within Results');
    await typeInQuickPick(page, 'read tables in batches');
    await page.keyboard.press('Enter');
    await resultsMessage(page).filter({ hasText: '“read tables in batches” within the results before' }).waitFor();
    await takeScreenshot(page, 'results-refined');
    assert.equal(await resultRow(page, 'dataset.py').count(), 0);
    await webviewFrame(page)
      .getByRole('button', { name: /^In \d+ files$/ })
      .press('Enter');
    await resultRow(page, 'dataset.py').waitFor();
    await askInView(page, QUESTION);
    await resultRow(page, 'sendWithRetry').waitFor();
  },
  'Delete dismisses one after the other': async ({ page }) => {
    const before = countIn(await outcome(page).textContent());
    await focusResults(page);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Delete');
    await resultRow(page, 'sendWithRetry').waitFor({ state: 'detached' });
    await outcome(page)
      .filter({ hasText: `${before - 2} passages` })
      .waitFor();
    await resultRow(page, 'UploadTicket').waitFor({ state: 'detached' });
  },
});
