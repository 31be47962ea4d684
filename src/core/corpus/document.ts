/** A file of the corpus as the index remembers it. Pure data; the walker and the engine fill it. */

/**
 * Why a file has no chunks. Said to the user as it stands in `kindred doctor` and in the views, so each value is a
 * stable code.
 */
export type SkipReason =
  | 'binary'
  | 'minified'
  | 'generated'
  | 'tooLarge'
  | 'empty'
  | 'unreadable'
  | 'pathTooLong'
  | 'vanished';

export interface DocumentRecord {
  /** Relative to the corpus' root, with `/` on every system. */
  path: string;
  sizeBytes: number;
  modifiedMs: number;
  /** Hex SHA-256 of the file's bytes; '' when the file was never read. */
  contentHash: string;
  /** Language id (`src/core/languages`), e.g. `typescript`. */
  language: string;
  chunkCount: number;
  /** Set when the file was left out. */
  skipped?: SkipReason;
  /**
   * Set when something went wrong although the file is indexed (`parser failed: …`) or with `unreadable` (`EACCES: …`).
   */
  note?: string;
}
