import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bootstrapMean, compareRuns } from '../../src/evaluation/bootstrap';
import { evaluate } from '../../src/evaluation/evaluate';
import { type EvaluationMode, measure, type RankedRange, type Target } from '../../src/evaluation/metrics';
import {
  parseBeirCorpus,
  parseBeirJudgments,
  parseBeirQuestions,
  parseRepositoryQuestions,
} from '../../src/evaluation/setFormats';

const at = (path: string, startLine = 0, endLine = 9): RankedRange => ({ path, startLine, endLine });

describe('measures', () => {
  const second = 1 / Math.log2(3);
  const cases: [
    name: string,
    results: RankedRange[],
    targets: Target[],
    mode: EvaluationMode,
    ndcg: number,
    mrr: number,
    recall: number,
  ][] = [
    ['first', [at('a')], [{ path: 'a' }], 'chunks', 1, 1, 1],
    ['second', [at('b'), at('a')], [{ path: 'a' }], 'chunks', second, 0.5, 1],
    ['chunks of one file use up ranks', [at('b'), at('b', 10, 19), at('a')], [{ path: 'a' }], 'chunks', 0.5, 1 / 3, 1],
    ['but files do not', [at('b'), at('b', 10, 19), at('a')], [{ path: 'a' }], 'files', second, 0.5, 1],
    [
      'lines must overlap',
      [at('a', 0, 9), at('a', 10, 19)],
      [{ path: 'a', startLine: 12, endLine: 30 }],
      'chunks',
      second,
      0.5,
      1,
    ],
    ['lines touch at the end', [at('a', 0, 9)], [{ path: 'a', startLine: 9, endLine: 9 }], 'chunks', 1, 1, 1],
    ['one of two', [at('a')], [{ path: 'a' }, { path: 'b' }], 'chunks', 1 / (1 + second), 1, 0.5],
    ['two of two', [at('b'), at('a')], [{ path: 'a' }, { path: 'b' }], 'chunks', 1, 1, 1],
    [
      'a place and the wider one around it',
      [at('a', 0, 9)],
      [
        { path: 'a', startLine: 2, endLine: 4 },
        { path: 'a', startLine: 0, endLine: 30 },
      ],
      'chunks',
      1,
      1,
      1,
    ],
    ['nothing', [], [{ path: 'a' }], 'chunks', 0, 0, 0],
    ['eleventh', [...Array.from({ length: 10 }, (_, i) => at(`x${i}`)), at('a')], [{ path: 'a' }], 'chunks', 0, 0, 0],
  ];
  for (const [name, results, targets, mode, ndcg10, mrr10, recall10] of cases) {
    it(name, () => {
      const found = measure(results, targets, mode);
      const expected = { ndcg10, mrr10, recall10, hit1: mrr10 === 1 ? 1 : 0 };
      for (const key of ['ndcg10', 'mrr10', 'recall10', 'hit1'] as const)
        assert.ok(Math.abs(found[key] - expected[key]) < 1e-12, `${key}: ${found[key]}, expected ${expected[key]}`);
    });
  }
});

describe('bootstrap', () => {
  it('holds the mean between its ends and is reproducible', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (values) => {
        const interval = bootstrapMean(values);
        assert.ok(interval.low <= interval.mean + 1e-9 && interval.mean <= interval.high + 1e-9);
        assert.deepEqual(bootstrapMean(values), interval);
      }),
      { numRuns: 20 },
    );
  });

  it('is narrower for more of the same', () => {
    const width = (values: number[]) => bootstrapMean(values).high - bootstrapMean(values).low;
    const few = [0, 1, 1, 0, 1, 0];
    assert.ok(width(Array.from({ length: 20 }, () => few).flat()) < width(few));
  });

  it('compares runs question by question', () => {
    const gain = compareRuns([0.1, 0.5, 0.9], [0.2, 0.6, 1]);
    assert.ok(gain.low > 0.09 && gain.high < 0.11);
    assert.throws(() => compareRuns([1], [1, 2]), RangeError);
  });

  it('of nothing is nothing', () => assert.deepEqual(bootstrapMean([]), { mean: 0, low: 0, high: 0 }));
});

describe('sets', () => {
  it('of repositories count lines from 0', () => {
    const rows = [
      {
        id: '1',
        repo: 'r',
        language: 'go',
        query: 'q',
        category: 'symbol',
        relevant: [{ path: 'a', startLine: 3, endLine: 5 }, { path: 'b' }],
      },
      { id: '2', repo: 'r', query: 'absent', relevant: [] },
      { id: '3', repo: 'r', query: 'absent' },
    ];
    assert.deepEqual(parseRepositoryQuestions(`${rows.map((row) => JSON.stringify(row)).join('\n')}\n`), [
      {
        ...{ id: '1', text: 'q', corpus: 'r', category: 'symbol', language: 'go' },
        targets: [{ path: 'a', startLine: 2, endLine: 4 }, { path: 'b' }],
      },
    ]);
  });

  it('of BEIR join queries and judgements', () => {
    const queries = '{"_id":"q1","text":"one"}\n{"_id":"q2","text":"two"}\n';
    const qrels = 'query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\r\nq1\td3\t2\n';
    const [question, ...more] = parseBeirQuestions('set', queries, parseBeirJudgments(qrels));
    assert.deepEqual(question!.targets, [{ path: 'd1' }, { path: 'd3' }]);
    assert.deepEqual(parseBeirJudgments('q1\td1\t1\n'), new Map([['q1', ['d1']]]), 'without a head');
    assert.deepEqual(more, []);
    assert.deepEqual(parseBeirCorpus('{"_id":"d1","title":"T","text":"x"}\n{"_id":"d2","text":"y"}'), [
      { id: 'd1', text: 'T\nx' },
      { id: 'd2', text: 'y' },
    ]);
  });

  const good = { id: '1', repo: 'r', query: 'q', relevant: [{ path: 'a' }] };
  const faults: [name: string, read: () => unknown, message: RegExp][] = [
    ['a line that is no JSON', () => questionsOf('no'), /^line 3: not JSON: no$/],
    ['a line that is no object', () => questionsOf('[1]'), /^line 3: not a JSON object: \[1\]$/],
    ['a question without id', () => questionsOf({ ...good, id: undefined }), /^line 3: "id" is absent$/],
    ['a question without text', () => questionsOf({ ...good, query: '' }), /^line 3: "query" is empty$/],
    ['a repository that is a number', () => questionsOf({ ...good, repo: 7 }), /^line 3: "repo" is no text$/],
    ['answers that are no list', () => questionsOf({ ...good, relevant: 'a' }), /^line 3: "relevant" is not a list$/],
    [
      'an answer that is no object',
      () => questionsOf({ ...good, relevant: ['a'] }),
      /holds something that is no object/,
    ],
    ['an answer without path', () => questionsOf({ ...good, relevant: [{}] }), /^line 3: "path" is absent$/],
    [
      'lines from 0',
      () => questionsOf({ ...good, relevant: [{ path: 'a', startLine: 0 }] }),
      /^line 3: lines 0 to 0 of "a" are no range that counts from 1$/,
    ],
    [
      'lines that end before they start',
      () => questionsOf({ ...good, relevant: [{ path: 'a', startLine: 5, endLine: 4 }] }),
      /lines 5 to 4 of "a"/,
    ],
    ['a document without text', () => parseBeirCorpus('{"_id":"d"}'), /^line 1: "text" is absent$/],
    ['a query without id', () => parseBeirQuestions('s', '{"text":"x"}', new Map()), /^line 1: "_id" is absent$/],
    [
      'a judgement of two fields',
      () => parseBeirJudgments('q\td\ts\nq\td\n'),
      /^line 2: not query, document and score/,
    ],
    ['a judgement of four', () => parseBeirJudgments('q\t0\td\t1\n'), /^line 1: not query, document and score/],
    ['a score that is no number', () => parseBeirJudgments('q\td\t1\nq\td\tx\n'), /^line 2: not query/],
  ];
  /** The third line is the one in question; an empty one counts too. */
  function questionsOf(row: object | string): unknown {
    return parseRepositoryQuestions(
      `${JSON.stringify(good)}\n\n${typeof row === 'string' ? row : JSON.stringify(row)}`,
    );
  }
  for (const [name, read, message] of faults)
    it(`say the line of ${name}`, () => {
      assert.throws(read, (error: Error) => error instanceof SyntaxError && message.test(error.message));
    });
});

describe('a report', () => {
  it('gives each corpus the same weight', async () => {
    const question = (corpus: string, path: string) => ({
      ...{ id: path, text: path, corpus, category: 'c', language: '' },
      targets: [{ path }],
    });
    const questions = [
      question('one', 'found'),
      question('two', 'found'),
      question('two', 'lost'),
      question('two', 'lost'),
    ];
    const { outcomes, report } = await evaluate(questions, () => [at('found')]);
    assert.equal(outcomes.length, 4);
    assert.equal(report.all.measures.hit1.mean, 0.5);
    assert.ok(Math.abs(report.headline.hit1 - (1 + 1 / 3) / 2) < 1e-12);
    assert.deepEqual(Object.keys(report.byCorpus), ['one', 'two']);
    assert.equal(report.byCategory.c!.questions, 4);
    assert.deepEqual(report.byLanguage, {});
  });
});
