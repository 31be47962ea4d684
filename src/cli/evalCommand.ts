/**
 * `kindred eval`: measures ranking on question sets, in memory; no index is read or written. Progress goes to standard
 * error.
 */
import fs from 'node:fs';
import { createGrammarParsers } from '../engine/parsing/treeSitter';
import { locateResources } from '../engine/resources';
import { PARTS } from '../evaluation/ablation';
import { ask } from '../evaluation/ask';
import { compare, parseRun } from '../evaluation/comparison';
import { type EvaluationReport, evaluate, rangeOf, type Summary } from '../evaluation/evaluate';
import { loadSet, type MeasuredSet } from '../evaluation/loadSet';
import { pause } from '../evaluation/measuredCorpus';
import { openDeepModel } from '../evaluation/measuredDeepModel';
import { MEASURES } from '../evaluation/metrics';
import { loadOwnSet } from '../evaluation/ownSet';
import { loadEmbeddedModel } from '../inference/embedded/loadEmbedded';
import { chooseModel } from '../inference/installedModels';
import { EngineError } from '../protocol/errors';
import { type Arguments, defineCommand } from './command';
import { modelsFolder } from './dataDirs';
import { badArguments, model, modelDir } from './flags';
import { interruptible } from './interrupt';
import { ProgressLine } from './output';

const flags = {
  repositories: { type: 'string', value: 'DIR', help: 'the repositories that the questions are about' },
  embedder: { type: 'string', value: 'embedded|none', help: 'none: words alone' },
  ...model,
  ...modelDir,
  without: { type: 'string', value: 'PART,…', help: 'leaves out parts of the score' },
  language: { type: 'string', value: 'ID', help: 'only questions about this language' },
  split: { type: 'string', value: 'NAME', help: 'of a BEIR set (default: all)' },
  limit: { type: 'string', value: 'N', help: 'at most N questions of each set' },
  self: { type: 'boolean', help: 'makes the questions of a folder, from its doc comments and history' },
  seed: { type: 'string', value: 'N', help: 'which of its questions --self takes' },
  compare: { type: 'boolean', help: 'compares two runs that --json wrote' },
  json: { type: 'string', value: 'FILE', help: 'writes the run there, for --compare' },
} as const;

export const evalCommand = defineCommand({
  name: 'eval',
  usage: ['eval <set>…', 'eval --self <folder>', 'eval --compare <run.json> <run.json>'],
  summary: 'Measures ranking on question sets, in memory.',
  flags,
  most: Number.POSITIVE_INFINITY,
  run: runEval,
});

async function runEval(typed: Arguments<typeof flags>): Promise<number> {
  const settings = readArguments(typed);
  if (settings.compare) return printComparison(settings.sets);
  if (settings.json !== undefined) mustBeWritable(settings.json);
  const line = new ProgressLine();
  return interruptible(async (signal) => {
    try {
      const run = await measureSets(settings, signal, line);
      if (settings.json !== undefined) writeRun(settings.json, run);
      return 0;
    } catch (error) {
      // The interrupt of a terminal reaches git and the inference process too: what they die of is no news.
      throw signal.aborted ? new EngineError('canceled', 'eval') : error;
    } finally {
      line.clear();
    }
  });
}

async function measureSets(settings: Settings, signal: AbortSignal, line: ProgressLine): Promise<object> {
  const { sets: places, embedder, without, json: _, model, modelDir, ...rest } = settings;
  const resources = locateResources();
  const embedded = loadEmbeddedModel(resources.embeddedModelDir);
  const tools = {
    ...rest,
    embedded,
    parsers: createGrammarParsers(resources.grammarsDir),
    signal,
    onNote: (note: string) => line.done(note),
    onProgress: (done: number, total: number, corpus: string) => line.show(`${corpus}: ${done} of ${total} documents`),
  };
  const parts = [...without, ...(embedder === 'none' ? ['vectors'] : [])].map((name) => PARTS[name]!);
  const chosen = model === undefined ? undefined : chooseModel(modelDir ?? modelsFolder(), model);
  const deep = chosen && openDeepModel(chosen.dir, resources.inferenceEntry);
  const written: object[] = [];
  try {
    for (const place of places) {
      line.done(`Indexing for ${place}`);
      for (const set of rest.self ? [await loadOwnSet(place, tools)] : await loadSet(place, tools)) {
        const { questions, corpora, name }: MeasuredSet = set;
        line.done(`${name}: ${questions.length} questions over ${corpora.size} corpora`);
        let asked = 0;
        const { outcomes, report } = await evaluate(questions, async ({ text, corpus }) => {
          await pause();
          if (signal.aborted) throw new EngineError('canceled', name);
          line.show(`${name}: ${++asked} of ${questions.length} questions`);
          const { snapshot, readText } = corpora.get(corpus)!;
          const options = { embedded, without: parts, limit: 10, readText };
          const evidence = await deep?.evidence(
            text,
            ask(snapshot, text, { ...options, limit: deep.candidates }).hits,
            readText,
          );
          return ask(snapshot, text, { ...options, ...(evidence && { deep: [evidence] }) }).hits.map(rangeOf);
        });
        line.clear();
        print(name, report);
        written.push({ name, report, outcomes });
      }
    }
  } finally {
    await deep?.dispose();
  }
  const { fingerprint } = embedded;
  return { settings: { embedder, fingerprint, without, ...(deep && { deep: deep.fingerprint }) }, sets: written };
}

function print(name: string, report: EvaluationReport): void {
  process.stdout.write(`${HEADER}\n${row(name, report.all)}\n`);
  const groups = { language: report.byLanguage, category: report.byCategory };
  for (const [kind, summaries] of Object.entries(groups))
    for (const [key, summary] of Object.entries(summaries))
      process.stdout.write(`${row(`  ${kind} ${key}`, summary)}\n`);
}

/** Before the run, which may take minutes: opens the file as the end will, and leaves it as it was. */
function mustBeWritable(file: string): void {
  const isNew = !fs.existsSync(file);
  try {
    fs.closeSync(fs.openSync(file, 'a'));
    if (isNew) fs.rmSync(file);
  } catch (error) {
    throw notWritten(file, error);
  }
}

function writeRun(file: string, run: object): void {
  try {
    fs.writeFileSync(file, `${JSON.stringify(run)}\n`);
  } catch (error) {
    throw notWritten(file, error);
  }
}

function notWritten(file: string, error: unknown): EngineError {
  return badArguments(`--json ${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
}

const MOST_CHANGED = 10;

function printComparison(files: readonly string[]): number {
  const [first, second] = files.map((file) => {
    try {
      return parseRun(fs.readFileSync(file, 'utf8'));
    } catch (error) {
      throw badArguments(`${file} cannot be compared: ${(error as Error).message}`);
    }
  });
  const comparisons = compare(first!, second!);
  if (comparisons.length === 0) throw badArguments(`${files.join(' and ')} have no set in common.`);
  for (const { name, questions, unmatched, gains, wins, losses, ties, changed } of comparisons) {
    const alone = unmatched ? `, ${unmatched} in one run only` : '';
    const lines = [`${name}: ${questions} questions${alone}; ${wins} better, ${losses} worse, ${ties} equal`];
    for (const measure of MEASURES) {
      const { mean, low, high } = gains[measure];
      lines.push(`  ${measure.padEnd(9)} ${signed(mean)} (95 % ${signed(low)} to ${signed(high)})`);
    }
    for (const { id, text, before, after } of changed.slice(0, MOST_CHANGED))
      lines.push(`  ${before.toFixed(3)} -> ${after.toFixed(3)}  ${id}: ${text}`);
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return 0;
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`;
}

const HEADER = `${'set'.padEnd(32)} questions  nDCG@10 (95 %)          MRR@10 (95 %)           Recall@10 (95 %)        Hit@1 (95 %)`;

function row(name: string, { questions, measures }: Summary): string {
  const cells = MEASURES.map((each) => {
    const { mean, low, high } = measures[each];
    return `${mean.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
  });
  return `${name.padEnd(32)} ${String(questions).padStart(9)}  ${cells.join('  ')}`;
}

type Settings = ReturnType<typeof readArguments>;

function readArguments({ values, positionals: sets }: Arguments<typeof flags>) {
  const { embedder = 'embedded', json, limit, seed, repositories, language, model, split } = values;
  if (values.compare && sets.length !== 2) throw badArguments('--compare takes two files that --json wrote.');
  if (sets.length === 0)
    throw badArguments(
      values.self
        ? '`kindred eval --self` needs the folder to make questions of.'
        : '`kindred eval` needs a set: a folder in BEIR layout or a queries.jsonl of repositories.',
    );
  if (embedder !== 'embedded' && embedder !== 'none')
    throw badArguments(`--embedder is embedded or none, not "${embedder}".`);
  const without = (values.without ?? '').split(',').filter(Boolean);
  const unknown = without.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined)
    throw badArguments(`There is no part "${unknown}". Parts: ${Object.keys(PARTS).join(', ')}.`);
  if (limit !== undefined && !/^[1-9]\d*$/.test(limit))
    throw badArguments(`--limit takes a whole number from 1, not "${limit}".`);
  if (seed !== undefined && !(values.self && /^\d{1,9}$/.test(seed)))
    throw badArguments(`--seed takes a whole number and goes with --self, not "${seed}".`);
  if (split !== undefined && values.self) throw badArguments('--split is of BEIR sets and does not go with --self.');
  return {
    sets,
    embedder,
    without,
    compare: values.compare ?? false,
    self: values.self ?? false,
    ...(json !== undefined && { json }),
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(repositories !== undefined && { repositories }),
    ...(language !== undefined && { language }),
    ...(model !== undefined && { model }),
    ...(split !== undefined && { split }),
    ...(values['model-dir'] !== undefined && { modelDir: values['model-dir'] }),
  };
}
