/**
 * A process that a test starts, watches and kills: `commit <folder>` commits version after version, `take <folder> …`
 * tries to get locks.
 */
import { diskFiles } from '../../src/storage/disk/files';
import { IndexLock } from '../../src/storage/disk/lock';
import { IndexStore } from '../../src/storage/indexStore';
import { VectorCache } from '../../src/storage/vectors/vectorCache';
import { hash, makeShards, OPTIONS } from './shardData';

const [command, ...folders] = process.argv.slice(2);

/** Says each version when its commit is done. Deep vectors are added too: hash n is on disk when n is said. */
async function commitForever(folder: string): Promise<void> {
  const { store, notices } = await IndexStore.open(folder, OPTIONS);
  say({ isReadOnly: store.isReadOnly, notices });
  const cache = await VectorCache.open(store.deepFolder, { fingerprint: 'deep', dims: 8 });
  const start = (await store.readShard(0))?.lexical[0] ?? 0;
  for (let version = start + 1; version < 250; version++) {
    await store.commit(makeShards(version));
    cache.put([{ hash: hash(`deep ${version}`), vector: new Float32Array(8).fill(version) }]);
    await cache.flush();
    say({ version });
  }
}

/** Tries each lock when told to by a line on stdin, and holds what it got until it is killed. */
async function takeLocks(): Promise<void> {
  say({ isReady: true });
  await new Promise((resolve) => process.stdin.once('data', resolve));
  const won: boolean[] = [];
  for (const folder of folders) won.push((await IndexLock.acquire(diskFiles, folder)) instanceof IndexLock);
  say({ won });
  setInterval(() => undefined, 1000);
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

void (command === 'commit' ? commitForever(folders[0]!) : takeLocks());
