/** What has to be said of each part of a score: the table in `parts.ts` is the source, and these follow it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it, test } from 'node:test';
import { PARTS, SCORE_PARTS } from '../../../src/core/ranking/parts';
import { WEIGHTS } from '../../../src/core/ranking/weights';
import { PARTS as ABLATIONS } from '../../../src/evaluation/ablation';

const read = (file: string) => fs.readFileSync(path.join(process.cwd(), file), 'utf8');

describe('every part of a score', () => {
  const texts = read('src/extension/texts.ts');
  const documentation = read('docs/ranking.md');
  for (const name of SCORE_PARTS) {
    it(`${name} has a sentence for people and a row in docs/ranking.md`, () => {
      assert.match(texts, new RegExp(`case '${name}':\\n\\s+return t\\(`));
      const table = documentation.slice(documentation.indexOf('## Parts of a score'));
      assert.ok(table.slice(0, table.indexOf('## What each part earns')).includes(`\`${name}\``));
    });
  }
});

test('an evaluation can switch off every weight of a part that adds to a score', () => {
  const switched = new Set(Object.values(ABLATIONS).flatMap(({ weights = {} }) => Object.keys(weights)));
  // Vectors are switched off as a whole; files edited lately are none in an evaluation.
  const elsewhere = new Set(['dense', 'recent', 'fileReference']);
  const weights = SCORE_PARTS.flatMap((name) => PARTS[name].weights).filter((each) => !elsewhere.has(each));
  assert.deepEqual(
    weights.filter((each) => !switched.has(each)),
    [],
  );
});

test('every weight belongs to a part, or says how parts are put together', () => {
  const ofParts = new Set(SCORE_PARTS.flatMap((name) => PARTS[name].weights));
  const rest = Object.keys(WEIGHTS).filter((name) => !ofParts.has(name as keyof typeof WEIGHTS));
  assert.deepEqual(rest, ['neighbor', 'relativeWords']);
});
