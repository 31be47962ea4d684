/**
 * The score of one candidate: the sum of its parts. Only parts that are not zero are kept, and nothing else decides the
 * order.
 */
import type { PartInput } from './evidence';
import type { Reason } from './hit';
import { PARTS, SCORE_PARTS } from './parts';

export function scoreCandidate(input: Omit<PartInput, 'sum'>): { score: number; reasons: Reason[] } {
  const reasons: Reason[] = [];
  const growing = { ...input, sum: 0 };
  for (const name of SCORE_PARTS) {
    const { value, detail } = PARTS[name].score(growing);
    if (value === 0) continue;
    growing.sum += value;
    reasons.push(detail ? { name, value, detail } : { name, value });
  }
  return { score: growing.sum, reasons };
}
