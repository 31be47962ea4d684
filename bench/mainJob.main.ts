/**
 * The main job on a real folder: `node out/test/bench/mainJob.main.cjs <folder> <questions.jsonl>`. Indexes with the
 * CLI in a process of its own (time by phase, peak memory), once more with nothing changed, once after one edit, then
 * asks 200 questions warm and a few from a cold start. The folder is copied first: the edit is real. Ratios are to a
 * bare walk and tree-sitter parse, measured in the same run.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readCorpusFile, walk } from '../src/engine/files/walk';
import { createGrammarParsers } from '../src/engine/parsing/treeSitter';
import { measuredEngine } from './measuredEngine';
import { percentile, record, rounded } from './record';

const [folder, questionsFile] = process.argv.slice(2);
if (!folder || !questionsFile)
  throw new Error('usage: node out/test/bench/mainJob.main.cjs <folder> <questions.jsonl>');
const MILLION = 1_000_000;
const cli = path.resolve('dist/cli.cjs');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-bench-'));
const copy = path.join(work, 'source');
const indexDir = path.join(work, 'index');
const grammars = path.resolve('dist/grammars');

fs.cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
void main(fs.readFileSync(questionsFile, 'utf8').trim().split('\n').slice(0, 200)).finally(() =>
  fs.rmSync(work, { recursive: true, force: true }),
);

async function main(lines: readonly string[]): Promise<void> {
  const bare = await bareParse();
  const first = index();
  const again = index();
  const edited = (await walk(copy)).find((file) => !file.skipped && file.sizeBytes > 2000)!.path;
  fs.appendFileSync(path.join(copy, edited), '\n// one more line\n');
  const afterEdit = index();
  const questions = lines.map(
    (line) => (JSON.parse(line) as { query?: string; text?: string }).query ?? JSON.parse(line).text,
  );
  const cold = questions
    .slice(0, 10)
    .map((question) => timed(['search', question, copy, '--json', '--index-dir', indexDir]).wallMs);
  const warm = await warmSearch(questions);
  const { phasesMs, documents, chunks } = first.report;
  if (bare.lines >= MILLION) {
    recordMillion(bare, first);
    return;
  }
  record('mainJob', `node out/test/bench/mainJob.main.cjs ${path.basename(folder!)} ${path.basename(questionsFile!)}`, {
    folder: path.basename(folder!),
    ...{ documents, chunks, lines: bare.lines, source_mb: rounded(bare.bytes / 1e6) },
    index_s: rounded(first.wallMs / 1000, 2),
    phases_s: Object.fromEntries(
      Object.entries(phasesMs).map(([phase, ms]) => [phase, rounded((ms as number) / 1000, 2)]),
    ),
    bare_walk_and_parse_s: rounded(bare.ms / 1000, 2),
    index_over_bare_parse: rounded(first.wallMs / bare.ms, 2),
    index_peak_memory_mb: first.peakMb,
    nothing_changed_s: rounded(again.wallMs / 1000, 2),
    nothing_changed_work_ms: rounded(again.report.tookMs),
    after_one_edit_work_ms: rounded(afterEdit.report.tookMs),
    after_one_edit_changed: afterEdit.report.changed,
    search_warm_p50_ms: rounded(percentile(warm.tookMs, 0.5)),
    search_warm_p95_ms: rounded(percentile(warm.tookMs, 0.95)),
    search_process_memory_mb: warm.memoryMb,
    search_cold_p50_ms: rounded(percentile(cold, 0.5)),
    index_size_mb: rounded(warm.sizeBytes / 1e6),
    index_over_source_size: rounded(warm.sizeBytes / bare.bytes, 2),
  });
}

/** A folder of a million lines is measured for bench/results/index.json, which has the index's limits. */
function recordMillion(bare: { ms: number; lines: number }, { wallMs, peakMb }: ReturnType<typeof index>): void {
  record(
    'index',
    'node out/test/bench/mainJob.main.cjs <a folder of a million lines> <questions.jsonl>',
    {
      index_1m_lines_s: rounded(((wallMs / 1000) * MILLION) / bare.lines),
      index_1m_lines_measured: bare.lines,
      index_over_bare_parse: rounded(wallMs / bare.ms, 2),
      index_peak_memory_mb: peakMb,
    },
    { merge: true },
  );
}

function index() {
  const { stdout, wallMs, peakMb } = timed(['index', copy, '--json', '--index-dir', indexDir]);
  return { report: JSON.parse(stdout), wallMs, peakMb };
}

/**
 * Runs the CLI as a person does; the peak memory is the kernel's count for that process, where it tells
 * (`/usr/bin/time`).
 */
function timed(args: readonly string[]): { stdout: string; wallMs: number; peakMb: number } {
  const started = performance.now();
  // Prints the peak to standard error when the process ends.
  const report = `process.on('exit', () => process.stderr.write('\\npeak ' + process.resourceUsage().maxRSS))`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(report)}`, cli, ...args],
    { encoding: 'utf8', maxBuffer: 1 << 30 },
  );
  if (status === 2 || status === null) throw new Error(`kindred ${args.join(' ')}: ${stderr}`);
  return {
    stdout,
    wallMs: performance.now() - started,
    peakMb: Math.round(Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024),
  };
}

/**
 * The limit: what it costs to list the files, read them and parse those with a grammar, in one process and nothing
 * more.
 */
async function bareParse(): Promise<{ ms: number; bytes: number; lines: number }> {
  const parsers = createGrammarParsers(grammars);
  const started = performance.now();
  let bytes = 0;
  let lines = 0;
  for (const file of await walk(copy)) {
    if (file.skipped) continue;
    const content = await readCorpusFile(copy, file.path);
    if ('skipped' in content) continue;
    const text = Buffer.from(content).toString('utf8');
    bytes += content.length;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
    await parsers.parse(file.language, text, () => undefined);
  }
  return { ms: performance.now() - started, bytes, lines };
}

async function warmSearch(
  questions: readonly string[],
): Promise<{ tookMs: number[]; memoryMb: number; sizeBytes: number }> {
  const engine = measuredEngine();
  const [name] = fs.readdirSync(indexDir);
  await engine.open({ id: 'bench', name: 'bench', root: copy, indexDir: path.join(indexDir, name!) });
  const tookMs: number[] = [];
  for (let round = 0; round < 2; round++) {
    for (const query of questions) {
      const started = performance.now();
      await engine.search({ query, limit: 10, depth: 'full' });
      if (round === 1) tookMs.push(performance.now() - started);
    }
  }
  const status = await engine.status();
  await engine.dispose();
  return { tookMs, memoryMb: Math.round(status.memoryBytes / 1e6), sizeBytes: status.corpora[0]!.indexSizeBytes };
}
