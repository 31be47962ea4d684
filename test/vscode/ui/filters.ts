/** The filter chips below the search box: by keyboard, and always the same as the words that are typed. */
import type { Locator, Page } from 'playwright-core';
import { openFile, quickPickRows, takeScreenshot, typeInQuickPick, webviewFrame } from '../driver/workbench';
import {
  askInView,
  outcome,
  resultRow,
  resultRows,
  searchBox,
  waitForText,
  waitUntilBoxReads,
  waitUntilIndexed,
} from './kindred';
import { scenario } from './session';

const chip = (page: Page, name: string): Locator => webviewFrame(page).getByRole('button', { name });
const chipThatIs = (page: Page, name: string, pressed: boolean): Locator =>
  webviewFrame(page).getByRole('button', { name, pressed });

scenario('filter chips', {
  'Tab leads from the box to the chips, arrows through them, and Space writes the filter': async ({ page }) => {
    await waitUntilIndexed(page);
    await askInView(page, 'retry failed uploads');
    await resultRow(page, 'uploader.check.ts').waitFor();
    await searchBox(page).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await webviewFrame(page).locator('button:focus', { hasText: 'Language' }).waitFor();
    for (const next of ['Path', 'Kind', 'No tests']) {
      await page.keyboard.press('ArrowRight');
      await webviewFrame(page).locator('button:focus', { hasText: next }).waitFor();
    }
    await page.keyboard.press('Space');
    await chipThatIs(page, 'No tests', true).waitFor();
    await waitUntilBoxReads(page, 'retry failed uploads -is:test');
    await resultRow(page, 'uploader.check.ts').waitFor({ state: 'detached' });
    await resultRow(page, 'uploader.ts').waitFor();
    await takeScreenshot(page, 'chips');
  },
  'a filter that is deleted in the box is off in its chip': async ({ page }) => {
    await searchBox(page).fill('retry failed uploads');
    await chipThatIs(page, 'No tests', false).waitFor();
    await resultRow(page, 'uploader.check.ts').waitFor();
  },
  'languages are picked from those of the workspace': async ({ page }) => {
    await chip(page, 'Language').press('Enter');
    await quickPickRows(page).filter({ hasText: 'python' }).waitFor();
    await takeScreenshot(page, 'chips-languages');
    await typeInQuickPick(page, 'go');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await waitUntilBoxReads(page, 'retry failed uploads lang:go');
    await chipThatIs(page, 'go', true).waitFor();
    await resultRow(page, 'uploader.ts').waitFor({ state: 'detached' });
    await waitForText(resultRows(page).first(), /\.go/);
  },
  'a path is typed or picked': async ({ page }) => {
    await searchBox(page).fill('password');
    await resultRow(page, 'password.ts').waitFor();
    await chip(page, 'Path').press('Enter');
    await typeInQuickPick(page, 'docs/');
    await page.keyboard.press('Enter');
    await waitUntilBoxReads(page, 'password path:docs/');
    await resultRow(page, 'password.ts').waitFor({ state: 'detached' });
    await chip(page, 'docs/').press('Enter');
    await quickPickRows(page).filter({ hasText: 'Anywhere' }).click();
    await waitUntilBoxReads(page, 'password');
    await resultRow(page, 'password.ts').waitFor();
  },
  'a kind is picked': async ({ page }) => {
    await chip(page, 'Kind').press('Enter');
    await typeInQuickPick(page, 'section');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await waitUntilBoxReads(page, 'password kind:section');
    await resultRow(page, 'password.ts').waitFor({ state: 'detached' });
  },
  'open editors only': async ({ page }) => {
    await openFile(page, 'downloader.ts');
    await askInView(page, 'retry after a failure');
    await resultRow(page, 'uploader.ts').waitFor();
    await chip(page, 'Open editors').press('Space');
    await waitUntilBoxReads(page, 'retry after a failure in:open');
    await resultRow(page, 'uploader.ts').waitFor({ state: 'detached' });
    await resultRow(page, 'downloader.ts').waitFor();
  },
  'filters alone wait for a question': async ({ page }) => {
    await searchBox(page).fill('in:open');
    await outcome(page).filter({ hasText: 'Type what to look for.' }).waitFor();
    await chipThatIs(page, 'Open editors', true).waitFor();
  },
});
