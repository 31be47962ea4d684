/**
 * The steps of the ladder, each taken by really removing the one above: native ONNX Runtime, WebAssembly, the embedded
 * model, words.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDeepEmbedder } from '../../../src/engine/deep/inferenceClient';
import { openEmbeddedModel } from '../../../src/inference/embedded/loadEmbedded';
import { installSmallModel, type SmallModel } from '../../support/installJina';
import { cosine } from '../../support/jinaReference';
import { embedded, openEngine, pathsFor, temporaryFolder } from '../../support/workspace';

const project = process.cwd();
const TEXTS = [
  'where do we retry failed uploads',
  'export function hash(text: string) {\n  return 1;\n}',
  '업로드를 다시',
];

describe('the runtime falls a step where it cannot be loaded', () => {
  let root: string;
  let small: SmallModel;
  before(async () => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-ladder-')));
    small = await installSmallModel(path.join(root, 'model'), 'q8');
  });
  after(() => fs.rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

  /** Kindred's inference as it is installed, in a folder that can be broken. */
  function installation(name: string, breakIt: (dist: string, binaries: string) => void): string {
    const dist = path.join(root, name);
    const modules = path.join(dist, 'node_modules');
    const runtime = path.join('bin/napi-v6', process.platform, process.arch);
    fs.cpSync(path.join(project, 'dist/inference.cjs'), path.join(dist, 'inference.cjs'));
    fs.cpSync(path.join(project, 'dist/onnxruntime-web'), path.join(dist, 'onnxruntime-web'), { recursive: true });
    for (const part of ['onnxruntime-common', 'onnxruntime-node/package.json', 'onnxruntime-node/dist'])
      fs.cpSync(path.join(project, 'node_modules', part), path.join(modules, part), { recursive: true });
    const binaries = path.join(modules, 'onnxruntime-node', runtime);
    fs.cpSync(path.join(project, 'node_modules/onnxruntime-node', runtime), binaries, { recursive: true });
    breakIt(dist, binaries);
    return path.join(dist, 'inference.cjs');
  }

  async function embed(inferenceEntry: string, threads = 1) {
    const client = createDeepEmbedder({ modelDir: small.model.dir, inferenceEntry, threads });
    try {
      const vectors = await client.embed(TEXTS, 'document');
      return { vectors, runtime: client.status().runtime };
    } finally {
      await client.dispose();
    }
  }

  const binding = (binaries: string) => path.join(binaries, 'onnxruntime_binding.node');
  const steps: { name: string; breakIt: (dist: string, binaries: string) => void; threads?: number }[] = [
    {
      name: 'the binary is deleted',
      breakIt: (_, binaries) => fs.rmSync(binding(binaries)),
      threads: 2,
    },
    {
      name: 'the binary is of another architecture',
      // A 64-bit ELF header for a machine that nobody has (e_machine at byte 18).
      breakIt: (_, binaries) => {
        const bytes = fs.readFileSync(binding(binaries));
        bytes.writeUInt16LE(0x2a, 18);
        fs.writeFileSync(binding(binaries), bytes);
      },
    },
    {
      name: 'a library that the binary needs is missing',
      breakIt: (_, binaries) => {
        for (const file of fs.readdirSync(binaries)) if (!file.endsWith('.node')) fs.rmSync(path.join(binaries, file));
      },
    },
    {
      name: 'the package does not exist for this platform',
      breakIt: (dist) => fs.rmSync(path.join(dist, 'node_modules'), { recursive: true }),
    },
  ];

  for (const [i, { name, breakIt, threads }] of steps.entries()) {
    it(`${name}: WebAssembly gives the same vectors`, async () => {
      const native = await embed(installation(`whole-${i}`, () => undefined));
      assert.deepEqual(native.runtime, { kind: 'native' });
      const wasm = await embed(installation(`broken-${i}`, breakIt), threads);
      assert.equal(wasm.runtime?.kind, 'wasm');
      assert.ok(wasm.runtime?.cause, 'it says why');
      const cosines = wasm.vectors.map((vector, at) => cosine(vector, native.vectors[at]!));
      assert.ok(
        cosines.every((each) => each > 0.999),
        cosines.join(' '),
      );
    });
  }

  it('neither is there: said with both causes, and search goes on with the embedded model', async (t) => {
    const inferenceEntry = installation('none', (dist, binaries) => {
      fs.rmSync(binding(binaries));
      fs.rmSync(path.join(dist, 'onnxruntime-web/ort-wasm-simd-threaded.wasm'));
    });
    const causes = /binding.*WebAssembly.*\.wasm/s;
    await assert.rejects(embed(inferenceEntry), { code: 'runtimeUnavailable', message: causes });
    const { engine } = await openEngine(t, undefined, { inferenceEntry });
    await engine.update({ corpusId: 'main' });
    await engine.setDeepModel(small.model.dir);
    const { tier, results } = await engine.search({ query: 'retry an upload', limit: 1, depth: 'full' });
    assert.deepEqual([tier, results[0]?.path], ['embedded', 'src/upload.ts']);
    const { state, runtime } = (await engine.status()).deep;
    assert.deepEqual([state, runtime?.kind], ['failed', 'none']);
    assert.match(runtime?.cause ?? '', causes);
  });

  it('the WebAssembly file is damaged: the runtime is at fault, not the model', async () => {
    const entry = installation('damaged', (dist) => {
      fs.rmSync(path.join(dist, 'node_modules'), { recursive: true });
      fs.writeFileSync(path.join(dist, 'onnxruntime-web/ort-wasm-simd-threaded.wasm'), 'not WebAssembly');
    });
    await assert.rejects(embed(entry), { code: 'runtimeUnavailable' });
  });
});

describe('the embedded model', () => {
  const faults: { name: string; breakIt: (dir: string) => void }[] = [
    { name: 'its vocabulary is gone', breakIt: (dir) => fs.rmSync(path.join(dir, 'vocabulary.json')) },
    { name: 'its weights are cut off', breakIt: (dir) => fs.truncateSync(path.join(dir, 'embeddings.i8.bin'), 1000) },
  ];
  for (const { name, breakIt } of faults) {
    it(`${name}: search goes by words and says so, and by meaning once it is back`, async (t) => {
      const broken = path.join(temporaryFolder(t), 'embedded');
      fs.cpSync(path.join(project, 'models/embedded'), broken, { recursive: true });
      breakIt(broken);
      const { engine, dir, indexDir } = await openEngine(t, undefined, { embedded: openEmbeddedModel(broken) });
      await engine.update({ corpusId: 'main' });
      const { tier, results, isRelevant } = await engine.search({ query: 'retry upload', limit: 1, depth: 'full' });
      assert.deepEqual([tier, results[0]?.path, isRelevant], ['lexical', 'src/upload.ts', true]);
      const similar = await engine.similar({ corpusId: 'main', path: 'src/upload.ts', limit: 4 });
      assert.deepEqual(similar.results, []);
      await engine.duplicates({ minLines: 5 });
      await engine.map();
      assert.ok((await engine.status()).embeddedFault);
      await engine.dispose();

      const whole = await openEngine(t, {}, { embedded }, { dir, indexDir });
      await whole.engine.update({ corpusId: 'main' });
      const again = await whole.engine.search({ query: 'retry upload', limit: 1, depth: 'full' });
      assert.equal(again.tier, 'embedded');
      assert.deepEqual(await pathsFor(whole.engine, 'hash password', 1), ['src/auth/password.py']);
      assert.equal((await whole.engine.status()).embeddedFault, undefined);
    });
  }
});
