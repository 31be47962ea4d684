/**
 * Decoder models: last token, closing token, cuts, networks that pool by themselves, other file names; against the same
 * network in plain loops.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import * as onnx from 'onnxruntime-node';
import { importModel } from '../../../src/download/download';
import { createDeepEmbedder } from '../../../src/engine/deep/inferenceClient';
import { resolveModel } from '../../../src/inference/customModel';
import { modelDir } from '../../../src/inference/installedModels';
import { type DecoderShape, decoderIds, writeDecoderModel } from '../../support/decoderModel';
import { decoderStates, unit } from '../../support/decoderReference';
import { cosine } from '../../support/jinaReference';
import type { Tokenizer } from '../../support/jinaTokenizer';

const TEXTS = [
  'where do we retry failed uploads',
  'async function retry() { await backoff(3); }',
  '비밀번호 해시',
  'a',
];
const ID = 'someone/decoder';

let root: string;
before(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-decoder-'));
});
after(() => fs.rmSync(root, { recursive: true, force: true }));

interface Installed {
  embed(texts: readonly string[], kind: 'query' | 'document'): Promise<Float32Array[]>;
  shape: DecoderShape;
  tokenizer: Tokenizer;
  fromDir: string;
}

async function install(
  t: { after(clean: () => Promise<void>): void },
  settings: Record<string, unknown>,
  change: Partial<DecoderShape> = {},
): Promise<Installed> {
  const fromDir = fs.mkdtempSync(path.join(root, 'source-'));
  const { preset } = resolveModel(ID, { id: ID, dtype: 'fp32', dims: 64, ...settings });
  const model = writeDecoderModel(fromDir, preset.weights ?? 'onnx/model.onnx', change);
  const targetDir = modelDir(fs.mkdtempSync(path.join(root, 'models-')), ID);
  await importModel({ preset, fromDir, targetDir, signal: new AbortController().signal });
  const inferenceEntry = path.join(process.cwd(), 'dist', 'inference.cjs');
  const embedder = createDeepEmbedder({ modelDir: targetDir, inferenceEntry, threads: 1 });
  t.after(() => embedder.dispose());
  return { ...model, fromDir, embed: (texts, kind) => embedder.embed(texts, kind) };
}

const last = (shape: DecoderShape, ids: readonly number[]) => decoderStates(shape, ids).at(-1)!;

describe('a decoder model', () => {
  it("gives the last token's state, of question and passage with their prefixes", async (t) => {
    const prefixes = { queryPrefix: 'Instruct: find the code\nQuery:', documentPrefix: 'Candidate:\n' };
    const { embed, shape, tokenizer } = await install(t, { pooling: 'lastToken', ...prefixes });
    for (const [kind, prefix] of [
      ['query', prefixes.queryPrefix],
      ['document', prefixes.documentPrefix],
    ] as const) {
      for (const [i, vector] of (await embed(TEXTS, kind)).entries()) {
        const expected = last(shape, decoderIds(tokenizer, prefix + TEXTS[i], 512));
        assert.ok(cosine(vector, expected) > 0.99999, `${kind} ${TEXTS[i]}: ${cosine(vector, expected)}`);
        assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-5);
      }
    }
  });

  it('of a text over the window cuts the text and keeps the closing token', async (t) => {
    const { embed, shape, tokenizer } = await install(t, { pooling: 'lastToken', maxTokens: 16 });
    const text = TEXTS[0]!.repeat(20);
    const ids = decoderIds(tokenizer, text, 16);
    assert.deepEqual([ids.length, ids.at(-1)], [16, 2]);
    const [vector] = await embed([text], 'document');
    assert.ok(cosine(vector!, last(shape, ids)) > 0.99999);
    assert.ok(cosine(vector!, last(shape, [...ids.slice(0, 15), ids[0]!])) < 0.99);
  });

  it('alone gives what a batch gives that is padded on the left', async (t) => {
    const { shape, tokenizer, fromDir } = await install(t, { pooling: 'lastToken' });
    const rows = TEXTS.map((text) => decoderIds(tokenizer, text, 512));
    const length = Math.max(...rows.map((row) => row.length));
    const padded = (fill: (row: number[], at: number) => number) =>
      new onnx.Tensor(
        'int64',
        BigInt64Array.from(
          rows.flatMap((row) => Array.from({ length }, (_, at) => fill(row, at - (length - row.length)))),
          BigInt,
        ),
        [rows.length, length],
      );
    const empty = new onnx.Tensor('float32', new Float32Array(), [rows.length, shape.keyHeads, 0, shape.headDims]);
    const session = await onnx.InferenceSession.create(path.join(fromDir, 'onnx/model.onnx'));
    const caches = session.inputNames.filter((name) => name.startsWith('past_key_values'));
    const { last_hidden_state: states } = await session.run({
      input_ids: padded((row, at) => row[at] ?? 1),
      attention_mask: padded((_, at) => (at < 0 ? 0 : 1)),
      position_ids: padded((_, at) => Math.max(0, at)),
      ...Object.fromEntries(caches.map((name) => [name, empty])),
    });
    rows.forEach((ids, i) => {
      const end = (i + 1) * length * shape.dims;
      const vector = (states!.data as Float32Array).subarray(end - shape.dims, end);
      assert.ok(cosine(vector, last(shape, ids)) > 0.99999, TEXTS[i]);
    });
    await session.release();
  });

  it('trained for shorter vectors is cut to one of them, and refused at any other length', async (t) => {
    const { embed, shape, tokenizer } = await install(t, { pooling: 'lastToken', dims: 24, cuts: [32, 24] });
    const [vector] = await embed([TEXTS[0]!], 'document');
    const expected = unit(last(shape, decoderIds(tokenizer, TEXTS[0]!, 512)).slice(0, 24));
    vector!.forEach((value, i) => {
      assert.ok(Math.abs(value - expected[i]!) < 1e-4);
    });
    const wrong = await install(t, { pooling: 'lastToken', dims: 40, cuts: [32, 24] });
    await assert.rejects(wrong.embed(['x'], 'document'), {
      code: 'modelIncompatible',
      message: /gives 64 dimensions where 40 are expected; it may be cut to 32, 24/,
    });
  });

  it('that pools by itself is taken at its word; without such an output it is refused', async (t) => {
    const { embed, shape, tokenizer } = await install(
      t,
      { pooling: 'inGraph', dims: 32, cuts: [32] },
      { pooled: true },
    );
    const [vector] = await embed([TEXTS[1]!], 'document');
    const states = decoderStates(shape, decoderIds(tokenizer, TEXTS[1]!, 512));
    const mean = states[0]!.map((_, i) => states.reduce((sum, row) => sum + row[i]!, 0));
    assert.ok(cosine(vector!, mean.slice(0, 32)) > 0.99999);
    assert.ok(Math.abs(Math.hypot(...vector!) - 1) < 1e-5);
    const without = await install(t, { pooling: 'inGraph' });
    await assert.rejects(without.embed(['x'], 'document'), {
      code: 'modelIncompatible',
      message: /no vector among its outputs: .*last_hidden_state/,
    });
  });

  it('with states of 16 bits is read', async (t) => {
    const { embed, shape, tokenizer } = await install(t, { pooling: 'lastToken' }, { half: true });
    const [vector] = await embed([TEXTS[1]!], 'document');
    assert.ok(cosine(vector!, last(shape, decoderIds(tokenizer, TEXTS[1]!, 512))) > 0.9999);
  });

  for (const weights of ['onnx/model_quint8_avx2.onnx', 'model.onnx', 'a/b/net.onnx']) {
    it(`is found as ${weights}`, async (t) => {
      const { embed } = await install(t, { pooling: 'cls', weights });
      assert.equal((await embed(['x'], 'query'))[0]!.length, 64);
    });
  }
});
