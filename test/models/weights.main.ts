/**
 * Real weights through the inference process and the CLI, and what they do to the ranking. Reference vectors were
 * computed by tools/reference-vectors.py with none of our code. Run by tools/test-models.mjs, which brings the weights;
 * a model whose weights are not in the cache is not tested and that tool says so.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createDeepEmbedder } from '../../src/engine/deep/inferenceClient';
import { compareRuns } from '../../src/evaluation/bootstrap';
import type { Outcome } from '../../src/evaluation/evaluate';
import { modelDir } from '../../src/inference/installedModels';
import { weightsPath } from '../../src/inference/presets';
import { PROJECT, root, temporaryFolder, write } from '../support/workspace';
import { FAMILIES, install, weightsOf } from './installWeights';

interface Reference {
  texts: { kind: 'query' | 'document'; text: string }[];
  /** Components in millionths, in the order of `texts`. */
  models: Record<string, number[][]>;
}

const reference: Reference = JSON.parse(fs.readFileSync(path.join(root, 'test/models/reference.json'), 'utf8'));
const available = process.argv.slice(2);

/** 8-bit kernels round differently from one version and instruction set of the runtime to the next. */
const LEAST_COSINE = { fp32: 0.999, q8: 0.99 };

assert.ok(available.length > 0, 'name the models whose weights are in the cache');
for (const name of available) {
  const dtype = name.endsWith('-q') ? 'q8' : 'fp32';
  const { preset, isPreset } = FAMILIES[name.replace(/-q$/, '')]!;

  if (dtype === 'q8' && isPreset) {
    test(`${name}: the weights are those that the preset pins`, () => {
      const pinned = preset.files.find((file) => file.path === weightsPath('q8'))!;
      const bytes = fs.readFileSync(weightsOf(name));
      assert.deepEqual([bytes.length, sha256(bytes)], [pinned.sizeBytes, pinned.sha256]);
    });
  }

  test(`${name}: every text's vector is the reference's (${preset.pooling}, ${dtype})`, async (t) => {
    const folder = modelDir(await install(name), preset.id);
    const embedder = createDeepEmbedder({ modelDir: folder, inferenceEntry: path.join(root, 'dist/inference.cjs') });
    t.after(() => embedder.dispose());
    const cosines: number[] = [];
    for (const [i, { kind, text }] of reference.texts.entries()) {
      const [vector] = await embedder.embed([text], kind);
      cosines.push(cosine(vector!, reference.models[name]![i]!));
    }
    t.diagnostic(`${name}: lowest cosine ${Math.min(...cosines).toFixed(6)} of ${cosines.length} texts`);
    assert.ok(
      cosines.every((each) => each > LEAST_COSINE[dtype]),
      cosines.map((each) => each.toFixed(4)).join(' '),
    );
  });
}

// One is enough for the way from the command line to the network and back; the smallest that is there.
const [cliModel] = available.filter((name) => name.endsWith('-q')).concat(available);

test(`${cliModel}: the CLI indexes, searches and names the deep tier`, async (t) => {
  const dir = temporaryFolder(t);
  const indexes = temporaryFolder(t);
  write(dir, PROJECT);
  const models = await install(cliModel!);
  const kindred = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(root, 'dist/cli.cjs'), ...args, '--index-dir', indexes, '--json'], {
      cwd: dir,
      encoding: 'utf8',
    });
  const indexed = kindred('index', '--model-dir', models);
  assert.equal(indexed.status, 0, indexed.stderr);
  const question = 'try again after a failed upload';
  const deep = kindred('search', question, '--model-dir', models);
  assert.equal(deep.status, 0, deep.stderr);
  const answer = JSON.parse(deep.stdout);
  assert.equal(answer.tier, 'deep');
  assert.equal(answer.results[0].path, 'src/upload.ts');
  assert.equal(JSON.parse(kindred('search', question, '--model-dir', models, '--no-deep').stdout).tier, 'embedded');
});

/**
 * What a deep model does to the ranking, question by question beside the embedded model alone. The first set is on
 * every machine, because it is of a package of ours, pinned: its doc comments ask for the code below them. The second,
 * real questions, is beside a clone where development data is.
 */
const COSQA = ['..', '../..'].map((up) => path.join(root, up, 'shared/eval/cosqa-dev')).find((at) => fs.existsSync(at));
const RANKING_SETS: { name: string; at: string[]; leastGain: number }[] = [
  { name: 'doc comments', at: ['--self', '', '--limit', '100'], leastGain: 0 },
  ...(COSQA
    ? [{ name: 'CoSQA', at: [COSQA, '--split', 'dev', '--language', 'python', '--limit', '60'], leastGain: 0.03 }]
    : []),
];
if (!COSQA) console.log('# ranking not measured on CoSQA: shared/eval/cosqa-dev is not beside the clone');

for (const { name: set, at, leastGain } of RANKING_SETS) {
  test(`${cliModel}: ranks as well as it must beside the embedded model alone (${set})`, async (t) => {
    const folder = temporaryFolder(t);
    const sources = path.join(folder, 'transformers');
    fs.cpSync(path.join(root, 'node_modules/@huggingface/transformers/src'), sources, { recursive: true });
    const models = await install(cliModel!);
    const measure = (file: string, ...more: string[]): number[] => {
      const json = path.join(folder, file);
      const args = ['eval', ...at.map((each) => each || sources), '--json', json, ...more];
      const run = spawnSync(process.execPath, [path.join(root, 'dist/cli.cjs'), ...args], { encoding: 'utf8' });
      assert.equal(run.status, 0, run.stderr);
      const { outcomes } = JSON.parse(fs.readFileSync(json, 'utf8')).sets[0] as { outcomes: Outcome[] };
      return outcomes.map(({ measures }) => measures.ndcg10);
    };
    const alone = measure('alone.json');
    const deep = measure(
      'deep.json',
      '--model',
      FAMILIES[cliModel!.replace(/-q$/, '')]!.preset.id,
      '--model-dir',
      models,
    );
    const { mean, low, high } = compareRuns(alone, deep);
    t.diagnostic(
      `${cliModel}, ${set}: nDCG@10 ${mean >= 0 ? '+' : ''}${mean.toFixed(4)} over ${alone.length} questions (95 % ${low.toFixed(4)} to ${high.toFixed(4)})`,
    );
    assert.ok(mean >= leastGain, `${mean}`);
  });
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  assert.equal(a.length, b.length);
  let [dot, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    squaresA += a[i]! ** 2;
    squaresB += b[i]! ** 2;
  }
  return dot / Math.sqrt(squaresA * squaresB);
}
