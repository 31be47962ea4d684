/**
 * The part `recall` of bench/index.main.ts: how many of the exact 20 nearest the first pass finds, and both passes
 * together, where the vectors are real ones: this project's own passages asked for by their names. `transformer` needs
 * weights that `npm run test:models` has brought.
 */
import fs from 'node:fs';
import path from 'node:path';
import { similarities } from '../src/core/vectors/dot';
import { VectorRows } from '../src/core/vectors/rows';
import { approximate, nearest } from '../src/core/vectors/scan';
import { topK } from '../src/core/vectors/topK';
import { deepText } from '../src/engine/deep/deepText';
import { createDeepEmbedder } from '../src/engine/deep/inferenceClient';
import { createGrammarParsers } from '../src/engine/parsing/treeSitter';
import { indexTexts, readFolder } from '../src/evaluation/measuredCorpus';
import { loadEmbeddedModel } from '../src/inference/embedded/loadEmbedded';
import { modelDir } from '../src/inference/installedModels';
import { FAMILIES, install } from '../test/models/installWeights';
import type { Steps } from './indexSteps';
import { type Metrics, rounded } from './record';

const K = 20;
/** A transformer takes minutes for all. */
const TRANSFORMER_PASSAGES = 3000;
const TRANSFORMER_QUESTIONS = 300;
const TRANSFORMER = 'all-minilm-l6-v2';

export const recall: Steps = {
  async embedded() {
    const { passages, vectors, embedded } = await ownPassages();
    const questions = passages.filter((_, row) => row % 10 === 0).map(({ name }) => embedded.embedQuery(name));
    return named('recall20', found(vectors, questions));
  },

  async transformer() {
    const name = `${TRANSFORMER}-q`;
    if (!fs.existsSync(path.join('out/models-cache/weights', name))) throw new Error('npm run test:models first');
    const { passages } = await ownPassages();
    const every = Math.max(1, Math.floor(passages.length / TRANSFORMER_PASSAGES));
    const chosen = passages.filter((_, row) => row % every === 0);
    const embedder = createDeepEmbedder({
      modelDir: modelDir(await install(name), FAMILIES[TRANSFORMER]!.preset.id),
      inferenceEntry: path.resolve('dist/inference.cjs'),
    });
    try {
      const floats: number[] = [];
      for (const { text } of chosen) floats.push(...(await embedder.embed([text], 'document'))[0]!);
      const questions: Float32Array[] = [];
      const step = Math.ceil(chosen.length / TRANSFORMER_QUESTIONS);
      for (const { name } of chosen.filter((_, row) => row % step === 0))
        questions.push((await embedder.embed([name], 'query'))[0]!);
      const vectors = VectorRows.encode(Float32Array.from(floats), embedder.dims);
      return { ...named('recall20_transformer', found(vectors, questions)), recall20_transformer_model: name };
    } finally {
      await embedder.dispose();
    }
  },
};

async function ownPassages() {
  const embedded = loadEmbeddedModel('models/embedded');
  const parsers = createGrammarParsers('dist/grammars');
  const { snapshot, readText } = await indexTexts(await readFolder(process.cwd()), { embedded, parsers });
  const [{ chunks, vectors }] = snapshot.segments as [(typeof snapshot.segments)[number]];
  const passages = chunks.map(({ symbol, signature }, ordinal) => ({
    name: `${symbol} ${signature}`,
    text: deepText(symbol, readText({ segment: 0, ordinal })),
  }));
  return { passages, vectors, embedded };
}

/** Shares of the exact best, over all questions. */
function found(rows: VectorRows, questions: readonly Float32Array[]) {
  const exact = rows.decodeAll();
  const counts = { first: 0, both: 0, wanted: 0 };
  for (const question of questions) {
    const wanted = new Set(topK(similarities(exact, rows.dims, question), K));
    counts.first += topK(approximate(rows, question), K).filter((row) => wanted.has(row)).length;
    counts.both += nearest([rows], question, K).filter(({ row }) => wanted.has(row)).length;
    counts.wanted += wanted.size;
  }
  return { ...counts, questions: questions.length, passages: rows.count };
}

function named(prefix: string, { first, both, wanted, questions, passages }: ReturnType<typeof found>): Metrics {
  return {
    [`${prefix}_first_pass`]: rounded(first / wanted, 4),
    [`${prefix}_rescored`]: rounded(both / wanted, 4),
    [`${prefix}_questions`]: questions,
    [`${prefix}_passages`]: passages,
  };
}
