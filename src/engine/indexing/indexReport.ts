import type { FileIssues } from './fileIssues';
import type { Phase } from './timings';

/** What an update did, counted from the data. */
export interface IndexReport extends FileIssues {
  documents: number;
  chunks: number;
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  tookMs: number;
  phasesMs: Record<Phase, number>;
}
