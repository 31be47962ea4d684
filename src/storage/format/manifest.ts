/**
 * The one file that says which shard files make up the index. Swapping it is the commit: a reader sees all of a commit
 * or nothing. The envelope (a checksum before the text it covers) stays the same in every format version, so that a
 * future manifest is told from a damaged one.
 */
import path from 'node:path';
import * as v from 'valibot';
import { systemErrorCode } from '../../protocol/errors';
import { crc32 } from '../disk/checksum';
import { DamageError } from '../disk/failure';
import { type Files, replaceFile } from '../disk/files';
import { checkVersion, FORMAT_VERSION } from './indexFile';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const ShardEntrySchema = v.object({
  /** Name of the shard's file in `shards/`. */
  file: v.pipe(v.string(), v.regex(/^[0-9a-z.-]+\.kvx$/)),
  sizeBytes: count,
  /** The checksum of the file's header, which covers the checksums of all its sections. */
  checksum: count,
  documents: count,
  chunks: count,
});
export type ShardEntry = v.InferOutput<typeof ShardEntrySchema>;

/** More can only be damage: a shard costs memory also where it is empty. */
const MOST_SHARDS = 4096;

const ManifestSchema = v.object({
  /** Of the newest of its files: an older Kindred must leave them alone. */
  format: count,
  /** Grows by one with every commit. */
  generation: count,
  /** Of the embedded vectors and the chunker. */
  fingerprint: v.string(),
  dims: count,
  /** Fixed when the index is made: a path's shard depends on it. */
  shardCount: v.pipe(count, v.minValue(1), v.maxValue(MOST_SHARDS)),
  /** By shard number; a shard without documents has no entry. */
  shards: v.record(v.string(), ShardEntrySchema),
});
export type Manifest = v.InferOutput<typeof ManifestSchema>;

export const MANIFEST_FILE = 'manifest.json';
const PREFIX = '{"crc32":"';
const MIDDLE = '","body":';
const SUFFIX = '}\n';

export function manifestPath(indexFolder: string): string {
  return path.join(indexFolder, MANIFEST_FILE);
}

export function emptyManifest(fingerprint: string, dims: number, shardCount: number): Manifest {
  return { format: FORMAT_VERSION, generation: 0, fingerprint, dims, shardCount, shards: {} };
}

/** Undefined when there is none. Rejects with `DamageError`, `VersionError` or the system's error. */
export async function readManifest(files: Files, indexFolder: string): Promise<Manifest | undefined> {
  let bytes: Buffer;
  try {
    bytes = await files.read(manifestPath(indexFolder));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  return decodeManifest(bytes);
}

export async function writeManifest(files: Files, indexFolder: string, manifest: Manifest): Promise<void> {
  await replaceFile(files, manifestPath(indexFolder), encodeManifest(manifest));
}

export function encodeManifest(manifest: object): Buffer {
  const body = JSON.stringify(manifest);
  return Buffer.from(PREFIX + checksumText(Buffer.from(body)) + MIDDLE + body + SUFFIX);
}

export function decodeManifest(bytes: Buffer): Manifest {
  const bodyStart = PREFIX.length + 8 + MIDDLE.length;
  const body = bytes.subarray(bodyStart, Math.max(bodyStart, bytes.length - SUFFIX.length));
  const envelope = Buffer.from(PREFIX + checksumText(body) + MIDDLE);
  if (!bytes.subarray(0, bodyStart).equals(envelope) || bytes.toString('latin1', bodyStart + body.length) !== SUFFIX) {
    throw new DamageError('the manifest is cut short or has another checksum');
  }
  const json: unknown = JSON.parse(body.toString());
  const format = (json as { format?: unknown }).format;
  checkVersion(format);
  const parsed = v.safeParse(ManifestSchema, json);
  if (!parsed.success) throw new DamageError(`the manifest has a wrong field: ${v.getDotPath(parsed.issues[0])}`);
  return parsed.output;
}

function checksumText(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}
