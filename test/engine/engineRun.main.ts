/**
 * What a window does with its engine, from opening to closing, with a deep model: for tests that watch the processes
 * from outside. Prints one line of JSON with what was done, so that a run in which nothing happened is not taken for
 * one in which nothing was seen.
 */
import { fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { openChannel } from '../../src/protocol/channel';
import { requests } from '../../src/protocol/engine';
import { createClient } from '../../src/protocol/requests';

async function main(): Promise<void> {
  const [dir = '', indexDir = '', modelDir = '', waitMs = '0'] = process.argv.slice(2);
  const child = fork(path.join(process.cwd(), 'dist/engine.cjs'), { execArgv: [], serialization: 'json' });
  const engine = createClient(requests, openChannel(child, {}).request);
  const deepModel = { id: 'any', dir: modelDir };
  const corpora = [{ id: 'main', name: 'main', root: dir, indexDir }];
  await engine.open({ corpora, excludeGlobs: [], maxFileSizeBytes: 1e6, deepModel });
  await engine.setDeepIndexingPolicy({ ...UNHINDERED, pace: 'full' });
  await engine.update({ corpusId: 'main' });
  const tiers: string[] = [];
  for (const [depth, query] of [
    ['fast', 'retryUpload'],
    ['full', 'where do we try again after a failed upload'],
    ['full', '비밀번호 해시는 어디서 계산하나'],
  ] as const)
    tiers.push((await engine.search({ query, depth, limit: 5 })).tier);
  const [file] = fs.readdirSync(path.join(dir, 'src')).filter((name) => name.endsWith('.ts'));
  await engine.similar({ corpusId: 'main', path: `src/${file}`, limit: 5 });
  fs.appendFileSync(path.join(dir, 'src', file!), '\nexport function lighthouse(): void {}\n');
  await engine.update({ corpusId: 'main', paths: [`src/${file}`] });
  while ((await engine.status()).corpora.some(({ chunks, deepChunks }) => deepChunks < chunks)) await pause(50);
  await engine.verify({ corpusId: 'main' });
  await engine.rebuild({ corpusId: 'main' });
  // Telemetry would be sent a while after the work.
  await pause(Number(waitMs));
  const { corpora: done } = await engine.status();
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  await exited;
  console.log(JSON.stringify({ tiers, chunks: done[0]!.chunks, deepChunks: done[0]!.deepChunks }));
}

const UNHINDERED = {
  pauseOnBattery: false,
  pauseWhenBusy: false,
  memoryLimitBytes: 2e9,
  idleMs: 60_000,
  vectorLimitBytes: 2e9,
};

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

void main();
