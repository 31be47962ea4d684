/**
 * Watching a folder with the real parts (file events, the batch, the engine's process), while searches go on: a `git
 * checkout` of many files, and a storm of events. Scaled in size and time to what a test can bear, at the real rates;
 * `npm run test:faults` takes 50,000 files and a minute.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createEngineClient, type EngineClient } from '../../../src/extension/engine/engineClient';
import { createChangeBatch, isGitAtWork } from '../../../src/extension/workspace/changeBatch';
import { root, temporaryFolder, write } from '../../support/workspace';

type Context = { after(clean: () => void | Promise<void>): void };

const source = (i: number, marker: string): string =>
  `/** Number ${i} of the ${marker} branch. */\nexport function value${i}(): string {\n  return '${marker}x${i}';\n}\n`;

interface Watched {
  dir: string;
  engine: EngineClient;
  /** One entry per update that was asked for: how many paths, undefined for the whole folder. */
  updates: (number | undefined)[];
  commits(): number;
  /** How long each update took that is done. */
  tookMs: number[];
  add(file: string): void;
  search(query: string): Promise<string | undefined>;
}

/** The engine's process over `dir`, indexed, with a batch before it as the watcher has one. */
async function watched(t: Context, makeFolder: (dir: string) => Promise<void>): Promise<Watched> {
  // What was opened is closed before its folders are removed.
  const open: { dispose(): void | Promise<void> }[] = [];
  t.after(async () => {
    for (const each of open) await each.dispose();
  });
  const dir = temporaryFolder(t);
  await makeFolder(dir);
  let commits = 0;
  const tookMs: number[] = [];
  const updates: (number | undefined)[] = [];
  const corpus = { id: 'main', name: 'main', root: dir, indexDir: path.join(temporaryFolder(t), 'index') };
  const engine = createEngineClient({
    modulePath: path.join(root, 'dist/engine.cjs'),
    log: () => undefined,
    onStart: (requests) => requests.open({ corpora: [corpus], excludeGlobs: [], maxFileSizeBytes: 1_000_000 }),
    listeners: { changed: () => commits++ },
    onCrash: (detail) => assert.fail(detail),
    onGaveUp: (detail) => assert.fail(detail),
  });
  engine.start();
  await engine.update({ corpusId: 'main' });
  commits = 0;
  const batch = createChangeBatch({
    flush: async (paths) => {
      updates.push(paths?.length);
      const started = performance.now();
      await engine.update({ corpusId: 'main', ...(paths && { paths }) });
      tookMs.push(performance.now() - started);
    },
    isHeld: () => isGitAtWork(dir),
  });
  open.push(batch, engine);
  const search = async (query: string) => {
    const { results } = await engine.search({ query, limit: 1, depth: 'fast' });
    return results[0]?.preview;
  };
  return { dir, engine, updates, commits: () => commits, tookMs, add: batch.add, search };
}

/** Searches until told to stop; the time of each in milliseconds. */
function keepSearching({ search }: Watched): () => Promise<number[]> {
  const tookMs: number[] = [];
  let isWanted = true;
  const loop = (async () => {
    while (isWanted) {
      const started = performance.now();
      // A file that is being written may be empty at this moment; the result is there.
      assert.notEqual(await search(`value${tookMs.length % 100}`), undefined);
      tookMs.push(performance.now() - started);
      await pause(20);
    }
  })();
  return async () => {
    isWanted = false;
    await loop;
    return tookMs;
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const started = Date.now();
  while (!(await isTrue())) {
    if (Date.now() - started > 600_000) assert.fail(`${what}: not within ten minutes`);
    await pause(100);
  }
}

const FILES = Number(process.env.KINDRED_CHECKOUT_FILES ?? 1000);

test(`a git checkout that changes ${FILES} files is one update, saved once, and searches go on`, async (t) => {
  let dir = '';
  const git = (...args: string[]) =>
    promisify(execFile)('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: dir });
  const branch = async (marker: string) => {
    write(dir, Object.fromEntries(Array.from({ length: FILES }, (_, i) => [`src/f${i}.ts`, source(i, marker)])));
    await git('add', '.');
    await git('commit', '-qm', marker);
  };
  const at = await watched(t, async (made) => {
    dir = made;
    await git('init', '-q', '-b', 'first');
    await branch('first');
    await git('checkout', '-qb', 'second');
    await branch('second');
  });
  // Recursive watching of Node.js loses files that are replaced; these two folders are all there is.
  for (const folder of ['src', '.git']) {
    const watcher = fs.watch(path.join(dir, folder), (_, file) => at.add(`${folder}/${file}`));
    t.after(() => watcher.close());
  }

  for (const [round, marker] of ['first', 'second'].entries()) {
    const stop = keepSearching(at);
    await git('checkout', '-q', marker);
    await until(() => at.tookMs.length > round, `the checkout of ${marker}`);
    const searchMs = await stop();
    for (const i of [7, FILES - 1])
      assert.ok((await at.search(`${marker}x${i}`))?.includes(`'${marker}x${i}'`), `${marker}x${i}`);
    assert.ok(searchMs.length > 0);
    t.diagnostic(`${searchMs.length} searches during the checkout of ${marker}, ${described(searchMs)}`);
    const { corpora } = await at.engine.status();
    assert.equal(corpora[0]!.documents, FILES);
  }
  await pause(1000); // what comes late would be seen
  assert.deepEqual(at.updates, [undefined, undefined]);
  // One for each, and one more for every five seconds that it took: what a kill may cost.
  const updatingMs = at.tookMs.reduce((sum, ms) => sum + ms, 0);
  const most = 2 + Math.floor(updatingMs / 5000);
  assert.ok(at.commits() <= most, `${at.commits()} commits in ${updatingMs} ms of updating`);
});

function described(tookMs: readonly number[]): string {
  const sorted = [...tookMs].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))]!);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`;
}

const SECONDS = Number(process.env.KINDRED_STORM_SECONDS ?? 5);
const EVENTS_PER_TICK = 100;
const TICK_MS = 10;

test(`10,000 events a second for ${SECONDS} seconds: searches are answered, updates stay few, nothing is lost`, async (t) => {
  const at = await watched(t, async (dir) =>
    write(dir, Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`src/f${i}.ts`, source(i, 'old')]))),
  );
  const { dir } = at;
  const stop = keepSearching(at);
  const started = performance.now();
  let events = 0;
  for (let tick = 1; events < SECONDS * 10_000; tick++) {
    // Behind by a slow write: what is due is sent at once, as a watcher does.
    const due = Math.ceil((performance.now() - started) / TICK_MS) * EVENTS_PER_TICK;
    for (; events < due; events++) at.add(events % 3 ? `src/f${events % 300}.ts` : `build/log${events}.txt`);
    write(dir, { [`src/f${tick % 300}.ts`]: source(tick % 300, `tick${tick}`) });
    await pause(TICK_MS);
  }
  const tookMs = await stop();
  const stormMs = performance.now() - started;
  assert.ok(at.updates.length < SECONDS + 2, `${at.updates.length} updates`);
  assert.ok(tookMs.length > 10 && Math.max(...tookMs) < stormMs / 3, `${tookMs.length}, ${Math.max(...tookMs)} ms`);
  for (let i = 0; i < 300; i++) {
    write(dir, { [`src/f${i}.ts`]: source(i, 'last') });
    at.add(`src/f${i}.ts`);
  }
  await until(async () => {
    for (let i = 0; i < 300; i += 29) if (!(await at.search(`lastx${i}`))?.includes(`'lastx${i}'`)) return false;
    return true;
  }, 'the last texts');
});
