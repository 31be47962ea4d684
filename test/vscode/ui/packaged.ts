/** The .vsix that `npm run package` made, installed into a VS Code of its own by VS Code's own command line. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { modelDir } from '../../../src/inference/installed';
import { DEFAULT_MODEL_ID } from '../../../src/inference/models';
import { installSmallModel } from '../../support/installJina';
import { runServerCli } from '../driver/server';
import { activeTab, quickPickRows, takeScreenshot, waitForCursorLine } from '../driver/workbench';
import { askInPalette, askInView, coverage, resultRow, resultsMessage, waitUntilIndexed } from './kindred';
import { scenario } from './session';

const VSIX = path.join(process.cwd(), `out/kindred-linux-${process.arch}.vsix`);

scenario(
  'the packaged extension',
  {
    'is installed and searches': async ({ page }) => {
      await waitUntilIndexed(page);
      const row = await askInPalette(page, 'where do we retry failed uploads', 'web/src/uploader.ts');
      // The deep model may have reached either of the file's passages already.
      const line = Number((await row.textContent())?.match(/uploader\.ts:(\d+)/)?.[1]);
      await row.click();
      await activeTab(page, 'uploader.ts').waitFor();
      await waitForCursorLine(page, line);
    },
    'shows its view': async ({ page }) => {
      await askInView(page, 'log every request');
      await resultRow(page, 'middleware.go').waitFor();
    },
    'runs a deep model with the ONNX Runtime that it brings': async ({ page }) => {
      await coverage(page).filter({ hasText: 'deep 100' }).waitFor({ timeout: 60_000 });
      await askInView(page, 'how are passwords hashed');
      await resultsMessage(page).filter({ hasText: 'with the deep model' }).waitFor();
      await takeScreenshot(page, 'packaged-deep');
    },
    'has no row twice in the palette': async ({ page }) => {
      await askInPalette(page, 'password', 'password.ts');
      const rows = await quickPickRows(page).allTextContents();
      assert.equal(new Set(rows).size, rows.length);
      await page.keyboard.press('Escape');
    },
  },
  {
    server: async (vscode) => {
      if (!fs.existsSync(VSIX)) throw new Error(`${VSIX} is not there: run npm run package first`);
      const home = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-packaged-'));
      const extensionsDir = path.join(home, 'extensions');
      runServerCli(vscode, extensionsDir, ['--install-extension', VSIX, '--force']);
      checkParsers(extensionsDir, home);
      const storage = path.join(home, 'user-data/User/globalStorage/kindred.kindred');
      await installSmallModel(modelDir(path.join(storage, 'models'), DEFAULT_MODEL_ID));
      return { home, extensionsDir, disposeHome: true };
    },
    open: (workspace) => ({ folder: workspace.folder }),
  },
);

/** The search would find files without a single grammar too: the installed files themselves have to parse. */
function checkParsers(extensionsDir: string, home: string): void {
  const installed = fs.readdirSync(extensionsDir).find((name) => name.startsWith('kindred.kindred'));
  const cli = path.join(extensionsDir, installed!, 'dist/cli.cjs');
  const folder = path.join(home, 'parsed');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'a.ts'), 'export class Uploader {\n  retry() {\n    return 1;\n  }\n}\n');
  const run = (command: string, ...more: string[]) =>
    execFileSync(process.execPath, [
      cli,
      command,
      ...more,
      folder,
      '--json',
      '--index-dir',
      path.join(home, 'parsed-index'),
    ]);
  assert.deepEqual(JSON.parse(String(run('index'))).failed, []);
  assert.equal(JSON.parse(String(run('search', 'retry'))).results[0].symbol, 'Uploader');
}
