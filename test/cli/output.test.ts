/** Sentences for a terminal. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deepSentence } from '../../src/cli/output';

test('what only the deep models found is said, with what they had seen', () => {
  const deep = { models: ['org/one', 'org/two'], passages: 300, covered: 120 };
  assert.equal(deepSentence(undefined), undefined);
  assert.equal(deepSentence({ ...deep, brought: 0 }), undefined);
  const seen = 'came from the deep model, which had seen 120 of 300 passages (org/one, org/two).';
  assert.equal(deepSentence({ ...deep, brought: 1 }), `1 result ${seen}`);
  assert.equal(deepSentence({ ...deep, brought: 3 }), `3 results ${seen}`);
});
