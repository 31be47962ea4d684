/** The deep model that ships with Kindred: its files, how it starts by itself, and how an installed one takes over. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
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

test('missing or damaged, the embedded model goes on alone', async (t) => {
  const { engine } = await openEngine(t, undefined, { bundledModelDir: temporaryFolder(t), fillInBackground: true });
  await engine.update(update);
  assert.deepEqual([(await engine.search(question)).tier, (await engine.status()).deep.state], ['embedded', 'absent']);

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
