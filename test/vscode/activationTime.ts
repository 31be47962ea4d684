/**
 * `node tools/vscode.mjs activation`: what Kindred costs the start of a window, as VS Code itself reports it
 * ("Developer: Startup Performance"), in windows that are opened one after the other, each with an extension host of
 * its own. Writes bench/results/activation.json.
 */
import fs from 'node:fs';
import type { Browser } from 'playwright-core';
import { type Metrics, percentile, record, rounded } from '../../bench/record';
import { installVscode } from './driver/install';
import { type Server, startServer } from './driver/server';
import { activeTab, copiedBy, launchBrowser, openWorkbench, runCommand, statusBarItem } from './driver/workbench';
import { copyWorkspace } from './driver/workspace';
import { waitUntilIndexed } from './ui/kindred';

const WINDOWS = 10;
const TARGETS = { target_activation_ms: 30, target_bundle_kb: 150 };

/** In milliseconds: reading and running the bundle, `activate`, and until what `activate` returns is there. */
interface ActivationTimes {
  load: number;
  call: number;
  finish: number;
  /**
   * Of all extensions that the window has activated, VS Code's own and this one, what this one takes: the machine's
   * speed is in both.
   */
  share: number;
}

async function main(): Promise<void> {
  const server = await startServer(installVscode());
  const workspace = copyWorkspace();
  const browser = await launchBrowser();
  const all: ActivationTimes[] = [];
  try {
    for (let window = 0; window < WINDOWS; window++) all.push(await measure(browser, server, workspace.folder));
  } finally {
    await browser.close();
    await server.stop();
    workspace.dispose();
  }
  const sums = all.map(({ load, call, finish }) => load + call + finish);
  const spread = (values: readonly number[]) => ({
    min: Math.min(...values),
    p50: percentile(values, 0.5),
    max: Math.max(...values),
  });
  const metrics: Metrics = {
    windows: WINDOWS,
    bundle_kb: rounded(fs.statSync('dist/extension.cjs').size / 1000),
    load_ms: spread(all.map(({ load }) => load)),
    activate_ms: spread(all.map(({ call }) => call)),
    finish_ms: spread(all.map(({ finish }) => finish)),
    activation_ms: spread(sums),
    share_of_all_extensions: rounded(
      percentile(
        all.map(({ share }) => share),
        0.5,
      ),
      2,
    ),
    ...TARGETS,
  };
  record('activation', 'node tools/vscode.mjs activation', metrics);
}

async function measure(browser: Browser, server: Server, folder: string): Promise<ActivationTimes> {
  const page = await openWorkbench(browser, server, { folder, extensionDevelopmentPath: process.cwd() });
  try {
    await waitUntilIndexed(page);
    await runCommand(page, 'Developer: Startup Performance');
    await activeTab(page, 'Startup Performance').waitFor();
    // VS Code writes the report anew when it knows more.
    for (let attempt = 1; ; attempt++) {
      await page.locator('.editor-instance .view-line', { hasText: 'System Info' }).first().click();
      await page.keyboard.press('Control+A');
      const isSelected = await statusBarItem(page, / selected\)/)
        .waitFor({ timeout: 5000 })
        .then(
          () => true,
          () => false,
        );
      const times = isSelected && timesIn(await copiedBy(page, () => page.keyboard.press('Control+C')));
      if (times) return times;
      if (attempt === 10) throw new Error('VS Code reports no times for kindred.kindred');
    }
  } finally {
    await page.context().close();
  }
}

/** Of the table "Extension, Eager, Load Code, Call Activate, Finish Activate, Event, By". */
function timesIn(report: string): ActivationTimes | undefined {
  const rows = report.split('\n').flatMap((line) => {
    const [, extension = '', , load, call, finish] = line.split('|').map((cell) => cell.trim());
    return /^[\w-]+\.[\w-]+$/.test(extension) ? [{ extension, times: [load, call, finish].map(Number) }] : [];
  });
  const own = rows.find(({ extension }) => extension === 'kindred.kindred');
  if (!own) return undefined;
  const sum = (times: readonly number[]) => times.reduce((all, time) => all + time, 0);
  const share = sum(own.times) / sum(rows.flatMap(({ times }) => times));
  const [load, call, finish] = own.times as [number, number, number];
  if (Number.isNaN(share)) throw new Error(`These are no times: ${JSON.stringify(rows)}`);
  return { load, call, finish, share };
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
