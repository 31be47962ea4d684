/** One process at a time holds the lock: between processes, after a kill, and where nothing can be written. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createMachineLock, machineFolder } from '../../../src/storage/disk/machineLock';
import { root, temporaryFolder } from '../../support/workspace';

test('one holds it, the other waits until it is released', async (t) => {
  const folder = path.join(temporaryFolder(t), 'not', 'there', 'yet');
  const [one, other] = [createMachineLock(folder), createMachineLock(folder)];
  assert.deepEqual([await one.tryAcquire(), await one.tryAcquire(), await other.tryAcquire()], [true, true, false]);
  await other.release();
  assert.equal(await other.tryAcquire(), false, 'releasing what one does not hold changes nothing');
  await one.release();
  assert.deepEqual([await other.tryAcquire(), await one.tryAcquire()], [true, false]);
  await other.release();
});

test('a holder killed with SIGKILL loses it', async (t) => {
  const folder = temporaryFolder(t);
  const holder = await holderOf(folder);
  t.after(() => void holder.kill('SIGKILL'));
  const lock = createMachineLock(folder);
  assert.equal(await lock.tryAcquire(), false);
  const ended = new Promise((resolve) => holder.once('exit', resolve));
  holder.kill('SIGKILL');
  await ended;
  assert.equal(await lock.tryAcquire(), true);
  await lock.release();
});

test('where the folder cannot be made everybody acquires it', async (t) => {
  const file = path.join(temporaryFolder(t), 'file');
  fs.writeFileSync(file, '');
  const [one, other] = [createMachineLock(path.join(file, 'x')), createMachineLock(path.join(file, 'x'))];
  assert.deepEqual([await one.tryAcquire(), await other.tryAcquire()], [true, true]);
});

test('machines that share a home have a folder each', () => {
  assert.match(machineFolder('/home/me/.cache/kindred'), /kindred.machines..+/);
});

function holderOf(folder: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [path.join(root, 'out/test/test/storage/disk/machineLock.main.cjs'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.stdout.once('data', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`exit code ${code}`)));
  });
}
