/** Windows that are not one trusted folder. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { openNotification, quickPickRows, runCommand, takeScreenshot } from '../driver/workbench';
import { askInPalette, askInView, openContainer, resultRow, resultRows, waitUntilIndexed } from './kindred';
import { openLoaderAndServer, scenario } from './session';

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
  'two folders of the same name',
  {
    'each result says which of the two it is from': async ({ page }) => {
      await waitUntilIndexed(page, 2);
      await askInView(page, 'count the apples');
      await resultRow(page, 'count.ts').waitFor();
      const rows = await resultRows(page).allTextContents();
      for (const name of ['first', 'second'])
        assert.ok(
          rows.some((row) => row.includes(`app (${name})`)),
          `app (${name}) in ${rows.join(' | ')}`,
        );
      await takeScreenshot(page, 'same-name');
      await resultRow(page, 'countApples').click();
      await page.locator('.view-line', { hasText: 'countApples' }).first().waitFor();
    },
  },
  {
    open: (workspace) => {
      const parent = path.dirname(workspace.folder);
      for (const name of ['first', 'second']) {
        fs.mkdirSync(path.join(parent, name, 'app'), { recursive: true });
        const text = `export function countApples() {\n  return '${name}';\n}\n`;
        fs.writeFileSync(path.join(parent, name, 'app/count.ts'), text);
      }
      const workspaceFile = path.join(parent, 'twins.code-workspace');
      const folders = [{ path: 'first/app' }, { path: 'second/app' }];
      fs.writeFileSync(workspaceFile, JSON.stringify({ folders }));
      return { workspaceFile, extensionDevelopmentPath: process.cwd() };
    },
  },
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
  { open: openLoaderAndServer },
);
