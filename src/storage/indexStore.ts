/**
 * The index of one corpus on disk: shards of documents, chunks, embedded vectors and a lexical segment, committed
 * together by swapping a manifest. Holds no shard in memory. Invariants: a reader or a restart after any crash sees the
 * state of the last completed commit or of the one in flight, whole; only the holder of the lock writes; a damaged part
 * is set aside and said in a notice, never read as data.
 */
import path from 'node:path';
import { SerialQueue } from '../core/serialQueue';
import { EngineError } from '../protocol/errors';
import { DERIVED_FOLDER } from './derivedCache';
import { isDamage, messageOf, toEngineError, VersionError } from './disk/failure';
import { diskFiles, type Files } from './disk/files';
import { forEachConcurrent } from './disk/forEachConcurrent';
import { DEFAULT_LOCK_TIMING, IndexLock } from './disk/lock';
import { makePrivate } from './disk/privacy';
import { CORRUPT_FOLDER, collectLeftovers, SHARDS_FOLDER, setAside, sizeOf } from './disk/recovery';
import { FORMAT_VERSION } from './format/indexFile';
import {
  emptyManifest,
  MANIFEST_FILE,
  type Manifest,
  manifestPath,
  readManifest,
  type ShardEntry,
  writeManifest,
} from './format/manifest';
import { shardOfPath } from './format/shard';
import { readShardFile, writeShardFile } from './format/shardFile';
import type { Damage, ShardData, Store, StoreNotice, StoreOptions, StoreStats, Verification } from './store';
import { verifyVectorFiles } from './vectors/vectorCache';

export interface IndexStoreOptions extends StoreOptions {
  /** Replaced in tests. */
  files?: Files;
}

/** A save writes one shard anew, and each has its own list of words: fewer make saves slower, more take memory. */
export const DEFAULT_SHARD_COUNT = 128;
const DEEP_FOLDER = 'deep';
const OURS = [MANIFEST_FILE, SHARDS_FOLDER, DEEP_FOLDER, DERIVED_FOLDER, CORRUPT_FOLDER];
/** The folder may be one that the user named, with other things in it. */
const isOurs = (name: string): boolean => OURS.includes(name) || name.startsWith('lock-');
/** Shards written at the same time: the disk is busy while the next is encoded, and memory stays at a few shards. */
const WRITES_AT_ONCE = 4;

export class IndexStore implements Store {
  /** Grows when something is found later, e.g. a damaged shard. */
  readonly notices: StoreNotice[] = [];
  #lock: IndexLock | undefined;
  #manifest: Manifest;
  #hasSetAside = false;
  /** Files that no manifest names any more. */
  #replaced: string[] = [];
  /** One change at a time. */
  readonly #changes = new SerialQueue();

  private constructor(
    readonly folder: string,
    private readonly options: IndexStoreOptions,
    private readonly files: Files,
  ) {
    this.#manifest = emptyManifest(options.fingerprint, options.dims, options.shardCount ?? DEFAULT_SHARD_COUNT);
  }

  /**
   * Opens the index in `folder`, or an empty one. Rejects with an `EngineError` (`indexNotWritable`, `diskFull`) when
   * the folder can neither be written nor read. `notices` is the store's own list and grows with it.
   */
  static async open(
    folder: string,
    options: IndexStoreOptions,
  ): Promise<{ store: IndexStore; notices: readonly StoreNotice[] }> {
    const store = new IndexStore(folder, options, options.files ?? diskFiles);
    try {
      if (!options.readOnly) await store.#takeLock();
      await (store.#lock ? store.#openAsWriter() : store.#openAsReader());
    } catch (error) {
      await store.close();
      throw toEngineError(error, folder);
    }
    return { store, notices: store.notices };
  }

  get fingerprint(): string {
    return this.options.fingerprint;
  }

  get dims(): number {
    return this.options.dims;
  }

  get shardCount(): number {
    return this.#manifest.shardCount;
  }

  /** Grows by one with every commit. */
  get generation(): number {
    return this.#manifest.generation;
  }

  get isReadOnly(): boolean {
    return this.#lock === undefined;
  }

  /** Where the deep vectors of this index are kept (`VectorCache.open`). */
  get deepFolder(): string {
    return this.options.vectorsFolder ?? path.join(this.folder, DEEP_FOLDER);
  }

  /** Stable over versions of Kindred, systems and processes. */
  shardOf(documentPath: string): number {
    return shardOfPath(documentPath, this.shardCount);
  }

  /**
   * Undefined when the shard has no documents, or is damaged: then it is set aside, said in `notices`, and its
   * documents are not in the index any more, so that the next update indexes them again.
   */
  readShard(k: number): Promise<ShardData | undefined> {
    return this.#readChecked(k);
  }

  /**
   * Replaces these shards, all or none. Resolves when the new state is durable. Rejects with an `EngineError`
   * (`diskFull`, `indexNotWritable`, `indexLocked` when the store is read-only or the lock was lost); the old state
   * stays then.
   */
  commit(changes: ReadonlyMap<number, ShardData>): Promise<void> {
    for (const [k, { chunks, vectors }] of changes) {
      if (!(k >= 0 && k < this.shardCount)) throw new RangeError(`shard ${k} of ${this.shardCount}`);
      if (vectors.count !== chunks.length || vectors.high.length !== chunks.length * this.dims)
        throw new RangeError(`${vectors.count} vectors of ${vectors.dims} for ${chunks.length} chunks`);
    }
    const committed = this.#changes.run(() => this.#recovering(() => this.#commit(changes)));
    // Runs behind the commit: only the next change and `close` wait for it.
    void this.#changes.run(() => this.#removeReplaced());
    return committed;
  }

  /**
   * For a reader that follows a writer: the numbers of the shards that differ from what this store knew; empty when
   * nothing changed.
   */
  refresh(): Promise<number[]> {
    return this.#changes.run(async () => {
      const before = this.#manifest;
      if (!this.#lock) await this.#openAsReader();
      return changedShards(before, this.#manifest);
    });
  }

  /**
   * For a reader: takes over when the writer has gone. Then resolves with the shards that differ, as `refresh` does;
   * undefined while another process writes.
   */
  becomeWriter(): Promise<number[] | undefined> {
    return this.#changes.run(async () => {
      if (this.options.readOnly) return undefined;
      if (this.#lock) return [];
      const before = this.#manifest;
      await this.#takeLock();
      if (!this.#lock) return undefined;
      const outdated = this.notices.findIndex(({ code }) => code === 'indexLocked');
      if (outdated >= 0) this.notices.splice(outdated, 1);
      await this.#recovering(() => this.#openAsWriter());
      return changedShards(before, this.#manifest);
    });
  }

  async stats(): Promise<StoreStats> {
    const entries = Object.values(this.#manifest.shards);
    return {
      documents: entries.reduce((sum, { documents }) => sum + documents, 0),
      chunks: entries.reduce((sum, { chunks }) => sum + chunks, 0),
      sizeBytes: await sizeOf(this.files, this.folder),
      generation: this.generation,
    };
  }

  /**
   * Reads every file and checks every checksum; changes nothing (reading a damaged shard with `readShard` sets it
   * aside).
   */
  async verify(): Promise<Verification> {
    const found = await verifyVectorFiles(this.files, this.deepFolder);
    for (const [k, entry] of Object.entries(this.#manifest.shards)) {
      found.files++;
      found.sizeBytes += entry.sizeBytes;
      try {
        await readShardFile(this.files, this.#shardsFolder, entry);
      } catch (error) {
        if (!isDamage(error)) throw toEngineError(error, this.folder);
        // A commit may have replaced it meanwhile.
        if (this.#manifest.shards[Number(k)] === entry)
          found.damages.push({ path: this.#shardPath(entry), detail: messageOf(error), shard: Number(k) });
      }
    }
    return found;
  }

  async removeDamagedVectors(damages: readonly Damage[]): Promise<void> {
    for (const { path: file, shard } of damages) if (shard === undefined) await this.files.remove(file);
  }

  /** Forgets all documents. Deep vectors, which belong to texts and not to files, stay unless asked for. */
  clear({ vectorsToo = false } = {}): Promise<void> {
    return this.#changes.run(() =>
      this.#recovering(async () => {
        await this.#swap({});
        await this.#removeReplaced();
        if (vectorsToo) await this.files.remove(this.deepFolder);
        await this.files.remove(path.join(this.folder, DERIVED_FOLDER));
      }),
    );
  }

  /** Waits for what is in flight and lets go of the lock. */
  close(): Promise<void> {
    return this.#changes.run(async () => {
      const lock = this.#lock;
      this.#lock = undefined;
      await lock?.release().catch(() => undefined);
    });
  }

  async #takeLock(): Promise<void> {
    try {
      await this.files.makeFolder(this.folder);
      await makePrivate(this.folder, isOurs);
      const taken = await IndexLock.acquire(this.files, this.folder, this.options.lockTiming ?? DEFAULT_LOCK_TIMING);
      if (taken instanceof IndexLock) this.#lock = taken;
      else this.#notice('indexLocked', this.folder, taken.description);
    } catch (error) {
      const refusal = toEngineError(error, this.folder);
      if (!(refusal instanceof EngineError)) throw error;
      // An index that cannot be written can still be searched; without one there is nothing to do.
      if (!(await this.files.info(manifestPath(this.folder)).catch(() => undefined))) throw refusal;
      this.#notice(refusal.code as StoreNotice['code'], this.folder, refusal.detail);
    }
  }

  async #openAsReader(): Promise<void> {
    const found = await this.#load();
    this.#manifest = isManifest(found) ? found : this.#emptyManifest();
  }

  async #openAsWriter(): Promise<void> {
    const found = await this.#load();
    if (isManifest(found)) {
      this.#manifest = found;
      await this.#dropMissingShards();
    } else {
      // Damaged data may tell what happened; data of another version or model is of no more use.
      if (found && !(found instanceof VersionError)) await this.#setAside(MANIFEST_FILE, SHARDS_FOLDER);
      this.#manifest = this.#emptyManifest();
      await writeManifest(this.files, this.folder, this.#manifest);
    }
    await collectLeftovers(this.files, this.folder, shardFilesOf(this.#manifest));
  }

  /** The manifest on disk, undefined when there is none, or what makes it useless to this store, which is noticed. */
  async #load(): Promise<Manifest | Error | undefined> {
    try {
      const found = await readManifest(this.files, this.folder);
      if (!found || (found.fingerprint === this.fingerprint && found.dims === this.dims)) return found;
      throw new VersionError(`made for ${found.fingerprint} with ${found.dims} dimensions`);
    } catch (error) {
      if (!(error instanceof Error && isDamage(error))) throw error;
      const code = error instanceof VersionError ? 'indexIncompatible' : 'indexCorrupt';
      this.#notice(code, manifestPath(this.folder), error.message);
      return error;
    }
  }

  #emptyManifest(): Manifest {
    return emptyManifest(this.fingerprint, this.dims, this.options.shardCount ?? DEFAULT_SHARD_COUNT);
  }

  /** Finds deleted and truncated shards at once, by their sizes; flipped bits show when a shard is read. */
  async #dropMissingShards(): Promise<void> {
    const missing: [number, ShardEntry, string][] = [];
    await forEachConcurrent(Object.entries(this.#manifest.shards), 16, async ([k, entry]) => {
      const info = await this.files.info(this.#shardPath(entry));
      if (info?.sizeBytes === entry.sizeBytes) return;
      missing.push([Number(k), entry, info ? `${info.sizeBytes} of ${entry.sizeBytes} bytes` : 'the file is gone']);
    });
    for (const [k, entry, detail] of missing) await this.#dropShard(k, entry, detail);
  }

  /** Called by the writer alone. */
  async #dropShard(k: number, entry: ShardEntry, detail: string): Promise<void> {
    this.#notice('indexCorrupt', this.#shardPath(entry), detail);
    const { [k]: dropped, ...shards } = this.#manifest.shards;
    if (dropped !== entry) return;
    await this.#setAside(path.join(SHARDS_FOLDER, entry.file));
    await this.#swap(shards);
  }

  async #setAside(...names: string[]): Promise<void> {
    await setAside(this.files, this.folder, names, !this.#hasSetAside);
    this.#hasSetAside = true;
  }

  async #readChecked(k: number): Promise<ShardData | undefined> {
    let entry = this.#manifest.shards[k];
    while (entry) {
      try {
        return await readShardFile(this.files, this.#shardsFolder, entry);
      } catch (error) {
        if (!isDamage(error)) throw toEngineError(error, this.folder);
        // Between the look into the manifest and the read a commit may have replaced the file.
        const current: ShardEntry | undefined = await this.#currentEntry(k);
        if (current?.file === entry.file) {
          await this.#reportDamage(k, entry, messageOf(error));
          return undefined;
        }
        entry = current;
      }
    }
    return undefined;
  }

  /** What the manifest says now; for a reader, the one on disk, which `refresh` will report. */
  async #currentEntry(k: number): Promise<ShardEntry | undefined> {
    if (this.#lock) return this.#manifest.shards[k];
    const found = await this.#load();
    return isManifest(found) ? found.shards[k] : undefined;
  }

  async #reportDamage(k: number, entry: ShardEntry, detail: string): Promise<void> {
    if (!this.#lock) return this.#notice('indexCorrupt', this.#shardPath(entry), detail);
    // Where not even the manifest can be written the next writer finds the damage again.
    await this.#changes.run(() => this.#dropShard(k, entry, detail)).catch(() => undefined);
  }

  async #commit(changes: ReadonlyMap<number, ShardData>): Promise<void> {
    const shards = { ...this.#manifest.shards };
    const stamp = `${this.generation + 1}.${this.#heldLock().number}`;
    const folder = this.#shardsFolder;
    await this.files.makeFolder(folder);
    await forEachConcurrent(changes, WRITES_AT_ONCE, async ([k, data]) => {
      delete shards[k];
      if (data.documents.length === 0 && data.chunks.length === 0) return;
      const file = `${String(k).padStart(3, '0')}-${stamp}.kvx`;
      shards[k] = await writeShardFile(this.files, { folder, file }, { ...this.options, shard: k }, data);
    });
    await this.files.syncFolder(folder);
    await this.#swap(shards);
  }

  /** The moment of the commit. */
  async #swap(shards: Manifest['shards']): Promise<void> {
    const lock = this.#heldLock();
    if (!(await lock.isHeld())) {
      this.#lock = undefined;
      await lock.release();
      throw new EngineError('indexLocked', this.folder, 'another process took over');
    }
    const before = this.#manifest;
    const after = { ...before, format: FORMAT_VERSION, generation: before.generation + 1, shards };
    await writeManifest(this.files, this.folder, after);
    this.#manifest = after;
    const kept = shardFilesOf(after);
    for (const entry of Object.values(before.shards))
      if (!kept.has(entry.file)) this.#replaced.push(this.#shardPath(entry));
  }

  async #removeReplaced(): Promise<void> {
    const files = this.#replaced;
    this.#replaced = [];
    // Windows refuses while a reader has the file open: the next writer removes it.
    for (const file of files) await this.files.remove(file).catch(() => undefined);
  }

  #heldLock(): IndexLock {
    if (!this.#lock) throw new EngineError('indexLocked', this.folder);
    return this.#lock;
  }

  get #shardsFolder(): string {
    return path.join(this.folder, SHARDS_FOLDER);
  }

  #shardPath(entry: ShardEntry): string {
    return path.join(this.#shardsFolder, entry.file);
  }

  #notice(code: StoreNotice['code'], at: string, detail: string): void {
    if (!this.notices.some((known) => known.code === code && known.path === at))
      this.notices.push({ code, path: at, detail });
  }

  /** After a failed change the state is whatever the disk says, and what was written for nothing is removed. */
  async #recovering<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      const onDisk = await readManifest(this.files, this.folder).catch(() => undefined);
      if (onDisk && this.#lock) {
        this.#manifest = onDisk;
        await collectLeftovers(this.files, this.folder, shardFilesOf(onDisk)).catch(() => undefined);
      }
      throw toEngineError(error, this.folder);
    }
  }
}

function isManifest(found: Manifest | Error | undefined): found is Manifest {
  return found !== undefined && !(found instanceof Error);
}

/** The names of the files that the manifest refers to. */
function shardFilesOf({ shards }: Manifest): Set<string> {
  return new Set(Object.values(shards).map(({ file }) => file));
}

function changedShards(before: Manifest, after: Manifest): number[] {
  const isReset = before.shardCount !== after.shardCount;
  return Array.from({ length: Math.max(before.shardCount, after.shardCount) }, (_, k) => k).filter(
    (k) => isReset || before.shards[k]?.file !== after.shards[k]?.file,
  );
}
