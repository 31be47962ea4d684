/**
 * Runs the integration suite inside a real extension host, twice over the same folder and storage: once fresh and once
 * as after a restart. Exit code 0 only when both runs left a result without failures.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import type { Browser } from 'playwright-core';
import { installVscode, type VscodeUnderTest } from './driver/install';
import { reportCounts } from './driver/report';
import { freePort, startServer } from './driver/server';
import { launchBrowser, workbenchUrl } from './driver/workbench';
import { copyWorkspace } from './driver/workspace';
import type { IntegrationResult } from './integration';

const PHASE_TIMEOUT_MS = 900_000;
const root = process.cwd();

async function main(): Promise<void> {
  const vscode = installVscode();
  console.log(`Integration tests in the extension host of VS Code ${vscode.version}`);
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-vscode-'));
  const workspace = copyWorkspace();
  const browser = await launchBrowser();
  const place = { home, port: await freePort() };
  const total = { passed: 0, failed: 0 };
  try {
    for (const phase of ['first', 'restart']) {
      const result = await runPhase(vscode, browser, phase, place, workspace.folder);
      for (const test of result.tests) {
        console.log(`  ${test.error ? 'FAILED' : 'ok    '} ${test.title} (${test.tookMs} ms)`);
        if (test.error) console.log(test.error.replace(/^/gm, '    '));
      }
      total.passed += result.passed;
      total.failed += result.failed;
    }
  } finally {
    await browser.close();
    workspace.dispose();
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  reportCounts('integration', total);
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}

async function runPhase(
  vscode: VscodeUnderTest,
  browser: Browser,
  phase: string,
  place: { home: string; port: number },
  folder: string,
): Promise<IntegrationResult> {
  const resultFile = path.join(place.home, `result-${phase}.json`);
  const env = { KINDRED_TEST_HOME: place.home, KINDRED_TEST_PHASE: phase, KINDRED_TEST_RESULT: resultFile };
  const server = await startServer(vscode, { ...place, env });
  const consoleLines: string[] = [];
  try {
    const page = await browser.newPage();
    const ended = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no end after ${PHASE_TIMEOUT_MS / 1000} s`)), PHASE_TIMEOUT_MS);
      page.on('crash', () => reject(new Error('the browser page crashed')));
      void page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
        consoleLines.push(format(...args));
      });
      void page.exposeFunction('codeAutomationExit', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    await page.goto(
      workbenchUrl(server, {
        folder,
        extensionDevelopmentPath: root,
        extensionTestsPath: path.join(root, 'out/vscode-tests/integration.cjs'),
      }),
    );
    await ended;
    await page.close();
    if (!fs.existsSync(resultFile)) throw new Error('the suite ended without a result');
  } catch (error) {
    const tests = [{ title: `${phase}: the suite runs to its end`, error: String(error), tookMs: 0 }];
    console.log(`${server.logs()}\n--- console\n${consoleLines.slice(-50).join('\n')}`);
    return { passed: 0, failed: 1, tests };
  } finally {
    await server.stop();
  }
  const result: IntegrationResult = JSON.parse(fs.readFileSync(resultFile, 'utf8'));
  if (result.failed > 0) console.log(server.logs());
  return result;
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
