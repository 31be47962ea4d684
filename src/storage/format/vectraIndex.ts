/**
 * vectra's `LocalIndex` over our file format: the codec and the storage that it is given, and the files that the shards
 * and the deep vectors are kept in. A file is read without making an object per item; vectra's own methods
 * (`queryItems`, `insertItem`, `listItems`, …) work on it all the same and make the items when they are first asked
 * for.
 */
import path from 'node:path';
import { type FileStorage, type IndexCodec, type IndexItem, LocalIndex, type MetadataTypes } from 'vectra';
import { diskFiles, type Files, replaceFile } from '../disk/files';
import { decodeIndexFile, encodeIndexFile, type IndexFile, indexFileParts, type StoredIndexFile } from './indexFile';
import { fromItems, type IndexData, toItems } from './vectraItems';

type Metadata = Record<string, MetadataTypes>;

/** Rejects with `DamageError`, `VersionError`, or the system's error. */
export async function readIndexFile(files: Files, file: string): Promise<StoredIndexFile> {
  const codec = new BinaryCodec();
  await new LoadableIndex(path.dirname(file), path.basename(file), vectraStorage(files), codec).load();
  return codec.read!;
}

/** Writes all at once: `insertItem` looks through all items for each one (27 s for 50,000). Atomic and durable. */
export async function writeIndexFile(files: Files, file: string, content: IndexFile): Promise<void> {
  await replaceFile(files, file, ...indexFileParts(content));
}

/**
 * An index of vectra over one file, for all that vectra can do. Opens nothing yet: a missing file shows when it is
 * asked for items.
 */
export function openVectraFile(file: string, files: Files = diskFiles): LocalIndex {
  return new LocalIndex(path.dirname(file), path.basename(file), vectraStorage(files), new BinaryCodec());
}

class LoadableIndex extends LocalIndex {
  /** Reading says whether the file is there, in the system's own words. */
  override async isIndexCreated(): Promise<boolean> {
    return true;
  }

  load(): Promise<void> {
    return this.loadIndexData();
  }
}

/** Stateful on purpose: what vectra does not know (properties, extras) survives an update that vectra makes. */
export class BinaryCodec implements IndexCodec {
  readonly extension = '.kvx';
  file: IndexFile | undefined;
  /** The file as it was read. */
  read: StoredIndexFile | undefined;

  serializeIndex(data: IndexData): Buffer {
    this.file = fromItems(data, this.file);
    return encodeIndexFile(this.file);
  }

  deserializeIndex(buffer: Buffer): IndexData {
    const file = decodeIndexFile(buffer);
    this.file = file;
    this.read = file;
    let items: IndexItem[] | undefined;
    return {
      version: file.info.version,
      metadata_config: file.info.metadataConfig,
      get items() {
        items ??= toItems(file);
        return items;
      },
    };
  }

  // The rest is vectra's for catalogs of documents and for metadata outside the index file: small, so JSON.
  serializeCatalog(catalog: Parameters<IndexCodec['serializeCatalog']>[0]): Buffer {
    return Buffer.from(JSON.stringify(catalog));
  }

  deserializeCatalog(buffer: Buffer): ReturnType<IndexCodec['deserializeCatalog']> {
    return JSON.parse(buffer.toString());
  }

  serializeMetadata(metadata: Metadata): Buffer {
    return Buffer.from(JSON.stringify(metadata));
  }

  deserializeMetadata(buffer: Buffer): Metadata {
    return JSON.parse(buffer.toString());
  }
}

/** vectra's storage on ours: replacing a file is atomic and durable. */
export function vectraStorage(files: Files): FileStorage {
  const details = async (at: string, name = path.basename(at)) => {
    const info = await files.info(at);
    if (!info) throw Object.assign(new Error(`ENOENT: ${at} is not there`), { code: 'ENOENT', path: at });
    return { name, path: at, isFolder: info.isFolder };
  };
  return {
    async createFile(file, content) {
      if (!(await files.create(file, toBuffer(content)))) {
        throw Object.assign(new Error(`EEXIST: ${file} is there already`), { code: 'EEXIST', path: file });
      }
    },
    createFolder: (folder) => files.makeFolder(folder),
    deleteFile: (file) => files.remove(file),
    deleteFolder: (folder) => files.remove(folder),
    getDetails: (at) => details(at),
    async listFiles(folder, filter = 'all') {
      const all = await Promise.all((await files.list(folder)).map((name) => details(path.join(folder, name), name)));
      return all.filter((entry) => filter === 'all' || entry.isFolder === (filter === 'folders'));
    },
    pathExists: async (at) => (await files.info(at)) !== undefined,
    readFile: (file) => files.read(file),
    upsertFile: (file, content) => replaceFile(files, path.normalize(file), toBuffer(content)),
  };
}

function toBuffer(content: Buffer | string): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : content;
}
