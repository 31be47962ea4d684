import assert from 'node:assert/strict';
import {
  activeTab,
  cursorPosition,
  quickPickRows,
  runCommand,
  statusBarItem,
  takeScreenshot,
  waitForCursorLine,
} from '../driver/workbench';
import {
  askInPalette,
  askInView,
  focusResults,
  openContainer,
  outcome,
  resultRow,
  resultRows,
  searchBox,
  waitForText,
  waitUntilBoxReads,
  waitUntilIndexed,
} from './kindred';
import { scenario } from './session';

scenario('searching from the command palette', {
  'the status bar counts the documents': async ({ page }) => {
    await waitUntilIndexed(page);
  },
  'results come while typing': async ({ page }) => {
    const row = await askInPalette(page, 'where do we retry failed uploads', 'sendWithRetry');
    await waitForText(row, /web\/src\/uploader\.ts:30/);
    await takeScreenshot(page, 'palette');
  },
  'Enter opens the lines': async ({ page }) => {
    await page.keyboard.press('Enter');
    await activeTab(page, 'uploader.ts').waitFor();
    await waitForCursorLine(page, 30);
  },
  'moving through the results previews them, and Escape brings back what was there': async ({ page }) => {
    await askInPalette(page, 'how are passwords hashed', 'web/src/auth/password.ts');
    await page.keyboard.press('ArrowDown');
    const second = await quickPickRows(page).nth(1).textContent();
    const file = second?.match(/([\w.]+):\d+/)?.[1];
    assert.ok(file, `the second result names a file: ${second}`);
    await activeTab(page, file).waitFor();
    await page.keyboard.press('Escape');
    await activeTab(page, 'uploader.ts').waitFor();
    await waitForCursorLine(page, 30);
  },
  'the last item opens the results in the view': async ({ page }) => {
    await askInPalette(page, 'session cookie', 'web/src/auth/session.ts');
    const all = quickPickRows(page).filter({ hasText: 'Show all in the Kindred view' });
    await page.keyboard.press('ArrowUp');
    await all.waitFor();
    await page.keyboard.press('Enter');
    await resultRow(page, 'session.ts').waitFor();
    await openContainer(page);
    await waitUntilBoxReads(page, 'session cookie');
  },
  'a question in Korean finds English code': async ({ page }) => {
    const row = await askInPalette(page, '실패한 업로드를 다시 보내기', 'uploader.ts');
    await takeScreenshot(page, 'palette-korean');
    await waitForText(row, /uploader\.ts/);
    await page.keyboard.press('Escape');
  },
});

scenario('searching in the view', {
  'results appear below the box': async ({ page }) => {
    await waitUntilIndexed(page);
    await askInView(page, 'DataLoader');
    await resultRow(page, 'DataLoader').waitFor();
    await outcome(page)
      .filter({ hasText: /\d+ passages in \d+ files/ })
      .waitFor();
    await takeScreenshot(page, 'view-results');
  },
  'the keyboard goes from the box to a result, and Enter opens it': async ({ page }) => {
    await focusResults(page);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await activeTab(page, 'dataset.py').waitFor();
    await waitForCursorLine(page, 10);
  },
  'F4 goes to the next result, Shift+F4 back': async ({ page }) => {
    await page.keyboard.press('F4');
    await cursorPosition(page)
      .filter({ hasNotText: /^Ln 10, / })
      .waitFor();
    await page.keyboard.press('Shift+F4');
    await activeTab(page, 'dataset.py').waitFor();
    await waitForCursorLine(page, 10);
  },
  'a dismissed result goes': async ({ page }) => {
    const passages = async () => Number((await outcome(page).textContent())?.match(/^(\d+) passages/)?.[1]);
    const before = await passages();
    await resultRow(page, 'DataLoader').click();
    await page.keyboard.press('Delete');
    await resultRow(page, 'DataLoader').waitFor({ state: 'detached' });
    await outcome(page)
      .filter({ hasText: `${before - 1} passages` })
      .waitFor();
  },
  'nothing found is said': async ({ page }) => {
    await searchBox(page).fill('lang:rust uploader');
    await searchBox(page).press('Enter');
    await outcome(page).filter({ hasText: 'No results' }).waitFor();
    await resultRows(page).first().waitFor({ state: 'detached' });
    await takeScreenshot(page, 'view-nothing');
  },
  'clearing empties the view': async ({ page }) => {
    await searchBox(page).press('Escape');
    await outcome(page).filter({ hasText: 'No results' }).waitFor({ state: 'detached' });
    await waitUntilBoxReads(page, '');
  },
});

scenario('the index follows what a person does', {
  'a new file is counted and found': async ({ page, workspace }) => {
    await waitUntilIndexed(page);
    workspace.write(
      'server/quota.go',
      'package main\n\n// EnforceQuota refuses uploads of people whose storage is full.\nfunc EnforceQuota() {}\n',
    );
    await waitUntilIndexed(page, 24);
    await askInPalette(page, 'refuse uploads when storage is full', 'server/quota.go');
    await page.keyboard.press('Escape');
  },
  'a deleted file goes': async ({ page, workspace }) => {
    workspace.remove('server/quota.go');
    await waitUntilIndexed(page, 23);
  },
  'the menu behind the status bar pauses and resumes': async ({ page }) => {
    await statusBarItem(page, /Kindred/).click();
    await quickPickRows(page).filter({ hasText: 'Pause indexing' }).waitFor();
    await takeScreenshot(page, 'status-menu');
    await quickPickRows(page).filter({ hasText: 'Pause indexing' }).click();
    await statusBarItem(page, /Kindred/)
      .locator('.codicon-debug-pause')
      .waitFor();
    await runCommand(page, 'Kindred: Resume Indexing');
    await statusBarItem(page, /Kindred/)
      .locator('.codicon-debug-pause')
      .waitFor({ state: 'detached' });
  },
  'the report says what was left out and why': async ({ page, workspace }) => {
    workspace.write('web/logo.bin', `\u0000\u0001\u0002${'x'.repeat(100)}\u0000`);
    const entry = page.locator('.view-line', { hasText: 'web/logo.bin' });
    for (let attempt = 0; attempt < 10 && !(await entry.isVisible()); attempt++) {
      await runCommand(page, 'Kindred: Show Failed and Left-Out Files');
      await entry.waitFor({ timeout: 2000 }).catch(() => {});
    }
    await entry.waitFor();
    await page.locator('.view-line', { hasText: 'binary file' }).waitFor();
    await takeScreenshot(page, 'report');
  },
});
