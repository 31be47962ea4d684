/** No network: the deep model is loaded and used without one attempt at a connection, in JavaScript or in native code. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDeepEmbedder } from '../../src/engine/inferenceClient';
import { installSmallModel } from '../support/installJina';
import { networkCalls } from '../support/trace';

const inferenceEntry = path.join(process.cwd(), 'dist', 'inference.cjs');
let root: string;
let modelDir: string;

before(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-network-'));
  modelDir = path.join(root, 'model');
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

    it('of loading the model and embedding with it are none', () => {
      const embed = path.join(process.cwd(), 'out', 'test', 'test', 'deep', 'embed.main.cjs');
      assert.deepEqual(networkCalls(process.execPath, [embed, modelDir, inferenceEntry, '1000']), []);
    });
  });
}
