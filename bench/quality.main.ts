/**
 * Quality through the CLI, as a script would ask: `node out/test/bench/quality.main.cjs <repositories> <eval folder>
 * [korean queries.jsonl] [n]`: `n`, the first questions of each CoSQA split, default all.
 * `<repositories>/<name>/` hold the trees that `<eval folder>/repos-dev` asks about; CoSQA's functions become files
 * with opaque names. nDCG@10 in chunk mode (a target counts at the first result that hits it; several chunks of a file
 * use up ranks), mean over repositories.
 */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { measure, type RankedRange, type Target } from '../src/evaluation/metrics';
import { record, rounded } from './record';

interface Question {
  repo: string;
  query: string;
  relevant: Target[];
}

const [repositories, evalFolder, koreanFile, cosqaCount = 'all'] = process.argv.slice(2);
if (!repositories || !evalFolder)
  throw new Error('usage: node out/test/bench/quality.main.cjs <repositories> <eval folder> [korean.jsonl]');
const cli = path.resolve('dist/cli.cjs');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-quality-'));
const run = promisify(execFile);

void main().finally(() => fs.rmSync(work, { recursive: true, force: true }));

async function main(): Promise<void> {
  const english = readLines<Question>(path.join(evalFolder!, 'repos-dev/queries.jsonl'));
  const repos = await perRepository(english, repositories!);
  const korean = koreanFile
    ? await perRepository(
        readLines<Question>(koreanFile).filter(({ repo }) => fs.existsSync(path.join(repositories!, repo))),
        repositories!,
      )
    : {};
  const corpus = layOutCosqa(path.join(evalFolder!, 'cosqa-dev'));
  record(
    'quality',
    `node out/test/bench/quality.main.cjs <repositories> <eval folder> ${koreanFile || '""'} ${cosqaCount}`,
    {
      cosqa_questions_per_split: cosqaCount,
      repos_dev_ndcg10: mean(Object.values(repos)),
      cosqa_dev_ndcg10: mean(Object.values(await perRepository(cosqaQuestions('dev'), corpus))),
      cosqa_devqa_ndcg10: mean(Object.values(await perRepository(cosqaQuestions('devqa'), corpus))),
      ...(koreanFile && { korean_ndcg10: mean(Object.values(korean)) }),
      repos_dev: repos,
      ...(koreanFile && { korean }),
    },
  );
}

async function perRepository(questions: readonly Question[], base: string): Promise<Record<string, number>> {
  const scores: Record<string, number[]> = {};
  for (const { repo, query, relevant } of questions) {
    const args = [
      cli,
      'search',
      query,
      path.join(base, repo),
      '--limit',
      '10',
      '--json',
      '--index-dir',
      path.join(work, 'index'),
    ];
    // Exit code 1 is "nothing found", which counts as 0.
    const { stdout } = await run(process.execPath, args, { maxBuffer: 1 << 28 }).catch(
      (error: { code: number; stdout: string; stderr: string }) => {
        if (error.code !== 1) throw new Error(error.stderr);
        return error;
      },
    );
    const { results } = JSON.parse(stdout) as { results: RankedRange[] };
    scores[repo] ??= [];
    scores[repo].push(measure(results, relevant, 'chunks').ndcg10);
  }
  return Object.fromEntries(Object.entries(scores).map(([repo, all]) => [repo, mean(all)]));
}

function layOutCosqa(folder: string): string {
  const corpus = path.join(work, 'cosqa');
  fs.mkdirSync(path.join(corpus, 'functions'), { recursive: true });
  for (const { _id, text } of readLines<{ _id: string; text: string }>(path.join(folder, 'corpus.jsonl'))) {
    fs.writeFileSync(path.join(corpus, 'functions', `${_id}.py`), text);
  }
  return corpus;
}

function cosqaQuestions(split: string): Question[] {
  const folder = path.join(evalFolder!, 'cosqa-dev');
  const answers = new Map(
    fs
      .readFileSync(path.join(folder, `qrels.${split}.tsv`), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t') as [string, string]),
  );
  const questions = readLines<{ _id: string; text: string }>(path.join(folder, `queries.${split}.jsonl`));
  return questions.slice(0, cosqaCount === 'all' ? undefined : Number(cosqaCount)).map(({ _id, text }) => ({
    repo: 'functions',
    query: text,
    relevant: [{ path: `${answers.get(_id)}.py` }],
  }));
}

function readLines<T>(file: string): T[] {
  return fs
    .readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

function mean(values: readonly number[]): number {
  return rounded(values.reduce((sum, value) => sum + value, 0) / values.length, 4);
}
