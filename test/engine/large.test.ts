/**
 * A large set of files through everything that a person's folder goes through: indexed from nothing, opened by another
 * process, edited, searched.
 * `npm run test:faults` takes 200,000 chunks, the number that other tools' stacks overflow at.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root, temporaryFolder } from '../support/workspace';

const CHUNKS = Number(process.env.KINDRED_CHUNKS ?? 4_000);
/** So few that a busy machine parses a file within its time limit. */
const CHUNKS_PER_FILE = 100;
const cli = path.join(root, 'dist/cli.cjs');

/** As large as a chunk likes to be, so that each function is one. */
function definition(i: number): string {
  const steps = Array.from({ length: 24 }, (_, k) => `  total += weigh(parcel.items[${k}], ${i % 97} + ${k});`);
  return `/** Weighs the parcel of customer ${i}. */\nexport function weighParcel${i}(parcel: Parcel): number {\n  let total = ${i};\n${steps.join('\n')}\n  return total;\n}\n\n`;
}

test(`${CHUNKS} chunks are indexed, searched, edited and opened again`, (t) => {
  const dir = temporaryFolder(t);
  const source = path.join(dir, 'source');
  fs.mkdirSync(source);
  for (let first = 0; first < CHUNKS; first += CHUNKS_PER_FILE) {
    const definitions = Array.from({ length: CHUNKS_PER_FILE }, (_, k) => definition(first + k));
    fs.writeFileSync(path.join(source, `parcels${first}.ts`), definitions.join(''));
  }
  const run = (...command: string[]) => {
    const args = [cli, ...command, source, '--json', '--index-dir', path.join(dir, 'index')];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.equal(status, 0, stderr.slice(-2000));
    return JSON.parse(stdout);
  };
  const whole = run('index');
  assert.equal(whole.chunks, CHUNKS);
  assert.deepEqual(whole.failed, []);

  const wanted = CHUNKS - 7;
  const { results } = run('search', `weighParcel${wanted}`);
  assert.equal(results[0].symbol, `weighParcel${wanted}`);
  assert.equal(run('search', 'how heavy is the parcel of a customer').results.length, 10);

  fs.appendFileSync(path.join(source, 'parcels0.ts'), definition(CHUNKS));
  const edited = run('index');
  assert.deepEqual([edited.changed, edited.chunks], [1, CHUNKS + 1]);
  const status = run('doctor').index;
  assert.deepEqual([status.chunks, status.notices], [CHUNKS + 1, []]);
});
