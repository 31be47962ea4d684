/**
 * Exact texts and regular expressions beside ripgrep: `node out/test/bench/exact.main.cjs <folder> …`. What the index of
 * a folder holds is copied, so that both search the same files; each question is asked of both in turn. Recorded: how
 * many matches each counts, and Kindred's time (the whole search, with ranking) as a share of ripgrep's (its process,
 * with its start). `narrowed`: the words of the index say which files need not be read.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chunksThatMayMatch } from '../src/core/exact/narrow';
import { textConditions } from '../src/core/exact/textCondition';
import { parseQuery } from '../src/core/query/filters';
import type { Engine } from '../src/engine/engine';
import { measuredEngine } from './measuredEngine';
import { type Metrics, percentile, record, rounded } from './record';

/** As asked of Kindred, and the same for ripgrep. */
const QUESTIONS: [query: string, ripgrep: string[]][] = [
  ['"return the"', ['-F', '-i', 'return the']],
  ['"should not be null"', ['-F', '-i', 'should not be null']],
  ['"=> {"', ['-F', '-i', '=> {']],
  ['"!=="', ['-F', '-i', '!==']],
  ['"ponse"', ['-F', '-i', 'ponse']],
  ['"Request" case:yes', ['-F', 'Request']],
  ['"request" word:yes', ['-F', '-i', '-w', 'request']],
  ['/request\\w*Handler/', ['request\\w*Handler']],
  ['/TODO|FIXME/', ['TODO|FIXME']],
  ['/\\d{4}-\\d{2}-\\d{2}/', ['\\d{4}-\\d{2}-\\d{2}']],
  ['/^import .*http/i', ['-i', '^import .*http']],
  ['/throw new \\w+Exception\\(/', ['throw new \\w+Exception\\(']],
  ['/test/w', ['-w', 'test']],
];
const RUNS = 7;

void main(process.argv.slice(2));

async function main(folders: readonly string[]): Promise<void> {
  if (folders.length === 0) throw new Error('usage: node out/test/bench/exact.main.cjs <folder> …');
  const [version] = execFileSync('rg', ['--version'], { encoding: 'utf8' }).split('\n');
  const metrics: Metrics = { ripgrep: version! };
  for (const folder of folders) Object.assign(metrics, await measure(path.resolve(folder)));
  record('exact', 'node out/test/bench/exact.main.cjs <folder> …', metrics);
}

async function measure(source: string): Promise<Metrics> {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-bench-'));
  const engine = measuredEngine();
  try {
    const open = (root: string, name: string) =>
      engine.open({ id: name, name, root, indexDir: path.join(scratch, `index-${name}`) });
    const whole = await open(source, 'source');
    await engine.update({ corpusId: 'source' });
    const root = path.join(scratch, 'copy');
    let lines = 0;
    for (const { path: file, chunkCount } of whole.documents()) {
      if (chunkCount === 0) continue;
      fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      fs.copyFileSync(path.join(source, file), path.join(root, file));
      lines += fs.readFileSync(path.join(root, file), 'latin1').split('\n').length;
    }
    await engine.close('source');
    const index = await open(root, 'copy');
    await engine.update({ corpusId: 'copy' });
    const segments = index.segments();
    const name = path.basename(source);
    const metrics: Metrics = { [`${name}`]: { lines, files: [...index.documents()].length } };
    for (const [query, args] of QUESTIONS) {
      const isNarrowed = textConditions(parseQuery(query).filters).every((condition) =>
        segments.every(({ lexical }) => chunksThatMayMatch(lexical, condition) !== undefined),
      );
      const asked = await compare(engine, root, query, args);
      metrics[`${name} ${query}${isNarrowed ? ', narrowed' : ''}`] = asked;
    }
    return metrics;
  } finally {
    await engine.dispose();
    fs.rmSync(scratch, { recursive: true });
  }
}

async function compare(engine: Engine, root: string, query: string, args: string[]): Promise<Record<string, number>> {
  const [own, others]: [number[], number[]] = [[], []];
  let matches = 0;
  let matchesOfRipgrep = 0;
  for (let run = 0; run <= RUNS; run++) {
    let started = performance.now();
    const { exact } = await engine.search({ query, limit: 20, depth: 'fast' });
    const ownMs = performance.now() - started;
    started = performance.now();
    matchesOfRipgrep = ripgrep(root, args);
    const ripgrepMs = performance.now() - started;
    matches = exact?.matches ?? 0;
    // The first run warms both up.
    if (run === 0) continue;
    own.push(ownMs);
    others.push(ripgrepMs);
  }
  const [ms, ripgrepMs] = [percentile(own, 0.5), percentile(others, 0.5)];
  return {
    matches,
    matches_of_ripgrep: matchesOfRipgrep,
    ms: rounded(ms),
    ripgrep_ms: rounded(ripgrepMs),
    ratio: rounded(ms / ripgrepMs, 2),
  };
}

function ripgrep(root: string, args: readonly string[]): number {
  const options = ['--count-matches', '--no-filename', '--no-ignore', '--hidden', '--crlf'];
  try {
    const counts = execFileSync('rg', [...options, ...args, '.'], { cwd: root, encoding: 'utf8' });
    return counts.split('\n').reduce((sum, count) => sum + Number(count), 0);
  } catch (error) {
    // Nothing found.
    if ((error as { status?: number }).status === 1) return 0;
    throw error;
  }
}
