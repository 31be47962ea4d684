/**
 * How fresh an edit is, from the time since then alone: 1 on the first day, half of it on the second, and next to
 * nothing after a week. In whole days, so that the same question asked again has the same scores.
 */

const DAY_MS = 24 * 60 * 60 * 1000;

export function recency(ageMs: number): number {
  return 2 ** -Math.floor(Math.max(0, ageMs) / DAY_MS);
}
