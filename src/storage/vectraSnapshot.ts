/**
 * A whole folder of Kindred's as one index of vectra, for programs of others: all chunks of an index, or all deep
 * vectors of one model. A snapshot in memory, which later commits do not change. Invariant: nothing is ever written
 * through it.
 */
import path from 'node:path';
import { type FileStorage, type IndexItem, LocalIndex } from 'vectra';
import { messageOf } from './disk/failure';
import { diskFiles, type Files } from './disk/files';
import { SHARDS_FOLDER } from './disk/recovery';
import type { StoredIndexFile } from './format/indexFile';
import { type Manifest, manifestPath, readManifest } from './format/manifest';
import { BinaryCodec, readIndexFile } from './format/vectraIndex';
import { type IndexData, toItems } from './format/vectraItems';

export class VectraSnapshot extends LocalIndex {
  constructor(
    folder: string,
    /** Names the model that the vectors are of; for an index, the versions of its chunker and terms too. */
    readonly fingerprint: string,
    items: IndexItem[],
  ) {
    super(folder, 'snapshot', readOnlyStorage(folder), new SnapshotCodec(folder, items), {
      bm25Factory() {
        throw new Error(
          'an index of Kindred holds no texts for the BM25 of vectra; `kindred search` ranks by words too',
        );
      },
    });
  }
}

/**
 * `folder` is an index (its items are the chunks of all shards, with ids `<shard>/<row>`) or the deep vectors of one
 * model (its items have the chunks' content hashes as ids). Rejects with an `Error` that names the file when one is
 * damaged or of a format that is not known, or when the folder has nothing of Kindred's.
 */
export async function openVectraIndex(folder: string, files: Files = diskFiles): Promise<VectraSnapshot> {
  const manifest = await named(manifestPath(folder), readManifest(files, folder));
  return manifest ? openShards(files, folder, manifest) : openDeepVectors(files, folder);
}

/**
 * A commit meanwhile removes the files that its manifest replaces: then all is read again, so that the shards are of
 * one commit.
 */
async function openShards(files: Files, folder: string, manifest: Manifest): Promise<VectraSnapshot> {
  try {
    const shards = await Promise.all(
      Object.entries(manifest.shards).map(async ([k, { file }]) => {
        const found = await readNamed(files, path.join(folder, SHARDS_FOLDER, file));
        return toItems(found).map((item) => ({ ...item, id: `${k}/${item.id}` }));
      }),
    );
    return new VectraSnapshot(folder, manifest.fingerprint, shards.flat());
  } catch (error) {
    const current = await readManifest(files, folder);
    if (!current || current.generation === manifest.generation) throw error;
    return openShards(files, folder, current);
  }
}

/** Another process may merge files meanwhile: then all is read again. */
async function openDeepVectors(files: Files, folder: string): Promise<VectraSnapshot> {
  const names = await namesOfVectors(files, folder);
  if (names.length === 0) throw new Error(`${folder} holds no index of Kindred: neither manifest.json nor a .kvx file`);
  try {
    const found = await Promise.all(names.map((name) => readNamed(files, path.join(folder, name))));
    // Two processes may have embedded the same text.
    const items = new Map(found.flatMap(toItems).map((item) => [item.id, item]));
    return new VectraSnapshot(folder, String(found[0]!.info.properties.fingerprint), [...items.values()]);
  } catch (error) {
    const current = await namesOfVectors(files, folder);
    if (current.join() === names.join()) throw error;
    return openDeepVectors(files, folder);
  }
}

async function namesOfVectors(files: Files, folder: string): Promise<string[]> {
  return (await files.list(folder)).filter((name) => name.endsWith('.kvx')).sort();
}

function readNamed(files: Files, file: string): Promise<StoredIndexFile> {
  return named(file, readIndexFile(files, file));
}

/** Says which file an error is about. */
function named<T>(file: string, reading: Promise<T>): Promise<T> {
  return reading.catch((error: unknown) => {
    throw new Error(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
  });
}

class SnapshotCodec extends BinaryCodec {
  constructor(
    private readonly folder: string,
    private readonly items: IndexItem[],
  ) {
    super();
  }

  override deserializeIndex(): IndexData {
    return { version: 1, metadata_config: {}, items: this.items };
  }

  override serializeIndex(): never {
    throw refusal(this.folder);
  }
}

function readOnlyStorage(folder: string): FileStorage {
  const refuse = async (): Promise<never> => {
    throw refusal(folder);
  };
  return {
    createFile: refuse,
    createFolder: refuse,
    deleteFile: refuse,
    deleteFolder: refuse,
    upsertFile: refuse,
    getDetails: refuse,
    listFiles: async () => [],
    pathExists: async () => true,
    readFile: async () => Buffer.alloc(0),
  };
}

function refusal(folder: string): Error {
  return new Error(`${folder} is written by Kindred alone`);
}
