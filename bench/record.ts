/**
 * Where measurements are written: `bench/results/<name>.json`, always with the machine, the date and the command that
 * made them.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type Metrics = Record<string, number | string | Record<string, number>>;

interface Result {
  machine: string;
  date: string;
  command: string;
  metrics: Metrics;
  parts?: { date: string; command: string; metrics: string[] }[];
}

/**
 * `merge` keeps the metrics of earlier runs that this one has not measured; `parts` says which run each metric is of.
 */
export function record(name: string, command: string, metrics: Metrics, { merge = false } = {}): void {
  const machine = `${os.availableParallelism()} x ${os.cpus()[0]?.model.trim() ?? os.arch()}, Node ${process.version}, ${os.platform()}`;
  const file = path.join('bench/results', `${name}.json`);
  const before = merge && fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Result) : undefined;
  const date = new Date().toISOString().slice(0, 10);
  const names = Object.keys(metrics);
  const older = (before?.parts ?? [])
    .map((part) => ({ ...part, metrics: part.metrics.filter((name) => !names.includes(name)) }))
    .filter((part) => part.metrics.length > 0);
  const parts = merge ? { parts: [...older, { date, command, metrics: names }] } : {};
  const result: Result = { machine, date, command, metrics: { ...before?.metrics, ...metrics }, ...parts };
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  console.log(`${JSON.stringify(metrics, null, 2)}\nwritten to ${file}`);
}

/** Nearest rank. `sorted` need not be. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function rounded(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
