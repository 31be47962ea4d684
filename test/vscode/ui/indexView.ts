/**
 * The Index view and the walkthrough: what is indexed and what is not, by keyboard; the first steps with their
 * pictures.
 */
import type { Page } from 'playwright-core';
import {
  activeTab,
  openNotification,
  quickPickRows,
  runCommand,
  takeScreenshot,
  treeRows,
  typeInQuickPick,
  viewPane,
} from '../driver/workbench';
import { DOCUMENTS, isThere, openContainer, waitForText, waitUntilIndexed } from './kindred';
import { scenario } from './session';

const rowOf = (page: Page, label: string | RegExp) => treeRows(page, 'Index').filter({ hasText: label }).first();

/**
 * Opens the focused row and goes to the last one, which is the expected one as soon as the children are there. A tree
 * that is being drawn takes no key.
 */
const unfold = (page: Page, expected: string) => pressUntil(page, ['ArrowRight', 'End'], expected);

/**
 * Presses the keys again and again until a row with the text is in sight: it may come after they were pressed. On a busy
 * machine what the window does last may take the keyboard away from the view that a command gave it to.
 */
async function pressUntil(page: Page, keys: readonly string[], expected: string | RegExp): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    await viewPane(page, 'Index').locator('.monaco-list').focus();
    for (const key of keys) await page.keyboard.press(key);
    if (await isThere(rowOf(page, expected), 500)) return;
  }
  await rowOf(page, expected).waitFor();
}

scenario('the Index view', {
  'says how many documents can be searched': async ({ page }) => {
    await waitUntilIndexed(page);
    await openContainer(page);
    await runCommand(page, 'Kindred: Focus on Index View');
    await rowOf(page, 'Documents').waitFor();
    await waitForText(rowOf(page, 'Documents'), new RegExp(`${DOCUMENTS}`));
    await rowOf(page, 'Deep model').filter({ hasText: 'all-MiniLM-L6-v2' }).waitFor();
    await takeScreenshot(page, 'index-view');
  },
  'leads to a file that was left out, with its reason': async ({ page, workspace }) => {
    workspace.write('logo.bin', `\0\u0001${'\0'.repeat(400)}`);
    // The last row of all is below the visible ones.
    await pressUntil(page, ['End'], /Left out.*1/);
    await unfold(page, 'binary file');
    await unfold(page, 'logo.bin');
    await takeScreenshot(page, 'index-view-left-out');
    await page.keyboard.press('Enter');
    await activeTab(page, 'logo.bin').waitFor();
  },
  'is checked, deleted after a question, and built anew when indexing is resumed': async ({ page }) => {
    await runCommand(page, 'Kindred: Check and Mend the Index');
    await openNotification(page, /The index is sound/);
    await runCommand(page, 'Kindred: Delete the Index');
    const dialog = page.locator('.monaco-dialog-box');
    await waitForText(dialog, /Delete the index of this workspace/);
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await runCommand(page, 'Kindred: Focus on Index View');
    await page.keyboard.press('Home');
    await rowOf(page, 'Documents')
      .filter({ hasText: /Documents\s*0/ })
      .waitFor();
    await runCommand(page, 'Kindred: Resume Indexing');
    await rowOf(page, 'Documents')
      .filter({ hasText: `${DOCUMENTS}` })
      .waitFor();
  },
});

scenario('the walkthrough', {
  'shows each step with its picture': async ({ page }) => {
    await waitUntilIndexed(page);
    // A narrow editor shows the steps without their pictures.
    await page.setViewportSize({ width: 1800, height: 900 });
    await runCommand(page, 'Welcome: Open Walkthrough...');
    await typeInQuickPick(page, 'Get Started with Kindred');
    await quickPickRows(page).filter({ hasText: 'Get Started with Kindred' }).first().waitFor();
    await page.keyboard.press('Enter');
    for (const step of ['Find the kin of a passage', 'See what is indexed', 'Ask in your own words']) {
      await page.locator('.step-title', { hasText: step }).click();
      await page.locator('.getting-started-step.expanded', { hasText: step }).waitFor();
    }
    await page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame').locator('svg').waitFor();
    await takeScreenshot(page, 'walkthrough');
  },
});
