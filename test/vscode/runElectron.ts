/**
 * The integration suite in a desktop VS Code: `npm run test:electron [-- --vscode <path of the program>]`. Without the
 * path
 * @vscode/test-electron downloads the version that KINDRED_VSCODE_VERSION names (`stable` by default), which needs the
 * internet.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { reportCounts } from './driver/report';
import { copyWorkspace } from './driver/workspace';
import type { IntegrationResult } from './integration';

const root = process.cwd();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { vscode: { type: 'string' } } });
  const userData = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-electron-'));
  const workspace = copyWorkspace();
  const total = { passed: 0, failed: 0 };
  try {
    for (const phase of ['first', 'restart']) {
      const result = await runPhase(phase, userData, workspace.folder, values.vscode);
      for (const test of result.tests)
        console.log(`  ${test.error ? 'FAILED' : 'ok    '} ${test.title}\n${test.error ?? ''}`);
      total.passed += result.passed;
      total.failed += result.failed;
    }
  } finally {
    workspace.dispose();
    fs.rmSync(userData, { recursive: true, force: true });
  }
  reportCounts('electron', total);
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}

async function runPhase(
  phase: string,
  userData: string,
  folder: string,
  vscodeExecutablePath: string | undefined,
): Promise<IntegrationResult> {
  const resultFile = path.join(userData, `result-${phase}.json`);
  let failure = 'the suite ended without a result';
  try {
    await runTests({
      ...(vscodeExecutablePath
        ? { vscodeExecutablePath }
        : { version: process.env.KINDRED_VSCODE_VERSION ?? 'stable' }),
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(root, 'out/vscode-tests/integration.cjs'),
      extensionTestsEnv: { KINDRED_TEST_HOME: userData, KINDRED_TEST_PHASE: phase, KINDRED_TEST_RESULT: resultFile },
      launchArgs: [folder, `--user-data-dir=${userData}`, '--disable-extensions', '--disable-workspace-trust'],
    });
  } catch (error) {
    failure = String(error);
  }
  if (fs.existsSync(resultFile)) return JSON.parse(fs.readFileSync(resultFile, 'utf8'));
  return { passed: 0, failed: 1, tests: [{ title: `${phase}: the suite runs to its end`, error: failure, tookMs: 0 }] };
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
