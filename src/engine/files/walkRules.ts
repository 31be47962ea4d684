/**
 * Which paths below a corpus' root belong to it. The walker asks folder by folder, a file watcher asks for single
 * paths; both get the same answer. In order: the settings' globs; `.kindredignore`, `.ignore` (their `!` lines also
 * bring hidden and tool folders back); hidden names and tool folders; `.gitignore` from the repository's top down to
 * the path, `.git/info/exclude`. The user's global git excludes are not read. Ignore files are read once per folder and
 * kept; `forget` drops them when one has changed.
 */
import fs from 'node:fs';
import path from 'node:path';
import { createGlobFilter, isHiddenOrTools, TOOL_FOLDER_MARKERS } from '../../core/corpus/excludes';
import { decideIgnored, type IgnorePatterns, parseIgnoreFile } from '../../core/corpus/ignorePatterns';

export interface PathRulesOptions {
  /** Globs relative to the root, VS Code's syntax. */
  excludeGlobs?: readonly string[];
  /** Names differ by case only on Linux; default by platform. */
  ignoreCase?: boolean;
}

export interface PathRules {
  /**
   * Whether the corpus leaves out this path or a folder above it. `relativePath` has `/`; paths outside the root are
   * ignored.
   */
  isIgnored(relativePath: string, isFolder?: boolean): boolean;
  /** The walker's question: about this path alone, its folders having been asked before. */
  isIgnoredItself(relativePath: string, isFolder: boolean): boolean;
  /**
   * Tells the names in a folder that was just listed, so that its ignore files need not be looked for. Returns whether
   * the folder marks itself as a tool's.
   */
  enter(folder: string, names: readonly string[]): boolean;
  /** Drops what was read from ignore files. */
  forget(): void;
}

/**
 * Whether a change of this file changes what belongs to the corpus: the engine then forgets the rules and walks anew.
 */
export function isIgnoreFile(relativePath: string): boolean {
  const name = relativePath.slice(relativePath.lastIndexOf('/') + 1);
  return IGNORE_FILES.includes(name) || name === 'pyvenv.cfg' || relativePath.endsWith('.git/info/exclude');
}

/** The strongest first. */
const IGNORE_FILES = ['.kindredignore', '.ignore', '.gitignore'];

/** What one folder adds. */
interface Level {
  kindredIgnore?: IgnorePatterns;
  ignore?: IgnorePatterns;
  gitIgnore?: IgnorePatterns;
  gitExclude?: IgnorePatterns;
  /** The folder has a `.git`: rules of the repositories around it end here. */
  isRepository: boolean;
  /** A tool's folder, or a link: those are never followed. */
  isLeftOut: boolean;
}

export function createPathRules(root: string, options: PathRulesOptions = {}): PathRules {
  const ignoreCase = options.ignoreCase ?? process.platform !== 'linux';
  const isExcluded = createGlobFilter(options.excludeGlobs ?? [], ignoreCase);
  // Paths are matched relative to the top: the repository's root when the corpus is a folder inside one. `prefix` leads
  // from there to the corpus.
  let top = root;
  let prefix = '';
  let isPrepared = false;
  const levels = new Map<string, Level>();

  return { isIgnored, isIgnoredItself, enter, forget };

  function forget(): void {
    levels.clear();
    isPrepared = false;
  }

  function isIgnored(relativePath: string, isFolder = false): boolean {
    if (!relativePath || relativePath.startsWith('../') || path.isAbsolute(relativePath)) return true;
    for (let slash = relativePath.indexOf('/'); slash > 0; slash = relativePath.indexOf('/', slash + 1)) {
      const folder = relativePath.slice(0, slash);
      if (isIgnoredItself(folder, true) || levelOf(prefix + folder).isLeftOut) return true;
    }
    return isIgnoredItself(relativePath, isFolder);
  }

  function isIgnoredItself(relativePath: string, isFolder: boolean): boolean {
    prepare();
    if (isExcluded(relativePath)) return true;
    const topPath = prefix + relativePath;
    const chain = levelsAbove(topPath);
    const own = decide(chain, 'kindredIgnore', topPath, isFolder) ?? decide(chain, 'ignore', topPath, isFolder);
    if (own !== undefined) return own;
    if (isHiddenOrTools(relativePath.slice(relativePath.lastIndexOf('/') + 1), isFolder)) return true;
    return decideByGit(chain, topPath, isFolder) ?? false;
  }

  function enter(folder: string, names: readonly string[]): boolean {
    prepare();
    const topFolder = join(prefix.slice(0, -1), folder);
    let level = levels.get(topFolder);
    if (!level) {
      level = readLevel(topFolder, names);
      levels.set(topFolder, level);
    }
    return folder !== '' && level.isLeftOut;
  }

  /**
   * Looks for the repository around the root. One that ignores the root itself has no say: the user opened the folder
   * all the same.
   */
  function prepare(): void {
    if (isPrepared) return;
    isPrepared = true;
    top = repositoryAround(root) ?? root;
    prefix = top === root ? '' : `${path.relative(top, root).split(path.sep).join('/')}/`;
    for (let slash = prefix.indexOf('/'); slash > 0; slash = prefix.indexOf('/', slash + 1)) {
      const folder = prefix.slice(0, slash);
      if (!decideByGit(levelsAbove(folder), folder, true)) continue;
      top = root;
      prefix = '';
      levels.clear();
    }
  }

  /** Levels of all folders that hold the path, the top first. */
  function levelsAbove(topPath: string): Level[] {
    const chain = [levelOf('')];
    for (let slash = topPath.indexOf('/'); slash > 0; slash = topPath.indexOf('/', slash + 1))
      chain.push(levelOf(topPath.slice(0, slash)));
    return chain;
  }

  function levelOf(topFolder: string): Level {
    let level = levels.get(topFolder);
    if (!level) {
      const folder = path.join(top, topFolder);
      level = readLevel(topFolder, namesIn(folder));
      if (topFolder.length > prefix.length && isLink(folder)) level.isLeftOut = true;
      levels.set(topFolder, level);
    }
    return level;
  }

  function readLevel(topFolder: string, names: readonly string[]): Level {
    const folder = path.join(top, topFolder);
    const base = topFolder ? `${topFolder}/` : '';
    const level: Level = { isRepository: false, isLeftOut: false };
    for (const name of names) {
      if (name === '.kindredignore') level.kindredIgnore = readPatterns(path.join(folder, name), base);
      else if (name === '.ignore') level.ignore = readPatterns(path.join(folder, name), base);
      else if (name === '.gitignore') level.gitIgnore = readPatterns(path.join(folder, name), base);
      else if (name === '.git') {
        level.isRepository = true;
        level.gitExclude = readPatterns(path.join(gitFolder(path.join(folder, name)), 'info/exclude'), base);
      } else if (TOOL_FOLDER_MARKERS.includes(name)) level.isLeftOut = true;
    }
    return level;
  }

  function readPatterns(file: string, base: string): IgnorePatterns | undefined {
    const text = readIfThere(file);
    return text === undefined ? undefined : parseIgnoreFile(text, base, ignoreCase);
  }
}

/** The deepest file that has something to say decides. */
function decide(
  chain: readonly Level[],
  kind: 'kindredIgnore' | 'ignore',
  topPath: string,
  isFolder: boolean,
): boolean | undefined {
  for (let at = chain.length - 1; at >= 0; at--) {
    const patterns = chain[at]![kind];
    const decision = patterns && decideIgnored(patterns, topPath, isFolder);
    if (decision !== undefined) return decision;
  }
  return undefined;
}

/** All `.gitignore` files of the repository come before its `info/exclude` (gitignore(5), "order of precedence"). */
function decideByGit(chain: readonly Level[], topPath: string, isFolder: boolean): boolean | undefined {
  for (let at = chain.length - 1; at >= 0; at--) {
    const { gitIgnore, gitExclude, isRepository } = chain[at]!;
    const decision =
      (gitIgnore && decideIgnored(gitIgnore, topPath, isFolder)) ??
      (gitExclude && decideIgnored(gitExclude, topPath, isFolder));
    if (decision !== undefined || isRepository) return decision;
  }
  return undefined;
}

function join(folder: string, name: string): string {
  return folder && name ? `${folder}/${name}` : folder || name;
}

function repositoryAround(root: string): string | undefined {
  for (let folder = root; ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, '.git'))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/**
 * `.git` is a folder, or in worktrees and submodules a file that names one; worktrees share the `info` of the main
 * repository.
 */
function gitFolder(dotGit: string): string {
  const pointer = /^gitdir: (.+)$/m.exec(readIfThere(dotGit) ?? '')?.[1];
  if (!pointer) return dotGit;
  const folder = path.resolve(path.dirname(dotGit), pointer.trim());
  const common = readIfThere(path.join(folder, 'commondir'))?.trim();
  return common ? path.resolve(folder, common) : folder;
}

/** Ignore files are small; a big or unreadable one is no ignore file. */
const MAX_IGNORE_FILE_BYTES = 1_000_000;

function readIfThere(file: string): string | undefined {
  try {
    const stat = fs.statSync(file);
    return stat.isFile() && stat.size <= MAX_IGNORE_FILE_BYTES ? fs.readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function isLink(folder: string): boolean {
  return fs.lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** A missing or unreadable folder has no ignore files. */
function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
