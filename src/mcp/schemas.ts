/** Parts of what the tools take and give. Lines are 1-based and inclusive. */
import { z } from 'zod';
import { DATA_NOTE } from './answer';

export const path = z.string().min(1).max(4096);

export const limit = (most: number, usual: number) =>
  z.number().int().min(1).max(most).default(usual).describe(`At most so many (1 to ${most}).`);

export const lineNumber = z.number().int().min(1);

export const placeFields = {
  path: z.string(),
  startLine: z.number().int(),
  endLine: z.number().int(),
  symbol: z.string(),
};

/** Of every tool. */
export const note = z.string().optional().describe('What the answer may lack, because the index is not up to date.');

export const quoted = z.string().describe(DATA_NOTE);
