/**
 * Workspace folders as corpora: what they are called, where their index lies, which path belongs to which. Pure: knows
 * no VS Code. Invariant: two open folders never share an index folder or a name.
 */
import crypto from 'node:crypto';
import path from 'node:path';
import type { CorpusSpec } from '../../protocol/engine';

export interface OpenFolder {
  /** The folder's URI as a string. */
  uri: string;
  name: string;
  fsPath: string;
  /** VS Code's `files.associations` there: globs to language ids. */
  associations?: Record<string, string>;
}

/** `storageDir` is the workspace's own storage: the index never lies in the user's folder. */
export function corporaOf(folders: readonly OpenFolder[], storageDir: string): CorpusSpec[] {
  const names = uniqueNames(folders);
  return folders.map((folder, at) => ({
    id: folder.uri,
    name: names[at]!,
    root: folder.fsPath,
    indexDir: path.join(storageDir, 'index', storageName(folder.fsPath)),
    ...(folder.associations && { associations: folder.associations }),
  }));
}

/**
 * A hash: a path encoded in a file name grows too long in dev containers. 80 bits are plenty for the folders of one
 * workspace.
 */
export function storageName(fsPath: string): string {
  return crypto.createHash('sha256').update(fsPath).digest('hex').slice(0, 20);
}

/** Folders of the same name are told apart by as many parent folders as it takes. */
export function uniqueNames(folders: readonly OpenFolder[]): string[] {
  return folders.map((folder) => {
    const twins = folders.filter((other) => other !== folder && other.name === folder.name);
    if (twins.length === 0) return folder.name;
    const parents = parentsOf(folder);
    for (let depth = 1; depth <= parents.length; depth++) {
      const mine = parents.slice(-depth).join('/');
      if (twins.every((twin) => parentsOf(twin).slice(-depth).join('/') !== mine)) return `${folder.name} (${mine})`;
    }
    return `${folder.name} (${folder.fsPath})`;
  });
}

/** `fsPath` relative to `root` with `/`, or undefined when it lies outside. */
export function relativeTo(root: string, fsPath: string): string | undefined {
  const relative = path.relative(root, fsPath);
  if (!relative || relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) {
    return undefined;
  }
  return relative.split(path.sep).join('/');
}

/**
 * The globs that are switched on in settings of the shape `{glob: true | false | {when}}`; conditional ones are left to
 * VS Code.
 */
export function activeGlobs(...settings: readonly unknown[]): string[] {
  const globs = new Set<string>();
  for (const setting of settings) {
    if (Array.isArray(setting)) {
      for (const glob of setting) if (typeof glob === 'string' && glob) globs.add(glob);
    } else if (setting && typeof setting === 'object') {
      for (const [glob, on] of Object.entries(setting)) if (on === true && glob) globs.add(glob);
    }
  }
  return [...globs];
}

function parentsOf(folder: OpenFolder): string[] {
  return path.dirname(folder.fsPath).split(path.sep).filter(Boolean);
}
