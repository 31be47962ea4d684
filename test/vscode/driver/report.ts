/** Leaves a suite's counts where the test command adds them up. */
import fs from 'node:fs';
import path from 'node:path';

export function reportCounts(suite: string, counts: { passed: number; failed: number }): void {
  console.log(`${suite}: ${counts.passed} passed, ${counts.failed} failed`);
  const folder = path.join(process.cwd(), 'out/test-counts');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, `${suite}.json`), JSON.stringify(counts));
}
