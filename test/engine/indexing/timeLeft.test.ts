/** How long a run still takes: said from its pace, not from its pauses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roundedDuration } from '../../../src/core/text/duration';
import { TimeLeft } from '../../../src/engine/indexing/timeLeft';

test('the rest takes as long as the pace so far says, and nothing is said before there is one', () => {
  const left = new TimeLeft(100, 0);
  assert.equal(left.ms, undefined);
  left.add(10, 1000);
  assert.equal(left.ms, undefined);
  left.add(10, 2000);
  assert.equal(left.ms, 8000);
  left.add(80, 4000);
  assert.equal(left.ms, 0);
});

test('a pause of hours does not count as work', () => {
  const left = new TimeLeft(100, 0);
  for (let i = 1; i <= 10; i++) left.add(1, i * 1000);
  left.add(1, 7_200_000);
  assert.ok(left.ms! < 89 * 2000, `${left.ms}`);
});

test('a duration is said as roughly as it is known', () => {
  const cases: [ms: number, said: string][] = [
    [0, '5 s'],
    [12_000, '15 s'],
    [89_000, '90 s'],
    [90_000, '2 min'],
    [40 * 60_000, '40 min'],
    [2.2 * 3_600_000, '2 h'],
  ];
  for (const [ms, said] of cases) {
    const { amount, unit } = roundedDuration(ms);
    assert.equal(`${amount} ${unit}`, said);
  }
});
