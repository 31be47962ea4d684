/** The downloader against a server that behaves as the hub does: what it brings, keeps, replaces and removes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { importModel, type ModelProgress } from '../../src/download/download';
import { openNetworkLog, type RequestOutcome } from '../../src/download/networkLog';
import { createDeepEmbedder } from '../../src/engine/deep/inferenceClient';
import { resolveModel } from '../../src/inference/customModel';
import { installedModel, installedModels, removeModel, stagingDir } from '../../src/inference/installedModels';
import { DEFAULT_MODEL_ID } from '../../src/inference/presets';
import { COMMIT, useDownloads, WEIGHTS } from '../support/downloads';
import { startHub } from '../support/hub';
import { until } from '../support/until';

const NEXT_COMMIT = '0123456789abcdef0123456789abcdef01234567';
const t = useDownloads();

describe('a download', () => {
  for (const { name, of } of [
    { name: 'with nothing known beforehand', of: () => t.preset },
    { name: 'with sizes and hashes pinned', of: t.pinned },
  ]) {
    it(`${name}: installs what the inference process then runs`, async () => {
      const steps: ModelProgress[] = [];
      const model = await t.download({ preset: of(), onProgress: (progress) => steps.push(progress) });
      assert.deepEqual(installedModel(t.targetDir), model);
      assert.equal(model.preset.revision, COMMIT);
      const last = steps.at(-1)!;
      assert.deepEqual([last.loadedBytes, last.totalBytes], [model.sizeBytes, model.sizeBytes]);
      steps.reduce((before, step) => {
        assert.ok(step.loadedBytes >= before.loadedBytes);
        return step;
      });
      assert.equal(fs.existsSync(stagingDir(t.targetDir)), false);
      const inferenceEntry = path.join(process.cwd(), 'dist', 'inference.cjs');
      const embedder = createDeepEmbedder({ modelDir: t.targetDir, inferenceEntry });
      try {
        const [vector] = await embedder.embed(['where do we retry failed uploads'], 'query');
        assert.equal(vector!.length, 768);
      } finally {
        await embedder.dispose();
      }
    });
  }

  it('of a pinned model that is there asks nobody; of a branch it asks again', async () => {
    await t.download({ preset: t.pinned() });
    const asked = t.hub.requests.length;
    await t.download({ preset: t.pinned() });
    assert.equal(t.hub.requests.length, asked);
    await t.download();
    assert.ok(t.hub.requests.length > asked);
  });

  it('logs each request, and takes all files of a branch from one commit', async () => {
    const log: string[] = [];
    const bytes: number[] = [];
    const onRequest = (url: string) => (outcome: RequestOutcome) => {
      log.push(`${outcome.status} ${url.replace(t.hub.endpoint, '')}`);
      bytes.push(outcome.bytes);
    };
    const model = await t.download({ onRequest });
    assert.equal(
      bytes.reduce((a, b) => a + b, 0),
      model.sizeBytes,
    );
    const at = (revision: string, file: string) => `/${t.preset.id}/resolve/${revision}/${file}`;
    assert.equal(log[0], `200 ${at('main', 'config.json')}`, 'the file that names the commit comes first');
    assert.deepEqual(log.sort(), [
      `200 /cdn${at(COMMIT, WEIGHTS)}?signature=1`,
      `200 ${at(COMMIT, 'tokenizer.json')}`,
      `200 ${at(COMMIT, 'tokenizer_config.json')}`,
      `200 ${at('main', 'config.json')}`,
      `302 ${at(COMMIT, WEIGHTS)}`,
    ]);
  });

  it('sends the token to the hub and not to the storage behind it', async () => {
    await t.restartHub({ token: 'secret' });
    await t.assertFails(t.download(), 'downloadFailed', /access token \(401\)/);
    const storage = await startHub([{ id: t.preset.id, dir: t.source, commit: COMMIT }]);
    try {
      const to = `${storage.endpoint}/cdn/${t.preset.id}/resolve/${COMMIT}/${WEIGHTS}`;
      t.hub.faults.push({ kind: 'redirect', file: WEIGHTS, to });
      await t.download({ token: 'secret' });
      assert.deepEqual(
        new Set(t.hub.requests.slice(1).map(({ headers }) => headers.authorization)),
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

  describe('with a token', () => {
    const token = 'hf_secret';
    /** What a server under another address, which is our hub in truth, got to see. */
    async function seenBy(endpoint: string, change: object = {}): Promise<Set<string | null>> {
      const seen = new Set<string | null>();
      const fetchThere: typeof fetch = (url, init) => {
        seen.add(`${new URL(String(url)).host} ${new Headers(init?.headers).get('authorization')}`);
        return fetch(String(url).replace(/^https?:\/\/[^/]+/, t.hub.endpoint), init);
      };
      await t.download({ endpoint, token, fetch: fetchThere, ...change });
      return seen;
    }

    it('sends it encrypted alone, or within this machine', async () => {
      assert.deepEqual(await seenBy('https://mirror.example'), new Set(['mirror.example Bearer hf_secret']));
      fs.rmSync(t.targetDir, { recursive: true });
      assert.deepEqual(await seenBy('http://mirror.example'), new Set(['mirror.example null']));
    });

    it('does not send it to a storage host on the way, even of the same name with another port', async () => {
      t.hub.faults.push({
        kind: 'redirect',
        file: WEIGHTS,
        times: 1,
        to: `https://mirror.example:444/cdn/${t.preset.id}/resolve/${COMMIT}/${WEIGHTS}`,
      });
      assert.deepEqual(
        await seenBy('https://mirror.example'),
        new Set(['mirror.example Bearer hf_secret', 'mirror.example:444 null']),
      );
    });

    it('writes it neither into a message nor into the network log', async () => {
      await t.restartHub({ token: 'another' });
      const file = path.join(t.modelsDir, 'network.jsonl');
      await assert.rejects(t.download({ token, onRequest: openNetworkLog(file, t.preset.id) }), (error: Error) => {
        assert.doesNotMatch(`${error.message} ${error.stack}`, /hf_secret/);
        return true;
      });
      assert.doesNotMatch(fs.readFileSync(file, 'utf8'), /hf_secret/);
      // undici would quote a header that it cannot send.
      await assert.rejects(t.download({ token: 'hf_secret\nx: y' }), (error: Error) => {
        assert.match(error.message, /characters that no token has/);
        assert.doesNotMatch(`${error.message} ${error.stack}`, /hf_secret/);
        return true;
      });
    });
  });

  it('brings several files at a time: a slow one holds up no other', async () => {
    t.hub.faults.push({ kind: 'stall', file: 'tokenizer.json', afterBytes: 0, times: 1 });
    const done = t.download({ stallMs: 3000 });
    await until(() => t.requestsFor(WEIGHTS).length === 2 && t.requestsFor('tokenizer_config.json').length === 1);
    assert.equal(t.requestsFor('tokenizer.json').length, 0, 'it is still under way');
    await done;
  });

  it('stops all files when one cannot be had, keeps what came, and says which it was', async () => {
    t.hub.faults.push({ kind: 'stall', file: WEIGHTS, afterBytes: 100_000 });
    t.hub.faults.push({ kind: 'status', file: 'tokenizer_config.json', status: 503 });
    const failed = t.download({ stallMs: 3_600_000, retryDelayMs: 100 });
    await t.assertFails(failed, 'downloadFailed', /the server has a problem \(503\)/);
    assert.ok(fs.statSync(t.partOf(WEIGHTS)).size > 0);
    t.hub.faults.length = 0;
    await t.download();
    assert.match(t.requestsFor(WEIGHTS).at(-1)!.headers.range ?? '', /^bytes=\d+-$/);
  });

  it('whose size only the server knows is refused before its first byte when there is no room', async () => {
    const freeBytes = async () => 64e6 + t.weightsSize - 1;
    await t.assertFails(t.download({ freeBytes }), 'diskFull', /MB needed/);
    assert.equal(fs.existsSync(t.partOf(WEIGHTS)), false);
  });

  for (const endpoint of ['hub.example', 'ftp://hub.example', 'http://', 'file:///models', 'https://[::1']) {
    it(`from ${endpoint} is refused in words`, () =>
      t.assertFails(t.download({ endpoint }), 'downloadFailed', /no address of a server/));
  }

  it('replaces a model of another revision only when the new one is whole', async () => {
    const old = await t.download();
    await t.restartHub({ commit: NEXT_COMMIT });
    t.hub.faults.push({ kind: 'status', file: WEIGHTS, status: 404 });
    await assert.rejects(t.download(), { code: 'downloadFailed' });
    assert.deepEqual(installedModel(t.targetDir), old);
    t.hub.faults.length = 0;
    assert.equal((await t.download()).preset.revision, NEXT_COMMIT);
  });

  it('can be removed, whole or unfinished', async () => {
    await t.download();
    assert.deepEqual(
      installedModels(t.modelsDir).map(({ id }) => id),
      [t.preset.id],
    );
    await removeModel(t.targetDir);
    assert.deepEqual(installedModels(t.modelsDir), []);
    t.hub.faults.push({ kind: 'cut', file: WEIGHTS, afterBytes: 1000 });
    await assert.rejects(t.download());
    await removeModel(t.targetDir);
    assert.deepEqual(fs.readdirSync(path.dirname(t.targetDir)), []);
  });
});

describe('a canceled download', () => {
  it('stops at once, keeps its part, and is continued by the next', async () => {
    const controller = new AbortController();
    t.hub.faults.push({ kind: 'stall', file: WEIGHTS, afterBytes: 400_000, times: 1 });
    const canceled = t.download({ signal: controller.signal, stallMs: 60_000 });
    await until(() => (fs.statSync(t.partOf(WEIGHTS), { throwIfNoEntry: false })?.size ?? 0) > 0);
    controller.abort();
    await t.assertFails(canceled, 'canceled', /^$/);
    assert.ok(fs.statSync(t.partOf(WEIGHTS)).size > 0);
    await t.download();
    assert.match(t.requestsFor(WEIGHTS).at(-1)!.headers.range ?? '', /^bytes=\d+-$/);
  });

  it('is canceled while it waits to try again, and before it begins', async () => {
    const controller = new AbortController();
    t.hub.faults.push({ kind: 'status', file: 'config.json', status: 429, headers: { 'retry-after': '30' } });
    const waiting = t.download({ signal: controller.signal });
    await until(() => t.hub.requests.length === 1);
    controller.abort();
    await t.assertFails(waiting, 'canceled', /^$/);
    await t.assertFails(t.download({ signal: controller.signal }), 'canceled', /^$/);
    assert.equal(t.hub.requests.length, 1);
  });
});

it('the hub as a process serves the small model under the default id, and ends with its input', async () => {
  const program = path.join(process.cwd(), 'out', 'test', 'test', 'support', 'hub.main.cjs');
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const announced = JSON.parse(line.toString()) as { endpoint: string; preset: unknown };
    const custom = resolveModel(DEFAULT_MODEL_ID, announced.preset).preset;
    const model = await t.download({ endpoint: announced.endpoint, preset: custom });
    assert.equal(model.id, DEFAULT_MODEL_ID);
  } finally {
    child.stdin.end();
  }
  assert.deepEqual(await exit, [0, null]);
});

describe('an import from a folder', () => {
  const signal = new AbortController().signal;

  it('takes the layout of the hub, and files side by side', async () => {
    const flat = path.join(t.root, 'flat');
    fs.mkdirSync(flat, { recursive: true });
    for (const { path: file } of t.preset.files)
      fs.copyFileSync(path.join(t.source, file), path.join(flat, path.basename(file)));
    for (const fromDir of [t.source, flat]) {
      await removeModel(t.targetDir);
      const model = await importModel({ preset: t.pinned(), fromDir, targetDir: t.targetDir, signal });
      assert.deepEqual(
        model.files.map(({ path: file }) => file),
        t.preset.files.map(({ path: file }) => file),
      );
    }
  });

  it('takes an installed model over with other settings from its own folder, without a network', async () => {
    const { dir, preset } = await t.download();
    const asked = t.hub.requests.length;
    const other = { ...t.preset, queryPrefix: 'query: ', revision: preset.revision };
    const model = await importModel({ preset: other, fromDir: dir, targetDir: dir, signal });
    assert.deepEqual([model.preset.queryPrefix, model.preset.revision], ['query: ', COMMIT]);
    assert.equal(t.hub.requests.length, asked);
  });

  it('refuses a folder without a file, and one with other weights', async () => {
    const empty = path.join(t.root, 'empty');
    fs.mkdirSync(empty, { recursive: true });
    await t.assertFails(
      importModel({ preset: t.preset, fromDir: empty, targetDir: t.targetDir, signal }),
      'badArguments',
      /config\.json is missing/,
    );
    const other = t.pinned();
    other.files[3]!.sha256 = 'f'.repeat(64);
    await t.assertFails(
      importModel({ preset: other, fromDir: t.source, targetDir: t.targetDir, signal }),
      'badArguments',
      /wrong checksum/,
    );
  });
});
