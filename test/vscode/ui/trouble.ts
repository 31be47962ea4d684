/** Results that the files have overtaken, and an engine that is killed while its results are on the screen. */
import assert from 'node:assert/strict';
import { signalProcesses } from '../driver/processes';
import { activeTab, openNotification, statusBarItem, takeScreenshot, waitForCursorLine } from '../driver/workbench';
import {
  askInView,
  clickTitleButton,
  coverage,
  focusResults,
  openContainer,
  resultRow,
  resultRows,
  resultsMessage,
  waitUntilIndexed,
} from './kindred';
import { isolatedScenario, scenario } from './session';

scenario('results that are out of date', {
  'a passage that has moved in its file is found by its text': async ({ page, workspace }) => {
    await waitUntilIndexed(page);
    await askInView(page, 'read tables in batches');
    await resultRow(page, 'DataLoader').waitFor();
    workspace.write('loader/dataset.py', `${'# moved\n'.repeat(40)}${workspace.read('loader/dataset.py')}`);
    // VS Code opens what it knows of the file until it has heard of the change.
    await resultsMessage(page).filter({ hasText: 'files have changed since' }).waitFor();
    await resultRow(page, 'DataLoader').click();
    await activeTab(page, 'dataset.py').waitFor();
    await waitForCursorLine(page, 50);
  },
  'one that has changed beyond recognition is said to have': async ({ page, workspace }) => {
    await askInView(page, 'turn a panic into status 500');
    await resultRow(page, 'Recover').waitFor();
    workspace.write('server/middleware.go', '// Nothing of it is left.\n'.repeat(10));
    await resultsMessage(page).filter({ hasText: 'files have changed since' }).waitFor();
    await resultRow(page, 'Recover').click();
    await activeTab(page, 'middleware.go').waitFor();
    await statusBarItem(page, 'This passage has changed since it was found.').waitFor();
    await takeScreenshot(page, 'passage-changed');
  },
  'one whose file has gone is said to be gone': async ({ page, workspace }) => {
    await askInView(page, 'where do we retry failed uploads');
    await resultRow(page, 'sendWithRetry').waitFor();
    workspace.remove('web/src/uploader.ts');
    await focusResults(page);
    await page.keyboard.press('F4');
    await openNotification(page, 'web/src/uploader.ts does not exist any more');
  },
  'the view says that files have changed since, and its button asks again': async ({ page, workspace }) => {
    await askInView(page, 'how are passwords hashed');
    await resultRow(page, 'password.ts').waitFor();
    const text = '/** How old passwords are hashed. */\nexport function hashOldPassword(): void {}\n';
    workspace.write('web/src/auth/old.ts', text);
    const stale = resultsMessage(page).filter({ hasText: 'files have changed since' });
    await stale.waitFor();
    await takeScreenshot(page, 'results-stale');
    await clickTitleButton(page, 'Refresh Results');
    await resultRow(page, 'hashOldPassword').waitFor();
    await stale.waitFor({ state: 'detached' });
  },
});

isolatedScenario('an engine that is killed while the view is open', {
  'the view says so, keeps its results, and the engine comes back': async ({ page, server }) => {
    await waitUntilIndexed(page);
    await askInView(page, 'session cookie');
    await resultRow(page, 'session.ts').waitFor();
    const isSaid = coverage(page).filter({ hasText: 'The search engine is starting.' }).waitFor();
    assert.ok(signalProcesses(server, 'engine.cjs', 'SIGKILL') > 0, 'an engine was running');
    await isSaid;
    assert.ok((await resultRows(page).count()) > 0, 'the results stay');
    await waitUntilIndexed(page);
    await coverage(page).filter({ hasText: '23 documents' }).waitFor();
  },
  'it answers again': async ({ page }) => {
    await askInView(page, 'how are passwords hashed');
    await resultsMessage(page).filter({ hasText: 'how are passwords hashed' }).waitFor();
    await resultRow(page, 'password.ts').waitFor();
    await openNotification(page, 'the search engine stopped unexpectedly');
  },
});

isolatedScenario('an engine that dies again and again', {
  'is left alone, which the view says': async ({ page, server }) => {
    await waitUntilIndexed(page);
    await openContainer(page);
    const isSaid = page.locator('.welcome-view-content', { hasText: 'The search engine is not running' });
    for (let attempt = 0; attempt < 1200 && !(await isSaid.isVisible()); attempt++) {
      signalProcesses(server, 'engine.cjs', 'SIGKILL');
      await page.waitForTimeout(100);
    }
    await isSaid.waitFor();
    await coverage(page).filter({ hasText: 'The search engine stopped unexpectedly' }).waitFor();
    await openNotification(page, 'the search engine keeps stopping');
    await takeScreenshot(page, 'engine-stopped');
  },
  'is started again by the button of the view': async ({ page }) => {
    await page.locator('.welcome-view-content').getByRole('button', { name: 'Restart the Search Engine' }).click();
    await waitUntilIndexed(page);
    await askInView(page, 'how are passwords hashed');
    await resultRow(page, 'password.ts').waitFor();
  },
});
