/**
 * What an agent gets for its tokens: the share of labeled files, and of labeled lines, that a packed context holds
 * within so many tokens, beside two ways to read without it in the same run: `grep`, which reads whole files in the
 * order of how many of the question's words they hold, and whole files in the order of our ranking.
 *
 *   node out/test/bench/context.main.cjs <folder of repositories> <queries.jsonl>
 *
 * Words and the embedded model rank, no transformer. A file counts as found by its code (`code`) or also where it is
 * named alone (`named`). Writes bench/results/context.json.
 */
import fs from 'node:fs';
import path from 'node:path';
import { countTokens } from '../src/context/countTokens';
import { RESULTS_PER_QUESTION } from '../src/context/limits';
import { type PackedContext, packContext } from '../src/context/packContext';
import { analyzeQuery } from '../src/core/query/analyzeQuery';
import { rank } from '../src/core/ranking/rank';
import { SearchScratch } from '../src/core/ranking/searchScratch';
import { focusedPlace } from '../src/engine/focusedResult';
import type { CorpusText } from '../src/engine/parsing/chunker';
import { createGrammarParsers } from '../src/engine/parsing/treeSitter';
import { indexTexts, type MeasuredCorpus, readFolder } from '../src/evaluation/measuredCorpus';
import type { Target } from '../src/evaluation/metrics';
import { parseRepositoryQuestions } from '../src/evaluation/setFormats';
import { loadEmbeddedModel } from '../src/inference/embedded/loadEmbedded';
import type { SearchResult } from '../src/protocol/engine';
import { record, rounded } from './record';

const BUDGETS = [500, 1000, 2000, 4000, 8000];
const embedded = loadEmbeddedModel('models/embedded');
const parsers = createGrammarParsers('dist/grammars');
const scratch = new SearchScratch();

interface Corpus extends MeasuredCorpus {
  texts: Map<string, string>;
  tokens: Map<string, number>;
}

type Shares = Record<string, number>;

void main();

async function main(): Promise<void> {
  const [folder, queries] = process.argv.slice(2);
  if (!folder || !queries) throw new Error('see the head of this file');
  const questions = parseRepositoryQuestions(fs.readFileSync(queries, 'utf8'));
  const shares = new Map<string, number[]>();
  const add = (name: string, value: number) => shares.set(name, [...(shares.get(name) ?? []), value]);
  for (const repository of new Set(questions.map(({ corpus }) => corpus))) {
    const corpus = await load(path.join(folder, repository));
    for (const { corpus: of, text, targets } of questions) {
      if (of !== repository) continue;
      const results = search(corpus, text);
      const ranked = [...new Set(results.map((result) => result.path))];
      for (const [name, order] of [
        ['grep', grepOrder(corpus, text)],
        ['whole files', ranked],
      ] as const)
        for (const budget of BUDGETS) add(`${name} ${budget}`, recall(targets, read(corpus, order, budget)));
      for (const budget of BUDGETS) measure(corpus, text, results, targets, budget, add);
      const fix = pack(corpus, text, results, { budgetTokens: 50_000, maxLines: 500, maxRegions: 5 });
      add('500 lines: files of labeled ones', recall(targets, new Set(fix.regions.map((region) => region.path))));
      add('500 lines: labeled ones of files', precision(targets, fix));
    }
  }
  const metrics: Shares = {};
  for (const [name, values] of shares)
    metrics[name] = rounded(values.reduce((sum, value) => sum + value, 0) / values.length, 4);
  record('context', 'node out/test/bench/context.main.cjs <folder of repositories> <queries.jsonl>', {
    questions: questions.length,
    'share of labels': metrics,
  });
}

function measure(
  corpus: Corpus,
  text: string,
  results: SearchResult[],
  targets: readonly Target[],
  budgetTokens: number,
  add: (name: string, value: number) => void,
): void {
  const none = Number.MAX_SAFE_INTEGER;
  const { regions, places } = pack(corpus, text, results, { budgetTokens, maxLines: none, maxRegions: none });
  const inCode = new Set(regions.map((region) => region.path));
  add(`code ${budgetTokens}`, recall(targets, inCode));
  add(`named ${budgetTokens}`, recall(targets, new Set([...inCode, ...places.map((place) => place.path)])));
  const lines = targets.filter(({ startLine }) => startLine !== undefined);
  if (lines.length > 0) add(`lines ${budgetTokens}`, lineRecall(lines, regions));
}

async function load(root: string): Promise<Corpus> {
  const documents: CorpusText[] = await readFolder(root);
  const corpus = await indexTexts(documents, { embedded, parsers });
  const texts = new Map(documents.map((document) => [document.path, document.text]));
  return { ...corpus, texts, tokens: new Map() };
}

function search({ snapshot, readText }: Corpus, text: string): SearchResult[] {
  const query = analyzeQuery(text);
  const queryVector = embedded.embedQuery(query.embeddingText);
  const { hits } = rank(snapshot, query, { limit: RESULTS_PER_QUESTION, queryVector, scratch });
  return hits.map((hit) => {
    const { path: file, symbol, kind, language } = hit.chunk;
    const { startLine, endLine, score } = hit;
    const preview = readText(hit.ref);
    const place = { corpusId: '', path: file, startLine, endLine, symbol, kind, language };
    return { ...place, score, reasons: [], preview, ...focusedPlace(hit, preview, query) };
  });
}

function pack(
  { texts }: Corpus,
  question: string,
  results: SearchResult[],
  limits: { budgetTokens: number; maxLines: number; maxRegions: number },
): PackedContext {
  const linesOf = (_: string, file: string) => texts.get(file)?.split(/\r\n|\r|\n/);
  return packContext([{ question, isRelevant: true, results }], { ...limits, countTokens, linesOf });
}

/** Files that hold most of the question's words first, then those that hold them most often. */
function grepOrder({ texts }: Corpus, question: string): string[] {
  const words = [...new Set(question.toLowerCase().match(/[\p{L}\p{N}_]{3,}/gu) ?? [])].filter(
    (word) => !USUAL.has(word),
  );
  const found = [...texts].map(([file, text]) => {
    const lower = text.toLowerCase();
    const counts = words.map((word) => lower.split(word).length - 1);
    return { file, distinct: counts.filter(Boolean).length, all: counts.reduce((sum, count) => sum + count, 0) };
  });
  return found
    .filter(({ distinct }) => distinct > 0)
    .sort((a, b) => b.distinct - a.distinct || b.all - a.all)
    .map(({ file }) => file);
}

/** What nobody would look for. */
const USUAL = new Set(
  'the and are for how what where which when who why does did has have with from that this into can its not was were'.split(
    ' ',
  ),
);

/** The files that are read whole, one after the other, until the tokens are used up; the last may be cut. */
function read({ texts, tokens }: Corpus, order: readonly string[], budget: number): Set<string> {
  const files = new Set<string>();
  let used = 0;
  for (const file of order) {
    if (used >= budget) break;
    files.add(file);
    if (!tokens.has(file)) tokens.set(file, countTokens(texts.get(file)!));
    used += tokens.get(file)!;
  }
  return files;
}

function recall(targets: readonly Target[], files: ReadonlySet<string>): number {
  const wanted = new Set(targets.map((target) => target.path));
  return [...wanted].filter((file) => files.has(file)).length / wanted.size;
}

function precision(targets: readonly Target[], { regions }: PackedContext): number {
  const wanted = new Set(targets.map((target) => target.path));
  const files = new Set(regions.map((region) => region.path));
  return files.size === 0 ? 0 : [...files].filter((file) => wanted.has(file)).length / files.size;
}

function lineRecall(targets: readonly Target[], regions: PackedContext['regions']): number {
  const shown = new Set<string>();
  for (const { path: file, startLine, endLine } of regions)
    for (let line = startLine; line <= endLine; line++) shown.add(`${file}\n${line}`);
  let all = 0;
  let found = 0;
  for (const { path: file, startLine, endLine } of targets)
    for (let line = startLine!; line <= endLine!; line++) {
      all++;
      if (shown.has(`${file}\n${line}`)) found++;
    }
  return found / all;
}
