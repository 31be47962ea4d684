/** The parts of ranking that can be looked at alone: what is exported, what is recent, which pieces are one result. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { analyzeQuery } from '../../../src/core/query/analyzeQuery';
import { adjacentMerged } from '../../../src/core/ranking/adjacent';
import { isExported } from '../../../src/core/ranking/exported';
import type { Hit } from '../../../src/core/ranking/hit';
import { rank } from '../../../src/core/ranking/rank';
import { recency } from '../../../src/core/ranking/recency';
import type { ChunkRecord } from '../../../src/core/snapshot';
import { indexFiles, model, snapshotOf } from './corpus';

const chunk = (over: Partial<ChunkRecord>): ChunkRecord => ({
  ...{ path: 'a.ts', language: 'typescript', kind: 'function', symbol: 'f', definitions: ['f'], signature: '' },
  ...{ inner: [], startLine: 0, endLine: 9, contentHash: '', ...over },
});

describe('a definition is exported', () => {
  const cases: [signature: string, language: string, symbol: string, isIt: boolean][] = [
    ['export function retry(job: Job)', 'typescript', 'retry', true],
    ['function retry(job: Job)', 'typescript', 'retry', false],
    ['exports.retry = function retry(job)', 'javascript', 'retry', true],
    ['module.exports = class Queue', 'javascript', 'Queue', true],
    ['exportable = 3', 'javascript', 'exportable', false],
    ['public final class Queue', 'java', 'Queue', true],
    ['private void retry()', 'java', 'Queue.retry', false],
    ['pub fn retry(job: Job)', 'rust', 'retry', true],
    ['pub(crate) fn retry(job: Job)', 'rust', 'retry', false],
    ['func (q *Queue) Retry()', 'go', 'Queue.Retry', true],
    ['func (q *Queue) retry()', 'go', 'Queue.retry', false],
    ['def retry(job)', 'python', 'retry', false],
    ['', 'typescript', '', false],
  ];
  for (const [signature, language, symbol, isIt] of cases)
    it(`${signature || 'no name'}: ${isIt}`, () =>
      assert.equal(isExported(chunk({ signature, language, symbol })), isIt));

  it('and stands before the same one that is not', async () => {
    const files = {
      'a/queue.ts': 'function retry(job: Job): void {\n  schedule(job, backoff(job.attempts));\n}\n',
      'b/queue.ts': 'export function retry(job: Job): void {\n  schedule(job, backoff(job.attempts));\n}\n',
    };
    const [first] = rank(snapshotOf(await indexFiles(files)), analyzeQuery('retry'), { limit: 2 }).hits;
    assert.equal(first!.chunk.path, 'b/queue.ts');
    assert.ok(first!.reasons.some(({ name, value }) => name === 'exported' && value > 0));
  });
});

describe('a recent edit', () => {
  it('counts a little, less with every day, and never less than nothing', () => {
    const day = 86_400_000;
    assert.deepEqual([recency(0), recency(day - 1), recency(day), recency(-day)], [1, 1, 0.5, 1]);
    assert.ok(recency(7 * day) < 0.01 && recency(3650 * day) >= 0);
  });

  it('decides between equals and not against a better passage', async () => {
    const files = {
      'a/queue.ts': 'export function retry(job: Job): void {\n  schedule(job, backoff(job.attempts));\n}\n',
      'b/queue.ts': 'export function retry(job: Job): void {\n  schedule(job, backoff(job.attempts));\n}\n',
      'c/list.ts': 'export function length(list: List): number {\n  return list.retries.length;\n}\n',
    };
    const snapshot = snapshotOf(await indexFiles(files));
    const first = (text: string, edited: string) => {
      const query = analyzeQuery(text);
      const ageMsOf = (_: unknown, { path }: ChunkRecord) => (path === edited ? 0 : 1e12);
      const options = { limit: 3, queryVector: model.embedQuery(query.embeddingText), ageMsOf };
      return rank(snapshot, query, options).hits[0]!.chunk.path;
    };
    assert.equal(first('retry a job', 'a/queue.ts'), 'a/queue.ts');
    assert.equal(first('retry a job', 'b/queue.ts'), 'b/queue.ts');
    assert.equal(first('retry a job', 'c/list.ts'), 'a/queue.ts');
  });
});

describe('neighbors', () => {
  const hit = (startLine: number, endLine: number, score: number, over: Partial<ChunkRecord> = {}): Hit => ({
    ref: { segment: 0, ordinal: startLine },
    chunk: chunk({ startLine, endLine, ...over }),
    ...{ startLine, endLine, score, reasons: [{ name: 'words', value: score }] },
  });
  const lines = (hits: Hit[]) => adjacentMerged(hits, 0.7).map(({ startLine, endLine }) => `${startLine}-${endLine}`);

  it('of one definition become one result with the score of the best', () => {
    const hits = [hit(10, 19, 0.9), hit(20, 29, 0.8), hit(0, 9, 0.7), hit(40, 49, 0.7)];
    const [merged, ...others] = adjacentMerged(hits, 0.7);
    assert.deepEqual([merged!.startLine, merged!.endLine, merged!.score], [0, 29, 0.9]);
    assert.deepEqual([merged!.ref.ordinal, merged!.chunk.startLine], [10, 10]);
    assert.deepEqual(lines(others), ['40-49']);
    assert.equal(hits[0]!.endLine, 19);
  });

  it('of other definitions, other files or without a name stay apart, and so does what is much worse', () => {
    assert.deepEqual(lines([hit(0, 9, 0.9), hit(10, 19, 0.8, { symbol: 'g' })]), ['0-9', '10-19']);
    assert.deepEqual(lines([hit(0, 9, 0.9), hit(10, 19, 0.8, { path: 'b.ts' })]), ['0-9', '10-19']);
    assert.deepEqual(lines([hit(0, 9, 0.9, { symbol: '' }), hit(10, 19, 0.8, { symbol: '' })]), ['0-9', '10-19']);
    assert.deepEqual(lines([hit(0, 9, 0.9), hit(10, 19, 0.6)]), ['0-9', '10-19']);
  });

  it('keep the order by score', () => {
    const piece = fc.tuple(fc.nat(30), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const hits = pieces.map(([at, score]) => hit(at * 10, at * 10 + 9, score)).sort((a, b) => b.score - a.score);
        const scores = adjacentMerged(hits, 0.7).map(({ score }) => score);
        assert.deepEqual(
          scores,
          [...scores].sort((a, b) => b - a),
        );
        assert.ok(scores.length <= hits.length && scores[0] === hits[0]?.score);
      }),
    );
  });
});
