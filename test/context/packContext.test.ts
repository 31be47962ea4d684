import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Answer, type PackOptions, packContext } from '../../src/context/packContext';
import type { SearchResult } from '../../src/protocol/engine';

/** A file of 100 lines; line `i` is `name line i`. */
const fileOf = (name: string) => Array.from({ length: 100 }, (_, i) => `${name} line ${i}`);
const files = new Map(['a.ts', 'b.ts', 'c.ts'].map((name) => [name, fileOf(name)]));

function result(path: string, startLine: number, endLine: number, focus = startLine): SearchResult {
  return {
    ...{ corpusId: 'w', path, startLine, endLine, symbol: `f${startLine}`, kind: 'function', language: 'typescript' },
    ...{ score: 1, reasons: [], preview: '' },
    excerpt: '',
    focus: { startLine: focus, endLine, symbol: `f${startLine}` },
  };
}

const answer = (results: SearchResult[], question = 'q', isRelevant = true): Answer => ({
  question,
  isRelevant,
  results,
});

function pack(answers: Answer[], over: Partial<PackOptions> = {}) {
  return packContext(answers, {
    ...{ budgetTokens: 1000, maxLines: 500, maxRegions: 5 },
    countTokens: (text) => text.split(/\s+/).filter(Boolean).length,
    linesOf: (_, path) => files.get(path),
    ...over,
  });
}

describe('packing', () => {
  it('whole passages with the numbers of their lines, best first', () => {
    const { text, regions, places } = pack([answer([result('a.ts', 4, 6), result('b.ts', 0, 1)])]);
    assert.deepEqual(
      regions.map(({ path }) => path),
      ['a.ts', 'b.ts'],
    );
    assert.deepEqual(places, []);
    assert.equal(
      text,
      'a.ts:5-7  f4\n5  a.ts line 4\n6  a.ts line 5\n7  a.ts line 6\n\nb.ts:1-2  f0\n1  b.ts line 0\n2  b.ts line 1',
    );
  });

  it('never more tokens than the budget, whatever it is', () => {
    const results = Array.from({ length: 20 }, (_, i) => result(['a.ts', 'b.ts', 'c.ts'][i % 3]!, i * 4, i * 4 + 2));
    for (const budgetTokens of [40, 60, 100, 200, 400, 2000]) {
      const { tokens, leftOut, regions, places } = pack([answer(results)], { budgetTokens });
      assert.ok(tokens <= budgetTokens, `${tokens} of ${budgetTokens}`);
      assert.ok(regions.length + places.length + leftOut > 0);
    }
  });

  it('a passage that does not fit is shown around its focus', () => {
    const { regions } = pack([answer([result('a.ts', 0, 90, 40)])], { budgetTokens: 120 });
    assert.deepEqual(
      regions.map(({ startLine, endLine, isExcerpt }) => [startLine, endLine, isExcerpt]),
      [[40, 51, true]],
    );
  });

  it('what has no room for its code is named, and what has none for its name is counted', () => {
    const results = Array.from({ length: 30 }, (_, i) => result('a.ts', i * 3, i * 3));
    const { regions, places, leftOut, text } = pack([answer(results)], { maxRegions: 1, budgetTokens: 80 });
    assert.equal(regions.length, 1);
    assert.ok(places.length > 0 && leftOut > 0);
    assert.match(text, /Also relevant:\n {2}a\.ts:\d+ {2}f\d+/);
    assert.match(text, new RegExp(`${leftOut} more found and left out`));
  });

  it('neighbors are one region, and no line is there twice', () => {
    const { regions, text } = pack([answer([result('a.ts', 10, 14), result('a.ts', 17, 20), result('a.ts', 12, 18)])]);
    assert.deepEqual(
      regions.map(({ startLine, endLine }) => [startLine, endLine]),
      [[10, 20]],
    );
    assert.equal(text.match(/a\.ts line 12/g)?.length, 1);
    assert.match(text, /f10, f17/);
  });

  it('several questions take turns', () => {
    const { regions } = pack(
      [answer([result('a.ts', 0, 1), result('a.ts', 50, 51)], 'one'), answer([result('b.ts', 0, 1)], 'two')],
      { maxRegions: 2 },
    );
    assert.deepEqual(
      regions.map(({ path }) => path),
      ['a.ts', 'b.ts'],
    );
  });

  it('says that there is nothing, and names the nearest without their code', () => {
    const { text, regions, isRelevant } = pack([answer([result('a.ts', 0, 5)], 'quantum flux', false)]);
    assert.equal(isRelevant, false);
    assert.deepEqual(regions, []);
    assert.equal(text, 'Nothing relevant found for "quantum flux".\n\nThe nearest places:\n  a.ts:1-6  f0');
  });

  it('imports and blank lines at the ends of a passage are left out', () => {
    const lines = ["import fs from 'node:fs';", '', 'export function a() {', '}', ''];
    const { regions } = pack(
      [answer([result('x.ts', 0, 4, 2)])].map((each) => each),
      { linesOf: () => lines },
    );
    assert.deepEqual(regions[0]!.lines[0], 'export function a() {');
  });

  it('a file that has gone is passed over', () => {
    const { regions, leftOut, places } = pack([answer([result('gone.ts', 0, 5), result('a.ts', 0, 1)])]);
    assert.deepEqual(
      regions.map(({ path }) => path),
      ['a.ts'],
    );
    assert.equal(places.length + leftOut, 1);
  });
});
