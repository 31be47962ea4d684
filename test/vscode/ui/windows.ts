/** Windows that are not one trusted folder. */
import fs from 'node:fs';
import path from 'node:path';
import { openNotification, quickPickRows, runCommand, takeScreenshot } from '../driver/workbench';
import { askInPalette, openContainer, waitUntilIndexed } from './kindred';
import { scenario } from './session';

scenario(
  'a window without a folder',
  {
    'the view says so in a sentence': async ({ page }) => {
      await page.getByRole('tab', { name: /^Kindred/ }).click();
      await page.getByText('No folder is open').first().waitFor();
      await takeScreenshot(page, 'no-folder');
    },
    'the command says so in a sentence': async ({ page }) => {
      await runCommand(page, 'Kindred: Search');
      await openNotification(page, 'No folder is open');
    },
  },
  { open: () => ({ extensionDevelopmentPath: process.cwd() }) },
);

scenario(
  'a workspace of several folders',
  {
    'finds in each, and says in which': async ({ page }) => {
      await waitUntilIndexed(page, 6);
      await askInPalette(page, 'read tables in batches', 'loader');
      await quickPickRows(page).filter({ hasText: 'dataset.py' }).first().waitFor();
      await page.keyboard.press('Escape');
      await askInPalette(page, 'turn a panic into status 500', 'middleware.go');
      await takeScreenshot(page, 'several-folders');
      await page.keyboard.press('Escape');
      await openContainer(page);
    },
  },
  {
    open: (workspace) => {
      const workspaceFile = path.join(path.dirname(workspace.folder), 'both.code-workspace');
      const folders = ['loader', 'server'].map((name) => ({ path: `${path.basename(workspace.folder)}/${name}` }));
      fs.writeFileSync(workspaceFile, JSON.stringify({ folders }));
      return { workspaceFile, extensionDevelopmentPath: process.cwd() };
    },
  },
);
