/**
 * The .vsix that `npm run package` made, installed into a VS Code of its own by VS Code's own command line, whole and
 * losing its parts.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { modelDir } from '../../../src/inference/installedModels';
import { DEFAULT_MODEL_ID } from '../../../src/inference/presets';
import { installSmallModel } from '../../support/installJina';
import type { VscodeUnderTest } from '../driver/install';
import { runServerCli } from '../driver/server';
import {
  activeTab,
  openNotification,
  quickPickRows,
  reloadWorkbench,
  runCommand,
  takeScreenshot,
  treeRows,
  waitForCursorLine,
  waitUntilKept,
} from '../driver/workbench';
import {
  askInPalette,
  askInView,
  coverage,
  openContainer,
  resultRow,
  resultsMessage,
  waitUntilIndexed,
} from './kindred';
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
      await coverage(page).filter({ hasText: 'deep 100' }).waitFor();
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
      const installation = await install(vscode);
      checkParsers(installation.folder, installation.home);
      return installation;
    },
    open: (workspace) => ({ folder: workspace.folder }),
  },
);

const RUNTIME = `dist/node_modules/onnxruntime-node/bin/napi-v6/linux/${process.arch}/onnxruntime_binding.node`;
const WASM = 'dist/onnxruntime-web/ort-wasm-simd-threaded.wasm';
let lossy = '';
const indexRow = (page: Page, label: string) => treeRows(page, 'Index').filter({ hasText: label }).first();

/** The installation loses a file, the window is opened anew and asked: the first question is what needs the model. */
async function lose(page: Page, file: string, ranked: string): Promise<void> {
  fs.rmSync(path.join(lossy, file));
  await askAnew(page, ranked);
}

async function askAnew(page: Page, ranked: string): Promise<void> {
  await reloadWorkbench(page);
  await waitUntilIndexed(page);
  await askInView(page, 'how are passwords hashed');
  await resultsMessage(page).filter({ hasText: ranked }).waitFor();
  await resultRow(page, 'password.ts').waitFor();
  await runCommand(page, 'Kindred: Focus on Index View');
}

scenario(
  'an installation that loses its parts',
  {
    'says what the deep model runs on': async ({ page }) => {
      await waitUntilIndexed(page);
      await openContainer(page);
      await runCommand(page, 'Kindred: Focus on Index View');
      await indexRow(page, 'Deep model runs on').filter({ hasText: 'ONNX Runtime' }).waitFor();
      assert.doesNotMatch((await indexRow(page, 'Deep model runs on').textContent()) ?? '', /WebAssembly/);
    },
    'without the native ONNX Runtime it goes on in WebAssembly, and says so': async ({ page }) => {
      await lose(page, RUNTIME, 'with the deep model');
      await openNotification(page, 'The deep model runs in WebAssembly, which is slower');
      await indexRow(page, 'Deep model runs on').filter({ hasText: 'in WebAssembly, slower' }).waitFor();
      await takeScreenshot(page, 'ladder-webassembly');
      await waitUntilKept(page, 'degradations');
    },
    'says it once: in the next window it stands in the Index view alone': async ({ page }) => {
      await askAnew(page, 'with the deep model');
      await indexRow(page, 'Deep model runs on').filter({ hasText: 'in WebAssembly, slower' }).waitFor();
      assert.equal(await page.locator('.notification-list-item').filter({ hasText: 'in WebAssembly' }).count(), 0);
    },
    'without WebAssembly either, the embedded model goes on alone, and it says so': async ({ page }) => {
      await lose(page, WASM, 'by words and meaning');
      await openNotification(page, 'The deep model cannot run on this machine');
      await indexRow(page, 'Deep model runs on').filter({ hasText: 'nothing on this machine' }).waitFor();
    },
    'without the embedded model, search goes by words, and it says so': async ({ page }) => {
      await lose(page, 'models/embedded/embeddings.i8.bin', 'by words only');
      await openNotification(page, 'Search goes by words alone until Kindred is installed again');
      await takeScreenshot(page, 'ladder-words');
    },
  },
  {
    server: async (vscode) => {
      const installation = await install(vscode);
      lossy = installation.folder;
      return installation;
    },
    open: (workspace) => ({ folder: workspace.folder }),
  },
);

/** The package in a fresh VS Code, with a small deep model. `folder` is the extension's. */
async function install(vscode: VscodeUnderTest) {
  if (!fs.existsSync(VSIX)) throw new Error(`${VSIX} is not there: run npm run package first`);
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-packaged-'));
  const extensionsDir = path.join(home, 'extensions');
  runServerCli(vscode, extensionsDir, ['--install-extension', VSIX, '--force']);
  const storage = path.join(home, 'user-data/User/globalStorage/kindred.kindred');
  await installSmallModel(modelDir(path.join(storage, 'models'), DEFAULT_MODEL_ID));
  const installed = fs.readdirSync(extensionsDir).find((name) => name.startsWith('kindred.kindred'));
  return { home, extensionsDir, disposeHome: true, folder: path.join(extensionsDir, installed!) };
}

/** The search would find files without a single grammar too: the installed files themselves have to parse. */
function checkParsers(extension: string, home: string): void {
  const cli = path.join(extension, 'dist/cli.cjs');
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
