/**
 * vectra's `LocalIndex` over our file format: the codec, the storage and the index that the shards and the deep vectors are kept in.
 * The only module that imports vectra. A file is read without making an object per item; vectra's own methods (`queryItems`,
 * `insertItem`, `listItems`, …) work on it all the same and make the items when they are first asked for.
 */
import path from 'node:path';
import { type FileStorage, type IndexCodec, type IndexItem, LocalIndex, type MetadataTypes } from 'vectra';
import { VectorRows } from '../../core/vectors/rows';
import { type Files, replaceFile } from '../disk/files';
import {
  decodeIndexFile,
  encodeIndexFile,
  type IndexFile,
  type IndexInfo,
  indexFileParts,
  type StoredIndexFile,
} from './indexFile';
import type { Cell, Column, Table } from './table';

/** vectra's type, which its entry point does not export by name for codecs alone. */
type IndexData = Parameters<IndexCodec['serializeIndex']>[0];
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

/** An index of vectra over one of our files, for all that vectra can do. */
export function openIndex(files: Files, file: string): LocalIndex {
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

/** The table whose ids are the rows' numbers: it has no columns. */
export function numberedItems(rowCount: number): Table {
  return { rowCount, columns: [] };
}

function toItems({ vectors, dims, items, metadata }: IndexFile): IndexItem[] {
  const ids = items.columns.find((c) => c.name === 'id')?.cells;
  const metadataFiles = items.columns.find((c) => c.name === 'metadataFile')?.cells;
  const floats = vectors.decodeAll();
  const columns = metadata.columns.map(({ name, cells }) => ({ name, cells }));
  return Array.from({ length: metadata.rowCount }, (_, row) => {
    const vector = floats.subarray(row * dims, (row + 1) * dims);
    const metadataFile = metadataFiles?.[row];
    return {
      id: ids ? String(ids[row]) : String(row),
      metadata: Object.fromEntries(
        columns.flatMap(({ name, cells }) => (cells[row] === undefined ? [] : [[name, cells[row]]])),
      ),
      // vectra only indexes and iterates vectors, which a typed array allows; it declares them as arrays.
      vector: vector as unknown as number[],
      norm: Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0)),
      ...(metadataFile === undefined ? {} : { metadataFile: String(metadataFile) }),
    };
  });
}

function fromItems({ version, metadata_config, items }: IndexData, previous: IndexFile | undefined): IndexFile {
  const dims = items[0]?.vector.length ?? previous?.dims ?? 0;
  const vectors = new Float32Array(items.length * dims);
  for (const [row, item] of items.entries()) {
    if (item.vector.length !== dims)
      throw new RangeError(`item ${item.id} has ${item.vector.length} dimensions, not ${dims}`);
    vectors.set(item.vector, row * dims);
  }
  const info: IndexInfo = { version, metadataConfig: metadata_config, properties: previous?.info.properties ?? {} };
  return {
    info,
    dims,
    vectors: VectorRows.encode(vectors, dims),
    items: { rowCount: items.length, columns: itemColumns(items) },
    metadata: { rowCount: items.length, columns: metadataColumns(items) },
    extras: previous?.extras ?? new Map(),
  };
}

function itemColumns(items: readonly IndexItem[]): Column[] {
  const columns: Column[] = [];
  if (items.some((item, row) => item.id !== String(row)))
    columns.push({ name: 'id', cells: items.map((item) => item.id) });
  if (items.some((item) => item.metadataFile !== undefined)) {
    columns.push({ name: 'metadataFile', cells: items.map((item) => item.metadataFile) });
  }
  return columns;
}

/** A key whose values have several types becomes several columns of that name. */
function metadataColumns(items: readonly IndexItem[]): Column[] {
  const columns = new Map<string, { name: string; cells: (Cell | undefined)[] }>();
  for (const [row, item] of items.entries()) {
    for (const [name, cell] of Object.entries(item.metadata)) {
      if (cell === undefined) continue;
      const key = `${typeof cell} ${name}`;
      let column = columns.get(key);
      if (!column) {
        column = { name, cells: new Array(items.length).fill(undefined) };
        columns.set(key, column);
      }
      column.cells[row] = cell;
    }
  }
  return [...columns.values()];
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
