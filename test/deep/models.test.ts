/** The presets as data, what is derived from them, and the page that shows them. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { formFault, pageFault } from '../../src/download/verify';
import { pool } from '../../src/inference/deep/pooling';
import { installedModel, modelDir, writeMarker } from '../../src/inference/installed';
import {
  DEFAULT_MODEL_ID,
  downloadSizeBytes,
  findPreset,
  fingerprint,
  type ModelPreset,
  modelEndpoint,
  PresetSchema,
  presets,
  weightsPath,
} from '../../src/inference/models';
import { modelTable } from '../support/modelTable';

const jina = findPreset(DEFAULT_MODEL_ID)!;

describe('presets', () => {
  for (const preset of presets) {
    it(`${preset.id} is whole`, () => {
      assert.deepEqual(v.parse(PresetSchema, preset), preset);
      const paths = preset.files.map((file) => file.path);
      for (const needed of ['config.json', 'tokenizer.json', 'tokenizer_config.json', weightsPath(preset.dtype)]) {
        assert.ok(paths.includes(needed), needed);
      }
      // Pinned whole or not at all.
      const isPinned = preset.revision !== 'main';
      if (isPinned) assert.match(preset.revision, /^[0-9a-f]{40}$/);
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

  it('are what docs/models.md shows', () => {
    const page = fs.readFileSync(path.join(process.cwd(), 'docs', 'models.md'), 'utf8');
    // The formatter pads cells; their contents are compared.
    const unpadded = page.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
    assert.ok(unpadded.includes(modelTable(presets)), `the table should read:\n${modelTable(presets)}`);
  });
});

describe('a custom model', () => {
  const custom = {
    id: 'someone/some-model',
    files: [{ path: 'onnx/model_quantized.onnx' }],
    pooling: 'cls',
    dims: 256,
  };

  it('is found by its id, with defaults filled in', () => {
    const found = findPreset('someone/some-model', custom)!;
    assert.deepEqual([found.revision, found.dtype, found.maxTokens, found.queryPrefix], ['main', 'q8', 512, '']);
    assert.equal(findPreset('someone/some-model', undefined), undefined);
    assert.equal(findPreset('someone/other', custom), undefined);
    assert.equal(findPreset(DEFAULT_MODEL_ID, { ...custom, id: DEFAULT_MODEL_ID })!.dims, 256);
  });

  const refused = [
    { id: '../../etc/passwd' },
    { id: 'one-part' },
    { id: 'a/b/c' },
    { revision: '../main' },
    { pooling: 'max' },
    { dims: 0 },
    { maxTokens: 1e6 },
    { files: [] },
    { files: [{ path: '../outside.json' }] },
    { files: [{ path: '/etc/passwd' }] },
    { files: [{ path: 'config.json', sha256: 'short' }] },
  ];
  for (const change of refused) {
    it(`with ${JSON.stringify(change)} is refused`, () => {
      assert.equal(v.is(PresetSchema, { ...custom, ...change }), false);
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
  for (const change of changes) {
    it(`follows ${Object.keys(change)}`, () => {
      assert.notEqual(fingerprint({ ...jina, ...change }), fingerprint(jina));
    });
  }

  it('follows the installed weights, and nothing that does not shape a vector', () => {
    assert.notEqual(fingerprint(jina, 'a'.repeat(64)), fingerprint(jina, 'b'.repeat(64)));
    assert.equal(fingerprint({ ...jina, purpose: 'x', licence: 'x', languages: 'x' }), fingerprint(jina));
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
