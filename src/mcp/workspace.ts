/**
 * The folders that the server answers about, and how up to date their indexes are. A call has the files compared with
 * the index before it answers, but waits for that only so long: what there is answers, and `note` says what is missing.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CorpusProgress, CorpusSpec, PassageTextParams } from '../protocol/engine';
import type { McpHost } from './host';

/** A folder was compared with its index so shortly ago that a call does not do so again. */
const FRESH_MS = 1000;
/** How long a call waits for an index that has something, and for one that has nothing yet. */
const WAIT_MS = 300;
const FIRST_WAIT_MS = 20_000;

interface Folder {
  spec: CorpusSpec;
  realRoot: string;
  index: Awaited<ReturnType<McpHost['engine']['open']>>;
  abort: AbortController;
  /** The update that runs, and since when. */
  updating?: Promise<void> | undefined;
  startedAt: number;
  updatedAt: number;
  /** Another process keeps the index up to date. */
  isFollowed: boolean;
  progress?: CorpusProgress | undefined;
  /** Why the index cannot be brought up to date. */
  problem?: string | undefined;
}

/** What went wrong because of what was asked: its message is for the model. */
export class CallError extends Error {}

export interface Place {
  corpusId: string;
  /** Relative to the folder, with `/`; '' for the folder itself. */
  path: string;
}

export class Workspace {
  private folders: Folder[] = [];
  private opening = Promise.resolve();
  private readonly listeners = new Set<(progress: CorpusProgress) => void>();

  constructor(
    private readonly host: McpHost,
    private readonly log: (line: string) => void,
  ) {
    host.onProgress((progress) => this.progressed(progress));
  }

  get specs(): readonly CorpusSpec[] {
    return this.folders.map(({ spec }) => spec);
  }

  /** Opens these folders in place of those before; calls wait for it. One that cannot be opened is left out. */
  setFolders(specs: readonly CorpusSpec[] | Promise<readonly CorpusSpec[]>): Promise<void> {
    this.opening = this.opening
      .then(async () => this.replace(await specs))
      .catch((error: Error) => this.log(error.stack ?? error.message));
    return this.opening;
  }

  private async replace(specs: readonly CorpusSpec[]): Promise<void> {
    const wanted = withoutNested(specs);
    const kept = this.folders.filter(({ spec }) => wanted.some(({ id }) => id === spec.id));
    for (const folder of this.folders) if (!kept.includes(folder)) await this.close(folder);
    const opened: Folder[] = [];
    for (const spec of wanted) {
      const folder = kept.find((each) => each.spec.id === spec.id) ?? (await this.open(spec));
      if (folder) opened.push(folder);
    }
    this.folders = opened;
    for (const folder of opened) void this.update(folder);
  }

  /**
   * Has the indexes brought up to date, and waits for it as long as a call may. `report`: called while it waits.
   * @throws CallError when no folder is open
   */
  async settle(signal: AbortSignal, report: (progress: CorpusProgress) => void): Promise<void> {
    await this.opening;
    if (this.folders.length === 0) throw new CallError(NO_FOLDER);
    const updates = this.folders.map((folder) => this.update(folder));
    const waitMs = Math.max(...this.folders.map(waitFor));
    this.listeners.add(report);
    let stop: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const timer = setTimeout(stop, waitMs);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    try {
      await Promise.race([Promise.all(updates), ended]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      this.listeners.delete(report);
    }
  }

  /** What an answer may lack; undefined when nothing is known to be missing. */
  get note(): string | undefined {
    const notes = this.folders.flatMap((folder) => noteOf(folder) ?? []);
    return notes.length > 0 ? notes.join('\n') : undefined;
  }

  /** As the reader of an answer can open it: relative to the only folder, or else absolute. */
  shownPath(corpusId: string, file: string): string {
    if (this.folders.length === 1) return file;
    const folder = this.folders.find(({ spec }) => spec.id === corpusId);
    return folder ? path.join(folder.spec.root, file) : file;
  }

  /** Names lines of a document for `resources/read`. */
  passageUri({ corpusId, path: file, startLine, endLine }: PassageTextParams): string {
    const name = encodeURIComponent(this.nameOf(corpusId));
    const encoded = file.split('/').map(encodeURIComponent).join('/');
    return `kindred://passage/${name}/${startLine + 1}-${endLine + 1}/${encoded}`;
  }

  /** Unique among the folders. */
  nameOf(corpusId: string): string {
    const named = this.folders.find(({ spec }) => spec.id === corpusId)!;
    const twins = this.folders.filter(({ spec }) => spec.name === named.spec.name);
    return twins.length === 1 ? named.spec.name : `${named.spec.name}-${twins.indexOf(named) + 1}`;
  }

  /** @throws CallError when there is none */
  folderNamed(name: string): CorpusSpec {
    const found = this.specs.find(({ id }) => this.nameOf(id) === name);
    if (!found) throw new CallError(`No open folder is called ${name.slice(0, 200)}.`);
    return found;
  }

  /** @throws CallError when it lies in none of the folders */
  placeOf(given: string): Place {
    const asked = localPath(given);
    const candidates = this.folders.flatMap(({ spec, realRoot }) => {
      // A folder may be named by a link to it or by where it is.
      const [relative] = [spec.root, realRoot].flatMap((root) => insideOf(root, asked) ?? []);
      return relative === undefined ? [] : [{ spec, relative }];
    });
    const found = candidates.find(({ spec, relative }) => fs.existsSync(path.join(spec.root, relative)));
    const chosen = found ?? candidates[0];
    if (!chosen) {
      const roots = this.folders.map(({ spec }) => spec.root).join(', ');
      throw new CallError(
        `${given.slice(0, 200)} is outside the open folders (${roots}). Give a path inside one of them.`,
      );
    }
    return { corpusId: chosen.spec.id, path: chosen.relative.split(path.sep).join('/') };
  }

  async dispose(): Promise<void> {
    for (const { abort } of this.folders) abort.abort();
    this.folders = [];
    await this.host.engine.dispose();
  }

  private async open(spec: CorpusSpec): Promise<Folder | undefined> {
    try {
      if (!fs.statSync(spec.root, { throwIfNoEntry: false })?.isDirectory())
        throw new CallError(`${spec.root} is no folder`);
      const index = await this.host.engine.open(spec);
      return {
        spec,
        realRoot: fs.realpathSync(spec.root),
        index,
        abort: new AbortController(),
        startedAt: 0,
        updatedAt: Number.NEGATIVE_INFINITY,
        isFollowed: this.host.isReader,
      };
    } catch (error) {
      this.log((error as Error).message);
      return undefined;
    }
  }

  private async close({ spec, abort, updating }: Folder): Promise<void> {
    abort.abort();
    await updating;
    await this.host.engine.close(spec.id);
  }

  private update(folder: Folder): Promise<void> {
    if (this.host.isReader) return Promise.resolve();
    if (folder.updating) return folder.updating;
    if (performance.now() - folder.updatedAt < FRESH_MS) return Promise.resolve();
    folder.startedAt = performance.now();
    folder.updating = this.runUpdate(folder).finally(() => {
      folder.updating = undefined;
      folder.updatedAt = performance.now();
    });
    return folder.updating;
  }

  private async runUpdate(folder: Folder): Promise<void> {
    try {
      await this.host.engine.update({ corpusId: folder.spec.id }, folder.abort.signal);
      folder.isFollowed = false;
      folder.problem = undefined;
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      folder.isFollowed = code === 'indexLocked';
      if (code === 'canceled' || folder.isFollowed) return;
      folder.problem = message;
      this.log(message);
    }
  }

  private progressed(progress: CorpusProgress): void {
    const folder = this.folders.find(({ spec }) => spec.id === progress.corpusId);
    if (folder) folder.progress = progress;
    for (const listener of this.listeners) listener(progress);
  }
}

const NO_FOLDER =
  'No folder is open. Start the server in a project folder, name folders (`kindred mcp <folder>`), or let the client ' +
  'send its roots.';

/** @throws CallError when it can be no path of this machine */
function localPath(given: string): string {
  try {
    const asked = given.startsWith('file://') ? fileURLToPath(given) : given;
    if (!asked.includes('\0')) return asked;
  } catch {
    // Said below.
  }
  throw new CallError(`${JSON.stringify(given.slice(0, 200))} is no path of a file.`);
}

/** The path relative to `root`, '' for itself; undefined when it lies outside. */
function insideOf(root: string, asked: string): string | undefined {
  const relative = path.relative(root, path.resolve(root, asked));
  const isOutside = relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
  return isOutside ? undefined : relative;
}

/** An index that has nothing is waited for longer, once: what comes later finds what is there by then. */
function waitFor({ index, startedAt }: Folder): number {
  if (index.chunkCount > 0) return WAIT_MS;
  return Math.max(WAIT_MS, FIRST_WAIT_MS - (performance.now() - startedAt));
}

function noteOf({ spec, index, updating, progress, problem, isFollowed }: Folder): string | undefined {
  const { name } = spec;
  if (problem !== undefined) return `The index of ${name} may be out of date: ${problem}`;
  if (isFollowed && index.chunkCount === 0) return `Another process is indexing ${name}: nothing of it is there yet.`;
  if (!updating) return undefined;
  const { documentsDone = 0, documentsTotal = 0 } = progress ?? {};
  const isCounted = documentsTotal > documentsDone;
  if (index.chunkCount > 0 && !isCounted) return undefined;
  const done = isCounted ? `${documentsDone} of ${documentsTotal} files so far` : 'it has just begun';
  return `${name} is still being indexed (${done}): what is missing here may be there. Ask again later.`;
}

/** A folder inside another would be there twice. */
function withoutNested(specs: readonly CorpusSpec[]): CorpusSpec[] {
  const unique = specs.filter((spec, at) => specs.findIndex(({ id }) => id === spec.id) === at);
  return unique.filter(({ root }) => !unique.some((other) => root.startsWith(other.root + path.sep)));
}
