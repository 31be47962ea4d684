/**
 * What the writer does with things that a crash or a damage left in the index folder. Nothing here is needed by a
 * reader.
 */
import path from 'node:path';
import { type Files, TEMPORARY_SUFFIX } from './files';

export const SHARDS_FOLDER = 'shards';
/** What was damaged, kept for a bug report. */
export const CORRUPT_FOLDER = 'corrupt';

/**
 * Moves files or folders (relative to the index folder) out of the way; what cannot be moved is removed. `isFirst`:
 * what was set aside in an earlier session is removed before, so that it never piles up.
 */
export async function setAside(
  files: Files,
  indexFolder: string,
  names: readonly string[],
  isFirst: boolean,
): Promise<void> {
  const corrupt = path.join(indexFolder, CORRUPT_FOLDER);
  if (isFirst) await files.remove(corrupt);
  await files.makeFolder(corrupt);
  for (const name of names) {
    const from = path.join(indexFolder, name);
    if (!(await files.info(from))) continue;
    await files.rename(from, path.join(corrupt, path.basename(name))).catch(() => files.remove(from));
  }
}

/**
 * Removes what the manifest does not refer to: shard files of a commit that was cut off, replaced ones that could not
 * be removed, temporary files. `known`: the names of the shard files that it does refer to.
 */
export async function collectLeftovers(files: Files, indexFolder: string, known: ReadonlySet<string>): Promise<void> {
  const shards = path.join(indexFolder, SHARDS_FOLDER);
  const unknown = (await files.list(shards)).filter((name) => !known.has(name)).map((name) => path.join(shards, name));
  const temporary = (await files.list(indexFolder))
    .filter((name) => name.endsWith(TEMPORARY_SUFFIX))
    .map((name) => path.join(indexFolder, name));
  // Windows refuses while somebody reads the file: the next writer removes it.
  for (const leftover of [...unknown, ...temporary]) await files.remove(leftover).catch(() => undefined);
}

export async function sizeOf(files: Files, folder: string): Promise<number> {
  const sizes = await Promise.all(
    (await files.list(folder)).map(async (name) => {
      const at = path.join(folder, name);
      const info = await files.info(at);
      return info?.isFolder ? sizeOf(files, at) : (info?.sizeBytes ?? 0);
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
