/**
 * A shard's file on disk: written once under a name of its own, never changed, removed when no manifest refers to it.
 */
import path from 'node:path';
import { DamageError } from '../disk/failure';
import type { Files } from '../disk/files';
import type { ShardData } from '../store';
import { decodeHeader, indexFileParts } from './indexFile';
import type { ShardEntry } from './manifest';
import { fromIndexFile, toIndexFile } from './shard';
import { readIndexFile } from './vectraIndex';

export interface ShardFilePlace {
  folder: string;
  file: string;
}

export interface ShardOwner {
  shard: number;
  dims: number;
  fingerprint: string;
}

export async function writeShardFile(
  files: Files,
  { folder, file }: ShardFilePlace,
  { shard, dims, fingerprint }: ShardOwner,
  data: ShardData,
): Promise<ShardEntry> {
  const parts = indexFileParts(toIndexFile(data, dims, { kind: 'shard', file, shard, fingerprint }));
  await files.write(path.join(folder, file), ...parts);
  return {
    file,
    sizeBytes: parts.reduce((sum, part) => sum + part.byteLength, 0),
    checksum: decodeHeader(parts[0]).checksum,
    documents: data.documents.length,
    chunks: data.chunks.length,
  };
}

/** Checks every checksum. Rejects with `DamageError`, `VersionError` or the system's error. */
export async function readShardFile(files: Files, folder: string, entry: ShardEntry): Promise<ShardData> {
  const file = await readIndexFile(files, path.join(folder, entry.file));
  if (file.info.properties.file !== entry.file) throw new DamageError('another file was put in its place');
  return fromIndexFile(file);
}
