/**
 * What the records of documents say of files that have no passages, or fewer than they should: the counts and reasons
 * that everybody shows.
 */

import type { DocumentRecord } from '../../core/corpus/document';
import { memoize } from '../../core/memo';
import type { FileIssue } from '../../protocol/engine';

export interface FileIssues {
  /** Could not be read: nothing of them is found. */
  failed: FileIssue[];
  /** Left out by a rule. */
  skipped: FileIssue[];
  /** Found like the others, but cut by lines: the parser could not make anything of them. */
  asText: FileIssue[];
}

/** The same for several shards' documents. */
export function issuesOf(shards: readonly ReadonlyMap<string, DocumentRecord>[]): FileIssues & { documents: number } {
  const all = shards.map(counted);
  return {
    documents: all.reduce((sum, { documents }) => sum + documents, 0),
    failed: all.flatMap(({ failed }) => failed),
    skipped: all.flatMap(({ skipped }) => skipped),
    asText: all.flatMap(({ asText }) => asText),
  };
}

/** Once for each shard, which never changes: after a save all but one are as they were. */
const counted = memoize((documents: ReadonlyMap<string, DocumentRecord>): FileIssues & { documents: number } => {
  const found: FileIssues & { documents: number } = { documents: 0, failed: [], skipped: [], asText: [] };
  for (const { path, skipped, note } of documents.values()) {
    if (!skipped) found.documents++;
    if (skipped === 'unreadable') found.failed.push({ path, reason: note ?? skipped });
    else if (skipped) found.skipped.push({ path, reason: note ? `${skipped}: ${note}` : skipped });
    else if (note) found.asText.push({ path, reason: note });
  }
  return found;
});
