/** `kindred model` and `--model`, through the built bundle, against a hub of our own. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { createGzip } from 'node:zlib';
import { packTar } from 'modern-tar/fs';
import type { LoggedRequest } from '../../src/download/networkLog';
import { modelDir } from '../../src/inference/installedModels';
import { DEFAULT_MODEL_ID, findPreset } from '../../src/inference/presets';
import { makeCertificate } from '../support/certificate';
import { type Hub, startHub } from '../support/hub';
import { installSmallModel } from '../support/installJina';
import { writeJinaModel } from '../support/jinaModel';
import { PROJECT, root, write } from '../support/workspace';
import { writeZip } from '../support/zip';

/** A preset without pins, whose place the small model can take: mean, 768 dimensions. */
const UNPINNED = 'Xenova/multilingual-e5-base';
const SECOND = 'Alibaba-NLP/gte-modernbert-base';

let folder: string;
let source: string;
let models: string;
let hub: Hub;

before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-cli-model-'));
  source = path.join(folder, 'source');
  writeJinaModel(source);
  write(path.join(folder, 'project'), PROJECT);
});
beforeEach(async () => {
  models = fs.mkdtempSync(path.join(folder, 'models-'));
  hub = await startHub([UNPINNED, SECOND].map((id) => ({ id, dir: source, commit: 'a'.repeat(40) })));
});
afterEach(() => hub.close());
after(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Run {
  status: number;
  stdout: string;
  stderr: string;
}

function kindred(...args: string[]): Promise<Run> {
  return kindredWith({ HF_ENDPOINT: hub.endpoint }, ...args);
}

function kindredWith(more: Record<string, string>, ...args: string[]): Promise<Run> {
  const cli = path.join(root, 'dist/cli.cjs');
  const env = { ...process.env, ...more };
  return new Promise((resolve) => {
    const command = [cli, ...args, '--model-dir', models];
    const child = execFile(process.execPath, command, { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

const installedIds = async (): Promise<string[]> =>
  (
    JSON.parse((await kindred('model', 'list', '--json')).stdout) as { models: { id: string; installed: boolean }[] }
  ).models
    .filter(({ installed }) => installed)
    .map(({ id }) => id);

describe('kindred model', () => {
  it('list shows size, license and languages of every preset, installed or not, and asks no host', async () => {
    const { status, stdout } = await kindred('model', 'list');
    assert.equal(status, 0);
    assert.match(stdout, /^ +jinaai\/jina-embeddings-v2-base-code +164 MB +Apache-2\.0 +English and 30/m);
    assert.match(stdout, /^ +Xenova\/multilingual-e5-base +about 296 MB +MIT +about 100 languages, Korean/m);
    assert.equal(hub.requests.length, 0);
  });

  it('add asks nobody in a script without --yes, and downloads nothing then', async () => {
    const { status, stderr } = await kindred('model', 'add', UNPINNED);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /Download Xenova\/multilingual-e5-base \(about 296 MB, license MIT\) from 127\.0\.0\.1:\d+ to/,
    );
    assert.match(stderr, /add --yes/);
    assert.equal(hub.requests.length, 0);
    assert.deepEqual(await installedIds(), []);
  });

  it('add --yes downloads, list then shows it as used, remove frees its room', async () => {
    const added = await kindred('model', 'add', UNPINNED, '--yes');
    assert.equal(added.status, 0, added.stderr);
    assert.match(added.stdout, /multilingual-e5-base is installed \(\d/);
    const { requests } = JSON.parse((await kindred('model', 'log', '--json')).stdout) as { requests: LoggedRequest[] };
    assert.deepEqual(
      requests.map(({ host, path: address, status, model }) => `${status} http://${host}${address} ${model}`).sort(),
      hub.requests
        .map(({ path: address, status }) => `${status} ${hub.endpoint}${address.split('?')[0]} ${UNPINNED}`)
        .sort(),
    );
    assert.match(
      (await kindred('model', 'log')).stdout,
      /^\S+Z +200 +\d+ +127\.0\.0\.1:\d+\/Xenova.*config\.json {2}\(download of Xenova/m,
    );
    assert.match((await kindred('model', 'list')).stdout, /^used +Xenova\/multilingual-e5-base +\d+(\.\d)? MB/m);
    assert.match((await kindred('model', 'remove', UNPINNED)).stderr, /Delete .* \(\d+(\.\d)? MB\).*add --yes/);
    const removed = await kindred('model', 'remove', UNPINNED, '--yes');
    assert.match(removed.stdout, /is deleted; \d+(\.\d)? MB are free again/);
    assert.deepEqual(await installedIds(), []);
  });

  it('a certificate that nobody vouches for is refused at once and in words; the authority named to Node.js makes it good', async () => {
    const certificate = makeCertificate('hub.test');
    const authorityFile = path.join(folder, 'authority.pem');
    fs.writeFileSync(authorityFile, certificate.authority);
    const sealed = await startHub([{ id: UNPINNED, dir: source, commit: 'a'.repeat(40) }], { certificate });
    const add = (more: Record<string, string>) =>
      kindredWith({ HF_ENDPOINT: sealed.endpoint, ...more }, 'model', 'add', UNPINNED, '--yes');
    try {
      const refused = await add({});
      assert.equal(refused.status, 2, refused.stdout);
      assert.match(
        refused.stderr,
        /certificate is not trusted.*NODE_EXTRA_CA_CERTS \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/,
      );
      assert.deepEqual([sealed.requests, await installedIds()], [[], []]);
      const { requests } = JSON.parse((await kindred('model', 'log', '--json')).stdout);
      assert.deepEqual(
        requests.map(({ host, status }: LoggedRequest) => [host, status]),
        [[new URL(sealed.endpoint).host, 'failed']],
        'asked once, and written down',
      );
      const taken = await add({ NODE_EXTRA_CA_CERTS: authorityFile });
      assert.equal(taken.status, 0, taken.stderr);
      assert.deepEqual(await installedIds(), [UNPINNED]);
      // Good for this server alone: a stranger's certificate stays one.
      const other = makeCertificate('other.test');
      fs.writeFileSync(authorityFile, other.authority);
      assert.equal((await kindred('model', 'remove', UNPINNED, '--yes')).status, 0);
      assert.equal((await add({ NODE_EXTRA_CA_CERTS: authorityFile })).status, 2);
    } finally {
      await sealed.close();
    }
  });

  it('add --from takes a folder, a .zip, a .tar and a .tar.gz, with or without a folder inside', async () => {
    const nested = path.join(folder, 'nested');
    fs.cpSync(source, path.join(nested, 'the-model'), { recursive: true });
    // As repositories have it: a configuration of a part, which is not the model's.
    write(path.join(nested, 'the-model'), { '1_Pooling/config.json': '{}', 'README.md': '# model' });
    const at = (name: string) => path.join(folder, name);
    writeZip(nested, at('model.zip'));
    await pipeline(packTar(nested), fs.createWriteStream(at('model.tar')));
    await pipeline(packTar(source), createGzip({ level: 1 }), fs.createWriteStream(at('model.download')));
    for (const from of [source, at('model.zip'), at('model.tar'), at('model.download')]) {
      const { status, stdout, stderr } = await kindred('model', 'add', UNPINNED, '--from', from);
      assert.equal(status, 0, `${from}: ${stderr}`);
      assert.match(stdout, /is installed/);
      const dir = modelDir(models, UNPINNED);
      assert.deepEqual(fs.readdirSync(path.dirname(dir)), [path.basename(dir)], 'nothing is left beside it');
      assert.deepEqual(
        fs.readFileSync(path.join(dir, 'config.json')),
        fs.readFileSync(path.join(source, 'config.json')),
      );
      fs.rmSync(dir, { recursive: true });
    }
    assert.equal(hub.requests.length, 0);
  });

  it('archives that are none, are cut off, lead outside or hold no model are refused in words', async () => {
    const at = (name: string) => path.join(folder, name);
    writeZip(source, at('whole.zip'));
    const whole = fs.readFileSync(at('whole.zip'));
    fs.writeFileSync(at('cut.zip'), whole.subarray(0, whole.length / 2));
    await pipeline(packTar(source), createGzip({ level: 1 }), fs.createWriteStream(at('whole.tgz')));
    const gzipped = fs.readFileSync(at('whole.tgz'));
    fs.writeFileSync(at('cut.tgz'), gzipped.subarray(0, gzipped.length / 2));
    // Names that lead outside are written over innocent ones of the same length: no packer makes such an archive.
    write(at('evil'), { 'aa/bb/outside/config.json': '{}' });
    writeZip(at('evil'), at('outside.zip'));
    await pipeline(packTar(at('evil')), fs.createWriteStream(at('outside.tar')));
    for (const name of ['outside.zip', 'outside.tar']) {
      const bytes = fs.readFileSync(at(name), 'latin1').replaceAll('aa/bb/outside', '../../outside');
      fs.writeFileSync(at(name), withTarChecksums(Buffer.from(bytes, 'latin1'), name));
    }
    write(at('empty'), { 'notes.txt': 'no model' });
    writeZip(at('empty'), at('empty.zip'));
    for (const [from, message] of [
      ['cut.zip', /cut\.zip cannot be unpacked/],
      ['cut.tgz', /cut\.tgz cannot be unpacked/],
      ['outside.zip', /outside\.zip cannot be unpacked \(invalid relative path: /],
      ['outside.tar', /outside\.tar cannot be unpacked \(.*outside/],
      ['empty.zip', /empty\.zip does not hold a model \(there is no config\.json\)/],
      ['empty/notes.txt', /neither a folder nor a \.zip, \.tar or \.tar\.gz archive/],
      ['empty', /does not hold the model Xenova\/multilingual-e5-base \(config\.json is missing\)/],
      ['gone.zip', /gone\.zip cannot be read \(ENOENT\)/],
    ] as const) {
      const { status, stderr } = await kindred('model', 'add', UNPINNED, '--from', from);
      assert.equal(status, 2, from);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    }
    assert.ok(
      !fs
        .readdirSync(models, { recursive: true })
        .map(String)
        .some((name) => name.includes('outside')),
    );
    assert.deepEqual(await installedIds(), []);
  });

  it('weights other than those that the preset pins are refused from an archive too', async () => {
    const { status, stderr } = await kindred('model', 'add', DEFAULT_MODEL_ID, '--from', source);
    assert.equal(status, 2);
    assert.match(stderr, /config\.json: it has \d+ bytes instead of 1216/);
  });

  it("add takes a model of the user's own with its settings, from the hub and from a folder, and list shows it", async () => {
    const settings = { repository: UNPINNED, pooling: 'cls', dims: 768, queryPrefix: 'q: ' };
    const added = await kindred('model', 'add', 'me/mine', '--settings', JSON.stringify(settings), '--yes');
    assert.equal(added.status, 0, added.stderr);
    assert.match(
      added.stderr,
      /me\/mine \(size unknown, license unknown\) from 127\.0\.0\.1:\d+ \(Xenova\/multilingual-e5-base\)/,
    );
    assert.match((await kindred('model', 'list')).stdout, /^used +me\/mine/m);
    const { preset } = JSON.parse(fs.readFileSync(path.join(modelDir(models, 'me/mine'), 'model.json'), 'utf8'));
    assert.deepEqual([preset.pooling, preset.queryPrefix, preset.revision], ['cls', 'q: ', 'a'.repeat(40)]);
    const own = JSON.stringify({ pooling: 'mean', dims: 768, from: source });
    assert.match((await kindred('model', 'add', 'me/other', '--settings', own)).stdout, /me\/other is installed/);
    assert.match(
      (await kindred('model', 'add', 'me/x', '--settings', '{"pooling":"max","dims":8}')).stderr,
      /pooling: .*"max"/,
    );
    assert.match((await kindred('model', 'add', 'me/x', '--settings', '{pooling')).stderr, /takes one JSON object/);
  });

  it('says what is wrong with its arguments', async () => {
    for (const [args, message] of [
      [['model'], /followed by list, add, remove or log/],
      [['model', 'fetch'], /followed by list, add, remove or log/],
      [['model', 'add'], /needs a model's id/],
      [['model', 'add', 'no/such'], /There is no model no\/such\. Choose one of the presets/],
      [['model', 'add', UNPINNED, 'x'], /does not take "x"/],
      [['model', 'remove', 'no/such'], /no\/such is not installed \(installed: none\)/],
      [['model', 'list', '--nonsense'], /--nonsense/],
    ] as const) {
      const { status, stderr } = await kindred(...args);
      assert.equal(status, 2, args.join(' '));
      assert.match(stderr, message);
    }
  });
});

describe('--model', () => {
  it('chooses among the installed ones; without it the default model, else the first', async () => {
    await installSmallModel(modelDir(models, UNPINNED), 'q8', {}, { ...settingsOf(UNPINNED) });
    await installSmallModel(modelDir(models, SECOND), 'q8', {}, { ...settingsOf(SECOND) });
    assert.match((await kindred('model', 'list')).stdout, new RegExp(`^used +${SECOND}`, 'm'));
    await installSmallModel(modelDir(models, DEFAULT_MODEL_ID));
    assert.match((await kindred('model', 'list')).stdout, new RegExp(`^used +${DEFAULT_MODEL_ID}`, 'm'));
    const search = (...args: string[]) =>
      kindred('search', 'try again after a failed upload', 'project', '--json', '--index-dir', 'indexes', ...args);
    const scores = async (run: Promise<Run>) => {
      const { status, stdout, stderr } = await run;
      assert.equal(status, 0, stderr);
      const { tier, results } = JSON.parse(stdout) as { tier: string; results: { score: number }[] };
      assert.equal(tier, 'deep');
      return results.map(({ score }) => score);
    };
    // A busy machine embeds the candidates of a question in the course of several.
    const settled = async (...args: string[]) => {
      for (let [before, tries] = [await scores(search(...args)), 0]; ; tries++) {
        const now = await scores(search(...args));
        if (JSON.stringify(now) === JSON.stringify(before)) return now;
        assert.ok(tries < 10, 'the same question has the same answer in the end');
        before = now;
      }
    };
    assert.notDeepEqual(await settled(), await settled('--model', SECOND));
    const missing = await search('--model', 'no/such');
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /no\/such is not installed \(installed: Alibaba-NLP\/gte-modernbert-base, Xenova/);
    assert.match((await search('--model', SECOND, '--no-deep')).stderr, /exclude each other/);
  });

  it('measures with eval, and the run names it', async () => {
    await installSmallModel(modelDir(models, UNPINNED), 'q8', {}, { ...settingsOf(UNPINNED) });
    write(path.join(folder, 'beir'), {
      'corpus.jsonl': '{"_id":"d1.py","text":"def lighthouse(): pass"}\n{"_id":"d2.py","text":"def harbor(): pass"}\n',
      'queries.jsonl': '{"_id":"q1","text":"harbor"}\n',
      'qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\td2.py\t1\n',
    });
    const { status, stderr } = await kindred('eval', 'beir', '--model', UNPINNED, '--json', 'run.json');
    assert.equal(status, 0, stderr);
    const { settings } = JSON.parse(fs.readFileSync(path.join(folder, 'run.json'), 'utf8'));
    assert.match(settings.deep, /^Xenova\/multilingual-e5-base@/);
  });
});

function settingsOf(id: string) {
  const { files: _, ...settings } = findPreset(id)!;
  return settings;
}

/**
 * The sum of a header's bytes with the sum's own field as spaces (POSIX ustar); a tar whose sums are wrong would be
 * refused for them.
 */
function withTarChecksums(bytes: Buffer, name: string): Buffer {
  if (!name.endsWith('.tar')) return bytes;
  for (let at = 0; at < bytes.length; at += 512) {
    const header = bytes.subarray(at, at + 512);
    if (header.toString('latin1', 257, 262) !== 'ustar') continue;
    header.fill(' ', 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  }
  return bytes;
}
