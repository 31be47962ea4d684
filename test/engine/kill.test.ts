/** The process is killed, really, at random moments of indexing and saving; each time the index opens and the next run completes it. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { root, temporaryFolder, write } from '../support/workspace';

const cli = path.join(root, 'dist/cli.cjs');
const KILLS = 12;

test(`killed ${KILLS} times while indexing: the index opens each time and nothing committed is lost`, async (t) => {
  const dir = temporaryFolder(t);
  const at = ['--index-dir', temporaryFolder(t), '--json'];
  const count = 400;
  const files = Array.from({ length: count }, (_, i) => [`src/f${i}.ts`, source(i, 0)]);
  write(dir, Object.fromEntries(files));

  const run = (...args: string[]) => spawnSync(process.execPath, [cli, ...args, ...at], { encoding: 'utf8' });
  const whole = JSON.parse(run('index', dir).stdout);
  assert.equal(whole.documents, count);

  for (let round = 1; round <= KILLS; round++) {
    write(dir, Object.fromEntries(Array.from({ length: count }, (_, i) => [`src/f${i}.ts`, source(i, round)])));
    // Spread over the whole run, the save at its end included.
    await killAfter([cli, 'index', dir, ...at], Math.round((whole.tookMs + 400) * (round / KILLS)));
    const doctor = run('doctor', dir);
    assert.equal(doctor.status, 0, doctor.stderr);
    const { index } = JSON.parse(doctor.stdout);
    assert.equal(index.documents, count, `round ${round}: all documents are there, old or new`);
    assert.deepEqual(index.notices, [], `round ${round}`);
  }
  const last = JSON.parse(run('index', dir).stdout);
  assert.equal(last.documents, count);
  assert.deepEqual(last.failed, []);
  const found = JSON.parse(run('search', `marker${KILLS}x7`, dir).stdout);
  assert.equal(found.results[0].path, 'src/f7.ts');
});

function source(i: number, round: number): string {
  return `/** Number ${i}. */\nexport function value${i}(): string {\n  return 'marker${round}x${i}';\n}\n`;
}

function killAfter(args: readonly string[], delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), delayMs);
    child.on('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
