/**
 * How much a deep model with real weights lifts the results, and how near the cascade (the first stage's best, embedded
 * at once within a budget) comes to having every chunk embedded: nDCG@10 by the share of chunks that have a deep vector
 * before the question is asked.
 *
 *   node out/test/bench/cascade.main.cjs --model bundled [--trees <folder> --queries <queries.jsonl> [--repo flask …]]
 *     [--whole <folder> --how-to <queries.jsonl>] [--held-out <folder>] [--beir <folder> --split dev --split devqa]
 *
 * Other models than the bundled one: `npm run test:models` brings the weights of `all-minilm-l6-v2-q`,
 * `bge-small-en-v15-q`, `e5-small-v2-q`. Vectors are kept below out/, so a second run only ranks. Writes
 * bench/results/cascade.json.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeQuery } from '../src/core/query/analyzeQuery';
import { deepEvidence } from '../src/core/ranking/deepSource';
import type { DeepEvidence } from '../src/core/ranking/evidence';
import type { Hit } from '../src/core/ranking/hit';
import { dot } from '../src/core/vectors/dot';
import { DEEP_CANDIDATES } from '../src/engine/deep/deepModel';
import { deepText } from '../src/engine/deep/deepText';
import { createDeepEmbedder, type InferenceClient } from '../src/engine/deep/inferenceClient';
import { locateResources } from '../src/engine/resources';
import { ask } from '../src/evaluation/ask';
import { evaluate, rangeOf } from '../src/evaluation/evaluate';
import type { MeasuredCorpus } from '../src/evaluation/measuredCorpus';
import type { RankedRange } from '../src/evaluation/metrics';
import type { Question } from '../src/evaluation/setFormats';
import { installedModel, modelDir } from '../src/inference/installedModels';
import { type ModelPreset, understands } from '../src/inference/presets';
import { FAMILIES, install } from '../test/models/installWeights';
import { type EvaluationSet, embedded, loadSets, SET_OPTIONS } from './evalSets';
import { record, rounded } from './record';

const { values: args } = parseArgs({ options: { model: { type: 'string' }, ...SET_OPTIONS } });

/** Sentences in English; nothing is chosen on what is held out. */
const SETS = /^(repositories|whole repositories|how-to|CoSQA .*|held out)$/;

/** Shares of the chunks that have a deep vector when the question comes. */
const COVERAGES = [0, 0.01, 0.1, 0.5, 1];
/**
 * Texts embedded within the budget: the default model manages four of a chunk's usual size in 1.5 s on one core, a
 * small one all that are looked at.
 */
const BUDGETS = [0, 4, DEEP_CANDIDATES];

void main();

async function main(): Promise<void> {
  const { model } = args;
  const sets = (await loadSets(args)).filter(({ name }) => SETS.test(name));
  if (!model || sets.length === 0) throw new Error('see the head of this file');

  const folder = await folderOf(model);
  const { preset } = installedModel(folder)!;
  const embedder = createDeepEmbedder({ modelDir: folder, inferenceEntry: path.resolve('dist/inference.cjs') });
  const vectors = openVectors(path.join('out/models-cache', `${model}.vectors.jsonl`));
  for (const set of sets) await embedAll(embedder, vectors, set);
  await embedder.dispose();

  const metrics: Record<string, Record<string, number>> = {};
  for (const set of sets) metrics[`${model}, ${set.name}`] = await measureSet(set, vectors, preset);
  record('cascade', 'node out/test/bench/cascade.main.cjs …', metrics, { merge: true });
}

async function measureSet(
  { questions, corpora }: EvaluationSet,
  vectors: Vectors,
  preset: Pick<ModelPreset, 'languages'>,
): Promise<Record<string, number>> {
  const measure = async (run: (question: Question, corpus: MeasuredCorpus) => RankedRange[]): Promise<number> => {
    const { report } = await evaluate(questions, (question) => run(question, corpora.get(question.corpus)!));
    return rounded(report.headline.ndcg10, 4);
  };
  const row: Record<string, number> = {
    questions: questions.length,
    corpora: corpora.size,
    'embedded model': await measure(({ text }, corpus) => ranges(first(corpus, text, 10))),
    'deep vectors alone': await measure(({ text }, corpus) => nearest(corpus, vectors, text)),
  };
  for (const coverage of COVERAGES) {
    for (const budget of coverage === 1 ? [0] : BUDGETS) {
      row[`${coverage * 100} %, ${budget} texts`] = await measure(({ text }, corpus) =>
        ranges(understands(preset, text) ? cascade(corpus, vectors, text, coverage, budget) : first(corpus, text, 10)),
      );
    }
  }
  return row;
}

function first({ snapshot, readText }: MeasuredCorpus, text: string, limit: number, deep?: DeepEvidence): Hit[] {
  return ask(snapshot, text, { embedded, without: [], limit, readText, ...(deep && { deep: [deep] }) }).hits;
}

/**
 * As Engine.search does it: the first stage's best are embedded, best first, as many as the budget allows; then all is
 * ranked again.
 */
function cascade(corpus: MeasuredCorpus, vectors: Vectors, text: string, coverage: number, budget: number): Hit[] {
  const isCovered = (hash: string) => Number.parseInt(hash.slice(0, 8), 16) / 2 ** 32 < coverage;
  const missing = first(corpus, text, DEEP_CANDIDATES)
    .map(({ chunk }) => chunk.contentHash)
    .filter((hash) => !isCovered(hash));
  const now = new Set(missing.slice(0, budget));
  const evidence = deepEvidence(vectors.get(queryKey(text))!, (hash) =>
    isCovered(hash) || now.has(hash) ? vectors.get(hash) : undefined,
  );
  return first(corpus, text, 10, evidence);
}

/** `bundled`: the one that ships; else one of those that `npm run test:models` brings. */
async function folderOf(model: string): Promise<string> {
  if (model === 'bundled') return locateResources().bundledModelDir;
  return modelDir(await install(model), FAMILIES[model.replace(/-q$/, '')]!.preset.id);
}

/** What the deep model finds by itself: all chunks by cosine. */
function nearest({ snapshot }: MeasuredCorpus, vectors: Vectors, text: string): RankedRange[] {
  const query = vectors.get(queryKey(text))!;
  return snapshot.segments
    .flatMap(({ chunks }) => chunks.map((chunk) => ({ chunk, cosine: dot(vectors.get(chunk.contentHash)!, query) })))
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, 10)
    .map(({ chunk: { path: file, startLine, endLine } }) => ({ path: file, startLine, endLine }));
}

function ranges(hits: readonly Hit[]): RankedRange[] {
  return hits.map(rangeOf);
}

interface Vectors {
  get(key: string): Float32Array | undefined;
  add(key: string, vector: Float32Array): void;
}

/** By content hash, kept in a file of lines, so that a run that is cut off goes on where it stopped. */
function openVectors(file: string): Vectors {
  const vectors = new Map<string, Float32Array>();
  if (fs.existsSync(file)) {
    for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
      if (!line.endsWith('"]')) continue;
      const [key, bytes] = JSON.parse(line) as [string, string];
      vectors.set(key, new Float32Array(Uint8Array.from(Buffer.from(bytes, 'base64')).buffer));
    }
  }
  return {
    get: (key) => vectors.get(key),
    add(key, vector) {
      vectors.set(key, vector);
      fs.appendFileSync(file, `${JSON.stringify([key, Buffer.from(vector.slice().buffer).toString('base64')])}\n`);
    },
  };
}

function queryKey(text: string): string {
  return `query: ${analyzeQuery(text).text}`;
}

async function embedAll(
  embedder: InferenceClient,
  vectors: Vectors,
  { questions, corpora }: EvaluationSet,
): Promise<void> {
  const add = async (key: string, text: string, kind: 'query' | 'document') => {
    if (!vectors.get(key)) vectors.add(key, (await embedder.embed([text], kind))[0]!);
  };
  for (const { text } of questions) await add(queryKey(text), analyzeQuery(text).text, 'query');
  for (const [name, { snapshot, readText }] of corpora) {
    for (const [segment, { chunks }] of snapshot.segments.entries())
      for (const [ordinal, { contentHash, symbol }] of chunks.entries())
        await add(contentHash, deepText(symbol, readText({ segment, ordinal })), 'document');
    console.error(`${name}: every chunk embedded`);
  }
}
