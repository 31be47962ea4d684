/** Searches of before: up and down in the box, pinned ones, and what was asked last, over a reload of the window. */
import type { Page } from 'playwright-core';
import { until } from '../../support/until';
import { chooseInMenu, quickPickRows, reloadWorkbench, runCommand, takeScreenshot } from '../driver/workbench';
import {
  askInView,
  clickTitleButton,
  focusResults,
  isThere,
  openContainer,
  resultRow,
  resultsMessage,
  searchBox,
  waitForText,
  waitUntilBoxReads,
  waitUntilIndexed,
} from './kindred';
import { scenario } from './session';

const PINNED = 'how are passwords hashed';

async function reload(page: Page): Promise<void> {
  await reloadWorkbench(page);
  await waitUntilIndexed(page);
  await openContainer(page);
}

scenario('searches of before', {
  'up and down walk through the questions': async ({ page }) => {
    await waitUntilIndexed(page);
    for (const question of ['session cookie', PINNED, 'retry failed uploads']) await askInView(page, question);
    await searchBox(page).focus();
    await page.keyboard.press('ArrowUp');
    await waitUntilBoxReads(page, PINNED);
    await page.keyboard.press('ArrowUp');
    await waitUntilBoxReads(page, 'session cookie');
    await resultRow(page, 'session.ts').waitFor();
    await page.keyboard.press('ArrowDown');
    await waitUntilBoxReads(page, PINNED);
    await resultsMessage(page).filter({ hasText: PINNED }).waitFor();
  },
  'a search is pinned': async ({ page }) => {
    const pin = page.getByRole('button', { name: 'Pin These Results', exact: true });
    // The bar is drawn anew with a better list, and a click in that moment presses nothing.
    await until(async () => {
      await focusResults(page);
      if (await pin.isVisible()) await clickTitleButton(page, 'Pin These Results');
      return isThere(page.getByRole('button', { name: 'Unpin These Results' }));
    }, 'the pin');
    await askInView(page, 'session cookie');
    await resultsMessage(page).filter({ hasText: 'session cookie' }).waitFor();
    await page.getByRole('button', { name: 'Unpin These Results' }).waitFor({ state: 'detached' });
  },
  'the last search is there again after a reload, with its results': async ({ page }) => {
    await reload(page);
    await waitUntilBoxReads(page, 'session cookie');
    await resultRow(page, 'session.ts').waitFor();
  },
  'the pinned one leads the history, and Enter asks it again': async ({ page }) => {
    await focusResults(page);
    await runCommand(page, 'Kindred: Pinned and Recent Questions');
    const rows = quickPickRows(page);
    await rows.filter({ hasText: 'retry failed uploads' }).waitFor();
    await waitForText(rows.first(), new RegExp(PINNED));
    await takeScreenshot(page, 'past-searches');
    await page.keyboard.press('Enter');
    await waitUntilBoxReads(page, PINNED);
    await resultRow(page, 'password.ts').waitFor();
  },
  'what Find Similar was asked for comes back too': async ({ page }) => {
    await resultRow(page, 'hashPassword').click({ button: 'right' });
    await chooseInMenu(page, /Find Similar/);
    await resultsMessage(page).filter({ hasText: 'Similar to hashPassword' }).waitFor();
    await reload(page);
    await resultsMessage(page).filter({ hasText: 'Similar to hashPassword' }).waitFor();
    await waitUntilBoxReads(page, '');
  },
});
