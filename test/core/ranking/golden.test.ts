/**
 * The order of results over a small corpus of our own, pinned in files: a change to ranking shows as a change of these
 * files. `UPDATE_GOLDEN=1 npm run test:unit -- ranking/golden` writes them anew; read the difference before committing
 * it.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { analyzeQuery } from '../../../src/core/query/analyzeQuery';
import { rank } from '../../../src/core/ranking/rank';
import { rangeOf } from '../../../src/evaluation/evaluate';
import { meanMeasures, measure, rankOf } from '../../../src/evaluation/metrics';
import { indexFiles, model, readFiles, snapshotOf } from './corpus';

const golden = path.join(process.cwd(), 'test/golden/ranking');
const corpus = path.join(process.cwd(), 'test/eval/korean/corpus');
const SHOWN = 3;

it('the order of results over the pinned corpus is as recorded', async () => {
  const snapshot = snapshotOf(await indexFiles(readFiles(corpus)));
  const questions = fs.readFileSync(path.join(golden, 'queries.tsv'), 'utf8').trimEnd().split('\n');
  const outcomes = questions.map((line) => {
    const [text, file] = line.split('\t') as [string, string];
    const query = analyzeQuery(text);
    const { hits } = rank(snapshot, query, { limit: 10, queryVector: model.embedQuery(query.embeddingText) });
    const chunks = hits.map(rangeOf);
    const target = { path: file };
    const shown = hits.slice(0, SHOWN).map(({ chunk, startLine, reasons }) => {
      const mark = chunk.path === file ? '*' : ' ';
      const strongest = [...reasons].sort((a, b) => Math.abs(b.value) - Math.abs(a.value))[0]!.name;
      return `  ${mark} ${chunk.path}:${startLine + 1} ${chunk.symbol} (${strongest})`;
    });
    return {
      text: [`${text}`, ...shown].join('\n'),
      rank: rankOf(chunks, target, 'chunks'),
      measures: measure(chunks, [target], 'chunks'),
    };
  });
  const share = (within: number) =>
    (outcomes.filter((each) => each.rank <= within).length / outcomes.length).toFixed(3);
  const stats = [
    `questions: ${outcomes.length}`,
    `recall@1: ${share(1)}`,
    `recall@5: ${share(5)}`,
    `MRR: ${meanMeasures(outcomes.map(({ measures }) => measures)).mrr10.toFixed(3)}`,
  ];
  compare('results.txt', `${outcomes.map(({ text }) => text).join('\n\n')}\n`);
  compare('stats.txt', `${stats.join('\n')}\n`);
});

function compare(name: string, actual: string): void {
  const file = path.join(golden, name);
  if (process.env.UPDATE_GOLDEN) fs.writeFileSync(file, actual);
  assert.equal(actual, fs.readFileSync(file, 'utf8'), `${name} changed: see the header of this test`);
}
