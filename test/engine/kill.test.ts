/**
 * The process is killed, really, at random moments of indexing and saving; each time the index opens, whole and no
 * older than the last run that ended, and the next run completes it. `npm run test:faults` does it 200 times.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createEngine, root, temporaryFolder, write } from '../support/workspace';

const cli = path.join(root, 'dist/cli.cjs');
const KILLS = Number(process.env.KINDRED_KILLS ?? 15);
const FILES = 400;

test(`killed ${KILLS} times while indexing: the index opens each time and nothing saved is lost`, async (t) => {
  const dir = temporaryFolder(t);
  const at = temporaryFolder(t);
  const contents = (round: number) => Object.fromEntries(numbers.map((i) => [`src/f${i}.ts`, source(i, round)]));
  write(dir, contents(0));
  const index = [cli, 'index', dir, '--json', '--index-dir', at];
  const whole = JSON.parse(spawnSync(process.execPath, index, { encoding: 'utf8' }).stdout);
  assert.equal(whole.documents, FILES);
  const indexDir = path.join(at, fs.readdirSync(at)[0]!);

  // The round that the last run which ended has saved: no document may be older.
  let saved = 0;
  let cut = 0;
  for (let round = 1; round <= KILLS; round++) {
    write(dir, contents(round));
    const delayMs = Math.random() * (whole.tookMs + 500);
    if (await endsWithin(index, delayMs)) saved = round;
    else cut++;
    const engine = createEngine();
    const found = await engine.open({ id: 'main', name: 'main', root: dir, indexDir });
    const documents = new Map([...found.documents()].map((record) => [record.path, record]));
    const chunks = [...found.chunks()].map((chunk) => chunk.path);
    await engine.dispose();
    const where = `round ${round}, killed after ${delayMs} ms, saved ${saved}`;
    assert.deepEqual(found.notices, [], where);
    assert.deepEqual([documents.size, new Set(chunks).size, chunks.length], [FILES, FILES, FILES], where);
    for (const i of numbers) {
      const possible = Array.from({ length: round - saved + 1 }, (_, k) => hashOf(source(i, saved + k)));
      assert.ok(possible.includes(documents.get(`src/f${i}.ts`)!.contentHash), `${where}: f${i} is older`);
    }
  }
  assert.ok(cut > 0, 'no run was cut short');
  const last = JSON.parse(spawnSync(process.execPath, index, { encoding: 'utf8' }).stdout);
  assert.deepEqual([last.documents, last.failed], [FILES, []]);
  const search = [cli, 'search', `marker${KILLS}x7`, dir, '--json', '--index-dir', at];
  const { results } = JSON.parse(spawnSync(process.execPath, search, { encoding: 'utf8' }).stdout);
  assert.equal(results[0].path, 'src/f7.ts');
});

const numbers = Array.from({ length: FILES }, (_, i) => i);
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

function source(i: number, round: number): string {
  return `/** Number ${i}. */\nexport function value${i}(): string {\n  return 'marker${round}x${i}';\n}\n`;
}

/** False when the process had to be killed. */
function endsWithin(args: readonly string[], limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}
