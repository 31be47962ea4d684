/**
 * Measures ranking, part by part: the sets of evalSets.ts are asked once with everything and once without each part.
 * Prints the tables and writes bench/results/eval.json.
 *
 *   node esbuild.mjs --tests
 *   node out/test/bench/eval.main.cjs --trees <folder> --queries <queries.jsonl> [--whole <folder>] [--beir <folder> --split dev --split devqa]
 *     [--korean <queries.jsonl>] [--how-to <queries.jsonl>] [--held-out <folder>] [--without <part> …] [--ablations]
 *
 * What is held out is asked with everything on alone. Merges what it measured into the file.
 */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { PARTS, type Part } from '../src/evaluation/ablation';
import { ask } from '../src/evaluation/ask';
import { compareRuns } from '../src/evaluation/bootstrap';
import { type EvaluationReport, evaluate, type Outcome, rangeOf } from '../src/evaluation/evaluate';
import type { MeasuredCorpus } from '../src/evaluation/measuredCorpus';
import type { Question } from '../src/evaluation/setFormats';
import { type EvaluationSet, embedded, loadSets, SET_OPTIONS } from './evalSets';
import { percentile, record, rounded } from './record';

const { values: args } = parseArgs({
  options: {
    ...SET_OPTIONS,
    without: { type: 'string', multiple: true, default: [] },
    ablations: { type: 'boolean', default: false },
  },
});

const ABSENT = 'test/eval/absent.jsonl';
void main();

async function main(): Promise<void> {
  const unknown = args.without.filter((name) => !(name in PARTS));
  if (unknown.length > 0)
    throw new Error(`unknown part ${unknown.join(', ')}; parts: ${Object.keys(PARTS).join(', ')}`);
  const sets = await loadSets(args);
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
 * How many questions each set asks and how many of them are told that nothing relevant was found: rightly so those of
 * test/eval/absent.jsonl, which ask the searched parts for what they do not have.
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

/**
 * Analysis, embedding and ranking of each question once more, warm, over the largest snapshot: by the clock, and in
 * processor time, which other programs of the machine disturb less.
 */
function latency(sets: readonly EvaluationSet[]): Record<string, number> {
  const corpora = sets.flatMap((set) => [...set.corpora.values()]);
  const sizeOf = ({ snapshot }: MeasuredCorpus) =>
    snapshot.segments.reduce((sum, { chunks }) => sum + chunks.length, 0);
  const largest = corpora.reduce((best, each) => (sizeOf(each) > sizeOf(best) ? each : best));
  const clock: number[] = [];
  const processor: number[] = [];
  for (const { text } of sets.flatMap(({ questions }) => questions)) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    ask(largest.snapshot, text, { embedded, without: [], limit: 20, readText: largest.readText });
    const { user, system } = process.cpuUsage(used);
    clock.push(performance.now() - start);
    processor.push((user + system) / 1000);
  }
  return {
    ...{ chunks: sizeOf(largest), p50: rounded(percentile(clock, 0.5), 2), p95: rounded(percentile(clock, 0.95), 2) },
    ...{ processorP50: rounded(percentile(processor, 0.5), 2), processorP95: rounded(percentile(processor, 0.95), 2) },
  };
}
