/**
 * `files.associations` of VS Code: file names and paths, as globs, to language ids. As there, a glob without a slash is
 * compared with the file's name, the longest glob that matches wins, and case is ignored.
 */
import picomatch from 'picomatch';

/** Globs to language ids, as the user wrote them. */
export type LanguageAssociations = Readonly<Record<string, string>>;

/** The language id that the user gave to a corpus path; undefined for none. */
export function associatedLanguage(path: string, associations: LanguageAssociations): string | undefined {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  let best = '';
  for (const glob of Object.keys(associations)) {
    if (glob.length <= best.length) continue;
    const subject = glob.includes('/') ? lower : name;
    if (matcherOf(glob)(subject)) best = glob;
  }
  return best === '' ? undefined : associations[best];
}

const matchers = new Map<string, (subject: string) => boolean>();
/** More than the settings of all open folders hold. */
const MAX_MATCHERS = 1_000;

function matcherOf(glob: string): (subject: string) => boolean {
  let matcher = matchers.get(glob);
  if (!matcher) {
    if (matchers.size >= MAX_MATCHERS) matchers.clear();
    matcher = compile(glob.toLowerCase().replace(/^\//, '**/'));
    matchers.set(glob, matcher);
  }
  return matcher;
}

/** What cannot be read as a glob matches nothing. */
function compile(glob: string): (subject: string) => boolean {
  try {
    return picomatch(glob, { dot: true, noextglob: true, nonegate: true, posix: true });
  } catch {
    return () => false;
  }
}
