/**
 * The downloader against a server, a network and a disk that misbehave: what passes is tried again, what is final is
 * said in words.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { stagingDir } from '../../src/inference/installedModels';
import { useDownloads, WEIGHTS } from '../support/downloads';
import type { Fault } from '../support/hub';
import { until } from '../support/until';

const t = useDownloads();

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
      t.hub.faults.push(...faults);
      const model = await t.download(isStalled(faults) ? { stallMs: 2000 } : {});
      for (const { path: file } of model.files) {
        assert.deepEqual(
          fs.readFileSync(path.join(t.targetDir, file)),
          fs.readFileSync(path.join(t.source, file)),
          file,
        );
      }
    });
  }

  it('a cut download goes on where it stopped', async () => {
    t.hub.faults.push({ kind: 'cut', file: WEIGHTS, afterBytes: 1_000_000, times: 1 });
    await t.download();
    const ranges = t.requestsFor(WEIGHTS).map(({ headers }) => headers.range);
    const from = Number(ranges.at(-1)?.match(/^bytes=(\d+)-$/)?.[1]);
    assert.ok(from > 0 && from <= 1_000_000, `continued at ${from}`);
  });

  it('a cut in one session is continued in the next', async () => {
    t.hub.faults.push({ kind: 'cut', file: WEIGHTS, afterBytes: 50_000 });
    await t.assertFails(t.download(), 'downloadFailed', /the connection was cut/);
    const kept = fs.statSync(t.partOf(WEIGHTS)).size;
    assert.ok(kept > 0);
    t.hub.faults.length = 0;
    const asked = t.hub.requests.length;
    await t.download();
    const later = t.hub.requests.slice(asked);
    assert.deepEqual(
      later.map(({ status }) => status),
      [302, 206],
    );
    assert.equal(later[1]!.headers.range, `bytes=${kept}-`);
  });

  it('what was complete but not yet checked is not fetched again', async () => {
    t.hub.faults.push({ kind: 'cut', file: WEIGHTS, afterBytes: 50_000 });
    await assert.rejects(t.download());
    t.hub.faults.length = 0;
    fs.copyFileSync(path.join(t.source, WEIGHTS), t.partOf(WEIGHTS));
    const asked = t.hub.requests.length;
    await t.download();
    assert.deepEqual(
      t.hub.requests.slice(asked).map(({ status }) => status),
      [302, 416],
    );
  });

  it('a file that changed on the server between two sessions starts anew', async () => {
    t.hub.faults.push({ kind: 'cut', file: WEIGHTS, afterBytes: 50_000 });
    await assert.rejects(t.download());
    t.hub.faults.splice(0, 1, { kind: 'changed', file: WEIGHTS });
    const asked = t.hub.requests.length;
    await t.download();
    const later = t.hub.requests.slice(asked);
    assert.deepEqual(
      later.map(({ status }) => status),
      [302, 200],
    );
    assert.ok(later[1]!.headers['if-range'], 'it did ask to continue');
    assert.equal(fs.statSync(path.join(t.targetDir, WEIGHTS)).size, t.weightsSize);
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
      t.hub.faults.push(fault);
      await t.assertFails(t.download(isStalled([fault]) ? { stallMs: 500 } : {}), 'downloadFailed', detail);
      if (requests !== undefined) assert.equal(t.requestsFor(fault.file).length, requests);
      t.hub.faults.length = 0;
      assert.ok(await t.download(), 'the next try works');
    });
  }

  it('a mirror without announcements that sends half of the weights', async () => {
    const mirror: typeof fetch = async (input, init) => {
      const response = await fetch(
        String(input).includes(WEIGHTS) ? `${t.hub.endpoint}/cdn/${t.preset.id}/resolve/main/${WEIGHTS}` : input,
        init,
      );
      if (!String(input).includes(WEIGHTS)) return response;
      const half = Buffer.from(await response.arrayBuffer()).subarray(0, t.weightsSize / 2);
      return new Response(half, { headers: { 'content-type': 'application/octet-stream' } });
    };
    await t.assertFails(t.download({ fetch: mirror }), 'downloadFailed', /it is cut off: \d+ bytes of \d+/);
  });

  it('a mirror that announces nothing is accepted when the files are whole', async () => {
    t.hub.faults.push({ kind: 'plainMirror', file: '' });
    assert.equal((await t.download()).preset.revision, 'main');
  });

  it('a server that has other files than the pinned ones', async () => {
    const size = t.pinned();
    size.files[3]!.sizeBytes!++;
    await t.assertFails(t.download({ preset: size }), 'downloadFailed', /bytes on the server where \d+ are expected/);
    const hash = t.pinned();
    hash.files[1]!.sha256 = '0'.repeat(64);
    await t.assertFails(t.download({ preset: hash }), 'downloadFailed', /wrong checksum.*thrown away/);
    assert.equal(fs.existsSync(t.partOf('tokenizer.json')), false);
  });

  it('nobody there', async () => {
    const { endpoint } = t.hub;
    await t.restartHub();
    await t.assertFails(t.download({ endpoint }), 'downloadFailed', /ECONNREFUSED/);
  });

  it('a disk without room, before anything is fetched', async () => {
    await t.assertFails(
      t.download({ preset: t.pinned(), freeBytes: async () => 1e6 }),
      'diskFull',
      /MB needed, 1 MB free/,
    );
    assert.equal(t.hub.requests.length, 0);
  });

  it('a folder that cannot be made', async () => {
    fs.writeFileSync(path.dirname(t.targetDir), 'a file is in the way');
    await t.assertFails(t.download(), 'downloadFailed', /ENOTDIR|EEXIST/);
  });

  it('another window at work on the same model', async () => {
    const controller = new AbortController();
    t.hub.faults.push({ kind: 'stall', file: WEIGHTS, afterBytes: 10 });
    const first = t.download({ signal: controller.signal, stallMs: 60_000 });
    await until(() => fs.existsSync(t.partOf(WEIGHTS)));
    await t.assertFails(t.download(), 'downloadFailed', /another window is downloading it/);
    controller.abort();
    await assert.rejects(first, { code: 'canceled' });
    t.hub.faults.length = 0;
    assert.ok(await t.download());
  });

  it('a window that died at work does not keep others out', async () => {
    fs.mkdirSync(stagingDir(t.targetDir), { recursive: true });
    // No process has the largest number a pid can have.
    fs.writeFileSync(path.join(stagingDir(t.targetDir), 'lock'), JSON.stringify({ pid: 2 ** 22, host: os.hostname() }));
    assert.ok(await t.download());
  });
});

/** Where a connection stalls on purpose, it is given up sooner than elsewhere. */
function isStalled(faults: readonly Fault[]): boolean {
  return faults.some(({ kind }) => kind === 'stall');
}
