/**
 * Finding duplicates in real folders: `node --expose-gc out/test/bench/duplicates.main.cjs <folder> …`, the folders by
 * size. Each is indexed in a scratch folder, then compared: seconds, the longest time the engine answered nobody,
 * memory that came on top. Of pairs of passages that are near in meaning and are copies, it counts how many are
 * compared at all: what the candidates (src/core/duplicates/duplicateCandidates.ts) miss shows here.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readDocument } from '../src/core/corpus/classify';
import { readTokens } from '../src/core/duplicates/codeTokens';
import { candidatePairs, RunCounts } from '../src/core/duplicates/duplicateCandidates';
import { isCompared } from '../src/core/duplicates/duplicateFinder';
import { likenessOf, type Passage, passageOf } from '../src/core/duplicates/likeness';
import type { ChunkRecord, Segment } from '../src/core/snapshot';
import { nearest } from '../src/core/vectors/scan';
import { measuredEngine } from './measuredEngine';
import { type Metrics, record, rounded } from './record';

/**
 * Passages whose neighbors are looked at, evenly over the folder; neighbors of each; the least cosine of a neighbor.
 */
const SAMPLE = 3000;
const NEIGHBORS = 10;
const LEAST_COSINE = 0.8;
const [MIN_LINES, MIN_TOKENS] = [6, 50];

void main(process.argv.slice(2));

async function main(folders: readonly string[]): Promise<void> {
  if (folders.length === 0) throw new Error('usage: node --expose-gc out/test/bench/duplicates.main.cjs <folder> …');
  const metrics: Metrics = {};
  for (const folder of folders) Object.assign(metrics, await measure(path.resolve(folder)));
  record('duplicates', 'node --expose-gc out/test/bench/duplicates.main.cjs <folder> …', metrics);
}

async function measure(root: string): Promise<Metrics> {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-bench-'));
  const engine = measuredEngine({ maxFileSizeBytes: 1024 * 1024 });
  try {
    const index = await engine.open({ id: 'main', name: 'main', root, indexDir: path.join(scratch, 'index') });
    const { chunks } = await engine.update({ corpusId: 'main' });
    global.gc?.();
    const before = process.memoryUsage.rss();
    let peak = before;
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const cpu = process.cpuUsage();
    const found = await engine.duplicates({}, { onProgress: () => (peak = Math.max(peak, process.memoryUsage.rss())) });
    const { user, system } = process.cpuUsage(cpu);
    delay.disable();
    peak = Math.max(peak, process.memoryUsage.rss());
    const name = `${path.basename(root)}_${Math.round(chunks / 1000)}k`;
    return {
      [name]: {
        ...{ passages: chunks, documents: found.documents },
        seconds: rounded(found.tookMs / 1000, 2),
        cpu_seconds: rounded((user + system) / 1e6, 2),
        longest_block_ms: Math.round(delay.max / 1e6),
        memory_on_top_mb: Math.round((peak - before) / 1e6),
        ...{ clusters: found.counts.clusters, saved_lines: found.counts.savedLines },
        ...candidateShare(root, index.segments()),
      },
    };
  } finally {
    await engine.dispose();
    fs.rmSync(scratch, { recursive: true });
  }
}

/**
 * Of pairs of passages that are near in meaning and graded as renamed or edited copies, the share that the candidates
 * hold.
 */
function candidateShare(
  root: string,
  segments: readonly Segment[],
): { near_copies: number; near_copies_compared: number } {
  const passages: Passage[] = [];
  const documents: Uint32Array[] = [];
  const ordinals = new Map<ChunkRecord, number>();
  for (const [file, chunks] of byPath(segments)) {
    const document = readDocument(fs.readFileSync(path.join(root, file)), file);
    if ('skipped' in document) continue;
    const { tokens, starts, lines } = readTokens(document.text, document.language);
    documents.push(tokens);
    for (const chunk of chunks) {
      const first = lines.findIndex((line) => line >= chunk.startLine);
      const after = lines.findIndex((line) => line > chunk.endLine);
      const [start, end] = [starts[first] ?? 0, starts[after < 0 ? lines.length : after]!];
      const lineCount = (after < 0 ? lines.length : after) - first;
      if (first < 0 || lineCount < MIN_LINES || end - start < MIN_TOKENS) continue;
      ordinals.set(chunk, passages.push(passageOf(tokens, start, end)) - 1);
    }
  }
  const counts = new RunCounts(documents.reduce((sum, tokens) => sum + tokens.length, 0));
  for (const tokens of documents) counts.add(tokens);
  const finding = candidatePairs(passages, counts);
  let step = finding.next();
  while (!step.done) step = finding.next();
  const compared = new Set(step.value.map(([a, b]) => `${a} ${b}`));
  const copies = new Set<string>();
  const rows = segments.map(({ vectors }) => vectors);
  const sampled = [...ordinals].filter((_, at) => at % Math.ceil(ordinals.size / SAMPLE) === 0);
  const placeOf = new Map(
    segments.flatMap((segment, s) => segment.chunks.map((chunk, row) => [chunk, { s, row }] as const)),
  );
  for (const [chunk, a] of sampled) {
    const { s, row } = placeOf.get(chunk)!;
    for (const near of nearest(rows, rows[s]!.decode([row]), NEIGHBORS + 1, { floor: LEAST_COSINE })) {
      const b = ordinals.get(segments[near.source]!.chunks[near.row]!);
      if (b === undefined || a === b) continue;
      const grade = likenessOf(passages[a]!, passages[b]!)?.grade;
      if (grade === 'renamed' || grade === 'edited') copies.add(`${Math.min(a, b)} ${Math.max(a, b)}`);
    }
  }
  return { near_copies: copies.size, near_copies_compared: [...copies].filter((pair) => compared.has(pair)).length };
}

function byPath(segments: readonly Segment[]): Map<string, ChunkRecord[]> {
  const documents = new Map<string, ChunkRecord[]>();
  for (const chunk of segments.flatMap(({ chunks }) => [...chunks])) {
    if (!isCompared(chunk.path, chunk.language)) continue;
    const known = documents.get(chunk.path);
    if (known) known.push(chunk);
    else documents.set(chunk.path, [chunk]);
  }
  return documents;
}
