/**
 * Measures the index at its limits, part by part: `node esbuild.mjs --tests && node out/test/bench/index.main.cjs
 * [scale|recall|build|lexical|million|all]`, or one step of a part that needs none before it (`recall transformer`).
 * Merges what it measured into bench/results/index.json. A part is a list of named steps over one scratch folder; each
 * step runs in a process of its own with the engine's flags, so that memory and opening mean that step alone. Files
 * come from the page cache.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ENGINE_FLAGS } from '../src/extension/engine/engineProcess';
import { build, million } from './indexBuild';
import { lexical } from './indexLexical';
import { recall } from './indexRecall';
import { scale } from './indexScale';
import type { Steps } from './indexSteps';
import { type Metrics, record } from './record';

const parts: Record<string, Steps> = { scale, recall, build, lexical, million };

async function main([first = 'all', step, folder]: string[]): Promise<void> {
  if (step && folder) {
    process.stdout.write(JSON.stringify(await parts[first]![step]!(folder)));
    return;
  }
  const wanted = first === 'all' ? Object.keys(parts) : [first];
  for (const part of wanted) {
    if (!parts[part]) throw new Error(`no part ${part}: ${Object.keys(parts).join(', ')} or all`);
    const steps = step ? [step] : Object.keys(parts[part]);
    record('index', `node out/test/bench/index.main.cjs ${[part, step ?? []].flat().join(' ')}`, measure(part, steps), {
      merge: true,
    });
  }
}

function measure(part: string, steps: readonly string[]): Metrics {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-bench-'));
  const metrics: Metrics = {};
  try {
    for (const step of steps) {
      const args = ['--expose-gc', ...ENGINE_FLAGS, __filename, part, step, folder];
      const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
      const measured = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio })) as Metrics;
      console.log(step, measured);
      Object.assign(metrics, measured);
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  return metrics;
}

void main(process.argv.slice(2));
