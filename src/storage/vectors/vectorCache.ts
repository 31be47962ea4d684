/**
 * Deep vectors by the hash of the text they were made from, in 8 bits: computed once, kept over renames, branches and
 * rebuilds of the index. All are in memory; on disk each flush adds one immutable file (a vectra index, item id =
 * hash), and eight small files are merged into a larger one. Invariants: the cache is the union of its files, so what a
 * missing or damaged file held is embedded again, and a file that is there twice does no harm; files have names of
 * their own and are complete before they get them, so a crash needs no repair and two processes cannot destroy each
 * other's work.
 */
import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { SerialQueue } from '../../core/serialQueue';
import { VectorRows } from '../../core/vectors/rows';
import { approximate } from '../../core/vectors/scan';
import { ScanScratch } from '../../core/vectors/scanScratch';
import { systemErrorCode } from '../../protocol/errors';
import { DamageError, isDamage, messageOf, toEngineError, VersionError } from '../disk/failure';
import { diskFiles, type Files, TEMPORARY_SUFFIX } from '../disk/files';
import { forEachConcurrent } from '../disk/forEachConcurrent';
import { makePrivate } from '../disk/privacy';
import type { IndexFile } from '../format/indexFile';
import { hexadecimalOf } from '../format/storedTable';
import { readIndexFile, writeIndexFile } from '../format/vectraIndex';
import type { StoreNotice, VectorEntry, VectorStore, VectorStoreOptions, Verification } from '../store';
import { HASH_BYTES, HASH_DIGITS, HashIndex } from './hashIndex';
import { USED_FILE } from './vectorBudget';

export interface VectorCacheOptions extends VectorStoreOptions {
  /** Replaced in tests. */
  files?: Files;
}

interface VectorFile {
  name: string;
  /** `HASH_BYTES` each. */
  hashes: Buffer;
  /** One per hash, in 8 bits. */
  vectors: VectorRows;
}

/**
 * Files of about the same size are merged when there are so many: each vector is written again once per factor of 8.
 */
const FANOUT = 8;
/**
 * Files of this many vectors (3 MB at 768 dimensions) are left alone: merging them would cost more than a few more
 * files do.
 */
const FULL_FILE_ROWS = 4096;
/** A place is `file slot * ROWS_PER_SLOT + row`; merging can make a file of up to 8 * 4095 rows. */
const ROWS_PER_SLOT = 1 << 16;
/** Somebody else may be writing a temporary file right now; after this long it was left by a crash. */
const TEMPORARY_MAX_AGE_MS = 600_000;
const READS_AT_ONCE = 4;

/** Of a vector that is in no file yet. */
interface PendingVector {
  /** Counts down from -1: places in files are not negative. */
  place: number;
  rows: VectorRows;
}

export class VectorCache implements VectorStore {
  /** What opening and refreshing found: damaged or foreign files, which were removed. */
  readonly notices: StoreNotice[] = [];
  /** Of this model's files. */
  readonly folder: string;
  /** One row each, as it will be written: a vector is the same before and after a flush. */
  readonly #pending = new Map<string, PendingVector>();
  #lastPending = 0;
  #version = 0;
  /** Slots of removed files are taken again. */
  readonly #slots: (VectorFile | undefined)[] = [];
  readonly #places = new HashIndex({
    bytes: (place) => this.#slots[Math.floor(place / ROWS_PER_SLOT)]!.hashes,
    offset: (place) => (place % ROWS_PER_SLOT) * HASH_BYTES,
  });
  readonly #changes = new SerialQueue();

  private constructor(
    folder: string,
    private readonly options: VectorCacheOptions,
    private readonly files: Files,
  ) {
    const key = createHash('sha256').update(`${options.dims} ${options.fingerprint}`).digest('hex').slice(0, 16);
    this.folder = path.join(folder, key);
  }

  /**
   * `folder` holds the caches of several models, each in its own sub-folder. Loads all vectors. Rejects with an
   * `EngineError`.
   */
  static async open(folder: string, options: VectorCacheOptions): Promise<VectorCache> {
    const cache = new VectorCache(folder, options, options.files ?? diskFiles);
    await cache.refresh();
    // The time of its last use (`vectorBudget.ts`). Before the first vector is written there is no such file.
    if (!options.readOnly) {
      await makePrivate(cache.folder, () => true);
      await cache.files.touch(path.join(cache.folder, USED_FILE), Date.now()).catch(() => undefined);
    }
    return cache;
  }

  get fingerprint(): string {
    return this.options.fingerprint;
  }

  get dims(): number {
    return this.options.dims;
  }

  get count(): number {
    return this.#places.count + this.#pending.size;
  }

  has(hash: string): boolean {
    return this.#places.placeOf(hash) !== undefined || this.#pending.has(hash);
  }

  /** `dims` numbers, the caller's own. */
  get(hash: string): Float32Array | undefined {
    const place = this.#places.placeOf(hash);
    if (place === undefined) return this.#pending.get(hash)?.rows.decode([0]);
    return this.#slots[Math.floor(place / ROWS_PER_SLOT)]!.vectors.decode([place % ROWS_PER_SLOT]);
  }

  /**
   * Found from now on; on disk with the next `flush`. Copies the vectors. A hash that is there already keeps its
   * vector.
   */
  put(entries: Iterable<VectorEntry>): void {
    for (const { hash, vector } of entries) {
      if (vector.length !== this.dims)
        throw new RangeError(`a vector has ${vector.length} dimensions, not ${this.dims}`);
      if (hash.length !== HASH_DIGITS) throw new RangeError(`"${hash}" is no hash of ${HASH_DIGITS} digits`);
      if (this.has(hash)) continue;
      this.#pending.set(hash, { place: --this.#lastPending, rows: VectorRows.encode(vector, this.dims, 8) });
      this.#version++;
    }
  }

  /**
   * Resolves when all that was put is durable. Rejects with an `EngineError` (`diskFull`, …); what was put stays in
   * memory for the next try.
   */
  flush(): Promise<void> {
    return this.#exclusively(async () => {
      if (this.options.readOnly || this.#pending.size === 0) return;
      const entries = [...this.#pending];
      const hashes = entries.map(([hash]) => hash);
      const parts = entries.map(([, { rows }]) => ({ rows, ordinals: [0] }));
      const written = vectorFile(hashes, VectorRows.collect(parts, this.dims));
      await this.files.makeFolder(this.folder);
      await this.files.create(path.join(this.folder, USED_FILE), new Uint8Array());
      await this.#write(written);
      this.#add(written);
      // A merge only tidies up: that it failed (a full disk) is said by the next flush.
      await this.#mergeSmall().catch(() => undefined);
    });
  }

  /** Forgets all other hashes, on disk too. Resolves with the number forgotten. */
  retain(hashes: ReadonlySet<string>): Promise<number> {
    return this.#exclusively(async () => {
      const before = this.count;
      for (const hash of [...this.#pending.keys()]) if (!hashes.has(hash)) this.#pending.delete(hash);
      this.#version++;
      if (this.options.readOnly) return before - this.count;
      for (const file of this.#files()) {
        if (hashesOf(file).every((hash) => hashes.has(hash))) continue;
        await this.#replace([file], (hash) => hashes.has(hash));
      }
      return before - this.count;
    });
  }

  /**
   * Follows other processes: loads files that appeared and lets go of those that are gone. Resolves with whether
   * anything changed.
   */
  refresh(): Promise<boolean> {
    return this.#exclusively(async () => {
      const names = (await this.files.list(this.folder)).filter((name) => name.endsWith('.kvx'));
      const known = new Set(this.#files().map(({ name }) => name));
      const appeared = names.filter((name) => !known.has(name));
      await forEachConcurrent(appeared, READS_AT_ONCE, (name) => this.#load(name));
      const gone = this.#files().filter(({ name }) => known.has(name) && !names.includes(name));
      for (const file of gone) this.#forget(file);
      if (!this.options.readOnly) await this.#removeOldTemporaries();
      return appeared.length + gone.length > 0;
    });
  }

  get version(): number {
    return this.#version;
  }

  placeOf(hash: string): number | undefined {
    return this.#places.placeOf(hash) ?? this.#pending.get(hash)?.place;
  }

  scan(query: Float32Array): (place: number) => number {
    const scratch = new ScanScratch();
    const cosines = (rows: VectorRows) => approximate(rows, query, undefined, undefined, scratch);
    const bySlot = this.#slots.map((file) => file && cosines(file.vectors));
    const pending = new Map<number, number>();
    for (const { place, rows } of this.#pending.values()) pending.set(place, cosines(rows)[0]!);
    return (place) =>
      place < 0 ? pending.get(place)! : bySlot[Math.floor(place / ROWS_PER_SLOT)]![place % ROWS_PER_SLOT]!;
  }

  #files(): VectorFile[] {
    return this.#slots.filter((file) => file !== undefined);
  }

  async #load(name: string): Promise<void> {
    try {
      this.#add(await this.#read(name));
    } catch (error) {
      // Another process merged it meanwhile; its vectors are in a file that the next refresh sees.
      if (systemErrorCode(error) === 'ENOENT') return;
      if (!isDamage(error)) throw error;
      const at = path.join(this.folder, name);
      const code = error instanceof VersionError ? 'indexIncompatible' : 'indexCorrupt';
      this.notices.push({ code, path: at, detail: messageOf(error) });
      if (!this.options.readOnly) await this.files.remove(at).catch(() => undefined);
    }
  }

  async #read(name: string): Promise<VectorFile> {
    const { info, dims, vectors, items } = await readIndexFile(this.files, path.join(this.folder, name));
    if (info.properties.fingerprint !== this.fingerprint || dims !== this.dims)
      throw new DamageError('another model’s file');
    return { name, hashes: hexadecimalOf(items, 'id', HASH_DIGITS), vectors: vectors.inBytes() };
  }

  #write(file: VectorFile): Promise<void> {
    const { name, vectors } = file;
    const cells = hashesOf(file);
    const content: IndexFile = {
      info: { version: 1, metadataConfig: {}, properties: { kind: 'deep', fingerprint: this.fingerprint } },
      dims: this.dims,
      vectors,
      items: { rowCount: cells.length, columns: [{ name: 'id', cells }] },
      metadata: { rowCount: cells.length, columns: [] },
      extras: new Map(),
    };
    return writeIndexFile(this.files, path.join(this.folder, name), content);
  }

  #add(file: VectorFile): void {
    const empty = this.#slots.indexOf(undefined);
    const slot = empty < 0 ? this.#slots.length : empty;
    this.#slots[slot] = file;
    this.#version++;
    for (let row = 0; row < file.vectors.count; row++) this.#places.set(slot * ROWS_PER_SLOT + row);
    if (this.#pending.size > 0) for (const hash of hashesOf(file)) this.#pending.delete(hash);
  }

  /** Hashes that another file has too stay. */
  #forget(file: VectorFile): void {
    const slot = this.#slots.indexOf(file);
    for (let row = 0; row < file.vectors.count; row++) this.#places.remove(slot * ROWS_PER_SLOT + row);
    this.#slots[slot] = undefined;
    this.#version++;
  }

  /** Puts one file with what is kept of several in their place. */
  async #replace(olds: readonly VectorFile[], isKept: (hash: string) => boolean): Promise<void> {
    const kept = new Set<string>();
    const parts = olds.map((old) => {
      const { vectors: rows } = old;
      const ordinals: number[] = [];
      for (const [row, hash] of hashesOf(old).entries()) {
        if (!isKept(hash) || kept.has(hash)) continue;
        kept.add(hash);
        ordinals.push(row);
      }
      return { rows, ordinals };
    });
    if (kept.size > 0) {
      const merged = vectorFile([...kept], VectorRows.collect(parts, this.dims));
      await this.#write(merged);
      this.#add(merged);
    }
    for (const old of olds) {
      this.#forget(old);
      await this.files.remove(path.join(this.folder, old.name)).catch(() => undefined);
    }
  }

  async #mergeSmall(): Promise<void> {
    const tiers = new Map<number, VectorFile[]>();
    for (const file of this.#files()) {
      const { count } = file.vectors;
      if (count >= FULL_FILE_ROWS) continue;
      const tier = Math.floor(Math.log(count) / Math.log(FANOUT));
      tiers.set(tier, [...(tiers.get(tier) ?? []), file]);
    }
    for (const files of tiers.values()) if (files.length >= FANOUT) await this.#replace(files, () => true);
  }

  async #removeOldTemporaries(): Promise<void> {
    for (const name of await this.files.list(this.folder)) {
      if (!name.endsWith(TEMPORARY_SUFFIX)) continue;
      const at = path.join(this.folder, name);
      const info = await this.files.info(at);
      if (info && Math.abs(Date.now() - info.modifiedMs) > TEMPORARY_MAX_AGE_MS)
        await this.files.remove(at).catch(() => undefined);
    }
  }

  /** Runs a change after those before it; what the system refuses becomes an `EngineError`. */
  #exclusively<T>(change: () => Promise<T>): Promise<T> {
    return this.#changes.run(change).catch((error: unknown) => {
      throw toEngineError(error, this.folder);
    });
  }
}

/** Reads the files of all models in `folder` and checks every checksum; changes nothing. */
export async function verifyVectorFiles(files: Files, folder: string): Promise<Verification> {
  const found: Verification = { files: 0, sizeBytes: 0, damages: [] };
  for (const model of await files.list(folder)) {
    const names = (await files.list(path.join(folder, model))).filter((name) => name.endsWith('.kvx'));
    for (const file of names.map((name) => path.join(folder, model, name))) {
      const info = await files.info(file);
      // Merged with others meanwhile.
      if (!info) continue;
      found.files++;
      found.sizeBytes += info.sizeBytes;
      await readIndexFile(files, file).catch((error: unknown) => {
        if (systemErrorCode(error) === 'ENOENT') return;
        if (!isDamage(error)) throw toEngineError(error, folder);
        found.damages.push({ path: file, detail: messageOf(error) });
      });
    }
  }
  return found;
}

function vectorFile(hashes: readonly string[], vectors: VectorRows): VectorFile {
  const name = `${hashes.length}-${randomBytes(8).toString('hex')}.kvx`;
  return { name, hashes: Buffer.from(hashes.join(''), 'hex'), vectors };
}

function hashesOf({ hashes, vectors }: VectorFile): string[] {
  const digits = hashes.toString('hex');
  return Array.from({ length: vectors.count }, (_, row) => digits.slice(row * HASH_DIGITS, (row + 1) * HASH_DIGITS));
}
