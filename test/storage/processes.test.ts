/** Real processes on a real disk: killed in the middle, two at once, racing for a lock. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { after, test } from 'node:test';
import { EngineError } from '../../src/protocol/errors';
import { IndexStore } from '../../src/storage/indexStore';
import { VectorCache } from '../../src/storage/vectors/vectorCache';
import { hash, makeShards, OPTIONS, readAll } from './shardData';

/** `npm run test:faults` does it 200 times. */
const KILLS = Number(process.env.KINDRED_KILLS ?? 8);
const WRITER = path.join(__dirname, 'writer.main.cjs');
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-'));
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
  fs.rmSync(root, { recursive: true });
});

interface Said {
  isReadOnly?: boolean;
  version?: number;
  isReady?: boolean;
  won?: boolean[];
}

/** A child and what it says; `hear` resolves with the first message that fits. */
function start(...args: string[]): {
  child: ChildProcess;
  heard: Said[];
  hear: (fits: (said: Said) => boolean) => Promise<Said>;
} {
  const child = spawn(process.execPath, [WRITER, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const heard: Said[] = [];
  const waiting = new Set<() => void>();
  readline.createInterface({ input: child.stdout! }).on('line', (line) => {
    heard.push(JSON.parse(line) as Said);
    for (const wake of waiting) wake();
  });
  const hear = async (fits: (said: Said) => boolean): Promise<Said> => {
    for (;;) {
      const found = heard.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => waiting.add(resolve));
    }
  };
  return { child, heard, hear };
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'close');
  child.kill('SIGKILL');
  await exit;
}

test('an index whose writer is killed at random moments opens at once, with the last completed commit or the one in flight', async () => {
  let folder = '';
  let last = 0;
  const said = new Set<number>();
  for (let round = 0; round < KILLS; round++) {
    // A writer's versions end at 250.
    if (round % 8 === 0) {
      folder = path.join(root, `killed-${round}`);
      last = 0;
      said.clear();
    }
    const { child, heard, hear } = start('commit', folder);
    const first = await hear(({ isReadOnly }) => isReadOnly !== undefined);
    assert.equal(first.isReadOnly, false, 'the lock of the killed writer is taken over');
    await hear(({ version }) => version !== undefined && version > last);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    await kill(child);
    for (const { version } of heard) if (version) said.add(version);
    const lastSaid = Math.max(...said);

    const { store, notices } = await IndexStore.open(folder, OPTIONS);
    assert.deepEqual(notices, []);
    const version = (await store.readShard(0))!.lexical[0]!;
    assert.ok(version === lastSaid || version === lastSaid + 1, `said ${lastSaid}, found ${version}`);
    assert.deepEqual(await readAll(store), makeShards(version));
    const cache = await VectorCache.open(store.deepFolder, { fingerprint: 'deep', dims: 8 });
    assert.deepEqual(cache.notices, []);
    for (const v of said) assert.deepEqual(cache.get(hash(`deep ${v}`)), new Float32Array(8).fill(v));
    await store.close();
    last = version;
  }
});

test('of two writers the second reads, follows the first, and takes over when it is gone', async () => {
  const folder = path.join(root, 'two');
  const { child, hear } = start('commit', folder);
  await hear(({ version }) => version !== undefined);
  const { store, notices } = await IndexStore.open(folder, OPTIONS);
  assert.equal(store.isReadOnly, true);
  assert.deepEqual(
    notices.map(({ code }) => code),
    ['indexLocked'],
  );
  assert.match(notices[0]!.detail, new RegExp(`process ${child.pid} on `));
  await assert.rejects(store.commit(makeShards(1)), (e) => e instanceof EngineError && e.code === 'indexLocked');
  assert.equal(await store.becomeWriter(), undefined);
  for (let round = 0; round < 5; round++) {
    const seen = Math.max(...[...(await readAll(store)).values()].map(({ lexical }) => lexical[0]!));
    await hear(({ version }) => version !== undefined && version > seen);
    assert.deepEqual(await store.refresh(), [0, 1, 2, 3]);
    const all = await readAll(store);
    assert.equal(all.size, OPTIONS.shardCount);
    for (const [k, shard] of all) assert.deepEqual(shard, makeShards((shard.lexical[0]! - k + 256) % 256).get(k));
  }
  await kill(child);
  assert.ok(await store.becomeWriter());
  assert.equal(store.isReadOnly, false);
  assert.deepEqual(notices, []);
  const version = (await store.readShard(0))!.lexical[0]!;
  assert.deepEqual(await readAll(store), makeShards(version));
  await store.commit(makeShards(251));
  assert.deepEqual(await readAll(store), makeShards(251));
  await store.close();
});

test('of processes that race for free and for stale locks exactly one gets each', async () => {
  const folders = Array.from({ length: 20 }, (_, i) => path.join(root, `race${i}`));
  const dead = start('commit', path.join(root, 'dead'));
  await kill(dead.child);
  for (const [i, folder] of folders.entries()) {
    fs.mkdirSync(folder);
    if (i % 2) fs.writeFileSync(path.join(folder, 'lock-4'), JSON.stringify(staleLock(dead.child.pid!)));
  }
  const racers = Array.from({ length: 4 }, () => start('take', ...folders));
  await Promise.all(racers.map(({ hear }) => hear(({ isReady }) => isReady === true)));
  for (const { child } of racers) child.stdin!.write('go\n');
  const results = await Promise.all(racers.map(({ hear }) => hear(({ won }) => won !== undefined)));
  for (const [i, folder] of folders.entries()) {
    assert.equal(results.filter(({ won }) => won![i]).length, 1, `winners of ${folder}`);
    assert.equal(fs.readdirSync(folder).filter((name) => name.startsWith('lock-')).length, 1);
  }
  await Promise.all(racers.map(({ child }) => kill(child)));
});

function staleLock(pid: number): object {
  const host =
    process.platform === 'linux' ? `${os.hostname()}/${fs.readlinkSync('/proc/self/ns/pid')}` : os.hostname();
  return { pid, host, startedMs: 1, token: 'of a dead process', isReleased: false };
}
