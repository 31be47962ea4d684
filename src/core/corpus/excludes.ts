/**
 * What is never part of a corpus whatever git says: names that start with a dot (`.github` too), folders that tools
 * fill, and the globs of the settings. Decides about one path alone, as `ignorePatterns.ts` does.
 */
import { globTest } from './globs';

/**
 * Folders of packages, caches and virtual environments. `dist`, `build`, `vendor` and `target` are not here: people
 * commit sources below such names.
 */
const TOOL_FOLDERS = new Set([
  'node_modules',
  'bower_components',
  'jspm_packages',
  'web_modules',
  '__pycache__',
  '__pypackages__',
  'site-packages',
  'DerivedData',
  'Pods',
  'elm-stuff',
  'CVS',
  '$RECYCLE.BIN',
  'System Volume Information',
]);

/** Files that mark their folder as a tool's: a Python virtual environment, a cache (bford.info/cachedir). */
export const TOOL_FOLDER_MARKERS = ['pyvenv.cfg', 'CACHEDIR.TAG'];

export function isHiddenOrTools(name: string, isFolder: boolean): boolean {
  return name.startsWith('.') || (isFolder && TOOL_FOLDERS.has(name));
}

/**
 * A predicate for corpus paths from globs as in `files.exclude`: `*` stays within a component, `**` crosses them,
 * braces and brackets work, a glob without `**` counts from the root. Those that cannot be read exclude nothing.
 */
export function createGlobFilter(globs: readonly string[], ignoreCase: boolean): (path: string) => boolean {
  const matchers = globs.flatMap((glob) => {
    const pattern = glob.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
    return pattern ? [globTest(pattern, ignoreCase)] : [];
  });
  return (path) => matchers.some((matches) => matches(path));
}
