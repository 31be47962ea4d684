/**
 * How many tokens a model would make of a text, about: `tokenx` knows no vocabulary (that of o200k alone has 2.4 MB).
 * Of 395 sources of this repository its count was 0.92 to 1.10 times that of o200k (5th to 95th percentile).
 */
import { estimateTokenCount } from 'tokenx';

export function countTokens(text: string): number {
  return estimateTokenCount(text);
}
