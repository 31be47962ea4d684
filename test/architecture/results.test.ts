/**
 * What the documents and the targets refer to is measured: bench/results/index.json has it, and says for each metric by
 * which run.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

const TARGETS = [
  'open_first_result_100k_ms',
  'save_after_edit_100k_ms',
  'dense_top50_100k_768_p95_ms',
  'noop_start_10k_docs_ms',
  'index_1m_lines_s',
  'index_peak_memory_mb',
  'search_1m_chunks_p95_ms',
  'open_first_result_1m_ms',
  'index_over_bare_parse',
  'dense_to_bare_read_p50_ratio',
  'resident_less_150mb_to_vectors_ratio',
  'disk_to_limit_ratio',
];

test('bench/results/index.json has a figure for every target, with the run that it is of', () => {
  const { machine, date, command, metrics, parts } = JSON.parse(fs.readFileSync('bench/results/index.json', 'utf8'));
  assert.ok(machine && date && command);
  for (const name of TARGETS) assert.ok(metrics[name] > 0, name);
  const recorded = parts.flatMap((part: { metrics: string[] }) => part.metrics);
  assert.deepEqual(recorded.sort(), Object.keys(metrics).sort());
  for (const part of parts) assert.ok(part.date && part.command);
});
