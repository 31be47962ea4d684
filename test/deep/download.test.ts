/** The downloader against a server that behaves, and misbehaves, as the hub does. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { EngineError, type EngineErrorCode } from '../../src/core/errors';
import { createDeepEmbedder } from '../../src/engine/inferenceClient';
import {
  type DownloadOptions,
  downloadModel,
  importModel,
  type ModelProgress,
} from '../../src/extension/models/download';
import { installedModel, installedModels, modelDir, removeModel, stagingDir } from '../../src/inference/installed';
import { DEFAULT_MODEL_ID, findPreset, type ModelPreset } from '../../src/inference/models';
import { type Fault, type Hub, startHub } from '../support/hub';
import { smallPreset } from '../support/installJina';
import { writeJinaModel } from '../support/jinaModel';

const COMMIT = 'abcdef0123456789abcdef0123456789abcdef01';
const NEXT_COMMIT = '0123456789abcdef0123456789abcdef01234567';
const WEIGHTS = 'onnx/model_quantized.onnx';

let root: string;
let source: string;
let modelsDir: string;
let targetDir: string;
let hub: Hub;
let preset: ModelPreset;
let weightsSize: number;

before(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-download-'));
  source = path.join(root, 'source');
  writeJinaModel(source);
  weightsSize = fs.statSync(path.join(source, WEIGHTS)).size;
});
beforeEach(async () => {
  preset = smallPreset();
  hub = await startHub([{ id: preset.id, dir: source, commit: COMMIT }]);
  modelsDir = fs.mkdtempSync(path.join(root, 'models-'));
  targetDir = modelDir(modelsDir, preset.id);
});
afterEach(() => hub.close());
after(() => fs.rmSync(root, { recursive: true, force: true }));

function download(change: Partial<DownloadOptions> = {}) {
  return downloadModel({
    preset,
    targetDir,
    endpoint: hub.endpoint,
    fetch,
    signal: new AbortController().signal,
    retryDelayMs: 5,
    stallMs: 500,
    ...change,
  });
}

/** The preset as it is for a real model: sizes and hashes known beforehand. */
function pinned(): ModelPreset {
  const files = preset.files.map((file) => {
    const content = fs.readFileSync(path.join(source, file.path));
    return { ...file, sizeBytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  });
  return { ...preset, revision: COMMIT, files };
}

async function assertFails(promise: Promise<unknown>, code: EngineErrorCode, detail: RegExp): Promise<void> {
  await assert.rejects(promise, (error: unknown) => {
    assert.ok(error instanceof EngineError, String(error));
    assert.equal(error.code, code);
    assert.match(error.detail, detail);
    return true;
  });
  assert.equal(installedModel(targetDir), undefined);
}

const requestsFor = (file: string) => hub.requests.filter((request) => request.path.includes(file));
const partOf = (file: string) => path.join(stagingDir(targetDir), `${file}.part`);

describe('a download', () => {
  for (const { name, of } of [
    { name: 'with nothing known beforehand', of: () => preset },
    { name: 'with sizes and hashes pinned', of: pinned },
  ]) {
    it(`${name}: installs what the inference process then runs`, async () => {
      const steps: ModelProgress[] = [];
      const model = await download({ preset: of(), onProgress: (progress) => steps.push(progress) });
      assert.deepEqual(installedModel(targetDir), model);
      assert.equal(model.preset.revision, COMMIT);
      const last = steps.at(-1)!;
      assert.deepEqual([last.loadedBytes, last.totalBytes], [model.sizeBytes, model.sizeBytes]);
      steps.reduce((before, step) => {
        assert.ok(step.loadedBytes >= before.loadedBytes);
        return step;
      });
      assert.equal(fs.existsSync(stagingDir(targetDir)), false);
      const inferenceEntry = path.join(process.cwd(), 'dist', 'inference.cjs');
      const embedder = createDeepEmbedder({ modelDir: targetDir, inferenceEntry });
      try {
        const [vector] = await embedder.embed(['where do we retry failed uploads'], 'query');
        assert.equal(vector!.length, 768);
      } finally {
        await embedder.dispose();
      }
    });
  }

  it('of a pinned model that is there asks nobody; of a branch it asks again', async () => {
    await download({ preset: pinned() });
    const asked = hub.requests.length;
    await download({ preset: pinned() });
    assert.equal(hub.requests.length, asked);
    await download();
    assert.ok(hub.requests.length > asked);
  });

  it('logs each request, and takes all files of a branch from one commit', async () => {
    const log: string[] = [];
    await download({ onRequest: (url, status) => log.push(`${status} ${url.replace(hub.endpoint, '')}`) });
    const at = (revision: string, file: string) => `/${preset.id}/resolve/${revision}/${file}`;
    assert.deepEqual(log, [
      `200 ${at('main', 'config.json')}`,
      `200 ${at(COMMIT, 'tokenizer.json')}`,
      `200 ${at(COMMIT, 'tokenizer_config.json')}`,
      `302 ${at(COMMIT, WEIGHTS)}`,
      `200 /cdn${at(COMMIT, WEIGHTS)}?signature=1`,
    ]);
  });

  it('sends the token to the hub and not to the storage behind it', async () => {
    await hub.close();
    hub = await startHub([{ id: preset.id, dir: source, commit: COMMIT, token: 'secret' }]);
    await assertFails(download(), 'downloadFailed', /access token \(401\)/);
    const storage = await startHub([{ id: preset.id, dir: source, commit: COMMIT }]);
    try {
      const to = `${storage.endpoint}/cdn/${preset.id}/resolve/${COMMIT}/${WEIGHTS}`;
      hub.faults.push({ kind: 'redirect', file: WEIGHTS, to });
      await download({ token: 'secret' });
      assert.deepEqual(
        new Set(hub.requests.slice(1).map(({ headers }) => headers.authorization)),
        new Set(['Bearer secret']),
      );
      assert.deepEqual(
        storage.requests.map(({ headers }) => headers.authorization),
        [undefined],
      );
    } finally {
      await storage.close();
    }
  });

  it('replaces a model of another revision only when the new one is whole', async () => {
    const old = await download();
    await hub.close();
    hub = await startHub([{ id: preset.id, dir: source, commit: NEXT_COMMIT }]);
    hub.faults.push({ kind: 'status', file: WEIGHTS, status: 404 });
    await assert.rejects(download(), { code: 'downloadFailed' });
    assert.deepEqual(installedModel(targetDir), old);
    hub.faults.length = 0;
    assert.equal((await download()).preset.revision, NEXT_COMMIT);
  });

  it('can be removed, whole or unfinished', async () => {
    await download();
    assert.deepEqual(
      installedModels(modelsDir).map(({ id }) => id),
      [preset.id],
    );
    await removeModel(targetDir);
    assert.deepEqual(installedModels(modelsDir), []);
    hub.faults.push({ kind: 'cut', file: WEIGHTS, afterBytes: 1000 });
    await assert.rejects(download());
    await removeModel(targetDir);
    assert.deepEqual(fs.readdirSync(path.dirname(targetDir)), []);
  });
});

describe('what is passing is tried again', () => {
  const passing: { name: string; faults: Fault[] }[] = [
    {
      name: 'the connection cut in the weights',
      faults: [{ kind: 'cut', file: WEIGHTS, afterBytes: 500_000, times: 3 }],
    },
    {
      name: 'the connection cut before the first byte',
      faults: [{ kind: 'cut', file: 'config.json', afterBytes: 0, times: 2 }],
    },
    {
      name: 'the connection cut in a small file',
      faults: [{ kind: 'cut', file: 'tokenizer.json', afterBytes: 2000, times: 1 }],
    },
    { name: 'a stalled connection', faults: [{ kind: 'stall', file: WEIGHTS, afterBytes: 300_000, times: 1 }] },
    { name: '503', faults: [{ kind: 'status', file: 'tokenizer.json', status: 503, times: 2 }] },
    {
      name: '429 with a short Retry-After',
      faults: [{ kind: 'status', file: WEIGHTS, status: 429, headers: { 'retry-after': '0' }, times: 2 }],
    },
    {
      name: 'a cut, then a server that knows no ranges',
      faults: [
        { kind: 'cut', file: WEIGHTS, afterBytes: 100_000, times: 1 },
        { kind: 'noRanges', file: WEIGHTS, times: 1 },
      ],
    },
    {
      name: 'a cut, then another part than was asked for',
      faults: [
        { kind: 'cut', file: WEIGHTS, afterBytes: 100_000, times: 1 },
        { kind: 'wrongRange', file: WEIGHTS, times: 1 },
      ],
    },
  ];
  for (const { name, faults } of passing) {
    it(name, async () => {
      hub.faults.push(...faults);
      const model = await download();
      for (const { path: file } of model.files) {
        assert.deepEqual(fs.readFileSync(path.join(targetDir, file)), fs.readFileSync(path.join(source, file)), file);
      }
    });
  }

  it('a cut download goes on where it stopped', async () => {
    hub.faults.push({ kind: 'cut', file: WEIGHTS, afterBytes: 1_000_000, times: 1 });
    await download();
    const ranges = requestsFor(WEIGHTS).map(({ headers }) => headers.range);
    const from = Number(ranges.at(-1)?.match(/^bytes=(\d+)-$/)?.[1]);
    assert.ok(from > 0 && from <= 1_000_000, `continued at ${from}`);
  });

  it('a cut in one session is continued in the next', async () => {
    hub.faults.push({ kind: 'cut', file: WEIGHTS, afterBytes: 50_000 });
    await assertFails(download(), 'downloadFailed', /the connection was cut/);
    const kept = fs.statSync(partOf(WEIGHTS)).size;
    assert.ok(kept > 0);
    hub.faults.length = 0;
    const asked = hub.requests.length;
    await download();
    const later = hub.requests.slice(asked);
    assert.deepEqual(
      later.map(({ status }) => status),
      [302, 206],
    );
    assert.equal(later[1]!.headers.range, `bytes=${kept}-`);
  });

  it('what was complete but not yet checked is not fetched again', async () => {
    hub.faults.push({ kind: 'cut', file: WEIGHTS, afterBytes: 50_000 });
    await assert.rejects(download());
    hub.faults.length = 0;
    fs.copyFileSync(path.join(source, WEIGHTS), partOf(WEIGHTS));
    const asked = hub.requests.length;
    await download();
    assert.deepEqual(
      hub.requests.slice(asked).map(({ status }) => status),
      [302, 416],
    );
  });

  it('a file that changed on the server between two sessions starts anew', async () => {
    hub.faults.push({ kind: 'cut', file: WEIGHTS, afterBytes: 50_000 });
    await assert.rejects(download());
    hub.faults.splice(0, 1, { kind: 'changed', file: WEIGHTS });
    const asked = hub.requests.length;
    await download();
    const later = hub.requests.slice(asked);
    assert.deepEqual(
      later.map(({ status }) => status),
      [302, 200],
    );
    assert.ok(later[1]!.headers['if-range'], 'it did ask to continue');
    assert.equal(fs.statSync(path.join(targetDir, WEIGHTS)).size, weightsSize);
  });
});

describe('what is final is said', () => {
  const final: { name: string; fault: Fault; detail: RegExp; requests?: number }[] = [
    {
      name: '404',
      fault: { kind: 'status', file: WEIGHTS, status: 404 },
      detail: /no such file on the server \(404\)/,
      requests: 1,
    },
    {
      name: '401',
      fault: { kind: 'status', file: 'config.json', status: 401 },
      detail: /access token \(401\)/,
      requests: 1,
    },
    {
      name: '403',
      fault: { kind: 'status', file: 'config.json', status: 403 },
      detail: /refuses access \(403\)/,
      requests: 1,
    },
    {
      name: '418',
      fault: { kind: 'status', file: 'config.json', status: 418 },
      detail: /unexpected answer \(418\)/,
      requests: 1,
    },
    {
      name: '429 with a long Retry-After',
      fault: { kind: 'status', file: WEIGHTS, status: 429, headers: { 'retry-after': '3600' } },
      detail: /asks to wait 3600 s \(429\)/,
      requests: 1,
    },
    {
      name: '429 for ever',
      fault: { kind: 'status', file: WEIGHTS, status: 429, headers: { 'retry-after': '0' } },
      detail: /too many requests \(429\)/,
      requests: 4,
    },
    {
      name: '500 for ever',
      fault: { kind: 'status', file: WEIGHTS, status: 500 },
      detail: /the server has a problem \(500\)/,
      requests: 4,
    },
    {
      name: 'a web page instead of the weights',
      fault: { kind: 'page', file: WEIGHTS },
      detail: /a web page came instead/,
      requests: 1,
    },
    {
      name: 'a web page that calls itself binary',
      fault: { kind: 'page', file: WEIGHTS, contentType: 'application/octet-stream' },
      detail: /it is a web page.*thrown away/,
    },
    {
      name: 'a web page instead of a configuration',
      fault: { kind: 'page', file: 'tokenizer.json', contentType: 'text/plain' },
      detail: /it is a web page.*thrown away/,
    },
    {
      name: 'other bytes than announced',
      fault: { kind: 'wrongContent', file: WEIGHTS },
      detail: /wrong checksum.*thrown away/,
    },
    {
      name: 'a configuration that is no JSON',
      fault: { kind: 'wrongContent', file: 'tokenizer.json' },
      detail: /not valid JSON.*thrown away/,
    },
    {
      name: 'a stall for ever',
      fault: { kind: 'stall', file: 'tokenizer.json', afterBytes: 0 },
      detail: /no data for 0\.5 s/,
    },
    {
      name: 'a redirect to another protocol',
      fault: { kind: 'redirect', file: WEIGHTS, to: 'ftp://example.invalid/model' },
      detail: /a redirect to/,
      requests: 1,
    },
    {
      name: 'a redirect in a circle',
      fault: { kind: 'redirect', file: 'config.json', to: 'config.json' },
      detail: /more than 5 redirects/,
      requests: 6,
    },
    {
      name: 'a body without length that ends early',
      fault: { kind: 'endsEarly', file: 'tokenizer.json', afterBytes: 5000 },
      detail: /not valid JSON/,
    },
  ];
  for (const { name, fault, detail, requests } of final) {
    it(name, async () => {
      hub.faults.push(fault);
      await assertFails(download(), 'downloadFailed', detail);
      if (requests !== undefined) assert.equal(requestsFor(fault.file).length, requests);
      hub.faults.length = 0;
      assert.ok(await download(), 'the next try works');
    });
  }

  it('a mirror without announcements that sends half of the weights', async () => {
    const mirror: typeof fetch = async (input, init) => {
      const response = await fetch(
        String(input).includes(WEIGHTS) ? `${hub.endpoint}/cdn/${preset.id}/resolve/main/${WEIGHTS}` : input,
        init,
      );
      if (!String(input).includes(WEIGHTS)) return response;
      const half = Buffer.from(await response.arrayBuffer()).subarray(0, weightsSize / 2);
      return new Response(half, { headers: { 'content-type': 'application/octet-stream' } });
    };
    await assertFails(download({ fetch: mirror }), 'downloadFailed', /it is cut off: \d+ bytes of \d+/);
  });

  it('a mirror that announces nothing is accepted when the files are whole', async () => {
    hub.faults.push({ kind: 'plainMirror', file: '' });
    assert.equal((await download()).preset.revision, 'main');
  });

  it('a server that has other files than the pinned ones', async () => {
    const size = pinned();
    size.files[3]!.sizeBytes!++;
    await assertFails(download({ preset: size }), 'downloadFailed', /bytes on the server where \d+ are expected/);
    const hash = pinned();
    hash.files[1]!.sha256 = '0'.repeat(64);
    await assertFails(download({ preset: hash }), 'downloadFailed', /wrong checksum.*thrown away/);
    assert.equal(fs.existsSync(partOf('tokenizer.json')), false);
  });

  it('nobody there', async () => {
    const { endpoint } = hub;
    await hub.close();
    await assertFails(download({ endpoint }), 'downloadFailed', /ECONNREFUSED/);
    hub = await startHub([]);
  });

  it('a disk without room, before anything is fetched', async () => {
    await assertFails(download({ preset: pinned(), freeBytes: async () => 1e6 }), 'diskFull', /MB needed, 1 MB free/);
    assert.equal(hub.requests.length, 0);
  });

  it('a folder that cannot be made', async () => {
    fs.writeFileSync(path.dirname(targetDir), 'a file is in the way');
    await assertFails(download(), 'downloadFailed', /ENOTDIR|EEXIST/);
  });

  it('another window at work on the same model', async () => {
    const controller = new AbortController();
    hub.faults.push({ kind: 'stall', file: WEIGHTS, afterBytes: 10 });
    const first = download({ signal: controller.signal, stallMs: 60_000 });
    await until(() => fs.existsSync(partOf(WEIGHTS)));
    await assertFails(download(), 'downloadFailed', /another window is downloading it/);
    controller.abort();
    await assert.rejects(first, { code: 'cancelled' });
    hub.faults.length = 0;
    assert.ok(await download());
  });

  it('a window that died at work does not keep others out', async () => {
    fs.mkdirSync(stagingDir(targetDir), { recursive: true });
    // No process has the largest number a pid can have.
    fs.writeFileSync(path.join(stagingDir(targetDir), 'lock'), JSON.stringify({ pid: 2 ** 22, host: os.hostname() }));
    assert.ok(await download());
  });
});

describe('a cancelled download', () => {
  it('stops at once, keeps its part, and is continued by the next', async () => {
    const controller = new AbortController();
    hub.faults.push({ kind: 'stall', file: WEIGHTS, afterBytes: 400_000, times: 1 });
    const cancelled = download({ signal: controller.signal, stallMs: 60_000 });
    await until(() => (fs.statSync(partOf(WEIGHTS), { throwIfNoEntry: false })?.size ?? 0) > 0);
    controller.abort();
    await assertFails(cancelled, 'cancelled', /^$/);
    assert.ok(fs.statSync(partOf(WEIGHTS)).size > 0);
    await download();
    assert.match(requestsFor(WEIGHTS).at(-1)!.headers.range ?? '', /^bytes=\d+-$/);
  });

  it('is cancelled while it waits to try again, and before it begins', async () => {
    const controller = new AbortController();
    hub.faults.push({ kind: 'status', file: 'config.json', status: 429, headers: { 'retry-after': '30' } });
    const waiting = download({ signal: controller.signal });
    await until(() => hub.requests.length === 1);
    controller.abort();
    await assertFails(waiting, 'cancelled', /^$/);
    await assertFails(download({ signal: controller.signal }), 'cancelled', /^$/);
    assert.equal(hub.requests.length, 1);
  });
});

it('the hub as a process serves the small model under the default id, and ends with its input', async () => {
  const program = path.join(process.cwd(), 'out', 'test', 'test', 'support', 'hub.main.cjs');
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const announced = JSON.parse(line.toString()) as { endpoint: string; preset: unknown };
    const custom = findPreset(DEFAULT_MODEL_ID, announced.preset)!;
    const model = await download({ endpoint: announced.endpoint, preset: custom });
    assert.equal(model.id, DEFAULT_MODEL_ID);
  } finally {
    child.stdin.end();
  }
  assert.deepEqual(await exit, [0, null]);
});

describe('an import from a folder', () => {
  const signal = new AbortController().signal;

  it('takes the layout of the hub, and files side by side', async () => {
    const flat = path.join(root, 'flat');
    fs.mkdirSync(flat, { recursive: true });
    for (const { path: file } of preset.files)
      fs.copyFileSync(path.join(source, file), path.join(flat, path.basename(file)));
    for (const fromDir of [source, flat]) {
      await removeModel(targetDir);
      const model = await importModel({ preset: pinned(), fromDir, targetDir, signal });
      assert.deepEqual(
        model.files.map(({ path: file }) => file),
        preset.files.map(({ path: file }) => file),
      );
    }
  });

  it('refuses a folder without a file, and one with other weights', async () => {
    const empty = path.join(root, 'empty');
    fs.mkdirSync(empty, { recursive: true });
    await assertFails(
      importModel({ preset, fromDir: empty, targetDir, signal }),
      'badArguments',
      /config\.json is missing/,
    );
    const other = pinned();
    other.files[3]!.sha256 = 'f'.repeat(64);
    await assertFails(
      importModel({ preset: other, fromDir: source, targetDir, signal }),
      'badArguments',
      /wrong checksum/,
    );
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, 'it did not happen in 20 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
