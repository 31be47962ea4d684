/**
 * No network: the deep model is loaded and used without one attempt at a connection, in JavaScript or in native code.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDeepEmbedder } from '../../src/engine/deep/inferenceClient';
import { modelDir as folderOfModel } from '../../src/inference/installedModels';
import { DEFAULT_MODEL_ID } from '../../src/inference/presets';
import { installSmallModel } from '../support/installJina';
import { networkCalls, watchNetwork } from '../support/trace';
import { PROJECT, write } from '../support/workspace';

const inferenceEntry = path.join(process.cwd(), 'dist', 'inference.cjs');
/** With something for Find Similar to find. */
const FILES = { ...PROJECT, 'src/twin.ts': PROJECT['src/upload.ts'].replaceAll('pload', 'nload') };

let root: string;
let modelDir: string;

before(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-network-'));
  modelDir = folderOfModel(path.join(root, 'models'), DEFAULT_MODEL_ID);
  await installSmallModel(modelDir);
});
after(() => fs.rmSync(root, { recursive: true, force: true }));

it('ONNX Runtime is told not to report usage before it loads', async () => {
  const log = path.join(root, 'env.json');
  const entry = path.join(root, 'env.cjs');
  const keep = `require('node:fs').writeFileSync(${JSON.stringify(log)}, JSON.stringify(process.env))`;
  fs.writeFileSync(entry, `${keep};`);
  const embedder = createDeepEmbedder({ modelDir, inferenceEntry: entry, restartDelayMs: 1 });
  await assert.rejects(embedder.embed(['x'], 'document'), { code: 'workerCrashed' });
  await embedder.dispose();
  const env = JSON.parse(fs.readFileSync(log, 'utf8')) as Record<string, string>;
  assert.equal(env.ORT_DISABLE_TELEMETRY, '1');
  assert.equal(env.ELECTRON_RUN_AS_NODE, '1');
});

// Only Linux has strace; what it shows holds for the same JavaScript and the same variable elsewhere.
if (process.platform === 'linux') {
  describe('system calls', () => {
    it('of a program that connects are seen (or the next test would prove nothing)', () => {
      const connect = `require('node:net').connect(9, '127.0.0.1').on('error', () => {})`;
      const inChild = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(connect)}])`;
      assert.ok(networkCalls(process.execPath, ['-e', connect]).length > 0);
      assert.ok(networkCalls(process.execPath, ['-e', inChild]).length > 0);
    });

    it("of a window's engine from opening to closing, searches, changes and a rebuild with a deep model are none", () => {
      const project = path.join(root, 'project');
      write(project, FILES);
      const run = path.join(process.cwd(), 'out', 'test', 'test', 'engine', 'engineRun.main.cjs');
      const { calls, output } = watchNetwork(process.execPath, [
        run,
        project,
        path.join(root, 'index'),
        modelDir,
        '1000',
      ]);
      assert.deepEqual(calls, []);
      const { tiers, chunks, deepChunks } = JSON.parse(output);
      // The model does not read Korean.
      assert.deepEqual(tiers, ['embedded', 'deep', 'embedded']);
      assert.ok(chunks >= 5 && deepChunks === chunks, output);
    });

    it('of indexing, searching, comparing and looking after it in the terminal are none', () => {
      const project = path.join(root, 'terminal');
      write(project, FILES);
      const models = path.join(root, 'models');
      const inTerminal = (...args: string[]) => {
        const all = [path.join(process.cwd(), 'dist', 'cli.cjs'), ...args, '--model-dir', models];
        const { calls, output } = watchNetwork(process.execPath, all, project);
        assert.deepEqual(calls, [], args.join(' '));
        return output;
      };
      const index = ['--index-dir', path.join(root, 'indexes'), '--json'];
      assert.equal(JSON.parse(inTerminal('index', '.', ...index)).documents, 5);
      // A busy machine embeds the candidates of a question in the course of several.
      const tiers: string[] = [];
      while (tiers.at(-1) !== 'deep' && tiers.length < 10)
        tiers.push(JSON.parse(inTerminal('search', 'try again after a failure', '.', ...index)).tier);
      assert.equal(tiers.at(-1), 'deep', tiers.join());
      assert.ok(JSON.parse(inTerminal('similar', 'src/upload.ts:4', '.', ...index)).results.length > 0);
      assert.match(inTerminal('doctor', '.', ...index), /dimensions, on ONNX Runtime/);
      assert.match(inTerminal('model', 'list'), /^used +jinaai/m);
      assert.match(inTerminal('model', 'log'), /No request was ever made/);
    });

    it('of a server for agents, from its start to its end, are none', () => {
      const project = path.join(root, 'served');
      write(project, FILES);
      const run = path.join(process.cwd(), 'out', 'test', 'test', 'mcp', 'mcpRun.main.cjs');
      const { calls, output } = watchNetwork(process.execPath, [run, project, path.join(root, 'served-cache')]);
      assert.deepEqual(calls, []);
      assert.deepEqual(JSON.parse(output), [false, false, false, false, false]);
    });

    it('of loading the model and embedding with it are none', () => {
      const embed = path.join(process.cwd(), 'out', 'test', 'test', 'inference', 'deep', 'embed.main.cjs');
      assert.deepEqual(networkCalls(process.execPath, [embed, modelDir, inferenceEntry, '1000']), []);
    });
  });
}
