/**
 * What an agent waits for `kindred mcp`, through the client of the official SDK over the built terminal: each tool over
 * 10,000 passages, the first call of a server that has just been started, and memory over many calls.
 *
 *   node esbuild.mjs --production && node esbuild.mjs --tests && node esbuild.mjs --production
 *   node out/test/bench/mcp.main.cjs [--chunks 10000] [--calls 10000]
 *
 * Writes bench/results/mcp.json.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type ConnectedClient, connect } from '../test/mcp/client';
import { generatedDocument, writeGeneratedCorpus } from './generatedCorpus';
import { type Metrics, percentile, record, rounded } from './record';

const { values } = parseArgs({
  options: { chunks: { type: 'string', default: '10000' }, calls: { type: 'string', default: '10000' } },
});

/** Of each tool, behind some that warm it up. */
const MEASURED = 200;
const WARM_UP = 20;
const COLD_STARTS = 7;

void main();

async function main(): Promise<void> {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-mcp-bench-'));
  const at = { cwd: path.join(work, 'corpus'), cache: path.join(work, 'cache') };
  try {
    writeGeneratedCorpus(at.cwd, Number(values.chunks));
    const server = await connect(at);
    const status = async () => (await server.call('status')).data as { folders: { passages: number; state: string }[] };
    while ((await status()).folders[0]!.state !== 'ready') await new Promise((resolve) => setTimeout(resolve, 500));
    const metrics: Metrics = { passages: (await status()).folders[0]!.passages };
    for (const [name, argumentsOf] of TOOLS) metrics[`${name}_ms`] = await measure(server, name, argumentsOf);
    metrics.memory_mb = await memoryOverCalls(server, Number(values.calls));
    await server.client.close();
    metrics.cold_first_call_ms = await coldStarts(at);
    record('mcp', `node out/test/bench/mcp.main.cjs --chunks ${values.chunks} --calls ${values.calls}`, metrics);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

type Arguments = (call: number) => Record<string, unknown>;

/** Each call asks for something else. */
const TOOLS: readonly (readonly [name: string, argumentsOf: Arguments])[] = [
  ['similar', (call) => ({ path: documentOf(call).path, startLine: 3 })],
  ['outline', (call) => ({ path: documentOf(call).path })],
  ['outline_folder', () => ({ path: 'packages' })],
  ['references', (call) => ({ symbol: documentOf(call).chunks[call % 10]!.name })],
  ['references_common', (call) => ({ symbol: COMMON[call % COMMON.length] })],
  ['search', (call) => ({ question: wordsOf(call) })],
];

/** Names that many passages mention. */
const COMMON = ['throw', 'await', 'Promise', 'const', 'never'];

function documentOf(call: number) {
  return generatedDocument((call * 37) % Math.floor(Number(values.chunks) / 10));
}

/** Out of a comment of the corpus. */
function wordsOf(call: number): string {
  const [, comment = ''] = /\/\*\* (.*?)\. \*\//.exec(documentOf(call).text) ?? [];
  return comment.split(' ').slice(0, 5).join(' ');
}

async function measure({ call }: ConnectedClient, name: string, argumentsOf: Arguments) {
  const tool = name.split('_')[0]!;
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + MEASURED; i++) {
    const started = performance.now();
    const { isError, text } = await call(tool, argumentsOf(i));
    if (isError) throw new Error(`${name}: ${text}`);
    if (i >= WARM_UP) times.push(performance.now() - started);
  }
  return { p50: rounded(percentile(times, 0.5)), p95: rounded(percentile(times, 0.95)) };
}

/** Resident memory of the server, after a tenth of the calls and after all. */
async function memoryOverCalls({ call, transport }: ConnectedClient, calls: number) {
  let early = 0;
  for (let i = 0; i < calls; i++) {
    if (i === Math.floor(calls / 10)) early = residentMb(transport.pid!);
    const [name, argumentsOf] = TOOLS[i % TOOLS.length]!;
    await call(name.split('_')[0]!, argumentsOf(i));
  }
  const late = residentMb(transport.pid!);
  return { calls, after_a_tenth: early, after_all: late, ratio: rounded(late / early, 2) };
}

/** Linux says it of any process. */
function residentMb(pid: number): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1000);
}

/** From the start of the process to the first answer, on an index that is there. */
async function coldStarts(at: { cwd: string; cache: string }) {
  const times: number[] = [];
  for (let i = 0; i < COLD_STARTS; i++) {
    const started = performance.now();
    const { client, call } = await connect(at);
    const { isError, text } = await call('search', { question: wordsOf(i) });
    if (isError) throw new Error(text);
    times.push(performance.now() - started);
    await client.close();
  }
  return { p50: rounded(percentile(times, 0.5)), slowest: rounded(Math.max(...times)) };
}
