/** Places by hash agree with a map, however many come and go. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HASH_BYTES, HashIndex } from '../../../src/storage/vectors/hashIndex';
import { hash, seededRandom } from '../shardData';

test('places of hashes are those of a map, over thousands that come, move and go', () => {
  const COUNT = 6000;
  const random = seededRandom(11);
  const hashes = Array.from({ length: COUNT }, (_, i) => hash(`${i}`));
  // Each hash lies at two places: i and i + COUNT.
  const bytes = Buffer.from([...hashes, ...hashes].join(''), 'hex');
  const index = new HashIndex({ bytes: () => bytes, offset: (place) => place * HASH_BYTES });
  const expected = new Map<string, number>();
  for (let step = 0; step < 40_000; step++) {
    const i = Math.floor(random() * COUNT);
    const place = random() < 0.5 ? i : i + COUNT;
    if (random() < 0.6) {
      index.set(place);
      expected.set(hashes[i]!, place);
    } else {
      index.remove(place);
      if (expected.get(hashes[i]!) === place) expected.delete(hashes[i]!);
    }
  }
  assert.equal(index.count, expected.size);
  for (const each of hashes) assert.equal(index.placeOf(each), expected.get(each));
});

test('what is no hash is nowhere', () => {
  const index = new HashIndex({ bytes: () => Buffer.alloc(HASH_BYTES), offset: () => 0 });
  index.set(0);
  assert.equal(index.placeOf('0'.repeat(32)), 0);
  for (const odd of ['', '0', '0'.repeat(31), '0'.repeat(33), 'z'.repeat(32)])
    assert.equal(index.placeOf(odd), undefined);
});
