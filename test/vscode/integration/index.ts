/**
 * Entry point of the tests inside the extension host (`extensionTestsPath`): the same bundle runs in the web
 * workbench's host and under
 * @vscode/test-electron. Writes what happened to the file named by KINDRED_TEST_RESULT; a run without that file counts
 * as failed.
 */
import fs from 'node:fs';
import Mocha from 'mocha';

export interface IntegrationResult {
  passed: number;
  failed: number;
  tests: { title: string; error?: string; tookMs: number }[];
}

/** `restart` runs in a second VS Code over the folder and the storage that `first` has left. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 300_000, color: false, reporter: 'min' });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  if (process.env.KINDRED_TEST_PHASE === 'restart') await import('./restart');
  else {
    await import('./activation');
    await import('./search');
    await import('./unsaved');
    await import('./copies');
    await import('./storage');
  }
  const result: IntegrationResult = { passed: 0, failed: 0, tests: [] };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', (test) => {
        result.passed++;
        result.tests.push({ title: test.fullTitle(), tookMs: test.duration ?? 0 });
      })
      .on('fail', (test, error: Error) => {
        result.failed++;
        result.tests.push({ title: test.fullTitle(), error: error.stack ?? String(error), tookMs: test.duration ?? 0 });
      });
  });
  if (process.env.KINDRED_TEST_RESULT) fs.writeFileSync(process.env.KINDRED_TEST_RESULT, JSON.stringify(result));
  if (result.failed > 0) throw new Error(`${result.failed} tests failed`);
}
