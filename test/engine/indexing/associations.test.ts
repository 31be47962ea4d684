/** An index whose folder has other associations of languages is built anew; their order does not matter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexFingerprint } from '../../../src/engine/indexing/fingerprint';
import { loadEmbeddedModel } from '../../../src/inference/embedded/loadEmbedded';

test('the fingerprint of an index has the associations of its folder', () => {
  const model = loadEmbeddedModel('models/embedded');
  const plain = indexFingerprint(model);
  const php = indexFingerprint(model, { '*.module': 'php', '*.tmpl': 'html' });
  assert.equal(indexFingerprint(model, {}), plain);
  assert.equal(indexFingerprint(model, { '*.tmpl': 'html', '*.module': 'php' }), php);
  assert.notEqual(php, plain);
});
