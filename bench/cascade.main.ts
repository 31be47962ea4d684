/**
 * How much a deep model with real weights lifts the results, and how near the cascade (the first stage's best, embedded
 * at once within a budget) comes to having every chunk embedded: nDCG@10 by the share of chunks that have a deep vector
 * before the question is asked.
 *
 *   node out/test/bench/cascade.main.cjs --model bundled [--trees <folder> --queries <queries.jsonl> [--repo flask …]]
 *     [--whole <folder> --how-to <queries.jsonl>] [--held-out <folder>] [--beir <folder> --split dev --split devqa]
 *
 * Beside it: what each repository gains or loses with every passage embedded, and what vectors of 24 and of 8 bits lose
 * (nDCG@10, and how many of the 20 passages nearest to a question are still among its nearest 20).
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
import { VectorRows } from '../src/core/vectors/rows';
import { DEEP_CANDIDATES } from '../src/engine/deep/deepModel';
import { deepText } from '../src/engine/deep/deepText';
import { createDeepEmbedder, type InferenceClient } from '../src/engine/deep/inferenceClient';
import { locateResources } from '../src/engine/resources';
import { ask } from '../src/evaluation/ask';
import { type EvaluationReport, evaluate, rangeOf } from '../src/evaluation/evaluate';
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
  for (const set of sets) {
    const { row, gains } = await measureSet(set, vectors, preset);
    metrics[`${model}, ${set.name}`] = { ...row, ...(await measureBits(set, vectors)) };
    if (set.corpora.size > 1) metrics[`${model}, ${set.name}, gain of each`] = gains;
  }
  record('cascade', 'node out/test/bench/cascade.main.cjs …', metrics, { merge: true });
}

async function measureSet(
  { questions, corpora }: EvaluationSet,
  vectors: Vectors,
  preset: Pick<ModelPreset, 'languages'>,
): Promise<{ row: Record<string, number>; gains: Record<string, number> }> {
  const reportOf = async (run: (question: Question, corpus: MeasuredCorpus) => RankedRange[]) =>
    (await evaluate(questions, (question) => run(question, corpora.get(question.corpus)!))).report;
  const ndcg = ({ headline }: EvaluationReport) => rounded(headline.ndcg10, 4);
  const before = await reportOf(({ text }, corpus) => ranges(first(corpus, text, 10)));
  let after = before;
  const row: Record<string, number> = {
    questions: questions.length,
    corpora: corpora.size,
    'embedded model': ndcg(before),
    'deep vectors alone': ndcg(await reportOf(({ text }, corpus) => nearest(corpus, vectors.get, text, 10))),
  };
  for (const coverage of COVERAGES) {
    for (const budget of coverage === 1 ? [0] : BUDGETS) {
      after = await reportOf(({ text }, corpus) =>
        ranges(
          understands(preset, text) ? cascade(corpus, vectors.get, text, coverage, budget) : first(corpus, text, 10),
        ),
      );
      row[`${coverage * 100} %, ${budget} texts`] = ndcg(after);
    }
  }
  // The last one is that of full coverage.
  const gainOf = (corpus: string) => {
    const [deep, first] = [after, before].map(({ byCorpus }) => byCorpus[corpus]!.measures.ndcg10.mean);
    return rounded(deep! - first!, 4);
  };
  return { row, gains: Object.fromEntries([...corpora.keys()].map((corpus) => [corpus, gainOf(corpus)])) };
}

/** Full coverage with vectors as they are stored; questions stay as they are. */
async function measureBits({ questions, corpora }: EvaluationSet, vectors: Vectors): Promise<Record<string, number>> {
  const row: Record<string, number> = {};
  for (const bits of [24, 8] as const) {
    const stored = new Map<string, Float32Array | undefined>();
    const vectorOf = (key: string) => {
      if (!stored.has(key)) {
        const vector = vectors.get(key);
        const isQuestion = key.startsWith('query: ');
        stored.set(key, vector && !isQuestion ? VectorRows.encode(vector, vector.length, bits).decodeAll() : vector);
      }
      return stored.get(key);
    };
    let recalled = 0;
    const { report } = await evaluate(questions, ({ text, corpus: name }) => {
      const corpus = corpora.get(name)!;
      const keyOf = ({ path: file, startLine }: RankedRange) => `${file}:${startLine}`;
      const exact = new Set(nearest(corpus, vectors.get, text, 20).map(keyOf));
      recalled += nearest(corpus, vectorOf, text, 20).filter((each) => exact.has(keyOf(each))).length / exact.size;
      return ranges(cascade(corpus, vectorOf, text, 1, 0));
    });
    row[`100 %, ${bits} bits`] = rounded(report.headline.ndcg10, 4);
    row[`recall@20, ${bits} bits`] = rounded(recalled / questions.length, 4);
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
function cascade(
  corpus: MeasuredCorpus,
  vectorOf: Vectors['get'],
  text: string,
  coverage: number,
  budget: number,
): Hit[] {
  const isCovered = (hash: string) => Number.parseInt(hash.slice(0, 8), 16) / 2 ** 32 < coverage;
  const missing = first(corpus, text, DEEP_CANDIDATES)
    .map(({ chunk }) => chunk.contentHash)
    .filter((hash) => !isCovered(hash));
  const now = new Set(missing.slice(0, budget));
  const evidence = deepEvidence(vectorOf(queryKey(text))!, (hash) =>
    isCovered(hash) || now.has(hash) ? vectorOf(hash) : undefined,
  );
  return first(corpus, text, 10, evidence);
}

/** `bundled`: the one that ships; else one of those that `npm run test:models` brings. */
async function folderOf(model: string): Promise<string> {
  if (model === 'bundled') return locateResources().bundledModelDir;
  return modelDir(await install(model), FAMILIES[model.replace(/-q$/, '')]!.preset.id);
}

/** What the deep model finds by itself: all chunks by cosine. */
function nearest({ snapshot }: MeasuredCorpus, vectorOf: Vectors['get'], text: string, count: number): RankedRange[] {
  const query = vectorOf(queryKey(text))!;
  return snapshot.segments
    .flatMap(({ chunks }) => chunks.map((chunk) => ({ chunk, cosine: dot(vectorOf(chunk.contentHash)!, query) })))
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, count)
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
