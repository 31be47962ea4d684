/** The deep models' part in ranking: a third source of candidates, calibrated, and weighed by the question. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { analyzeQuery } from '../../../src/core/query/analyzeQuery';
import { calibrate } from '../../../src/core/ranking/deepCalibration';
import { deepEvidence, isForDeep, scoreDeep } from '../../../src/core/ranking/deepSource';
import { type WeighedCandidate, weighDeep } from '../../../src/core/ranking/deepWeight';
import type { DeepEvidence } from '../../../src/core/ranking/evidence';
import { collectEvidence, rank, withoutDeep } from '../../../src/core/ranking/rank';
import { filesOf } from '../../../src/core/ranking/rankedFiles';
import { indexFiles, model, snapshotOf } from './corpus';

describe('a deep cosine is judged by what is expected of its first-stage score', () => {
  const pair = fc.record({
    first: fc.double({ min: 0, max: 1, noNaN: true }),
    deep: fc.double({ min: -1, max: 1, noNaN: true }),
  });

  it('so that those that have one are together neither lifted nor pushed down', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 60 }), (pairs) => {
        const deviations = pairs.map(calibrate(pairs));
        assert.ok(Math.abs(deviations.reduce((sum, value) => sum + value, 0)) < 1e-6 * Math.max(1, pairs.length));
        assert.ok(deviations.every(Number.isFinite));
      }),
    );
  });

  it('whatever the range of the model', () => {
    fc.assert(
      fc.property(fc.array(pair, { minLength: 3, maxLength: 40 }), (pairs) => {
        const narrow = pairs.map(({ first, deep }) => ({ first, deep: 0.8 + deep / 10 }));
        const wide = pairs.map(calibrate(pairs));
        const spread = Math.max(...wide.map(Math.abs));
        narrow.map(calibrate(narrow)).forEach((value, i) => {
          if (spread > 0 && value !== 0) assert.ok(Math.abs(value - wide[i]!) < 1e-3 * Math.max(1, spread));
        });
      }),
    );
  });

  it('the more pairs there are, the more it counts', () => {
    const pairs = [0.1, 0.2, 0.3, 0.8].map((deep) => ({ first: 0.5, deep }));
    assert.ok(calibrate([...pairs, ...pairs])(pairs[3]!) > calibrate(pairs)(pairs[3]!));
  });

  it('and says nothing of two alone', () => {
    const two = [
      { first: 0.5, deep: 0.1 },
      { first: 0.4, deep: 0.9 },
    ];
    assert.deepEqual(two.map(calibrate(two)), [0, 0]);
  });
});

describe('how much the deep model counts', () => {
  /** Ten candidates, of which the last is the deep model's. */
  const candidates = (best: number): WeighedCandidate[] =>
    Array.from({ length: 10 }, (_, i) => ({
      first: best * (1 - i / 20),
      deep: { model: 0, chunk: i === 9 ? 0.9 : 0.2 + (i % 3) / 50, file: 0.3 },
      isProse: false,
      isOfFirstStage: true,
    }));
  const deepValue = (best: number, standsOut: number | undefined) => {
    const all = candidates(best);
    return weighDeep(all, [standsOut], false)(all[9]!)!.chunk;
  };

  it('follows how sure the first stage is and how far its own best stands out', () => {
    assert.ok(deepValue(0.4, 5) > deepValue(0.8, 5));
    assert.ok(deepValue(0.4, 5) > deepValue(0.4, 4));
    assert.equal(deepValue(0.4, 6), deepValue(0.4, 12));
    assert.equal(deepValue(0.4, 2.5), 0);
    assert.equal(deepValue(0.4, undefined), deepValue(0.4, 4));
    assert.equal(deepValue(1, 6), 0);
  });

  it('follows how many of those that compete for the first places it has seen', () => {
    const all = candidates(0.5);
    const seen = (count: number) =>
      weighDeep(
        // The first are unknown to it, beside as many that it knows.
        [...all, ...all.slice(0, 10 - count).map((each) => ({ ...each, first: 0.6, deep: undefined }))],
        [5],
        false,
      )(all[9]!)!.chunk;
    assert.ok(seen(10) > seen(8) && seen(8) > seen(4));
    assert.equal(seen(0), 0);
  });

  it('is nothing for what it has no vector of', () => {
    const all = [...candidates(0.5), { ...candidates(0.5)[0]!, deep: undefined }];
    assert.equal(weighDeep(all, [5], false)(all[10]!), undefined);
  });

  it('is not calibrated on what it found by itself', () => {
    const all = candidates(0.5);
    const found: WeighedCandidate[] = Array.from({ length: 50 }, () => ({
      first: 0.1,
      deep: { model: 0, chunk: 0.95, file: 0.9 },
      isProse: false,
      isOfFirstStage: false,
    }));
    const expected = weighDeep(all, [5], false)(all[9]!)!;
    const value = weighDeep([...all, ...found], [5], false)(all[9]!)!;
    assert.deepEqual(value, expected);
  });

  it('judges prose among prose', () => {
    const code = candidates(0.5);
    const prose = code.map((each) => ({
      ...each,
      isProse: true,
      deep: { ...each.deep!, chunk: each.deep!.chunk + 0.3 },
    }));
    const among = weighDeep([...code, ...prose], [5], false);
    for (const [i, each] of code.entries()) assert.ok(Math.abs(among(each)!.chunk - among(prose[i]!)!.chunk) < 1e-9);
  });

  it('is nothing where documents are asked for and the first stage has found one', () => {
    const [best, ...others] = candidates(0.5);
    const all = [{ ...best!, isProse: true }, ...others];
    assert.equal(weighDeep(all, [5], true)(all[9]!)!.chunk, 0);
    assert.ok(weighDeep(all, [5], false)(all[9]!)!.chunk > 0);
    assert.ok(weighDeep(candidates(0.5), [5], true)(all[9]!)!.chunk > 0);
  });

  it('is nothing for names and pasted text', () => {
    const asked = [
      'how are uploads retried',
      'where does UploadQueue retry a job',
      'retryUpload',
      'a = b(c);\nreturn a;',
    ];
    assert.deepEqual(
      asked.map((text) => isForDeep(analyzeQuery(text))),
      [true, false, false, false],
    );
  });
});

describe('the deep source', () => {
  const FILES = Object.fromEntries(
    Array.from({ length: 6 }, (_, i) => [`src/part${i}.ts`, `export function part${i}() {\n  return ${i};\n}\n`]),
  );

  it('finds what neither words nor the embedded model find', async () => {
    const snapshot = snapshotOf(await indexFiles({ ...FILES, 'src/zeta.ts': 'const q = 1;\n' }), 2);
    const isZeta = (hash: string) => hash.includes('const q');
    const evidence = deepEvidence(Float32Array.of(1, 0), (hash) =>
      isZeta(hash) ? Float32Array.of(1, 0) : Float32Array.of(0.1, Math.sqrt(0.99)),
    );
    const query = analyzeQuery('part of something');
    const pathsOf = (deep: DeepEvidence[]) =>
      rank(snapshot, query, { limit: 20, deep }).hits.map(({ chunk }) => chunk.path);
    assert.ok(!pathsOf([]).includes('src/zeta.ts'));
    assert.ok(pathsOf([evidence]).includes('src/zeta.ts'));
  });

  it('judges a passage by the first model that has a vector of it', async () => {
    const snapshot = snapshotOf(await indexFiles(FILES), 3);
    const covers = (wanted: (hash: string) => boolean, cosine: number) =>
      deepEvidence(Float32Array.of(1, 0), (hash) =>
        wanted(hash) ? Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2)) : undefined,
      );
    const scores = scoreDeep(snapshot.segments, [
      covers((hash) => hash.includes('part1'), 0.3),
      covers(() => true, 0.6),
    ]);
    const models = snapshot.segments.map((segment, s) =>
      segment.chunks.map((chunk, ordinal) => [
        chunk.path,
        scores.of({ segment: s, ordinal }, filesOf(segment).files[filesOf(segment).fileOf[ordinal]!]!)!.model,
      ]),
    );
    for (const [path, model] of models.flat()) assert.equal(model, path === 'src/part1.ts' ? 0 : 1);
    const best = scores.nearest(undefined);
    assert.equal(new Set(best.map(({ segment, ordinal }) => `${segment}/${ordinal}`)).size, best.length);
  });

  it('is taken away again: what is left was ranked by words where the question had no vector', async () => {
    const snapshot = snapshotOf(await indexFiles(FILES), 2);
    const query = analyzeQuery('the first part of all');
    for (const [queryVector, tier] of [
      [new Float32Array(model.dims), 'lexical'],
      [model.embedQuery(query.embeddingText), 'embedded'],
    ] as const)
      assert.equal(withoutDeep(collectEvidence(snapshot, query, { queryVector })!).tier, tier);
  });

  it('without a vector changes nothing', async () => {
    const snapshot = snapshotOf(await indexFiles(FILES), 2);
    const query = analyzeQuery('the first part of all');
    const deep = [deepEvidence(Float32Array.of(1, 0), () => undefined)];
    assert.deepEqual(rank(snapshot, query, { limit: 9, deep }), rank(snapshot, query, { limit: 9 }));
  });
});
