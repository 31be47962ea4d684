/** The engine's side of the inference process: order, crashes, limits. Everything runs against real processes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import {
  createDeepEmbedder,
  type DeepEmbedderOptions,
  type InferenceClient,
} from '../../../src/engine/deep/inferenceClient';
import { createInferenceLanes } from '../../../src/engine/deep/inferenceLanes';
import { EngineError } from '../../../src/protocol/errors';
import { installSmallModel } from '../../support/installJina';
import { until } from '../../support/until';

const inferenceEntry = path.join(process.cwd(), 'dist', 'inference.cjs');
const LONG = 'retry the failed upload with a backoff '.repeat(60);

let root: string;
let modelDir: string;
const open: InferenceClient[] = [];

before(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-client-'));
  modelDir = path.join(root, 'model');
  await installSmallModel(modelDir);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.dispose()));
});
after(() => fs.rmSync(root, { recursive: true, force: true }));

function start(options: Partial<DeepEmbedderOptions> = {}): InferenceClient {
  const client = createDeepEmbedder({ modelDir, inferenceEntry, restartDelayMs: 10, ...options });
  open.push(client);
  return client;
}

describe('calls', () => {
  it('a passage that somebody waits for goes before documents that nobody waits for', async () => {
    const client = start();
    const order: string[] = [];
    const documents = client.embed(Array(30).fill(LONG), 'document').then(() => order.push('documents'));
    await until(() => client.status().state === 'running');
    const passage = client.embed(['a passage'], 'document', undefined, true).then(() => order.push('passage'));
    await Promise.all([documents, passage]);
    assert.deepEqual(order, ['passage', 'documents']);
  });

  it('an empty list needs no process', async () => {
    const client = start();
    assert.deepEqual(await client.embed([], 'document'), []);
    assert.equal(client.status().pid, undefined);
  });

  it('a query goes before documents that wait', async () => {
    const client = start();
    const order: string[] = [];
    const documents = client.embed(Array(30).fill(LONG), 'document').then(() => order.push('documents'));
    await until(() => client.status().state === 'running');
    const query = client.embed(['where is the backoff'], 'query').then(() => order.push('query'));
    await Promise.all([documents, query]);
    assert.deepEqual(order, ['query', 'documents']);
  });

  it('an aborted call is dropped at once; the others go on in the same process', async () => {
    const client = start();
    const controller = new AbortController();
    const reason = new Error('not needed any more');
    const aborted = client.embed(Array(500).fill(LONG), 'document', controller.signal);
    const kept = client.embed(['kept'], 'document');
    await until(() => client.status().state === 'running');
    const { pid } = client.status();
    controller.abort(reason);
    await assert.rejects(aborted, (error) => error === reason);
    assert.equal((await kept)[0]!.length, client.dims);
    assert.equal(client.status().pid, pid);
    await assert.rejects(client.embed(['x'], 'query', controller.signal), (error) => error === reason);
  });

  it('a disposed client refuses; what waited is canceled and its process gone', async () => {
    const client = start();
    const waiting = assert.rejects(client.embed(Array(500).fill(LONG), 'document'), { code: 'canceled' });
    await until(() => client.status().state === 'running');
    const { pid } = client.status();
    await client.dispose();
    await waiting;
    assert.equal(isAlive(pid!), false);
    await assert.rejects(client.embed(['x'], 'document'), { code: 'canceled' });
    await client.dispose();
  });
});

describe('the process', () => {
  it('killed in the middle of a text: that call fails, the one behind it and the next are answered', async () => {
    const client = start();
    const [expected] = await client.embed(['same'], 'document');
    const killed = client.embed(Array(500).fill(LONG), 'document');
    const behind = client.embed(['same'], 'document');
    await until(() => client.status().state === 'running');
    const { pid } = client.status();
    process.kill(pid!, 'SIGKILL');
    await assert.rejects(killed, (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.code, 'workerCrashed');
      assert.match(error.detail, /SIGKILL/);
      return true;
    });
    assert.deepEqual((await behind)[0], expected);
    assert.deepEqual((await client.embed(['same'], 'query'))[0], expected);
    assert.notEqual(client.status().pid, pid);
  });

  it('killed while it loads the model: nobody notices', async () => {
    const client = start();
    const call = client.embed(['x'], 'document');
    await until(() => client.status().pid !== undefined);
    process.kill(client.status().pid!, 'SIGKILL');
    assert.equal((await call).length, 1);
  });

  it('is stopped when idle and started again by the next text', async () => {
    const client = start({ idleMs: 50 });
    await client.embed(['x'], 'document');
    const { pid } = client.status();
    await until(() => client.status().pid === undefined && !isAlive(pid!));
    assert.equal(client.status().memoryBytes, 0);
    assert.equal((await client.embed(['x'], 'document')).length, 1);
    assert.notEqual(client.status().pid, pid);
  });

  it('is replaced between two texts when it grows over the ceiling, but not all the time', async () => {
    const client = start({ memoryCeilingBytes: 1 });
    const pids = new Set<number>();
    for (let i = 0; i < 45; i++) {
      await client.embed([`text ${i}`], 'document');
      const { pid } = client.status();
      if (pid !== undefined) pids.add(pid);
    }
    assert.equal(pids.size, 3);
  });

  it('in the background runs with lowered priority and says how much memory it takes', async () => {
    const client = start({ isBackground: true });
    await client.embed(['x'], 'document');
    const { pid, memoryBytes } = client.status();
    assert.equal(os.getPriority(pid!), os.constants.priority.PRIORITY_BELOW_NORMAL);
    assert.ok(memoryBytes > 30e6 && memoryBytes < 1e9, `${memoryBytes} bytes`);
  });

  it('takes other limits between two texts, and what it took of the processor is counted over all of them', async () => {
    const client = start({ threads: 1 });
    await client.embed([LONG], 'document');
    const { pid } = client.status();
    const cpuMs = client.cpuMs();
    assert.ok(cpuMs > 0);
    client.setLimits({ threads: 2, idleMs: 50 });
    await client.embed([LONG], 'document');
    assert.notEqual(client.status().pid, pid);
    assert.ok(client.cpuMs() > cpuMs);
    await until(() => client.status().pid === undefined);
  });

  it('ends with its parent, even when that is killed', async () => {
    const parentFile = path.join(root, 'parent.cjs');
    const fork = `require('node:child_process').fork(${JSON.stringify(inferenceEntry)}, [], { serialization: 'advanced' })`;
    fs.writeFileSync(parentFile, `const child = ${fork}; console.log(child.pid); setInterval(() => {}, 1000);`);
    const parent = spawn(process.execPath, [parentFile], { stdio: ['ignore', 'pipe', 'inherit'] });
    const childPid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (line) => resolve(Number(line))),
    );
    assert.ok(isAlive(childPid));
    parent.kill('SIGKILL');
    await until(() => !isAlive(childPid));
  });
});

describe('two lanes', () => {
  const lanes = (memoryBytes: number): InferenceClient => {
    const client = createInferenceLanes({ modelDir, inferenceEntry, restartDelayMs: 10 }, memoryBytes);
    open.push(client);
    return client;
  };

  it('a question has a process of usual priority, the background one of low priority, and both give the same vectors', async () => {
    const client = lanes(16e9);
    const [awaited] = await client.embed(['same'], 'document', undefined, true);
    const { pid, memoryBytes } = client.status();
    assert.equal(os.getPriority(pid!), os.getPriority());
    assert.deepEqual((await client.embed(['same'], 'document'))[0], awaited);
    assert.ok(client.status().memoryBytes > memoryBytes, 'a second process');
    assert.ok(client.cpuMs() > 0);
  });

  it('a question is answered while the process of the background stands still', async () => {
    const client = lanes(16e9);
    await client.embed(['x'], 'document');
    const { pid } = client.status();
    process.kill(pid!, 'SIGSTOP');
    let isDone = false;
    const background = client.embed(['y'], 'document').then(() => {
      isDone = true;
    });
    await client.embed(['where'], 'query');
    assert.equal(isDone, false);
    process.kill(pid!, 'SIGCONT');
    await background;
  });

  it('on a machine short of memory there is one', async () => {
    const client = lanes(4e9);
    await client.embed(['where'], 'query');
    const { pid } = client.status();
    await client.embed(['x'], 'document');
    assert.equal(client.status().pid, pid);
    assert.equal(os.getPriority(pid!), os.constants.priority.PRIORITY_BELOW_NORMAL);
  });

  it('says of both what is worst', async () => {
    const client = createInferenceLanes(
      { modelDir, inferenceEntry: path.join(root, 'none.cjs'), restartDelayMs: 1 },
      16e9,
    );
    open.push(client);
    await assert.rejects(client.embed(['x'], 'document'), { code: 'workerCrashed' });
    assert.equal(client.status().state, 'failed');
    assert.match(client.status().detail ?? '', /3 times/);
  });
});

describe('a process that does not work', () => {
  /** Writes an entry that counts its starts in a file. */
  function entry(name: string, code: string): { file: string; starts(): number } {
    const file = path.join(root, `${name}.cjs`);
    const log = `${file}.log`;
    fs.writeFileSync(file, `require('node:fs').appendFileSync(${JSON.stringify(log)}, '.');\n${code}`);
    return { file, starts: () => fs.readFileSync(log, 'utf8').length };
  }

  it('crashes at every start: given up after three, left alone for a while, then tried again', async () => {
    const broken = entry('crashes', `throw new Error('no such instruction on this machine');`);
    const client = start({ inferenceEntry: broken.file, coolDownMs: 300 });
    await assert.rejects(client.embed(['x'], 'document'), { code: 'workerCrashed' });
    assert.equal(broken.starts(), 3);
    assert.equal(client.status().state, 'failed');
    await assert.rejects(client.embed(['x'], 'query'), { code: 'workerCrashed' });
    assert.equal(broken.starts(), 3);
    await until(() => client.status().state !== 'failed');
    await assert.rejects(client.embed(['x'], 'query'), { code: 'workerCrashed' });
    assert.equal(broken.starts(), 4);
  });

  it('says why it crashed', async () => {
    const loaded = `process.on('message', (m) => m.type === 'load' ? process.send({ type: 'loaded', dims: 768, tookMs: 1, rssBytes: 1 }) : crash());`;
    const broken = entry('reason', `${loaded} function crash() { throw new Error('out of memory in a layer'); }`);
    const client = start({ inferenceEntry: broken.file });
    await assert.rejects(client.embed(['x'], 'document'), (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.match(error.detail, /exit code \d+: .*out of memory in a layer/);
      return true;
    });
  });

  it('never answers: ended after the time limit', async () => {
    const broken = entry('hangs', `process.on('message', () => {});`);
    const client = start({ inferenceEntry: broken.file, answerTimeoutMs: 200 });
    await assert.rejects(client.embed(['x'], 'document'), { code: 'workerCrashed' });
    assert.equal(client.status().state, 'failed');
    assert.equal(client.status().pid, undefined);
  });

  it('hangs while somebody waits: replaced after ten seconds instead of two minutes, and said so', async () => {
    const hangs = `const real = process.listeners('message'); process.removeAllListeners('message');
      process.on('message', (m) => m.text === 'hang' ? setInterval(() => {}, 1000) : real.forEach((listen) => listen(m)));`;
    const broken = entry('hangsOnText', `require(${JSON.stringify(inferenceEntry)});\n${hangs}`);
    const client = start({ inferenceEntry: broken.file, awaitedTimeoutMs: 12_000 });
    await client.embed(['warm'], 'query');
    const { pid } = client.status();
    const background = assert.rejects(client.embed(['hang'], 'document'), { code: 'workerCrashed' });
    await until(() => client.status().state === 'running');
    await assert.rejects(client.embed(['where'], 'query'), (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.code, 'workerCrashed');
      assert.match(error.detail, /no answer in 12 s/);
      return true;
    });
    await background;
    await until(() => !isAlive(pid!));
    assert.equal((await client.embed(['where'], 'query')).length, 1, 'the next process answers');
    assert.equal(broken.starts(), 2);
  });

  it('runs out of memory: the call fails, the next one has a new process', async (t) => {
    const hungry = `process.on('message', (m) => { const all = []; while (m.text === 'hungry') all.push(new Array(1e5).fill(m)); });`;
    const broken = entry('memory', `${hungry}\nrequire(${JSON.stringify(inferenceEntry)});`);
    const before = process.env.NODE_OPTIONS;
    process.env.NODE_OPTIONS = '--max-old-space-size=100';
    t.after(() => {
      if (before === undefined) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = before;
    });
    const client = start({ inferenceEntry: broken.file });
    await assert.rejects(client.embed(['hungry'], 'query'), (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.code, 'workerCrashed');
      assert.match(error.detail, /heap|memory/i);
      return true;
    });
    assert.equal((await client.embed(['x'], 'query')).length, 1);
    assert.equal(broken.starts(), 2);
  });

  it('fails in a run, for want of memory say, and lives: the next text has a new process', async () => {
    const reply = `m.type === 'load' ? { type: 'loaded', dims: 768, tookMs: 1, rssBytes: 1 } : m.text === 'x'
      ? { type: 'failed', code: 'embedFailed', id: m.id, detail: 'std::bad_alloc' }
      : { type: 'embedded', id: m.id, vector: new Float32Array(768), tokens: 1, rssBytes: 1, cpuMs: 1 }`;
    const broken = entry(
      'alloc',
      `process.on('message', (m) => m.type === 'dispose' ? process.exit() : process.send(${reply}));`,
    );
    const client = start({ inferenceEntry: broken.file });
    await assert.rejects(client.embed(['x'], 'document'), /bad_alloc/);
    assert.equal((await client.embed(['y'], 'document')).length, 1);
    assert.equal(broken.starts(), 2);
    assert.equal(client.status().state, 'idle');
  });

  it('answers nonsense: ended, and the call fails', async () => {
    const broken = entry('nonsense', `process.on('message', () => process.send({ type: 'loaded', dims: 'many' }));`);
    const client = start({ inferenceEntry: broken.file });
    await assert.rejects(client.embed(['x'], 'document'), { code: 'workerCrashed' });
  });

  it('has no ONNX Runtime for this machine: said once, not retried', async () => {
    // Without node_modules beside it the native library cannot be found, as when its binary is missing or of another
    // architecture.
    const alone = path.join(root, 'alone', 'inference.cjs');
    fs.mkdirSync(path.dirname(alone));
    fs.copyFileSync(inferenceEntry, alone);
    const client = start({ inferenceEntry: alone });
    for (let i = 0; i < 2; i++) {
      await assert.rejects(client.embed(['x'], 'document'), { code: 'runtimeUnavailable' });
    }
    assert.match(client.status().detail ?? '', /onnxruntime-node/);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Killed but not yet collected by its parent is as good as gone.
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
