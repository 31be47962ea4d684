import type { Phase } from './timings';

/** A file that has no passages, or fewer than it should, and why. */
export interface FileIssue {
  path: string;
  reason: string;
}

/** What an update did, counted from the data. */
export interface IndexReport {
  documents: number;
  chunks: number;
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  skipped: FileIssue[];
  failed: FileIssue[];
  tookMs: number;
  phasesMs: Record<Phase, number>;
}
