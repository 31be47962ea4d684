/** How long something will still take, as roughly as a person wants to know it. */
export interface RoundedDuration {
  amount: number;
  unit: 's' | 'min' | 'h';
}

/** Seconds by fives below one minute and a half, minutes below one hour and a half, hours behind. */
export function roundedDuration(ms: number): RoundedDuration {
  if (ms < 90_000) return { amount: Math.max(5, Math.ceil(ms / 5000) * 5), unit: 's' };
  if (ms < 90 * 60_000) return { amount: Math.round(ms / 60_000), unit: 'min' };
  return { amount: Math.round(ms / 3_600_000), unit: 'h' };
}
