/** The deep model that ships with Kindred: its files, how it starts by itself, and how an installed one takes over. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { dot } from '../../../src/core/vectors/dot';
import { deepText } from '../../../src/engine/deep/deepText';
import type { Engine } from '../../../src/engine/engine';
import { locateResources } from '../../../src/engine/resources';
import { installedModel, MARKER, modelDir } from '../../../src/inference/installedModels';
import { DEFAULT_MODEL_ID } from '../../../src/inference/presets';
import { installSmallModel } from '../../support/installJina';
import { until } from '../../support/until';
import { openEngine, temporaryFolder } from '../../support/workspace';

const update = { corpusId: 'main' };
const question = { query: 'retry an upload again', limit: 4, depth: 'full' } as const;

test('the files are those that its marker names, with the license beside them', () => {
  const { bundledModelDir } = locateResources();
  const model = installedModel(bundledModelDir)!;
  for (const { path: file, sha256 } of model.files) {
    const bytes = fs.readFileSync(path.join(bundledModelDir, file));
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256, file);
  }
  assert.equal(model.preset.license, 'Apache-2.0');
  assert.match(fs.readFileSync(path.join(bundledModelDir, 'LICENSE'), 'utf8'), /Apache License/);
});

test('it fills in by itself, and answers with the share that it had', async (t) => {
  const bundledModelDir = await smallModel(t);
  const { engine } = await openEngine(t, undefined, { bundledModelDir, fillInBackground: true });
  await engine.update(update);
  await until(async () => isCovered(await engine.status()));
  const { tier, deep } = await engine.search(question);
  assert.equal(tier, 'deep');
  assert.deepEqual([deep!.models, deep!.covered], [[DEFAULT_MODEL_ID], deep!.passages]);
  assert.equal((await engine.status()).deep.isBundled, true);
});

test('where nothing fills in, it is not asked before it has vectors', async (t) => {
  const bundledModelDir = await smallModel(t);
  const { engine } = await openEngine(t, undefined, { bundledModelDir });
  await engine.update(update);
  const before = await engine.search(question);
  assert.deepEqual([before.tier, before.deep], ['embedded', undefined]);
  await engine.deepen(new AbortController().signal);
  assert.ok(isCovered(await engine.status()));
  assert.equal((await engine.search(question)).tier, 'deep');
});

test('scripts that it does not read lose nothing: the first stage answers alone', async (t) => {
  const bundledModelDir = await smallModel(t);
  const { engine } = await openEngine(t, undefined, { bundledModelDir });
  await engine.update(update);
  await engine.deepen(new AbortController().signal);
  for (const query of ['업로드 재시도', 'アップロードを再試行する', 'повторить загрузку', '重试上传文件']) {
    const [fast, full] = [
      await engine.search({ ...question, query, depth: 'fast' }),
      await engine.search({ ...question, query }),
    ];
    assert.deepEqual([full.tier, full.deep, full.results], [fast.tier, undefined, fast.results], query);
  }
});

test('an installed model takes its place passage by passage', async (t) => {
  const bundledModelDir = await smallModel(t);
  const { engine } = await openEngine(t, undefined, { bundledModelDir });
  await engine.update(update);
  await engine.deepen(new AbortController().signal);
  const alone = await engine.search(question);
  const installed = await smallModel(t, 2);
  await engine.setDeepModel(installed);
  const both = await engine.search(question);
  assert.equal(both.deep!.models.length, 2);
  assert.equal(both.deep!.covered, both.deep!.passages);
  assert.equal((await engine.status()).deep.isBundled, undefined);
  await engine.setDeepModel(undefined);
  const again = await engine.search(question);
  const scores = ({ results }: typeof alone) => results.map(({ path: file, score }) => [file, score.toFixed(5)]);
  assert.deepEqual(scores(again), scores(alone));
});

test('first it fills in, then the installed model does', async (t) => {
  const bundledModelDir = await smallModel(t);
  const { engine } = await openEngine(t, undefined, { bundledModelDir, fillInBackground: true });
  await engine.setDeepModel(await smallModel(t, 2));
  await engine.update(update);
  const countsOf = () => {
    const { bundled, chosen } = Reflect.get(engine, 'deep');
    return [bundled, chosen].map(({ tier }) => tier.coverage('main'));
  };
  await until(async () => countsOf()[1] === (await engine.status()).corpora[0]!.chunks);
  assert.equal(countsOf()[0], countsOf()[1]);
});

test('a model that is chosen while vectors fill in, and another, and none, leave each with vectors of its own', async (t) => {
  // Longer than any of the models reads, so that each has another vector of it.
  const text = (i: number) =>
    `export const part${i} = [${Array.from({ length: 40 }, (_, k) => `'value ${i + k}'`)}];\n`;
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`src/part${i}.ts`, text(i)]));
  let filled = 0;
  const { engine } = await openEngine(t, files, {
    bundledModelDir: await smallModel(t),
    fillInBackground: true,
    onProgress: ({ phase }) => {
      if (phase === 'deepening') filled++;
    },
  });
  await engine.update(update);
  const goesOn = async () => {
    const before = filled;
    await until(async () => filled > before + 3);
  };
  await goesOn();
  const installed = [await smallModel(t, 2), await smallModel(t, 3)];
  for (const dir of [...installed, undefined, installed[1]!]) {
    await engine.setDeepModel(dir);
    const { tier, deep } = await engine.search({ ...question, query: 'the value of a part' });
    assert.equal(tier, 'deep');
    assert.equal(deep!.models.length, dir ? 2 : 1);
  }
  await until(async () => {
    const { chosen } = Reflect.get(engine, 'deep');
    return chosen.tier.coverage('main') === (await engine.status()).corpora[0]!.chunks;
  });
  const { bundled, chosen } = Reflect.get(engine, 'deep');
  assert.equal(bundled.tier.coverage('main'), chosen.tier.coverage('main'));
  const [chunk] = Reflect.get(engine, 'corpora').get('main').chunks();
  const read = [deepText(chunk.symbol, files[chunk.path]!)];
  const [ofBundled, ofChosen] = await Promise.all(
    [bundled, chosen].map(async ({ client, tier: { stores } }) => {
      const [expected] = await client.embed(read, 'document');
      const found: Float32Array = stores[0].get(chunk.contentHash);
      assert.ok(dot(found, expected) > 0.999);
      return found;
    }),
  );
  assert.ok(dot(ofBundled!, ofChosen!) < 0.999);
  assert.equal((await engine.status()).deep.detail, undefined);
});

test('missing or damaged, the embedded model goes on alone and the status says why', async (t) => {
  const without = path.join(temporaryFolder(t), 'none');
  const incomplete = await smallModel(t);
  fs.rmSync(path.join(incomplete, 'tokenizer.json'));
  for (const [bundledModelDir, fault] of [
    [without, undefined],
    [incomplete, `files are missing or damaged in ${incomplete}`],
  ] as const) {
    const { engine } = await openEngine(t, undefined, { bundledModelDir, fillInBackground: true });
    await engine.update(update);
    const { tier } = await engine.search(question);
    const { state, detail } = (await engine.status()).deep;
    assert.deepEqual([tier, state, detail], ['embedded', 'absent', fault]);
  }

  const damaged = await smallModel(t);
  const [weights] = installedModel(damaged)!.files.filter(({ path: file }) => file.endsWith('.onnx'));
  fs.writeFileSync(path.join(damaged, weights!.path), Buffer.alloc(weights!.sizeBytes));
  const other = await openEngine(t, undefined, { bundledModelDir: damaged, fillInBackground: true });
  await other.engine.update(update);
  const { tier, results } = await other.engine.search(question);
  assert.equal(tier, 'embedded');
  assert.ok(results.length > 0);
  await until(async () => (await other.engine.status()).deep.detail !== undefined);
});

/** `maxTokens` other than the default makes it another model. */
async function smallModel(t: { after(clean: () => void): void }, variant = 1): Promise<string> {
  const dir = modelDir(temporaryFolder(t), DEFAULT_MODEL_ID);
  await installSmallModel(dir);
  if (variant === 1) return dir;
  const marker = path.join(dir, MARKER);
  const written = JSON.parse(fs.readFileSync(marker, 'utf8'));
  written.preset.maxTokens = 8 * variant;
  fs.writeFileSync(marker, JSON.stringify(written));
  return dir;
}

function isCovered({ corpora: [corpus] }: Awaited<ReturnType<Engine['status']>>): boolean {
  return corpus!.chunks > 0 && corpus!.deepChunks === corpus!.chunks;
}
