/**
 * A file system in memory that fails on demand: a step can be refused (full disk, no permission), and everything can
 * stop after n steps, either as a killed process (what was done stays) or as a power cut (what was not fsynced is torn,
 * and each name not fsynced is kept or lost by chance). A step is one change: a write is four (create, half the bytes,
 * all bytes, fsync), so that a crash can fall between them.
 */
import path from 'node:path';
import type { FileInfo, Files } from '../../src/storage/disk/files';

interface Inode {
  bytes: Uint8Array;
  /** What a power cut leaves for sure. */
  synced: Uint8Array | undefined;
  modifiedMs: number;
}

/** A change of names that a power cut may undo: path -> inode, undefined when removed. */
interface NameChange {
  folder: string;
  changes: [string, Inode | undefined][];
}

export class Crash extends Error {
  override readonly name = 'Crash';
}

export type Refusal = (step: string, file: string, stepNumber: number) => string | undefined;

export class MemoryFiles implements Files {
  #names = new Map<string, Inode>();
  #durableNames = new Map<string, Inode>();
  #unsynced: NameChange[] = [];
  #folders = new Set<string>();
  stepCount = 0;
  /** Throws `Crash` at this step and ever after. */
  crashAtStep = Number.POSITIVE_INFINITY;
  /** Names the error (`ENOSPC`) a step is refused with. */
  refuse: Refusal = () => undefined;

  /** What the next process finds after a kill. */
  afterKill(): MemoryFiles {
    return this.#copy(this.#names);
  }

  /** What the next process finds after a power cut; `random` decides what of the unsynced things survived. */
  afterPowerCut(random: () => number): MemoryFiles {
    const names = new Map(this.#durableNames);
    for (const { changes } of this.#unsynced) {
      if (random() < 0.5) continue;
      for (const [name, inode] of changes) setOrDelete(names, name, inode);
    }
    const copy = this.#copy(names);
    for (const inode of copy.#names.values()) {
      const kept = inode.synced ?? inode.bytes.slice(0, Math.floor(random() * (inode.bytes.length + 1)));
      inode.bytes = kept;
      inode.synced = kept;
    }
    return copy;
  }

  /** Every file, for tests that damage one. */
  paths(): string[] {
    return [...this.#names.keys()].sort();
  }

  bytesOf(file: string): Uint8Array {
    return this.#inode(file).bytes;
  }

  setBytes(file: string, bytes: Uint8Array): void {
    const inode = { bytes, synced: bytes, modifiedMs: Date.now() };
    this.#names.set(file, inode);
    this.#durableNames.set(file, inode);
    this.#addFolder(path.dirname(file));
  }

  async read(file: string): Promise<Buffer> {
    this.#alive();
    // Each reader has a copy of its own, as from a disk.
    return Buffer.from(Uint8Array.from(this.#inode(file).bytes).buffer);
  }

  async readRange(file: string, offset: number, length: number): Promise<Buffer> {
    return Buffer.from(Uint8Array.from((await this.read(file)).subarray(offset, offset + length)).buffer);
  }

  async write(file: string, ...parts: readonly Uint8Array[]): Promise<void> {
    const bytes = Buffer.concat(parts);
    this.#step('write', file);
    this.#needFolder(file);
    const inode: Inode = { bytes: new Uint8Array(), synced: undefined, modifiedMs: Date.now() };
    this.#link([[file, inode]]);
    this.#step('write', file);
    inode.bytes = Uint8Array.from(bytes.subarray(0, bytes.length >> 1));
    this.#step('write', file);
    inode.bytes = Uint8Array.from(bytes);
    this.#step('sync', file);
    inode.synced = inode.bytes;
  }

  async create(file: string, bytes: Uint8Array): Promise<boolean> {
    this.#step('create', file);
    this.#needFolder(file);
    if (this.#names.has(file)) return false;
    this.#link([[file, { bytes: Uint8Array.from(bytes), synced: undefined, modifiedMs: Date.now() }]]);
    return true;
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step('rename', to);
    const below = this.paths().filter((name) => name === from || name.startsWith(from + path.sep));
    if (below.length === 0) throw systemError('ENOENT', from);
    this.#needFolder(to);
    this.#link(
      below.flatMap((name): [string, Inode | undefined][] => [
        [to + name.slice(from.length), this.#inode(name)],
        [name, undefined],
      ]),
    );
  }

  async remove(fileOrFolder: string): Promise<void> {
    this.#step('remove', fileOrFolder);
    const below = this.paths().filter((name) => name === fileOrFolder || name.startsWith(fileOrFolder + path.sep));
    this.#link(below.map((name) => [name, undefined]));
    for (const folder of [...this.#folders]) {
      if (folder === fileOrFolder || folder.startsWith(fileOrFolder + path.sep)) this.#folders.delete(folder);
    }
  }

  async list(folder: string): Promise<string[]> {
    this.#alive();
    const all = [...this.#names.keys(), ...this.#folders].filter((name) => path.dirname(name) === folder);
    return all.map((name) => path.basename(name)).sort();
  }

  async info(fileOrFolder: string): Promise<FileInfo | undefined> {
    this.#alive();
    const inode = this.#names.get(fileOrFolder);
    if (inode) return { sizeBytes: inode.bytes.length, modifiedMs: inode.modifiedMs, isFolder: false };
    return this.#folders.has(fileOrFolder) ? { sizeBytes: 0, modifiedMs: 0, isFolder: true } : undefined;
  }

  async makeFolder(folder: string): Promise<void> {
    this.#step('makeFolder', folder);
    this.#addFolder(folder);
  }

  async syncFolder(folder: string): Promise<void> {
    this.#step('syncFolder', folder);
    for (const { folder: changed, changes } of this.#unsynced) {
      if (changed === folder) for (const [name, inode] of changes) setOrDelete(this.#durableNames, name, inode);
    }
    this.#unsynced = this.#unsynced.filter(({ folder: changed }) => changed !== folder);
  }

  async touch(file: string, timeMs: number): Promise<void> {
    this.#step('touch', file);
    this.#inode(file).modifiedMs = timeMs;
  }

  #step(step: string, file: string): void {
    this.#alive();
    this.stepCount++;
    this.#alive();
    const refusal = this.refuse(step, file, this.stepCount);
    if (refusal) throw systemError(refusal, file);
  }

  #alive(): void {
    if (this.stepCount >= this.crashAtStep) throw new Crash();
  }

  #link(changes: [string, Inode | undefined][]): void {
    if (changes.length === 0) return;
    for (const [name, inode] of changes) setOrDelete(this.#names, name, inode);
    this.#unsynced.push({ folder: path.dirname(changes[0]![0]), changes });
  }

  #inode(file: string): Inode {
    const inode = this.#names.get(file);
    if (!inode) throw systemError('ENOENT', file);
    return inode;
  }

  #needFolder(file: string): void {
    if (!this.#folders.has(path.dirname(file))) throw systemError('ENOENT', file);
  }

  #addFolder(folder: string): void {
    for (let at = folder; !this.#folders.has(at) && at !== path.dirname(at); at = path.dirname(at))
      this.#folders.add(at);
  }

  #copy(names: ReadonlyMap<string, Inode>): MemoryFiles {
    const copy = new MemoryFiles();
    for (const [name, inode] of names) {
      const own = { ...inode };
      copy.#names.set(name, own);
      copy.#durableNames.set(name, own);
    }
    copy.#folders = new Set(this.#folders);
    return copy;
  }
}

function setOrDelete(names: Map<string, Inode>, name: string, inode: Inode | undefined): void {
  if (inode) names.set(name, inode);
  else names.delete(name);
}

export function systemError(code: string, file: string): Error {
  return Object.assign(new Error(`${code}: ${file}`), { code, path: file });
}
