/**
 * The part `build` of bench/index.main.ts: a start where nothing changed at 10,000 documents, and opening and a save at 100,000 chunks (embedded
 * vectors only). Indexing real code from nothing is measured by mainJob.main.ts.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createChunkerPool } from '../src/engine/chunkerPool';
import { Engine, indexFingerprint } from '../src/engine/engine';
import { locateResources } from '../src/engine/resources';
import { loadEmbeddedModel } from '../src/inference/embedded/load';
import { IndexStore } from '../src/storage/indexStore';
import { generatedDocument, generatedShards } from './generatedCorpus';
import type { Steps } from './index.main';
import { percentile, rounded } from './record';

const DOCUMENTS = 10_000;
const CHUNKS = 100_000;
const SAVES = 10;

export const build: Steps = {
  /** From the start of the CLI to its end, and the update's own work. */
  async unchanged(folder) {
    const source = path.join(folder, 'small');
    for (let i = 0; i < DOCUMENTS; i++) {
      const { path: file, chunks } = generatedDocument(i);
      write(path.join(source, file), chunks[0]!.text);
    }
    indexByCli(source, path.join(folder, 'small-index'));
    const runs = Array.from({ length: 5 }, () => indexByCli(source, path.join(folder, 'small-index')));
    return {
      noop_start_10k_docs_ms: rounded(
        percentile(
          runs.map(({ workMs }) => workMs),
          0.5,
        ),
      ),
      noop_start_10k_docs_cli_ms: rounded(
        percentile(
          runs.map(({ wallMs }) => wallMs),
          0.5,
        ),
      ),
    };
  },

  async generate(folder) {
    const embedded = loadEmbeddedModel(path.resolve('models/embedded'));
    const { store } = await IndexStore.open(path.join(folder, 'index'), {
      fingerprint: indexFingerprint(embedded),
      dims: embedded.dims,
    });
    for (const shard of generatedShards(CHUNKS, store.shardCount, embedded.dims)) await store.commit(new Map([shard]));
    await store.close();
    return {};
  },

  /** Only the edited files exist: an update of single paths looks at no other. */
  async save(folder) {
    const started = performance.now();
    const engine = new Engine({
      embedded: loadEmbeddedModel(path.resolve('models/embedded')),
      chunker: createChunkerPool(locateResources()),
      ...{ inferenceEntry: '', excludeGlobs: [], maxFileSizeBytes: 1_000_000, fillInBackground: false },
    });
    const root = path.join(folder, 'source');
    const indexDir = path.join(folder, 'index');
    await engine.open({ id: 'bench', name: 'bench', root, indexDir });
    await engine.search({ query: generatedDocument(1).chunks[0]!.name, limit: 10, depth: 'full' });
    const firstResultMs = performance.now() - started;
    const workMs: number[] = [];
    const shardsWritten: number[] = [];
    for (let i = 0; i < SAVES; i++) {
      const document = generatedDocument(i);
      write(path.join(root, document.path), `${document.text}\nexport const edited = ${i};\n`);
      const before = new Set(fs.readdirSync(indexDir, { recursive: true }).map(String));
      const report = await engine.update({ corpusId: 'bench', paths: [document.path] });
      if (report.changed !== 1) throw new Error(`${report.changed} documents changed, not the one that was edited`);
      workMs.push(report.tookMs);
      const files = fs.readdirSync(indexDir, { recursive: true }).map(String);
      shardsWritten.push(files.filter((file) => !before.has(file) && /shard/.test(file)).length);
    }
    await engine.dispose();
    return {
      open_first_result_100k_embedded_ms: rounded(firstResultMs),
      save_after_edit_100k_ms: rounded(percentile(workMs, 0.5)),
      save_after_edit_100k_max_ms: rounded(Math.max(...workMs)),
      save_after_edit_100k_shards_written: Math.max(...shardsWritten),
    };
  },
};

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

function indexByCli(source: string, indexDir: string): { workMs: number; wallMs: number } {
  const started = performance.now();
  const args = [path.resolve('dist/cli.cjs'), 'index', source, '--json', '--index-dir', indexDir];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`kindred index ${source}: ${stderr}`);
  return { workMs: JSON.parse(stdout).tookMs, wallMs: performance.now() - started };
}
