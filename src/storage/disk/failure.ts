/** What can be wrong with a file of the index, and what the system's refusals mean to a user. */
import { EngineError, isDiskFull, systemErrorCode } from '../../protocol/errors';

/** The bytes are not what was written: a checksum, a length or a name does not fit. */
export class DamageError extends Error {
  override readonly name = 'DamageError';
}

/** The bytes are sound but another version of Kindred wrote them. */
export class VersionError extends Error {
  override readonly name = 'VersionError';
}

/**
 * The engine's error for what the system refused below the index folder: `diskFull` or `indexNotWritable`, with the
 * system's cause and the path.
 */
export function toEngineError(error: unknown, indexFolder: string): unknown {
  const code = systemErrorCode(error);
  // No code of the system: an EngineError already, or a bug, which keeps its stack.
  if (code === '') return error;
  const at = (error as NodeJS.ErrnoException).path ?? indexFolder;
  return new EngineError(isDiskFull(error) ? 'diskFull' : 'indexNotWritable', indexFolder, `${code}: ${at}`);
}

/**
 * The file is not what was written, or is gone: the index can do without it. Anything else (no permission, too many
 * open files) may pass.
 */
export function isDamage(error: unknown): boolean {
  return error instanceof DamageError || error instanceof VersionError || GONE.includes(systemErrorCode(error));
}

const GONE = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EIO'];

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
