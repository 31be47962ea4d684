/** Workspaces that are not trusted, with settings that a stranger has written, and workspaces that lie on no disk. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DEFAULT_MODEL_ID } from '../../../src/inference/presets';
import { type Hub, startHub } from '../../support/hub';
import { linkExtension } from '../driver/server';
import { openNotification, quickPickRows, runCommand, takeScreenshot } from '../driver/workbench';
import { askInPalette, askInView, openContainer, resultRow, waitUntilIndexed } from './kindred';
import { scenario } from './session';

const STRANGE_MODEL = 'stranger/model';
let hub: Hub | undefined;
let filesBefore: Record<string, string>;

/** Every file of a folder with its size and time. */
function filesOf(folder: string): Record<string, string> {
  const names = fs.readdirSync(folder, { recursive: true }).map(String).sort();
  return Object.fromEntries(
    names.map((name) => {
      const { size, mtimeMs } = fs.statSync(path.join(folder, name));
      return [name, `${size} bytes, ${mtimeMs}`];
    }),
  );
}

scenario(
  'a workspace that is not trusted',
  {
    'the view says what Restricted Mode means': async ({ page }) => {
      await page.locator('.part.banner', { hasText: 'Restricted Mode' }).waitFor();
      await waitUntilIndexed(page);
      await openContainer(page);
      await page.locator('.welcome-view-content', { hasText: 'obeys none of its settings' }).waitFor();
      await takeScreenshot(page, 'restricted');
    },
    'is searched like any other': async ({ page }) => {
      await askInPalette(page, 'where do we retry failed uploads', 'web/src/uploader.ts');
      await page.keyboard.press('Escape');
      await askInView(page, 'session cookie');
      await resultRow(page, 'session.ts').waitFor();
    },
    'downloads nothing': async ({ page }) => {
      await runCommand(page, 'Kindred: Download Deep Model');
      await openNotification(page, 'Kindred does not do this in Restricted Mode');
      assert.deepEqual(hub!.requests, []);
    },
    'its settings name no model': async ({ page }) => {
      await runCommand(page, 'Kindred: Choose Deep Model');
      await quickPickRows(page).filter({ hasText: 'jina-embeddings-v2-base-code' }).first().waitFor();
      assert.equal(await quickPickRows(page).filter({ hasText: STRANGE_MODEL }).count(), 0);
      await page.keyboard.press('Escape');
    },
    'nothing is written into it': async ({ workspace }) => {
      assert.deepEqual(filesOf(workspace.folder), filesBefore);
    },
    'once it is trusted its settings still name no model and no host': async ({ page }) => {
      await runCommand(page, 'Workspaces: Manage Workspace Trust');
      await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
      await page.locator('.part.banner', { hasText: 'Restricted Mode' }).waitFor({ state: 'hidden' });
      await runCommand(page, 'Kindred: Download Deep Model');
      const question = page.locator('.monaco-dialog-box', { hasText: `Download the deep model ${DEFAULT_MODEL_ID}?` });
      await question.filter({ hasText: 'huggingface.co' }).waitFor();
      await takeScreenshot(page, 'trusted-question');
      await page.keyboard.press('Escape');
      assert.deepEqual(hub!.requests, []);
    },
  },
  {
    server: async () => {
      hub = await startHub([]);
      return { hasWorkspaceTrust: true, env: { HF_ENDPOINT: '' } };
    },
    open: (workspace) => {
      const settings = {
        'kindred.model.id': STRANGE_MODEL,
        'kindred.model.endpoint': hub!.endpoint,
        'kindred.model.custom': { id: STRANGE_MODEL, from: workspace.folder, pooling: 'mean', dims: 8 },
        'security.workspace.trust.enabled': false,
      };
      workspace.write('.vscode/settings.json', JSON.stringify(settings));
      filesBefore = filesOf(workspace.folder);
      return { folder: workspace.folder, extensionDevelopmentPath: process.cwd() };
    },
    close: async () => hub?.close(),
  },
);

/** VS Code keeps files of this scheme in the window's memory. */
const ON_NO_DISK = 'tmp:/';

scenario(
  'a workspace that is on no disk',
  {
    'the view says so in a sentence': async ({ page }) => {
      await page.getByRole('tab', { name: /^Kindred/ }).click();
      await page.getByText('This workspace is not on a disk that Kindred can read').first().waitFor();
      await takeScreenshot(page, 'virtual');
    },
    'the command says so in a sentence': async ({ page }) => {
      await runCommand(page, 'Kindred: Search');
      await openNotification(page, 'This workspace is not on a disk that Kindred can read');
    },
  },
  { open: () => ({ folder: ON_NO_DISK, extensionDevelopmentPath: process.cwd() }) },
);

scenario(
  'an installed extension in a workspace that is on no disk',
  {
    'VS Code declines it and says why in our sentence': async ({ page }) => {
      await runCommand(page, 'Extensions: Show Extensions Unsupported By Workspace');
      await page.locator('.pane', { hasText: 'Disabled In Virtual Workspaces' }).first().waitFor();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('@installed kindred');
      const row = page.locator('.extensions-list .monaco-list-row', { hasText: 'Kindred' });
      await row.click();
      await page.locator('.extension-editor').getByText('A virtual workspace has none that it could read').waitFor();
      await takeScreenshot(page, 'virtual-installed');
      assert.equal(
        await page
          .locator('.activitybar')
          .getByRole('tab', { name: /^Kindred/ })
          .count(),
        0,
      );
    },
  },
  {
    server: async () => {
      const home = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-virtual-'));
      return { home, disposeHome: true, extensionsDir: linkExtension(path.join(home, 'extensions')) };
    },
    open: () => ({ folder: ON_NO_DISK }),
  },
);
