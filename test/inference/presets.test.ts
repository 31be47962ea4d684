/** The presets as data, what is derived from them, and the page that shows them. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { formFault, pageFault } from '../../src/download/verify';
import { resolveModel } from '../../src/inference/customModel';
import { cut, pool } from '../../src/inference/deep/pooling';
import { installedModel, modelDir, writeMarker } from '../../src/inference/installedModels';
import {
  DEFAULT_MODEL_ID,
  downloadSizeBytes,
  filesWith,
  findPreset,
  fingerprint,
  isFreelyUsable,
  type ModelPreset,
  modelEndpoint,
  PresetSchema,
  presets,
  terminalToken,
  understands,
  weightsOf,
} from '../../src/inference/presets';
import { withModelChoice, withModelTable } from '../support/modelTable';

const jina = findPreset(DEFAULT_MODEL_ID)!;

describe('a model of English', () => {
  const cases: [text: string, english: boolean][] = [
    ['where do we retry uploads', true],
    ['UploadQueue café naïve', true],
    ['재시도 하는 곳', false],
    ['UploadQueue.retryFailed 재시도', true],
    ['업로드를 재시도하는 곳 retry', false],
    ['где повторяется загрузка', false],
    ['12 + 30', true],
  ];
  for (const [text, english] of cases)
    it(`reads "${text}": ${english}`, () => {
      assert.equal(understands({ languages: 'English' }, text), english);
      assert.equal(understands({ languages: 'about 100 languages, Korean among them' }, text), true);
    });
});

describe('presets', () => {
  for (const preset of presets) {
    it(`${preset.id} is whole`, () => {
      assert.deepEqual(v.parse(PresetSchema, preset), preset);
      const paths = preset.files.map((file) => file.path);
      for (const { path: needed } of filesWith(weightsOf(preset))) assert.ok(paths.includes(needed), needed);
      assert.ok(preset.license !== 'unknown' && preset.languages && preset.purpose);
      for (const shorter of preset.cuts) assert.ok(shorter < preset.dims);
      // Pinned whole or not at all.
      const isPinned = preset.revision !== 'main';
      if (isPinned) assert.match(preset.revision, /^[0-9a-f]{40}$/);
      assert.equal(preset.aboutMegabytes === undefined, isPinned);
      for (const file of preset.files) assert.equal(Boolean(file.sha256 && file.sizeBytes), isPinned, file.path);
    });
  }

  it('have each id once, the default first, with the size that the user is asked about', () => {
    assert.equal(new Set(presets.map(({ id }) => id)).size, presets.length);
    assert.equal(jina, presets[0]);
    assert.match(jina.revision, /^[0-9a-f]{40}$/);
    assert.equal(downloadSizeBytes(jina), 164_458_646);
    assert.equal(downloadSizeBytes({ ...jina, files: [...jina.files, { path: 'more.json' }] }), undefined);
  });

  it('of which one license forbids commercial use are not to be suggested', () => {
    assert.deepEqual(
      presets.filter((preset) => !isFreelyUsable(preset)).map(({ id, license }) => `${id} ${license}`),
      ['jinaai/jina-code-embeddings-0.5b CC-BY-NC-4.0'],
    );
  });

  it('are what docs/models.md shows', () => {
    const page = fs.readFileSync(path.join(process.cwd(), 'docs', 'models.md'), 'utf8');
    assert.equal(page, withModelTable(page), 'npm run docs:models writes it');
  });

  it('are what the settings page shows, in English and Korean', () => {
    const readJson = (file: string) => JSON.parse(fs.readFileSync(path.join(process.cwd(), file), 'utf8'));
    const korean = readJson('l10n/bundle.l10n.ko.json');
    for (const [file, translations] of [['package.nls.json'], ['package.nls.ko.json', korean]] as const) {
      const description = readJson(file)['setting.modelId'];
      assert.equal(description, withModelChoice(description, translations), 'npm run docs:models writes it');
    }
  });
});

describe('a custom model', () => {
  const custom = { id: 'someone/some-model', pooling: 'cls', dims: 256 };

  it('is found by its id, with defaults filled in', () => {
    const { preset, from } = resolveModel('someone/some-model', custom);
    const { revision, dtype, maxTokens, queryPrefix, cuts } = preset;
    assert.deepEqual([revision, dtype, maxTokens, queryPrefix, cuts, from], ['main', 'q8', 512, '', [], undefined]);
    assert.deepEqual(preset.files, filesWith('onnx/model_quantized.onnx'));
    assert.deepEqual(
      resolveModel(custom.id, { ...custom, weights: 'model.onnx' }).preset.files,
      filesWith('model.onnx'),
    );
    assert.equal(resolveModel(custom.id, { ...custom, from: '/models/mine' }).from, '/models/mine');
    assert.throws(() => resolveModel('someone/some-model'), { code: 'modelUnknown', value: 'someone/some-model' });
    assert.throws(() => resolveModel('someone/other', custom), { code: 'modelUnknown' });
    assert.equal(resolveModel(DEFAULT_MODEL_ID, custom).preset, jina);
  });

  it('may spell its license as earlier versions did', () => {
    assert.equal(resolveModel(custom.id, { ...custom, license: 'MIT' }).preset.license, 'MIT');
    const { preset } = resolveModel(custom.id, { ...custom, licence: 'MIT' });
    assert.deepEqual(preset, resolveModel(custom.id, { ...custom, license: 'MIT' }).preset);
    assert.equal(resolveModel(custom.id, { ...custom, licence: 'x', license: 'MIT' }).preset.license, 'MIT');
    assert.throws(() => resolveModel(custom.id, { ...custom, licence: 1 }), /license: /);
  });

  it('of the id of a preset changes only what it names; pins hold for the same files alone', () => {
    const qwen = 'onnx-community/Qwen3-Embedding-0.6B-ONNX';
    const shorter = resolveModel(qwen, { id: qwen, dims: 256 }).preset;
    assert.deepEqual(shorter, { ...findPreset(qwen)!, dims: 256 });
    assert.deepEqual(resolveModel(jina.id, { id: jina.id, queryPrefix: 'q: ' }).preset.files, jina.files);
    const granite = 'ibm-granite/granite-embedding-97m-multilingual-r2';
    const exact = resolveModel(granite, { id: granite, dtype: 'fp32' }).preset;
    assert.deepEqual(
      [exact.weights, exact.aboutMegabytes, exact.files],
      [undefined, undefined, filesWith('onnx/model.onnx')],
    );
    const full = resolveModel(jina.id, { id: jina.id, dtype: 'fp32' }).preset;
    assert.deepEqual(full.files, filesWith('onnx/model.onnx'));
    assert.equal(downloadSizeBytes(full), undefined);
  });

  const refused: [change: object, reason: RegExp][] = [
    [{ id: '../../etc/passwd' }, /id: expected owner\/name/],
    [{ id: 'one-part' }, /id: expected owner\/name/],
    [{ id: 'a/b/c' }, /id: expected owner\/name/],
    [{ revision: '../main' }, /revision: /],
    [{ pooling: 'max' }, /pooling: .*"mean" \| "cls" \| "lastToken" \| "inGraph".* received "max"/],
    [{ pooling: undefined }, /pooling: /],
    [{ dims: 0 }, /dims: /],
    [{ dims: undefined }, /dims: /],
    [{ dtype: 'q2' }, /dtype: .*received "q2"/],
    [{ maxTokens: 1e6 }, /maxTokens: /],
    [{ cuts: ['x'] }, /cuts\.0: /],
    [{ files: [] }, /files: /],
    [{ files: [{ path: '../outside.json' }] }, /files\.0\.path: expected a relative path/],
    [{ files: [{ path: '/etc/passwd' }] }, /files\.0\.path: expected a relative path/],
    [{ files: [{ path: 'config.json', sha256: 'short' }] }, /files\.0\.sha256: /],
    [{ weights: '../model.onnx' }, /expected a relative path/],
    [{ prefix: 'query: ' }, /prefix: .*never.*received "prefix"/],
  ];
  for (const [change, reason] of refused) {
    it(`with ${JSON.stringify(change)} is refused, with the setting and the reason`, () => {
      const wrong = { ...custom, ...change };
      assert.throws(() => resolveModel(wrong.id, wrong), { code: 'customModelInvalid', message: reason });
    });
  }
});

describe('the fingerprint', () => {
  const changes: Partial<ModelPreset>[] = [
    { id: 'other/model' },
    { revision: 'main' },
    { dtype: 'fp32' },
    { pooling: 'cls' },
    { queryPrefix: 'query: ' },
    { documentPrefix: 'passage: ' },
    { dims: 256 },
    { maxTokens: 256 },
  ];
  // Cuts, the repository and the file's name shape no vector that the dimensions and the weights' hash do not tell.
  for (const change of changes) {
    it(`follows ${Object.keys(change)}`, () => {
      assert.notEqual(fingerprint({ ...jina, ...change }), fingerprint(jina));
    });
  }

  it('follows the installed weights, and nothing that does not shape a vector', () => {
    assert.notEqual(fingerprint(jina, 'a'.repeat(64)), fingerprint(jina, 'b'.repeat(64)));
    assert.equal(fingerprint({ ...jina, purpose: 'x', license: 'x', languages: 'x' }), fingerprint(jina));
    const swapped = { ...jina, queryPrefix: 'a', documentPrefix: 'b' };
    assert.notEqual(fingerprint(swapped), fingerprint({ ...jina, queryPrefix: 'b', documentPrefix: 'a' }));
  });
});

describe('the endpoint', () => {
  for (const [setting, env, expected] of [
    [undefined, {}, 'https://huggingface.co'],
    ['', { HF_ENDPOINT: 'https://mirror.example/' }, 'https://mirror.example'],
    [' https://own.example// ', { HF_ENDPOINT: 'https://mirror.example' }, 'https://own.example'],
  ] as const) {
    it(`from ${JSON.stringify(setting)} and ${JSON.stringify(env)} is ${expected}`, () => {
      assert.equal(modelEndpoint(setting, env), expected);
    });
  }
});

describe('the token of the terminal', () => {
  const hub = 'https://huggingface.co';
  for (const [endpoint, env, expected] of [
    [hub, {}, undefined],
    [hub, { HF_TOKEN: ' hf_1\n' }, 'hf_1'],
    ['https://mirror.example', { HF_TOKEN: 'hf_1' }, undefined],
    ['https://huggingface.co.evil.example', { HF_TOKEN: 'hf_1' }, undefined],
    ['http://huggingface.co', { HF_TOKEN: 'hf_1' }, undefined],
    ['https://mirror.example', { HF_TOKEN: 'hf_1', KINDRED_MODEL_TOKEN: 'own' }, 'own'],
  ] as const) {
    it(`for ${endpoint} of ${Object.keys(env)} is ${expected}`, () => {
      assert.equal(terminalToken(endpoint, env), expected);
    });
  }
});

describe('pooling', () => {
  const states = Float32Array.of(3, 0, 0, 4, 6, 8);
  for (const [pooling, expected] of [
    ['mean', [9 / 15, 12 / 15]],
    ['cls', [1, 0]],
    ['lastToken', [0.6, 0.8]],
  ] as const) {
    it(pooling, () => {
      pool(states, 2, pooling).forEach((value, i) => {
        assert.ok(Math.abs(value - expected[i]!) < 1e-6);
      });
    });
  }

  it('cut to a shorter vector is at length 1 again', () => {
    assert.deepEqual(cut(Float32Array.of(0.6, 0, 0.8), 2), Float32Array.of(1, 0));
  });

  it('of zeros is zeros, not NaN', () => {
    assert.deepEqual(pool(new Float32Array(4), 2, 'mean'), new Float32Array(2));
  });
});

describe('an installed model', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-installed-'));
  const dir = modelDir(root, jina.id);
  const files = [{ path: 'config.json', sizeBytes: 2, sha256: 'c'.repeat(64) }];

  it('is one only with a readable marker and files of the right size', async () => {
    fs.mkdirSync(dir, { recursive: true });
    fs.writeFileSync(path.join(dir, 'config.json'), '{}');
    assert.equal(installedModel(dir), undefined);
    await writeMarker(dir, jina, files);
    assert.equal(installedModel(dir)?.sizeBytes, 2);
    fs.writeFileSync(path.join(dir, 'config.json'), '{');
    assert.equal(installedModel(dir), undefined);
    fs.rmSync(path.join(dir, 'config.json'));
    assert.equal(installedModel(dir), undefined);
    fs.writeFileSync(path.join(dir, 'config.json'), '{}');
    const marker = fs.readFileSync(path.join(dir, 'model.json'), 'utf8');
    for (const broken of ['', marker.slice(0, 100), '[]', marker.replace('"version": 1', '"version": 2')]) {
      fs.writeFileSync(path.join(dir, 'model.json'), broken);
      assert.equal(installedModel(dir), undefined);
    }
    fs.rmSync(root, { recursive: true });
  });
});

describe('the form of a file', () => {
  const onnx = Buffer.from([0x08, 8, 0x3a, 3, 1, 2, 3, 0x42, 2, 0x10, 17]);
  const cases: { name: string; content: Buffer | string; fault: RegExp | undefined }[] = [
    { name: 'model.onnx', content: onnx, fault: undefined },
    { name: 'model.onnx', content: onnx.subarray(0, 6), fault: /cut off: 6 bytes of 7/ },
    { name: 'model.onnx', content: onnx.subarray(0, 2), fault: /not an ONNX/ },
    { name: 'model.onnx', content: '', fault: /not an ONNX/ },
    {
      name: 'model.onnx',
      content: 'version https://git-lfs.github.com/spec/v1\noid sha256:00',
      fault: /not an ONNX|cut off/,
    },
    { name: 'config.json', content: '{"a": 1}', fault: undefined },
    { name: 'config.json', content: '{"a": 1', fault: /not valid JSON/ },
    { name: 'config.json', content: '"text"', fault: /not a JSON object/ },
    { name: 'config.json', content: '', fault: /not valid JSON/ },
    { name: 'config.json', content: '\ufeff <!doctype html><p>', fault: /web page/ },
    { name: 'model.onnx', content: '\n<HTML>', fault: /web page/ },
    { name: 'model.onnx', content: '<?xml version="1.0"?><Error/>', fault: /web page/ },
  ];
  for (const { name, content, fault } of cases) {
    it(`${name} of ${JSON.stringify(String(content).slice(0, 30))}: ${fault ?? 'right'}`, async () => {
      const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-form-')), name);
      fs.writeFileSync(file, content);
      const found = (await pageFault(file)) ?? (await formFault(file, name));
      if (fault) assert.match(found ?? '', fault);
      else assert.equal(found, undefined);
      fs.rmSync(path.dirname(file), { recursive: true });
    });
  }
});
