/**
 * What the bundled transformer costs: how fast it goes through real passages (by the clock and by processor time,
 * since other programs may be at work), what its vectors take on disk, and what searching them adds to a search.
 *
 *   node esbuild.mjs --production --tests
 *   node out/test/bench/deep.main.cjs --folder <repositories> [--every 3] [--passages 1000]
 *
 * All below the folder is one corpus; `--every`: of its files each third alone. For the search its passages have
 * vectors that lie near the embedded model's, so that some of what they find is new and some is not, as with real ones.
 * Writes bench/results/deep.json.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeQuery } from '../src/core/query/analyzeQuery';
import { rank } from '../src/core/ranking/rank';
import { SearchScratch } from '../src/core/ranking/searchScratch';
import { DeepCosines } from '../src/engine/deep/deepCosines';
import { deepText } from '../src/engine/deep/deepText';
import { createDeepEmbedder } from '../src/engine/deep/inferenceClient';
import { createGrammarParsers } from '../src/engine/parsing/treeSitter';
import { locateResources } from '../src/engine/resources';
import { indexTexts, type MeasuredCorpus, readFolder } from '../src/evaluation/measuredCorpus';
import { parseRepositoryQuestions } from '../src/evaluation/setFormats';
import { diskFiles } from '../src/storage/disk/files';
import { VectorCache, verifyVectorFiles } from '../src/storage/vectors/vectorCache';
import { embedded } from './evalSets';
import { percentile, record, rounded } from './record';

const { values: args } = parseArgs({
  options: {
    folder: { type: 'string' },
    every: { type: 'string', default: '1' },
    passages: { type: 'string', default: '1000' },
  },
});
const QUESTIONS = 'test/eval/howto/queries.jsonl';
const ROUNDS = 5;

void main();

async function main(): Promise<void> {
  if (!args.folder) throw new Error('see the head of this file');
  const parsers = createGrammarParsers('dist/grammars');
  const texts = (await readFolder(args.folder)).filter((_, i) => i % Number(args.every) === 0);
  const corpus = await indexTexts(texts, { embedded, parsers });
  record('deep', 'node out/test/bench/deep.main.cjs …', {
    oneThread: await measureFilling(corpus, 1),
    twoThreads: await measureFilling(corpus, 2),
    questionMs: await measureQuestions(),
    ...(await measureSearch(corpus)),
  });
}

/** A sample of the passages from all over the corpus. */
async function measureFilling({ snapshot, readText }: MeasuredCorpus, threads: number) {
  const { bundledModelDir } = locateResources();
  const inferenceEntry = path.resolve('dist/inference.cjs');
  const embedder = createDeepEmbedder({ modelDir: bundledModelDir, inferenceEntry, threads });
  const { chunks } = snapshot.segments[0]!;
  const count = Math.min(Number(args.passages), chunks.length);
  const embedOne = (place: number) => {
    const ordinal = Math.floor((place * chunks.length) / count);
    return embedder.embed([deepText(chunks[ordinal]!.symbol, readText({ segment: 0, ordinal }))], 'document');
  };
  await embedOne(0);
  const before = embedder.cpuMs();
  const started = performance.now();
  for (let place = 0; place < count; place++) await embedOne(place);
  const seconds = (performance.now() - started) / 1000;
  const cpuSeconds = (embedder.cpuMs() - before) / 1000;
  await embedder.dispose();
  return {
    passages: count,
    passagesPerSecond: rounded(count / seconds),
    passagesPerCpuSecond: rounded(count / cpuSeconds),
    cpuSecondsOf10000: rounded((cpuSeconds / count) * 10_000),
    loadOfTheMachine: rounded(os.loadavg()[0]!),
  };
}

/** From the question's text to its vector, while nothing else is embedded. */
async function measureQuestions() {
  const { bundledModelDir } = locateResources();
  const embedder = createDeepEmbedder({
    modelDir: bundledModelDir,
    inferenceEntry: path.resolve('dist/inference.cjs'),
  });
  const ms: number[] = [];
  for (const text of [...questions(), ...questions()]) {
    const started = performance.now();
    await embedder.embed([text], 'query');
    ms.push(performance.now() - started);
  }
  await embedder.dispose();
  // The first half warms up.
  const warm = ms.slice(ms.length / 2);
  return { p50: rounded(percentile(warm, 0.5), 2), p95: rounded(percentile(warm, 0.95), 2) };
}

function questions(): string[] {
  return parseRepositoryQuestions(fs.readFileSync(QUESTIONS, 'utf8')).map(({ text }) => text);
}

async function measureSearch({ snapshot, readText }: MeasuredCorpus) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-bench-'));
  try {
    const dims = 384;
    const cache = await VectorCache.open(folder, { fingerprint: 'chance', dims });
    const { chunks, vectors } = snapshot.segments[0]!;
    const vectorOf = (near: Float32Array) => Float32Array.of(...near, ...unitVector(dims - near.length));
    cache.put(chunks.map(({ contentHash: hash }, i) => ({ hash, vector: vectorOf(vectors.decode([i])) })));
    await cache.flush();
    const { sizeBytes } = await verifyVectorFiles(diskFiles, folder);
    const cosines = new DeepCosines(() => cache);
    const scratch = new SearchScratch();
    const ask = (text: string, isDeep: boolean) => {
      const started = performance.now();
      const analyzed = analyzeQuery(text);
      const queryVector = embedded.embedQuery(analyzed.embeddingText);
      const deep = isDeep ? [cosines.evidence(vectorOf(queryVector))] : [];
      rank(snapshot, analyzed, { limit: 20, queryVector, readText, deep, scratch });
      return performance.now() - started;
    };
    const ms = { fast: [] as number[], deep: [] as number[] };
    for (let round = 0; round <= ROUNDS; round++)
      for (const text of questions()) {
        const [fast, deep] = [ask(text, false), ask(text, true)];
        // The first round warms up.
        if (round > 0) ms.fast.push(fast) && ms.deep.push(deep);
      }
    const [fastP95, deepP95] = [percentile(ms.fast, 0.95), percentile(ms.deep, 0.95)];
    return {
      chunks: chunks.length,
      vectors: cache.count,
      diskBytesPerVector: rounded(sizeBytes / cache.count),
      diskMegabytesOf100000: rounded((sizeBytes / cache.count) * 0.1),
      searchMs: {
        fastP50: rounded(percentile(ms.fast, 0.5), 2),
        fastP95: rounded(fastP95, 2),
        deepP50: rounded(percentile(ms.deep, 0.5), 2),
        deepP95: rounded(deepP95, 2),
        deepToFastP95: rounded(deepP95 / fastP95, 2),
        loadOfTheMachine: rounded(os.loadavg()[0]!),
      },
    };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function unitVector(dims: number): Float32Array {
  const vector = Float32Array.from({ length: dims }, () => Math.random() + Math.random() + Math.random() - 1.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
