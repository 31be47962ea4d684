/**
 * The first moments of a window: a reload in the middle of indexing, a question before there is an index, a folder with
 * nothing to index.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { until } from '../../support/until';
import {
  openNotification,
  PATIENCE_MS,
  reloadWorkbench,
  runCommand,
  statusBarItem,
  takeScreenshot,
  treeRows,
  viewPane,
} from '../driver/workbench';
import type { WorkspaceCopy } from '../driver/workspace';
import {
  askInPalette,
  askInView,
  coverage,
  DOCUMENTS,
  isThere,
  openContainer,
  outcome,
  resultRow,
  searchBox,
} from './kindred';
import { scenario } from './session';

/** So many that indexing them is not over before somebody has looked. */
const MANY = 4000;
const ALL = new Intl.NumberFormat('en').format(DOCUMENTS + MANY);

/** One function a file, with words of its own. */
function writeMany(workspace: WorkspaceCopy): void {
  for (let item = 0; item < MANY; item++) {
    const lines = Array.from({ length: 40 }, (_, part) => `  total += weigh(item${item}.part${part}, ${item * part});`);
    const text = `export function weighItem${item}(total: number) {\n${lines.join('\n')}\n  return total;\n}\n`;
    workspace.write(`stock/shelf${item % 40}/item${item}.ts`, text);
  }
}

const allIndexed = (page: Page): Promise<void> =>
  statusBarItem(page, new RegExp(`Kindred: ${ALL}$`)).waitFor({ timeout: 5 * PATIENCE_MS });

async function rebuild(page: Page): Promise<void> {
  await runCommand(page, 'Kindred: Rebuild the Index');
  await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Build Again' }).click();
}

scenario(
  'a large folder that is opened for the first time',
  {
    'a question of the first second is answered, and again when all is indexed': async ({ page }) => {
      await openContainer(page);
      await searchBox(page).fill('where do we retry failed uploads');
      await searchBox(page).press('Enter');
      await outcome(page)
        .filter({ hasText: /passage|No results/ })
        .waitFor();
      await takeScreenshot(page, 'first-second');
      await allIndexed(page);
      await resultRow(page, 'sendWithRetry').waitFor();
      await coverage(page)
        .filter({ hasText: `${ALL} documents` })
        .waitFor();
    },
    'the Index view says how fast it goes': async ({ page }) => {
      await runCommand(page, 'Kindred: Focus on Index View');
      const speed = treeRows(page, 'Index').filter({ hasText: /Speed.*documents a second/ });
      // Indexing may be over before its speed has been measured and drawn.
      await until(async () => {
        const seen = isThere(speed, 30_000);
        await rebuild(page);
        const wasSeen = await seen;
        if (wasSeen) await takeScreenshot(page, 'index-speed');
        await allIndexed(page);
        return wasSeen;
      }, 'the speed of indexing');
    },
    'a window that is reloaded in the middle of indexing goes on with it': async ({ page }) => {
      // "Kindred: 512/4,023"
      const middle = statusBarItem(page, /Kindred: [\d,]+\/[\d,]+$/);
      // It may be over before the command has been typed and answered.
      const [said] = await Promise.all([middle.textContent(), rebuild(page)]);
      const [done = 0, total = 0] = (said ?? '').match(/[\d,]+/g)!.map((count) => Number(count.replaceAll(',', '')));
      assert.ok(done < total, `in the middle: ${said}`);
      await reloadWorkbench(page);
      await allIndexed(page);
    },
    'and nothing of it is lost or damaged': async ({ page }) => {
      await runCommand(page, 'Kindred: Check and Mend the Index');
      await openNotification(page, /The index is sound/);
      await askInPalette(page, 'weighItem3999', 'item3999.ts');
      await page.keyboard.press('Escape');
      await askInView(page, 'where do we retry failed uploads');
      await resultRow(page, 'sendWithRetry').waitFor();
    },
  },
  {
    open: (workspace) => {
      writeMany(workspace);
      return { folder: workspace.folder, extensionDevelopmentPath: process.cwd() };
    },
  },
);

scenario(
  'a folder with nothing to index',
  {
    'the view says so, and what to do': async ({ page }) => {
      await openContainer(page);
      await coverage(page).filter({ hasText: 'There is no file here that can be searched.' }).waitFor();
      await page
        .locator('.welcome-view-content', { hasText: 'There is no file here that Kindred can search' })
        .waitFor();
      await runCommand(page, 'Kindred: Focus on Index View');
      await viewPane(page, 'Index').getByText('There is no file here that can be searched.').waitFor();
      await takeScreenshot(page, 'nothing-to-index');
    },
    'a question is answered with that': async ({ page }) => {
      await askInPalette(page, 'anything at all', 'There is no file here that can be searched.');
      await page.keyboard.press('Escape');
      await openContainer(page);
      await searchBox(page).fill('anything at all');
      await searchBox(page).press('Enter');
      await outcome(page).filter({ hasText: 'No results' }).waitFor();
    },
    'the first file is taken up': async ({ page, workspace }) => {
      workspace.write('nothing/lighthouse.ts', 'export function turnLighthouse(): number {\n  return 1;\n}\n');
      await statusBarItem(page, /Kindred: 1$/).waitFor();
      await coverage(page).filter({ hasText: '1 document' }).waitFor();
      await askInPalette(page, 'turn the lighthouse', 'lighthouse.ts');
      await page.keyboard.press('Escape');
    },
  },
  {
    open: (workspace) => {
      const folder = path.join(workspace.folder, 'nothing');
      fs.mkdirSync(folder);
      fs.writeFileSync(path.join(folder, 'logo.bin'), `\0\u0001${'\0'.repeat(400)}`);
      return { folder, extensionDevelopmentPath: process.cwd() };
    },
  },
);
