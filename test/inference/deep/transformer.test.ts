/** The real inference process on real ONNX Runtime, against the same network computed in plain TypeScript. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDeepEmbedder, type InferenceClient } from '../../../src/engine/deep/inferenceClient';
import { type InstalledPreset, installedModel, writeMarker } from '../../../src/inference/installedModels';
import { EngineError } from '../../../src/protocol/errors';
import { installSmallModel, type SmallModel } from '../../support/installJina';
import type { JinaShape } from '../../support/jinaModel';
import { cosine, referenceVector } from '../../support/jinaReference';

const inferenceEntry = path.join(process.cwd(), 'dist', 'inference.cjs');
const TEXTS = [
  'where do we retry failed uploads',
  'async function retryUpload(file: string, attempts = 3): Promise<Response> {\n  await backoff(attempts);\n}',
  '한국어 질문: 비밀번호 해시는 어디서 계산하나',
  '\t\tif (x != null && y[0] >= 0x1F) { return "→ 🙂"; }',
  'a',
];

/** Where width does not matter: the reference, in plain loops, is slow. */
const NARROW = { dims: 160, heads: 10 };

let root: string;
before(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-deep-'));
});
after(() => fs.rmSync(root, { recursive: true, force: true }));

const variants: { name: string; dtype: 'fp32' | 'q8'; change: Partial<JinaShape>; least: number }[] = [
  { name: 'fp32', dtype: 'fp32', change: {}, least: 0.99999 },
  {
    name: 'fp32 with token types and 10 heads of other width',
    dtype: 'fp32',
    change: { tokenTypes: true, dims: 160, heads: 10, layers: 3 },
    least: 0.99999,
  },
  { name: '8-bit', dtype: 'q8', change: {}, least: 0.99 },
];

for (const { name, dtype, change, least } of variants) {
  describe(`the model in ${name}`, () => {
    let small: SmallModel;
    let embedder: InferenceClient;
    before(async () => {
      small = await installSmallModel(path.join(root, name), dtype, change);
      embedder = createDeepEmbedder({ modelDir: small.model.dir, inferenceEntry });
    });
    after(() => embedder.dispose());

    it('agrees with the reference', async () => {
      const vectors = await embedder.embed(TEXTS, 'document');
      vectors.forEach((vector, i) => {
        const expected = referenceVector(small.shape, small.tokenizer.encode(TEXTS[i]!, 512));
        const similarity = cosine(vector, expected);
        assert.ok(similarity > least, `${JSON.stringify(TEXTS[i])}: cosine ${similarity}`);
        assert.ok(Math.abs(lengthOf(vector) - 1) < 1e-5);
      });
    });

    it('gives a text the same vector whatever comes before it', async () => {
      const [alone] = await embedder.embed([TEXTS[1]!], 'document');
      const among = await embedder.embed([TEXTS[0]!, TEXTS[2]!, TEXTS[1]!], 'document');
      assert.deepEqual(among[2], alone);
    });
  });
}

for (const pooling of ['cls', 'lastToken'] as const) {
  it(`pooling ${pooling} and prefixes are what the preset says`, async () => {
    const settings = { pooling, queryPrefix: 'query: ', documentPrefix: 'passage: ' };
    const { model, shape, tokenizer } = await installSmallModel(path.join(root, pooling), 'fp32', NARROW, settings);
    const embedder = createDeepEmbedder({ modelDir: model.dir, inferenceEntry });
    try {
      for (const [kind, prefix] of [
        ['query', settings.queryPrefix],
        ['document', settings.documentPrefix],
      ] as const) {
        const [vector] = await embedder.embed([TEXTS[0]!], kind);
        const similarity = cosine(vector!, referenceVector(shape, tokenizer.encode(prefix + TEXTS[0], 512), pooling));
        assert.ok(similarity > 0.99999, `${kind}: cosine ${similarity}`);
      }
    } finally {
      await embedder.dispose();
    }
  });
}

it('a long text is cut at the window and keeps its closing token', async () => {
  const { model, shape, tokenizer } = await installSmallModel(path.join(root, 'window'), 'fp32', NARROW);
  const long = 'retry upload '.repeat(400);
  const ids = tokenizer.encode(long, model.preset.maxTokens);
  assert.equal(ids.length, 512);
  assert.ok(tokenizer.encode(long, 10_000).length > 700);
  const embedder = createDeepEmbedder({ modelDir: model.dir, inferenceEntry });
  try {
    const [vector] = await embedder.embed([long], 'document');
    const similarity = cosine(vector!, referenceVector(shape, ids));
    assert.ok(similarity > 0.99999, `cosine ${similarity}`);
  } finally {
    await embedder.dispose();
  }
});

describe('a model that cannot be used', () => {
  const cases: {
    name: string;
    detail: RegExp;
    spoil(dir: string, preset: InstalledPreset): Partial<InstalledPreset>;
  }[] = [
    { name: 'has other dimensions than its preset', detail: /768 dimensions where 384/, spoil: () => ({ dims: 384 }) },
    { name: 'has an unknown pooling', detail: /unknown pooling "max"/, spoil: () => ({ pooling: 'max' }) },
    {
      name: 'has no tokenizer',
      detail: /tokenizer\.json is missing/,
      spoil: (dir) => {
        fs.rmSync(path.join(dir, 'tokenizer.json'));
        return {};
      },
    },
    {
      name: 'has a tokenizer of an unknown kind',
      detail: /the tokenizer cannot be loaded/,
      spoil: (dir) => {
        fs.writeFileSync(path.join(dir, 'tokenizer.json'), JSON.stringify({ model: { type: 'Imagined' } }));
        return {};
      },
    },
    {
      name: 'has a graph that is no graph',
      detail: /the model cannot be loaded/,
      spoil: (dir) => {
        fs.writeFileSync(path.join(dir, 'onnx/model_quantized.onnx'), Buffer.alloc(1000, 7));
        return {};
      },
    },
  ];
  for (const { name, detail, spoil } of cases) {
    it(`${name}: is refused in words, at once and again`, async () => {
      const dir = path.join(root, name);
      const { model } = await installSmallModel(dir);
      const preset = { ...model.preset, ...spoil(dir, model.preset) };
      const present = model.files.filter((file) => fs.existsSync(path.join(dir, file.path)));
      const files = present.map((file) => ({ ...file, sizeBytes: fs.statSync(path.join(dir, file.path)).size }));
      await writeMarker(dir, preset, files);
      assert.ok(installedModel(dir));
      const embedder = createDeepEmbedder({ modelDir: dir, inferenceEntry });
      try {
        for (let i = 0; i < 2; i++) {
          await assert.rejects(embedder.embed(['x'], 'document'), (error: unknown) => {
            assert.ok(error instanceof EngineError);
            assert.equal(error.code, 'modelIncompatible');
            assert.match(error.detail, detail);
            return true;
          });
        }
        assert.equal(embedder.status().state, 'failed');
      } finally {
        await embedder.dispose();
      }
    });
  }

  it('is not there: said before anything starts', () => {
    assert.throws(() => createDeepEmbedder({ modelDir: path.join(root, 'nowhere'), inferenceEntry }), {
      code: 'modelNotInstalled',
    });
  });
});

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
