import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SpeedMeter } from '../../../src/extension/workspace/speedMeter';

test('the speed is that of the last seconds', () => {
  const meter = new SpeedMeter();
  assert.equal(meter.perSecond('a', 0), undefined);
  for (let second = 0; second <= 10; second++)
    meter.note('a', second < 5 ? second : 5 + (second - 5) * 20, second * 1000);
  assert.equal(meter.perSecond('a', 10_000), 20);
  assert.equal(meter.perSecond('b', 10_000), undefined);
});

test('one count is no speed, and what was long ago is none', () => {
  const meter = new SpeedMeter();
  meter.note('a', 10, 0);
  assert.equal(meter.perSecond('a', 100), undefined);
  meter.note('a', 30, 1000);
  assert.equal(meter.perSecond('a', 1000), 20);
  assert.equal(meter.perSecond('a', 60_000), undefined);
});

test('work that begins anew is measured anew', () => {
  const meter = new SpeedMeter();
  meter.note('a', 500, 0);
  meter.note('a', 0, 1000);
  meter.note('a', 30, 2000);
  assert.equal(meter.perSecond('a', 2000), 30);
});
