/**
 * The parts `build` and `million` of bench/index.main.ts: a start where nothing changed at 10,000 documents; opening, a
 * save, memory and disk at 100,000 chunks of both tiers; opening and searching a million. Indexing real code from
 * nothing is measured by mainJob.main.ts.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Engine } from '../src/engine/engine';
import { indexFingerprint } from '../src/engine/indexing/fingerprint';
import { createEngineClient } from '../src/extension/engine/engineClient';
import { loadEmbeddedModel } from '../src/inference/embedded/loadEmbedded';
import type { CorpusSpec, SearchParams } from '../src/protocol/engine';
import { IndexStore } from '../src/storage/indexStore';
import { VectorCache } from '../src/storage/vectors/vectorCache';
import { installSmallModel } from '../test/support/installJina';
import { CHUNKS_PER_DOCUMENT, generatedDocument, generatedShards, generatedVector } from './generatedCorpus';
import type { Steps } from './indexSteps';
import { measuredEngine } from './measuredEngine';
import { percentile, rounded } from './record';

const DOCUMENTS = 10_000;
const CHUNKS = 100_000;
const SAVES = 30;
/** Between two saves, as between those of a person: what one leaves to the collector is not the next one's. */
const PAUSE_MS = 100;
/** What questions leave is collected when nothing was asked for eight seconds: V8 does so by itself. */
const REST_MS = 15_000;
const EMBEDDED_DIMS = 256;
const DEEP_DIMS = 768;
/** Of a stored component (src/core/vectors/rows.ts). */
const VECTOR_COMPONENT_BYTES = 3;

/** Of each save. */
interface Saves {
  workMs: number[];
  cpuMs: number[];
}

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

  /** 100,000 chunks with vectors of both tiers; the deep ones belong to the small model of the tests. */
  async generate(folder) {
    const deep = await installSmallModel(path.join(folder, 'model'));
    const { store } = await openStore(folder);
    const cache = await VectorCache.open(store.deepFolder, {
      fingerprint: deep.model.fingerprint,
      dims: deep.preset.dims,
    });
    let number = 0;
    for (const [k, data] of generatedShards(CHUNKS, store.shardCount, store.dims)) {
      await store.commit(new Map([[k, data]]));
      cache.put(
        data.chunks.map(({ contentHash }) => ({ hash: contentHash, vector: generatedVector(number++, DEEP_DIMS) })),
      );
      await cache.flush();
    }
    await store.close();
    return {};
  },

  /** From the start of the engine to the first result, and to the deep vectors that are loaded behind it. */
  async open(folder) {
    const started = performance.now();
    const { engine } = await openEngine(folder);
    await engine.setDeepModel(path.join(folder, 'model'));
    await engine.search({ query: generatedDocument(1).chunks[0]!.name, limit: 10, depth: 'fast' });
    const firstResultMs = performance.now() - started;
    let [corpus] = (await engine.status()).corpora;
    while (corpus!.deepChunks < CHUNKS) {
      await setTimeout(10);
      [corpus] = (await engine.status()).corpora;
    }
    const bothTiersMs = performance.now() - started;
    const searchMs = await searchTimes(engine);
    const sourceBytes = sourceSize();
    await engine.dispose();
    return {
      open_first_result_100k_ms: rounded(firstResultMs),
      open_both_tiers_100k_ms: rounded(bothTiersMs),
      search_100k_chunks_p95_ms: rounded(percentile(searchMs, 0.95)),
      disk_100k_mb: rounded(corpus!.indexSizeBytes / 1e6),
      disk_limit_100k_mb: rounded((sourceBytes + CHUNKS * 4000) / 1e6),
      disk_to_limit_ratio: rounded(corpus!.indexSizeBytes / (sourceBytes + CHUNKS * 4000), 2),
    };
  },

  /**
   * What the editor's engine takes with all of both tiers in memory, at rest after as many questions: the whole
   * process, as the system counts it.
   */
  async resident(folder) {
    const engine = createEngineClient({
      modulePath: path.resolve('dist/engine.cjs'),
      onStart: (started) =>
        started.open({
          corpora: [corpusIn(folder)],
          excludeGlobs: [],
          maxFileSizeBytes: 1_000_000,
          deepModel: { id: 'small', dir: path.join(folder, 'model') },
        }),
      log: console.error,
      listeners: {},
      onCrash: console.error,
      onGaveUp: console.error,
    });
    engine.start();
    let status = await engine.status();
    while (status.corpora[0]!.deepChunks < CHUNKS) {
      await setTimeout(100);
      status = await engine.status();
    }
    await searchTimes(engine);
    await setTimeout(REST_MS);
    const { memoryBytes } = await engine.status();
    await engine.dispose();
    const components = CHUNKS * (EMBEDDED_DIMS + DEEP_DIMS);
    const vectorBytes = components * VECTOR_COMPONENT_BYTES;
    const floatBytes = components * Float32Array.BYTES_PER_ELEMENT;
    return {
      resident_100k_both_tiers_mb: rounded(memoryBytes / 1e6),
      resident_limit_100k_mb: rounded((vectorBytes * 1.3 + 150e6) / 1e6),
      resident_less_150mb_to_vectors_ratio: rounded((memoryBytes - 150e6) / vectorBytes, 2),
      resident_less_150mb_to_float32_vectors_ratio: rounded((memoryBytes - 150e6) / floatBytes, 2),
    };
  },

  /**
   * By turns as the editor has it, which tells what is typed before it is saved, and as another program does. Only the
   * edited files exist: an update of single paths looks at no other.
   */
  async save(folder) {
    const { engine, root, indexDir } = await openEngine(folder);
    const typed: Saves = { workMs: [], cpuMs: [] };
    const foreign: Saves = { workMs: [], cpuMs: [] };
    const typingMs: number[] = [];
    const shardsWritten: number[] = [];
    for (let i = 0; i < SAVES * 2; i++) {
      const saves = i % 2 === 0 ? typed : foreign;
      const document = generatedDocument(i);
      const place = { corpusId: 'bench', path: document.path };
      const text = `${document.text}\nexport const edited = ${Date.now() + i};\n`;
      if (saves === typed) {
        const started = performance.now();
        await engine.setUnsaved({ ...place, text });
        typingMs.push(performance.now() - started);
      }
      await setTimeout(PAUSE_MS);
      write(path.join(root, document.path), text);
      const before = new Set(fs.readdirSync(indexDir, { recursive: true }).map(String));
      const cpuBefore = process.cpuUsage();
      const report = await engine.update({ corpusId: 'bench', paths: [document.path] });
      const { user, system } = process.cpuUsage(cpuBefore);
      if (report.changed !== 1) throw new Error(`${report.changed} documents changed, not the one that was edited`);
      saves.cpuMs.push((user + system) / 1000);
      saves.workMs.push(report.tookMs);
      const files = fs.readdirSync(indexDir, { recursive: true }).map(String);
      shardsWritten.push(files.filter((file) => !before.has(file) && /shard/.test(file)).length);
      if (saves === typed) await engine.setUnsaved(place);
    }
    await engine.dispose();
    return {
      save_after_edit_100k_first_ms: rounded(typed.workMs[0]!),
      save_after_edit_100k_ms: rounded(percentile(typed.workMs, 0.5)),
      // Of all threads: what other work on the machine does not lengthen as it does the time.
      save_after_edit_100k_cpu_ms: rounded(percentile(typed.cpuMs, 0.5)),
      save_after_edit_100k_max_ms: rounded(Math.max(...typed.workMs)),
      save_after_edit_100k_shards_written: Math.max(...shardsWritten),
      unsaved_edit_100k_ms: rounded(percentile(typingMs, 0.5)),
      save_of_another_program_100k_ms: rounded(percentile(foreign.workMs, 0.5)),
      save_of_another_program_100k_cpu_ms: rounded(percentile(foreign.cpuMs, 0.5)),
    };
  },

  /**
   * The first save of a window, as the editor has it: what is typed comes unsaved before, is searched, and is saved
   * then.
   */
  async firstSave(folder) {
    const { engine, root } = await openEngine(folder);
    const document = generatedDocument(SAVES);
    const text = `${document.text}\nexport const typed = ${Date.now()};\n`;
    await engine.setUnsaved({ corpusId: 'bench', path: document.path, text });
    await engine.search({ query: document.chunks[0]!.name, limit: 10, depth: 'fast' });
    write(path.join(root, document.path), text);
    const { changed, tookMs } = await engine.update({ corpusId: 'bench', paths: [document.path] });
    await engine.dispose();
    if (changed !== 1) throw new Error(`${changed} documents changed, not the one that was edited`);
    return { save_after_typing_100k_first_ms: rounded(tookMs) };
  },
};

/** A million chunks: each of the 100,000 under ten paths, embedded vectors of their own. */
export const million: Steps = {
  async generate(folder) {
    const { store } = await openStore(folder);
    for (const shard of generatedShards(CHUNKS, store.shardCount, store.dims, 10)) await store.commit(new Map([shard]));
    const { chunks, sizeBytes } = await store.stats();
    await store.close();
    return { million_chunks: chunks, million_disk_mb: rounded(sizeBytes / 1e6) };
  },

  async open(folder) {
    const started = performance.now();
    const { engine } = await openEngine(folder);
    await engine.search({ query: generatedDocument(1).chunks[0]!.name, limit: 10, depth: 'fast' });
    const firstResultMs = performance.now() - started;
    const searchMs = await searchTimes(engine);
    const pathOf = (i: number) => `path:${generatedDocument(i).path.split('/')[1]}/`;
    // One file in five hundred passes, another with every question; then all pass.
    const pathMs = await searchTimes(engine, pathOf);
    const languageMs = await searchTimes(engine, () => 'lang:typescript');
    globalThis.gc?.();
    const residentBytes = process.memoryUsage.rss();
    await engine.dispose();
    return {
      open_first_result_1m_ms: rounded(firstResultMs),
      search_1m_chunks_p50_ms: rounded(percentile(searchMs, 0.5)),
      search_1m_chunks_p95_ms: rounded(percentile(searchMs, 0.95)),
      search_1m_chunks_path_p95_ms: rounded(percentile(pathMs, 0.95)),
      search_1m_chunks_lang_p95_ms: rounded(percentile(languageMs, 0.95)),
      resident_1m_mb: rounded(residentBytes / 1e6),
    };
  },
};

export async function openStore(folder: string): Promise<{ store: IndexStore }> {
  const embedded = loadEmbeddedModel(path.resolve('models/embedded'));
  return IndexStore.open(path.join(folder, 'index'), {
    fingerprint: indexFingerprint(embedded),
    dims: embedded.dims,
  });
}

async function openEngine(folder: string): Promise<{ engine: Engine; root: string; indexDir: string }> {
  const engine = measuredEngine();
  const corpus = corpusIn(folder);
  await engine.open(corpus);
  return { engine, ...corpus };
}

function corpusIn(folder: string): CorpusSpec {
  return { id: 'bench', name: 'bench', root: path.join(folder, 'source'), indexDir: path.join(folder, 'index') };
}

/** Questions of two words and of four, each with its filter, after ten that warm up. */
async function searchTimes(
  engine: { search(params: SearchParams): Promise<unknown> },
  filterOf: (i: number) => string = () => '',
): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < 50; i++) {
    const words = generatedDocument(i * 7).chunks[0]!.text.match(/[a-z]{4,}/gi)!;
    const query = `${words.slice(2, i % 2 ? 4 : 6).join(' ')} ${filterOf(i)}`;
    const started = performance.now();
    await engine.search({ query, limit: 10, depth: 'fast' });
    if (i >= 10) times.push(performance.now() - started);
  }
  return times;
}

/** Of all files that the 100,000 chunks stand for. */
function sourceSize(): number {
  let bytes = 0;
  for (let i = 0; i < CHUNKS / CHUNKS_PER_DOCUMENT; i++) bytes += Buffer.byteLength(generatedDocument(i).text);
  return bytes;
}

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
