/**
 * Measures ranking, part by part: the sets are indexed in memory with the parts that the engine uses, asked once with everything and once
 * without each part. Prints the tables and writes bench/results/eval.json.
 *
 *   node esbuild.mjs --tests
 *   node out/test/bench/eval.main.cjs --trees <folder> --queries <queries.jsonl> [--whole <folder>] [--beir <folder> --split dev --split devqa]
 *     [--korean <queries.jsonl>] [--how-to <queries.jsonl>] [--held-out <folder>] [--without <part> …] [--ablations]
 *
 * `--trees`, `--whole` and `--held-out` hold a folder per repository: the searched part, the same repository with tests, documents and examples,
 * and the repositories of test/eval/heldout. What is held out is asked with everything on alone. Merges what it measured into the file.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ask } from '../src/core/evaluation/ask';
import { compareRuns } from '../src/core/evaluation/bootstrap';
import { type EvaluationReport, evaluate, type Outcome, rangeOf } from '../src/core/evaluation/evaluate';
import { PARTS, type Part } from '../src/core/evaluation/parts';
import {
  parseBeirCorpus,
  parseBeirJudgements,
  parseBeirQuestions,
  parseRepositoryQuestions,
  type Question,
} from '../src/core/evaluation/sets';
import { indexTexts, type MeasuredCorpus, readFolder } from '../src/engine/evaluation/corpus';
import { createGrammarParsers } from '../src/engine/treeSitter';
import { loadEmbeddedModel } from '../src/inference/embedded/load';
import { percentile, record, rounded } from './record';

const { values: args } = parseArgs({
  options: {
    trees: { type: 'string' },
    queries: { type: 'string' },
    whole: { type: 'string' },
    beir: { type: 'string' },
    split: { type: 'string', multiple: true, default: ['dev'] },
    korean: { type: 'string' },
    'how-to': { type: 'string' },
    'held-out': { type: 'string' },
    without: { type: 'string', multiple: true, default: [] },
    ablations: { type: 'boolean', default: false },
  },
});

interface EvaluationSet {
  name: string;
  questions: Question[];
  corpora: Map<string, MeasuredCorpus>;
  isTyping?: boolean;
  /** Nothing is chosen on it. */
  isHeldOut?: boolean;
}

const embedded = loadEmbeddedModel('models/embedded');
const parsers = createGrammarParsers('dist/grammars');
const OWN_CORPUS = 'test/eval/korean/corpus';
const ABSENT = 'test/eval/absent.jsonl';
const HELD_OUT = 'test/eval/heldout';
void main();

async function main(): Promise<void> {
  const unknown = args.without.filter((name) => !(name in PARTS));
  if (unknown.length > 0)
    throw new Error(`unknown part ${unknown.join(', ')}; parts: ${Object.keys(PARTS).join(', ')}`);
  const sets = await loadSets();
  if (sets.length === 0) throw new Error('no set given: see the head of this file');
  const always = args.without.map((name) => PARTS[name]!);

  const full = new Map<string, { outcomes: Outcome[]; report: EvaluationReport }>();
  for (const set of sets) {
    const result = await run(set, always);
    full.set(set.name, result);
    print(set.name, result.report);
  }
  const metrics: Record<string, Record<string, number>> = {
    latencyMs: latency(sets),
    lexicalIndex: lexicalIndex(sets),
    ...(args.without.length === 0 && { 'said to be irrelevant': saidIrrelevant(sets) }),
  };
  for (const [name, { report }] of full) {
    metrics[name] = Object.fromEntries(
      Object.entries(report.headline).map(([measure, value]) => [measure, rounded(value, 4)]),
    );
    metrics[`${name} nDCG@10 by corpus`] = byCorpus(report);
  }
  if (args.ablations) {
    const asked = sets.filter(({ isHeldOut }) => !isHeldOut);
    console.log(`| without | ${asked.map(({ name }) => name).join(' | ')} |`);
    for (const [part, removed] of Object.entries(PARTS)) {
      const row: Record<string, number> = {};
      const cells: string[] = [];
      for (const set of asked) {
        const { outcomes, report } = await run(set, [...always, removed]);
        const before = full.get(set.name)!;
        const ndcg = (list: readonly Outcome[]) => list.map(({ measures }) => measures.ndcg10);
        const { low, high } = compareRuns(ndcg(outcomes), ndcg(before.outcomes));
        const gain = before.report.headline.ndcg10 - report.headline.ndcg10;
        row[set.name] = rounded(gain, 4);
        cells.push(`${gain >= 0 ? '+' : ''}${gain.toFixed(4)}${low > 0 || high < 0 ? '*' : ''}`);
      }
      metrics[`gain of ${part}`] = row;
      console.log(`| ${part} | ${cells.join(' | ')} |`);
    }
  }
  record('eval', 'node out/test/bench/eval.main.cjs …', metrics, { merge: true });
}

async function loadSets(): Promise<EvaluationSet[]> {
  const sets: EvaluationSet[] = [];
  const { trees, whole, beir, 'how-to': howTo, 'held-out': heldOut } = args;
  const add = async (name: string, questions: Question[], folderOf: (corpus: string) => string) => {
    const corpora = new Map<string, MeasuredCorpus>();
    for (const corpus of new Set(questions.map((question) => question.corpus)))
      corpora.set(corpus, await indexTexts(await readFolder(folderOf(corpus)), { embedded, parsers }));
    sets.push({ name, questions, corpora });
  };
  const read = (file: string) => fs.readFileSync(file, 'utf8');
  const english = args.queries ? parseRepositoryQuestions(read(args.queries)) : [];
  if (trees) {
    await add('repositories', english, (corpus) => path.join(trees, corpus));
    const questions = english.map((question) => ({ ...question, text: withHalfAWord(question.text) }));
    sets.push({ ...sets.at(-1)!, name: 'repositories while typing', questions, isTyping: true });
  }
  if (whole) {
    await add('whole repositories', english, (corpus) => path.join(whole, corpus));
    if (howTo) {
      const { corpora } = sets.at(-1)!;
      sets.push({ name: 'how-to', questions: parseRepositoryQuestions(read(howTo)), corpora });
    }
  }
  if (args.korean && trees) {
    const questions = parseRepositoryQuestions(read(args.korean));
    await add('Korean', questions, (corpus) => (corpus === 'korean-corpus' ? OWN_CORPUS : path.join(trees, corpus)));
  }
  if (heldOut) {
    const read = (file: string) => parseRepositoryQuestions(fs.readFileSync(path.join(HELD_OUT, file), 'utf8'));
    await add('held out', read('english.jsonl'), (corpus) => path.join(heldOut, corpus));
    const { corpora } = sets.at(-1)!;
    sets.push({ name: 'held out, Korean', questions: read('korean.jsonl'), corpora });
    for (const set of sets.slice(-2)) set.isHeldOut = true;
  }
  if (beir) {
    const documents = parseBeirCorpus(read(path.join(beir, 'corpus.jsonl')));
    const functions = await indexTexts(
      documents.map(({ id, text }) => ({ path: id, language: 'python', text })),
      { embedded, parsers },
    );
    for (const split of args.split) {
      const queries = read(path.join(beir, `queries.${split}.jsonl`));
      const name = `CoSQA ${split}`;
      const judgements = parseBeirJudgements(read(path.join(beir, `qrels.${split}.tsv`)));
      const questions = parseBeirQuestions(name, queries, judgements);
      sets.push({ name, questions, corpora: new Map([[name, functions]]) });
    }
  }
  return sets;
}

/** The question when half of its last word is typed, where that has five letters or more. */
function withHalfAWord(question: string): string {
  return question.replace(/([A-Za-z]{5,})\W*$/, (_, word: string) => word.slice(0, Math.ceil(word.length / 2)));
}

function run({ questions, corpora, isTyping = false }: EvaluationSet, without: readonly Part[]) {
  return evaluate(questions, ({ text, corpus }) => {
    const { snapshot, readText } = corpora.get(corpus)!;
    return ask(snapshot, text, { embedded, without, limit: 10, isTyping, readText }).hits.map(rangeOf);
  });
}

function print(name: string, { headline, all, ...groups }: EvaluationReport): void {
  const { low, high } = all.measures.ndcg10;
  console.log(
    `\n${name}: nDCG@10 ${headline.ndcg10.toFixed(4)} (all questions ${all.measures.ndcg10.mean.toFixed(4)}, 95 % ${low.toFixed(3)} to ${high.toFixed(3)}), ` +
      `MRR@10 ${headline.mrr10.toFixed(3)}, recall@10 ${headline.recall10.toFixed(3)}, hit@1 ${headline.hit1.toFixed(3)}`,
  );
  for (const group of Object.values(groups))
    console.log(
      Object.entries(group)
        .map(([key, { measures }]) => `${key} ${measures.ndcg10.mean.toFixed(3)}`)
        .join(', '),
    );
}

function byCorpus({ byCorpus: corpora }: EvaluationReport): Record<string, number> {
  return Object.fromEntries(
    Object.entries(corpora).map(([corpus, { measures }]) => [corpus, rounded(measures.ndcg10.mean, 4)]),
  );
}

/**
 * How many questions each set asks and how many of them are told that nothing relevant was found: rightly so those of test/eval/absent.jsonl,
 * which ask the searched parts for what they do not have.
 */
function saidIrrelevant(sets: readonly EvaluationSet[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (name: string, questions: readonly Pick<Question, 'text' | 'corpus'>[], set: EvaluationSet) => {
    const told = questions.filter(({ text, corpus }) => {
      const { snapshot, readText } = set.corpora.get(corpus)!;
      return !ask(snapshot, text, { embedded, without: [], limit: 1, readText }).isRelevant;
    });
    counts[name] = told.length;
    counts[`${name}, of`] = questions.length;
  };
  for (const set of sets) if (!set.isTyping && set.corpora.size > 1) count(set.name, set.questions, set);
  const searched = sets.find(({ name }) => name === 'repositories');
  if (!searched) return counts;
  const absent = fs.readFileSync(ABSENT, 'utf8').trimEnd().split('\n');
  const rows = absent.map((line) => JSON.parse(line) as { repo: string; query: string; language_of_query: string });
  for (const language of ['en', 'ko']) {
    const questions = rows.filter((row) => row.language_of_query === language);
    count(
      `absent, ${language}`,
      questions.map(({ repo, query }) => ({ corpus: repo, text: query })),
      searched,
    );
  }
  return counts;
}

/** Bytes of the lexical segments beside the bytes of the texts they are of, over all corpora. */
function lexicalIndex(sets: readonly EvaluationSet[]): Record<string, number> {
  let textBytes = 0;
  let indexBytes = 0;
  for (const { snapshot, readText } of new Set(sets.flatMap((set) => [...set.corpora.values()])))
    for (const [segment, { chunks, lexical }] of snapshot.segments.entries()) {
      indexBytes += lexical.bytes().length;
      for (const ordinal of chunks.keys()) textBytes += Buffer.byteLength(readText({ segment, ordinal }));
    }
  return { textBytes, indexBytes, toText: rounded(indexBytes / textBytes, 3) };
}

/** Analysis, embedding and ranking of each question once more, warm, over the largest snapshot. */
function latency(sets: readonly EvaluationSet[]): Record<string, number> {
  const corpora = sets.flatMap((set) => [...set.corpora.values()]);
  const sizeOf = ({ snapshot }: MeasuredCorpus) =>
    snapshot.segments.reduce((sum, { chunks }) => sum + chunks.length, 0);
  const largest = corpora.reduce((best, each) => (sizeOf(each) > sizeOf(best) ? each : best));
  const times = sets.flatMap(({ questions }) =>
    questions.map(({ text }) => {
      const start = performance.now();
      ask(largest.snapshot, text, { embedded, without: [], limit: 20, readText: largest.readText });
      return performance.now() - start;
    }),
  );
  return { chunks: sizeOf(largest), p50: rounded(percentile(times, 0.5), 2), p95: rounded(percentile(times, 0.95), 2) };
}
