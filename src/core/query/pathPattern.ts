/**
 * What `path:` means, as in VS Code's boxes "files to include" and "files to exclude": `src/net` anywhere in a path,
 * `./src` and `/src` from the corpus' root, an absolute path inside it, `*` and `?` within a folder and `**` across
 * folders, `{a,b}` for either. A pattern that fits a folder fits all that is in it. Case and the Unicode form of a name
 * do not matter.
 */
import { escapeRegExp } from '../text/escapeRegExp';

/** Alternatives that braces may unfold to; a pattern of more is taken as it is. */
const MAX_ALTERNATIVES = 256;

/**
 * Whether a path of the corpus fits the pattern. `root`: the corpus' folder, absolute, for absolute patterns; the paths
 * are relative to it, with `/`.
 */
export function pathTest(pattern: string, root?: string): (path: string) => boolean {
  const tests = alternativesOf(comparablePath(pattern)).map((each) => testOf(each, root && comparablePath(root)));
  return (path) => {
    const compared = comparablePath(path);
    return tests.some((test) => test(compared));
  };
}

function comparablePath(path: string): string {
  return path.normalize('NFC').toLowerCase().replaceAll('\\', '/');
}

function testOf(pattern: string, root: string | undefined): (path: string) => boolean {
  const anchored = fromRoot(pattern, root);
  if (anchored === '') return () => true;
  const wanted = anchored ?? pattern;
  const isGlob = /[*?]/.test(wanted);
  if (anchored === undefined && !isGlob) return (path) => path.includes(wanted);
  const source = withoutEndSlash(wanted)
    .split(/(\*\*\/?|\*|\?)/)
    .map((part) => (part.startsWith('**') ? '.*' : (WILDCARDS[part] ?? escapeRegExp(part))))
    .join('');
  const whole = new RegExp(`^${anchored === undefined ? '(?:.*/)?' : ''}${source}(?:/.*)?$`);
  return (path) => whole.test(path);
}

const WILDCARDS: Readonly<Record<string, string>> = { '*': '[^/]*', '?': '[^/]' };

/** The pattern relative to the root where it begins there, '' for the root itself; undefined where it does not. */
function fromRoot(pattern: string, root: string | undefined): string | undefined {
  if (pattern === '.' || pattern.startsWith('./')) return withoutEndSlash(pattern.slice(2));
  const isAbsolute = pattern.startsWith('/') || /^[a-z]:\//.test(pattern);
  if (!isAbsolute) return undefined;
  const folder = root && withoutEndSlash(root);
  const whole = withoutEndSlash(pattern);
  if (folder && (whole === folder || pattern.startsWith(`${folder}/`))) return whole.slice(folder.length + 1);
  if (folder?.startsWith(`${whole}/`)) return '';
  return whole.replace(/^\/+/, '');
}

function withoutEndSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

/** `src/{a,b}/*.{js,ts}` in its four forms; braces that nobody closed are letters. */
export function alternativesOf(pattern: string): string[] {
  const braces = outerBraces(pattern);
  if (!braces) return [pattern];
  const { start, end, parts } = braces;
  const behind = alternativesOf(pattern.slice(end + 1));
  const unfolded = parts
    .flatMap(alternativesOf)
    .flatMap((part) => behind.map((rest) => pattern.slice(0, start) + part + rest));
  return unfolded.length > MAX_ALTERNATIVES ? [pattern] : unfolded;
}

/** The first pair of braces that holds a comma, and what stands between its commas. */
function outerBraces(pattern: string): { start: number; end: number; parts: string[] } | undefined {
  for (let start = pattern.indexOf('{'); start >= 0; start = pattern.indexOf('{', start + 1)) {
    let depth = 0;
    const cuts = [start];
    for (let at = start; at < pattern.length; at++) {
      const letter = pattern[at];
      if (letter === '{') depth++;
      else if (letter === ',' && depth === 1) cuts.push(at);
      else if (letter === '}' && --depth === 0) {
        if (cuts.length === 1) break;
        const ends = [...cuts.slice(1), at];
        return { start, end: at, parts: cuts.map((cut, i) => pattern.slice(cut + 1, ends[i])) };
      }
    }
  }
  return undefined;
}
