/**
 * The deep model end to end: a small model of Jina's shape, really loaded by ONNX Runtime in the inference process,
 * behind the engine and the CLI.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { LexicalSegment } from '../../../src/core/lexical/lexicalSegment';
import type { SearchScratch } from '../../../src/core/ranking/searchScratch';
import { ScanScratch } from '../../../src/core/vectors/scanScratch';
import type { Engine } from '../../../src/engine/engine';
import { modelDir } from '../../../src/inference/installedModels';
import { DEFAULT_MODEL_ID } from '../../../src/inference/presets';
import { installSmallModel } from '../../support/installJina';
import { until } from '../../support/until';
import { openEngine, PROJECT, root, temporaryFolder, write } from '../../support/workspace';

const update = { corpusId: 'main' };

test('a full search embeds its candidates and says that it ranked them deeply; a fast one does not wait', async (t) => {
  const model = await smallModel(t);
  const twin = PROJECT['src/upload.ts'].replaceAll('pload', 'nload');
  const { engine } = await openEngine(t, { ...PROJECT, 'src/twin.ts': twin });
  await engine.update(update);
  await engine.setDeepModel(model);
  const fast = await engine.search({ query: 'upload retry', limit: 4, depth: 'fast' });
  assert.equal(fast.tier, 'embedded');
  const full = await engine.search({ query: 'upload retry', limit: 4, depth: 'full' });
  assert.equal(full.tier, 'deep');
  assert.ok(
    full.results.some(({ reasons }) => reasons.some(({ name }) => /deep/i.test(name))),
    JSON.stringify(full.results[0]),
  );
  const similar = await engine.similar({ corpusId: 'main', path: 'src/upload.ts', limit: 4 });
  assert.equal(similar.tier, 'deep');
});

test('a deep search and a deep Find Similar scan words and vectors once, as fast ones do', async (t) => {
  const twin = PROJECT['src/upload.ts'].replaceAll('pload', 'nload');
  const { engine } = await openEngine(t, { ...PROJECT, 'src/twin.ts': twin });
  await engine.update(update);
  await engine.setDeepModel(await smallModel(t));
  const scratch: SearchScratch = Reflect.get(engine, 'scratch');
  const scans = { words: 0, vectors: 0 };
  const { postingList } = LexicalSegment.prototype;
  const { reserve } = ScanScratch.prototype;
  t.mock.method(LexicalSegment.prototype, 'postingList', function (this: LexicalSegment, key: Uint8Array) {
    scans.words++;
    return postingList.call(this, key);
  });
  t.mock.method(ScanScratch.prototype, 'reserve', function (this: ScanScratch, rows: number) {
    if (this === scratch.scan) scans.vectors++;
    reserve.call(this, rows);
  });
  const scansOf = async (depth: 'fast' | 'full') => {
    Object.assign(scans, { words: 0, vectors: 0 });
    const { tier } = await engine.search({ query: 'hash a password', limit: 4, depth });
    return { tier, ...scans };
  };
  const fast = await scansOf('fast');
  assert.ok(fast.words > 0 && fast.vectors > 0);
  assert.deepEqual(await scansOf('full'), { ...fast, tier: 'deep' });
  const similarScansOf = async (depth: 'fast' | 'full') => {
    Object.assign(scans, { words: 0, vectors: 0 });
    const { tier } = await engine.similar({ corpusId: 'main', path: 'src/upload.ts', limit: 4, depth });
    return { tier, ...scans };
  };
  const fastSimilar = await similarScansOf('fast');
  assert.ok(fastSimilar.vectors > 0);
  assert.deepEqual(await similarScansOf('full'), { ...fastSimilar, tier: 'deep' });
});

test('deep vectors fill in the background, survive the engine, a rename and an undone edit', async (t) => {
  const model = await smallModel(t);
  const { engine, dir, indexDir } = await openEngine(t, PROJECT, { fillInBackground: true });
  await engine.update(update);
  await engine.setDeepModel(model);
  await until(async () => covered(await engine.status()));
  await engine.dispose();

  fs.renameSync(path.join(dir, 'src/upload.ts'), path.join(dir, 'src/moved.ts'));
  const again = await openEngine(t, {}, {}, { dir, indexDir });
  await again.engine.update(update);
  await again.engine.setDeepModel(model);
  await until(async () => covered(await again.engine.status()));
  write(dir, { 'src/moved.ts': 'export const other = 1;\n' });
  await again.engine.update(update);
  assert.ok(!covered(await again.engine.status()));
  write(dir, { 'src/moved.ts': PROJECT['src/upload.ts'] });
  await again.engine.update(update);
  assert.ok(covered(await again.engine.status()), 'undoing the edit needs no embedding');
});

test('killed inference: the search is answered from the first stage, the next one deeply again', async (t) => {
  const model = await smallModel(t);
  const { engine } = await openEngine(t);
  await engine.update(update);
  await engine.setDeepModel(model);
  await engine.search({ query: 'upload again', limit: 2, depth: 'full' });
  const { pid } = clientOf(engine).status();
  assert.ok(pid);
  process.kill(pid, 'SIGKILL');
  const during = await engine.search({ query: 'hash password', limit: 2, depth: 'full' });
  assert.equal(during.results[0]?.path, 'src/auth/password.py');
  await until(async () => (await engine.search({ query: 'session cookie', limit: 2, depth: 'full' })).tier === 'deep');
});

test('inference killed in the middle of a query, or hanging: answered from the first stage, and deeply again afterwards', async (t) => {
  const model = await smallModel(t);
  const { engine } = await openEngine(t);
  await engine.update(update);
  await engine.setDeepModel(model);
  await engine.search({ query: 'upload again', limit: 2, depth: 'full' });
  const ask = () => engine.search({ query: 'hash password', limit: 2, depth: 'full' });
  for (const fate of ['killed', 'hanging'] as const) {
    const { pid } = clientOf(engine).status();
    // A stopped process has the question and gives no answer.
    process.kill(pid!, 'SIGSTOP');
    const answer = ask();
    if (fate === 'killed') setTimeout(() => process.kill(pid!, 'SIGKILL'), 100);
    const { tier, results, tookMs } = await answer;
    assert.deepEqual([tier, results[0]?.path], ['embedded', 'src/auth/password.py'], fate);
    assert.ok(tookMs < 30_000, `${tookMs} ms`);
    await until(async () => (await ask()).tier === 'deep');
    assert.notEqual(clientOf(engine).status().pid, pid, fate);
  }
});

test('a model that cannot be loaded leaves the first stage answering and shows why', async (t) => {
  const model = await smallModel(t);
  const config = path.join(model, 'onnx/model_quantized.onnx');
  fs.writeFileSync(config, Buffer.alloc(fs.statSync(config).size, 7));
  const { engine } = await openEngine(t);
  await engine.update(update);
  await engine.setDeepModel(model);
  const answer = await engine.search({ query: 'retry an upload', limit: 1, depth: 'full' });
  assert.deepEqual([answer.tier, answer.results[0]?.path], ['embedded', 'src/upload.ts']);
  const { deep } = await engine.status();
  assert.equal(deep.state, 'failed');
  assert.match(deep.detail ?? '', /cannot be used|incompatible|failed/i);
});

test('two windows with different models on one folder: each ranks with its own, and no vector of one serves the other', async (t) => {
  const settings = [{ pooling: 'mean' }, { pooling: 'cls', queryPrefix: 'query: ' }] as const;
  const models = await Promise.all(
    settings.map(async (change) => {
      const dir = modelDir(temporaryFolder(t), DEFAULT_MODEL_ID);
      return (await installSmallModel(dir, 'q8', {}, change)).model.dir;
    }),
  );
  const { engine, dir, indexDir } = await openEngine(t);
  await engine.update(update);
  const other = await openEngine(t, {}, {}, { dir, indexDir });
  assert.deepEqual(
    (await other.engine.status()).corpora[0]!.notices.map(({ code }) => code),
    ['indexLocked'],
    'the second window says that it only reads',
  );
  const ask = async (asked: Engine) => {
    const { tier, results } = await asked.search({ query: 'upload retry', limit: 5, depth: 'full' });
    assert.equal(tier, 'deep');
    return results.map(({ path: file, score }) => [file, score]);
  };
  await engine.setDeepModel(models[0]);
  const alone = await ask(engine);
  await other.engine.setDeepModel(models[1]);
  assert.notDeepEqual(await ask(other.engine), alone);
  assert.deepEqual(await ask(engine), alone);
  // Going back to a model finds its vectors: those of the other were never mixed in.
  await other.engine.setDeepModel(models[0]);
  assert.deepEqual(await ask(other.engine), alone);
});

test('without a model there is an error for asking, and a search without it', async (t) => {
  const { engine } = await openEngine(t);
  await engine.update(update);
  await assert.rejects(engine.setDeepModel(temporaryFolder(t)), { code: 'modelNotInstalled' });
  assert.equal((await engine.search({ query: 'upload again', limit: 1, depth: 'full' })).tier, 'embedded');
  assert.equal((await engine.status()).deep.state, 'absent');
});

test('the CLI ranks with an installed model, and without it when told', async (t) => {
  const models = temporaryFolder(t);
  await installSmallModel(modelDir(models, DEFAULT_MODEL_ID));
  const dir = temporaryFolder(t);
  write(dir, PROJECT);
  const search = (...args: string[]) => {
    const at = ['--json', '--index-dir', path.join(models, 'indexes'), '--model-dir', models];
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(root, 'dist/cli.cjs'), 'search', 'retry upload', dir, ...at, ...args],
      { encoding: 'utf8' },
    );
    assert.ok(stdout, stderr);
    return JSON.parse(stdout).tier;
  };
  assert.equal(search(), 'deep');
  assert.equal(search('--no-deep'), 'embedded');
});

async function smallModel(t: { after(clean: () => void): void }): Promise<string> {
  const dir = modelDir(temporaryFolder(t), DEFAULT_MODEL_ID);
  await installSmallModel(dir);
  return dir;
}

function covered({ corpora: [corpus] }: Awaited<ReturnType<Engine['status']>>): boolean {
  return corpus!.chunks > 0 && corpus!.deepChunks === corpus!.chunks;
}

function clientOf(engine: Engine): { status(): { pid?: number } } {
  return Reflect.get(engine, 'deep').chosen.client;
}
